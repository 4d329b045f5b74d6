"""Limits that protect the viewers of a certificate: decompression bombs and the like are refused."""

import math
import re
import zlib
from typing import Any

from pypdf.generic import DictionaryObject, StreamObject

from shared.domain.errors import TemplateInvalid
from shared.pdf.preparation.allowlist import CONTENT, Kind
from shared.pdf.preparation.images import pixels
from shared.pdf.preparation.streams import filters, inflates_within, raw_data

TOO_COMPLEX = "This PDF is too complex. Flatten it, or export it as an image in a PDF, and upload it again."
_TOO_MANY_PIXELS = "The images in this PDF are too large. Export it with images of at most 300 dpi and upload it again."
# Decoded drawing operators, fonts, colours: a rich page has a few megabytes.
_MAX_DATA_BYTES = 64 * 1024 * 1024
# Drawing operators as a viewer executes them: a form counts as often as it is drawn.
_MAX_DRAWN_BYTES = 256 * 1024 * 1024
_MAX_FORM_DEPTH = 20
# An A3 page at 600 dpi has 70 million pixels.
_MAX_PIXELS = 100_000_000
# The largest pixel: eight color components of two bytes, and one byte per row for the predictor.
_MAX_BYTES_PER_PIXEL = 17
_SLACK_BYTES = 1 << 20
# The filters of content streams that every viewer supports.
_CONTENT_FILTERS = frozenset({"/FlateDecode", "/LZWDecode", "/ASCII85Decode", "/ASCIIHexDecode", "/RunLengthDecode"})
_DRAW = re.compile(rb"/([^\x00-\x20/<>\[\](){}%]+)[\x00-\x20]+Do(?![^\x00-\x20/<>\[\](){}%])")
# An inline image, and the size that it declares.
_INLINE_IMAGE = re.compile(rb"(?<![^\x00-\x20])BI(?=[\x00-\x20/])(.{0,400}?)[\x00-\x20]ID(?![^\x00-\x20])", re.DOTALL)
_INLINE_SIDE = re.compile(rb"/(?:W|H|Width|Height)[\x00-\x20]+(\d{1,12})(?!\d)")
_ESCAPED = re.compile(r"#([0-9A-Fa-f]{2})")


class Bounds:
    """Counts what is copied, and refuses what exceeds the limits."""

    def __init__(self) -> None:
        self._data_bytes = 0
        self._pixels = 0
        self._drawn: dict[int, int | None] = {}

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
        for image in _INLINE_IMAGE.finditer(data):
            self._add_pixels(math.prod(map(int, _INLINE_SIDE.findall(image[1]))))
        return data

    def drawn(self, data: bytes, resources: object, depth: int = 0) -> int:
        """Count the bytes of operators that a viewer executes; nested forms multiply.

        Raises:
            TemplateInvalid: too many, or a form that draws itself.
        """
        if depth > _MAX_FORM_DEPTH:
            raise TemplateInvalid(TOO_COMPLEX)
        total = len(data)
        forms = _forms(resources)
        for match in _DRAW.finditer(data):
            form = forms.get(_ESCAPED.sub(lambda found: chr(int(found[1], 16)), match[1].decode("latin-1")))
            if form is not None:
                total += self._form_drawn(form, resources, depth)
            if total > _MAX_DRAWN_BYTES:
                raise TemplateInvalid(TOO_COMPLEX)
        return total

    def _form_drawn(self, form: StreamObject, resources: object, depth: int) -> int:
        key = id(form)
        if key not in self._drawn:
            self._drawn[key] = None
            own = form.get("/Resources", resources)
            self._drawn[key] = self.drawn(bytes(form.get_data()), own, depth + 1)
        drawn = self._drawn[key]
        if drawn is None:
            raise TemplateInvalid(TOO_COMPLEX)
        return drawn

    def _check_image(self, stream: StreamObject) -> None:
        count = pixels(stream)
        self._add_pixels(count)
        if "/FlateDecode" in filters(stream)[:1]:
            limit = count * _MAX_BYTES_PER_PIXEL + _SLACK_BYTES
            if not inflates_within(raw_data(stream), limit):
                raise TemplateInvalid(_TOO_MANY_PIXELS)

    def _count_data(self, stream: StreamObject) -> None:
        """Count a font program or the like without decoding more of it than is allowed."""
        data = raw_data(stream)
        inflating = zlib.decompressobj()
        self._add(len(inflating.decompress(data, _MAX_DATA_BYTES - self._data_bytes + 1)))

    def _add_pixels(self, count: int) -> None:
        self._pixels += count
        if self._pixels > _MAX_PIXELS:
            raise TemplateInvalid(_TOO_MANY_PIXELS)

    def _add(self, length: int) -> None:
        self._data_bytes += length
        if self._data_bytes > _MAX_DATA_BYTES:
            raise TemplateInvalid(TOO_COMPLEX)


def _forms(resources: Any) -> dict[str, StreamObject]:  # noqa: ANN401 - any PDF object
    """The forms that operators may name, by name."""
    resources = resources.get_object()
    xobjects = resources.get("/XObject") if isinstance(resources, DictionaryObject) else None
    xobjects = None if xobjects is None else xobjects.get_object()
    if not isinstance(xobjects, DictionaryObject):
        return {}
    resolved = ((name.removeprefix("/"), value.get_object()) for name, value in xobjects.items())
    return {
        name: value for name, value in resolved if isinstance(value, StreamObject) and value.get("/Subtype") == "/Form"
    }
