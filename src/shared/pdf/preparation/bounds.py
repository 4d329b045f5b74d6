"""Limits on what a template contains: decompression bombs and huge images are refused."""

import zlib

from pypdf.generic import StreamObject

from shared.domain.errors import TemplateInvalid
from shared.pdf.preparation import TOO_COMPLEX, TOO_LARGE
from shared.pdf.preparation.allowlist import CONTENT, Kind
from shared.pdf.preparation.images import pixels
from shared.pdf.preparation.streams import filters, inflates_within, raw_data

TOO_MANY_PIXELS = "The images in this PDF are too large. Export it with images of at most 300 dpi and upload it again."
# Decoded drawing operators, fonts, colours: a rich page has a few megabytes.
_MAX_DATA_BYTES = 64 * 1024 * 1024
# An A3 page at 600 dpi has 70 million pixels.
MAX_PIXELS = 100_000_000
# The largest pixel: eight color components of two bytes, and one byte per row for the predictor.
_MAX_BYTES_PER_PIXEL = 17
_SLACK_BYTES = 1 << 20
# The filters of content streams that every viewer supports.
_CONTENT_FILTERS = frozenset({"/FlateDecode", "/LZWDecode", "/ASCII85Decode", "/ASCIIHexDecode", "/RunLengthDecode"})


class Bounds:
    """Counts what is copied, and refuses what exceeds the limits."""

    def __init__(self) -> None:
        self._data_bytes = 0
        self._pixels = 0

    def check(self, stream: StreamObject, kind: Kind) -> None:
        """Count a stream that is copied.

        Raises:
            TemplateInvalid: it, or all of them together, would be too much for a viewer.
        """
        if "/Crypt" in filters(stream):
            raise TemplateInvalid(TOO_COMPLEX)
        if kind is Kind.IMAGE:
            self._check_image(stream)
        elif kind in CONTENT:
            self.content(stream)
        elif "/FlateDecode" in filters(stream)[:1]:
            self._count_data(stream)
        else:
            self._data_bytes += len(raw_data(stream))

    def content(self, stream: StreamObject) -> bytes:
        """Decode drawing operators.

        Raises:
            TemplateInvalid: there are too many of them.
        """
        if not _CONTENT_FILTERS.issuperset(filters(stream)):
            raise TemplateInvalid(TOO_COMPLEX)
        data = bytes(stream.get_data())
        self._add(len(data))
        return data

    def _check_image(self, stream: StreamObject) -> None:
        count = pixels(stream)
        self._add_pixels(count)
        if "/FlateDecode" in filters(stream)[:1]:
            limit = count * _MAX_BYTES_PER_PIXEL + _SLACK_BYTES
            if not inflates_within(raw_data(stream), limit):
                raise TemplateInvalid(TOO_MANY_PIXELS)

    def _count_data(self, stream: StreamObject) -> None:
        """Count a font program or the like without decoding more of it than is allowed."""
        data = raw_data(stream)
        inflating = zlib.decompressobj()
        self._add(len(inflating.decompress(data, _MAX_DATA_BYTES - self._data_bytes + 1)))

    def _add_pixels(self, count: int) -> None:
        self._pixels += count
        if self._pixels > MAX_PIXELS:
            raise TemplateInvalid(TOO_MANY_PIXELS)

    def _add(self, length: int) -> None:
        self._data_bytes += length
        if self._data_bytes > _MAX_DATA_BYTES:
            raise TemplateInvalid(TOO_LARGE)
