"""Writes pictures as PNG (ISO/IEC 15948)."""

import struct
import zlib

from shared.pdf.drawing import Bitmap

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
# Eight bits for each of red, green and blue; compressed, unfiltered, not interlaced.
_TRUE_COLOUR = struct.Struct(">II5B")


def png(bitmap: Bitmap) -> bytes:
    """Write a bitmap as a PNG file."""
    width, height, pixels = bitmap.width, bitmap.height, bitmap.pixels
    samples = bytearray(width * height * 3)
    samples[0::3], samples[1::3], samples[2::3] = pixels[2::4], pixels[1::4], pixels[0::4]
    row = width * 3
    # Each row begins with the number of its filter: none.
    rows = b"".join(b"\0" + samples[start : start + row] for start in range(0, len(samples), row))
    header = _TRUE_COLOUR.pack(width, height, 8, 2, 0, 0, 0)
    return b"".join((_SIGNATURE, _chunk(b"IHDR", header), _chunk(b"IDAT", zlib.compress(rows)), _chunk(b"IEND", b"")))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
