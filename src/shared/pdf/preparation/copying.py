"""Copies the objects that a page uses for drawing, and no others, into a new file."""

import io
from collections import deque
from typing import Any

from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    ByteStringObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

from shared.domain.errors import TemplateInvalid
from shared.pdf.preparation import TOO_COMPLEX
from shared.pdf.preparation.allowlist import (
    ALLOWED_ENTRIES,
    NEVER_COPIED,
    NEVER_PLAIN,
    NEVER_PLAIN_VALUES,
    STREAMS,
    VALUE_KINDS,
    Kind,
)
from shared.pdf.preparation.bounds import Bounds
from shared.pdf.preparation.claims import Claims
from shared.pdf.preparation.streams import raw_data
from shared.pdf.syntax import packed_stream
from shared.pdf.syntax import stream as stream_of

_MAX_OBJECTS = 100_000
_MAX_DEPTH = 60
_ENCODING = frozenset({"/Filter", "/DecodeParms"})
_SUBTYPES = {"/Image": Kind.IMAGE, "/Form": Kind.FORM}


class Copier:
    """Numbers objects from 1 in the order in which they are first met, so that the same file gives the same copy.

    Attributes:
        layers: the numbers of the optional content groups met, by their number and generation in the upload.
    """

    def __init__(self, bounds: Bounds, claims: Claims) -> None:
        self._bounds = bounds
        self._claims = claims
        self._numbers: dict[tuple[int, int, Kind], int] = {}
        self._waiting: deque[tuple[int, Any, Kind]] = deque()
        self._bodies: list[bytes] = []
        self.layers: dict[tuple[int, int], int] = {}

    def add(self, body: bytes) -> int:
        """Add a body that is written already; return its number."""
        self._bodies.append(body)
        return len(self._bodies)

    def finish(self) -> list[bytes]:
        """Copy all objects that are referred to; return all bodies in order of their numbers."""
        while self._waiting:
            number, value, kind = self._waiting.popleft()
            self._bodies[number - 1] = self._body(value, kind)
        return self._bodies

    def entries(
        self, dictionary: DictionaryObject, kind: Kind, depth: int = 0, without: frozenset[str] = frozenset()
    ) -> str:
        """Write the entries of a dictionary that its kind allows, but those in `without`."""
        self._claims.dictionary(dictionary, kind)
        written = []
        for name, value in dictionary.items():
            entry_kind = None if name in without else _entry_kind(dictionary, name, kind)
            if entry_kind is not None and (copied := self.value(value, entry_kind, depth + 1)) is not None:
                written.append(f"{_leaf(NameObject(name))} {copied}")
        return "".join(written)

    def value(self, value: Any, kind: Kind, depth: int = 0) -> str | None:  # noqa: ANN401 - any PDF object
        """Write a value in place, or a reference to it; None when it is left out.

        Raises:
            TemplateInvalid: there is too much to copy.
        """
        if depth > _MAX_DEPTH:
            raise TemplateInvalid(TOO_COMPLEX)
        if isinstance(value, IndirectObject):
            return self._reference(value, kind)
        if isinstance(value, ArrayObject):
            items = (self.value(item, kind, depth + 1) or "null" for item in value)
            return f"[{' '.join(items)}]"
        if isinstance(value, DictionaryObject):
            chosen = _chosen(value, kind)
            return None if chosen is None else f"<<{self.entries(value, chosen, depth)}>>"
        return _leaf(value)

    def _reference(self, reference: IndirectObject, kind: Kind) -> str | None:
        place = (reference.idnum, reference.generation)
        number = self._numbers.get((*place, kind))
        if number is None:
            value = reference.get_object()
            chosen = _chosen(value, kind)
            if chosen is None:
                return None
            if not isinstance(value, (DictionaryObject, ArrayObject)):
                return _leaf(value)
            if len(self._bodies) == _MAX_OBJECTS:
                raise TemplateInvalid(TOO_COMPLEX)
            number = self._numbers[*place, kind] = self.add(b"")
            self._waiting.append((number, value, chosen))
            if chosen is Kind.LAYER and isinstance(value, DictionaryObject) and value.get("/Type") == "/OCG":
                self.layers[place] = number
        return f"{number} 0 R"

    def _body(self, value: Any, kind: Kind) -> bytes:  # noqa: ANN401 - any PDF object
        if isinstance(value, StreamObject):
            self._bounds.check(value, kind)
            content = self._claims.stream(value, kind)
            if content is not None:
                return stream_of(content, self.entries(value, kind, without=_ENCODING))
            return packed_stream(raw_data(value), self.entries(value, kind))
        return (self.value(value, kind) or "null").encode("latin-1")


def _entry_kind(dictionary: DictionaryObject, name: str, kind: Kind) -> Kind | None:
    if kind is Kind.PLAIN:
        never = name in NEVER_PLAIN or (name in NEVER_COPIED and isinstance(dictionary, StreamObject))
        return None if never else Kind.PLAIN
    return VALUE_KINDS.get(kind) or ALLOWED_ENTRIES[kind].get(name)


def _chosen(value: object, kind: Kind) -> Kind | None:
    """Return the kind as which a value is copied; None if it cannot be part of a drawing."""
    if value is None or isinstance(value, NullObject):
        return None
    if isinstance(value, DictionaryObject):
        if kind is Kind.XOBJECT:
            kind = _SUBTYPES.get(str(value.get("/Subtype")), Kind.XOBJECT)
        if kind is Kind.XOBJECT or (kind in STREAMS and not isinstance(value, StreamObject)):
            return None
        if kind is Kind.PLAIN and any(
            name in value and str(value[name]) in refused for name, refused in NEVER_PLAIN_VALUES.items()
        ):
            return None
    return kind


def _leaf(value: object) -> str | None:
    """Write a name, number, string, or truth value."""
    if isinstance(value, (TextStringObject, ByteStringObject)):
        return f"<{value.original_bytes.hex().upper()}>"
    if isinstance(value, (NameObject, NumberObject, FloatObject, BooleanObject)):
        written = io.BytesIO()
        value.write_to_stream(written)
        return written.getvalue().decode("latin-1")
    return None
