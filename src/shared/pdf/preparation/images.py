"""The number of pixels of an image, from its data too and not only from its dictionary in the PDF."""

import re
import zlib

from pypdf.generic import DictionaryObject, StreamObject

from shared.pdf.preparation.streams import filters, raw_data

# The image header box of a JPEG 2000 file, and the size marker of its codestream.
_JPEG_2000_BOX = re.compile(rb"ihdr(....)(....)", re.DOTALL)
_JPEG_2000_SIZE = re.compile(rb"\xff\x4f\xff\x51....(....)(....)", re.DOTALL)
# Markers of JPEG that begin a frame: all from C0 to CF but tables, extensions and arithmetic conditions.
_JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_JPEG_START = 0xD8
# The segments of JBIG2 that begin with a width and a height: the page, and regions of text, halftones and pixels.
_JBIG2_SIZED = frozenset({4, 6, 7, 20, 22, 23, 36, 38, 39, 40, 42, 43, 48})
_MAX_WRAPPED_BYTES = 32 * 1024 * 1024


def pixels(image: StreamObject) -> int:
    """Count an image's pixels: the most that its dictionary or its data claims."""
    claims = [_number(image, "/Width") * _number(image, "/Height")]
    names, data = filters(image), raw_data(image)
    if names[:1] == ("/FlateDecode",) and len(names) > 1:
        data, names = zlib.decompressobj().decompress(data, _MAX_WRAPPED_BYTES), names[1:]
    if names[:1] == ("/DCTDecode",):
        claims.append(_jpeg_pixels(data))
    if names[:1] == ("/JPXDecode",):
        found = (_JPEG_2000_BOX.search(data), _JPEG_2000_SIZE.search(data))
        claims += [int.from_bytes(match[1]) * int.from_bytes(match[2]) for match in found if match]
    if names[:1] == ("/JBIG2Decode",):
        claims.append(_jbig2_pixels(data))
    if "/CCITTFaxDecode" in names:
        claims += [_number(each, "/Columns") * _number(each, "/Rows") for each in _parameters(image)]
    return max(claims)


def _jpeg_pixels(data: bytes) -> int:
    """Walk a JPEG's segments to its frame header, which has height and width."""
    at = 0
    while at + 9 <= len(data):
        if data[at] != 0xFF:  # noqa: PLR2004 - every marker begins with it
            return 0
        marker = data[at + 1]
        if marker in _JPEG_FRAMES:
            return int.from_bytes(data[at + 5 : at + 7]) * int.from_bytes(data[at + 7 : at + 9])
        if marker == 0xFF:  # noqa: PLR2004 - padding before a marker
            at += 1
        else:
            at += 2 if marker == _JPEG_START else 2 + int.from_bytes(data[at + 2 : at + 4])
    return 0


def _jbig2_pixels(data: bytes) -> int:
    """Walk a JBIG2 file's segments (ITU-T T.88, 7.2) to those that have a width and a height: pages and regions."""
    most = at = 0
    while at + 11 <= len(data):
        flags, references = data[at + 4], data[at + 5] >> 5
        number = int.from_bytes(data[at : at + 4])
        at += 5
        if references == 7:  # noqa: PLR2004 - more than four references have a longer form
            references = int.from_bytes(data[at : at + 4]) & 0x1FFFFFFF
            at += 4 + (references + 8) // 8
        else:
            at += 1
        at += references * (1 if number <= 256 else 2 if number <= 65536 else 4)  # noqa: PLR2004 - T.88, 7.2.5
        at += 4 if flags & 0x40 else 1
        length, at = int.from_bytes(data[at : at + 4]), at + 4
        if flags & 0x3F in _JBIG2_SIZED:
            most = max(most, int.from_bytes(data[at : at + 4]) * _jbig2_height(data[at + 4 : at + 8]))
        at += length
    return most


def _jbig2_height(value: bytes) -> int:
    # A page whose height is not known yet has that of its dictionary.
    return 0 if value == b"\xff" * 4 else int.from_bytes(value)


def _parameters(image: StreamObject) -> list[DictionaryObject]:
    value = image.get("/DecodeParms")
    value = value.get_object() if value is not None else None
    each = (item.get_object() for item in value) if isinstance(value, list) else (value,)
    return [item for item in each if isinstance(item, DictionaryObject)]


def _number(image: DictionaryObject, name: str) -> int:
    value = image.get(name)
    return abs(int(value.get_object())) if value is not None else 0
