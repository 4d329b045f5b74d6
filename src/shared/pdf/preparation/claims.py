"""Decides whether certificates over a template may claim PDF/A-2 and PDF/UA-1, by what is copied of the upload.

In doubt they claim nothing: a claim says of the whole file that it conforms (ISO 19005-2, ISO 14289-1).
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from pypdf.generic import ArrayObject, DictionaryObject, StreamObject

from shared.pdf.preparation.allowlist import CONTENT, Kind
from shared.pdf.preparation.colours import is_covered, is_profile
from shared.pdf.preparation.fonts import is_readable, is_sound
from shared.pdf.preparation.operations import Operation, Unusual, operations, without_marks
from shared.pdf.preparation.streams import filters


def _names(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_INTENTS = _names("/AbsoluteColorimetric /RelativeColorimetric /Perceptual /Saturation")
_BLEND_MODES = _names(
    "/Normal /Compatible /Multiply /Screen /Overlay /Darken /Lighten /ColorDodge /ColorBurn /HardLight /SoftLight "
    "/Difference /Exclusion /Hue /Saturation /Color /Luminosity"
)
# Neither LZW, which PDF/A forbids, nor JPEG 2000, of which it allows a part.
_FILTERS = _names(
    "/FlateDecode /DCTDecode /CCITTFaxDecode /JBIG2Decode /RunLengthDecode /ASCIIHexDecode /ASCII85Decode"
)
_MARKS = (b"BMC", b"BDC", b"MP", b"DP")
_SHOW = frozenset({"Tj", "TJ", "'", '"'})
# The resources that an operator's name refers to.
_RESOURCES = {"Do": "/XObject", "gs": "/ExtGState", "sh": "/Shading", "scn": "/Pattern", "SCN": "/Pattern"}
_SPACES = frozenset({"/DeviceGray", "/DeviceRGB", "/Pattern"})
_WITHOUT_NAMES = frozenset({"q", "Q", "sc", "SC", "BMC", "BDC", "EMC", "MP", "DP", *_SHOW})
# PDF/A allows 28 nested states, of which a certificate uses one.
_MAX_NESTED_STATES = 27
_RGB_COMPONENTS = 3
# Reading more would take more than a second.
_MAX_CONTENT_BYTES = 3 * 1024 * 1024


class Claims:
    """Follows what is copied.

    Attributes:
        pdf_ua: whether nothing is known that PDF/UA-1 forbids.
        pdf_a: whether nothing is known that PDF/A-2 forbids.
    """

    def __init__(self) -> None:
        self.pdf_ua = self.pdf_a = True
        self._bytes = 0
        self._shown: dict[int, tuple[DictionaryObject, set[bytes]]] = {}

    def content(self, data: bytes, resources: object) -> bytes:
        """Read a content stream; return it without marked content, or as it is if nothing can be claimed."""
        unmarked = data
        with self._in_doubt():
            self._bytes += len(data)
            if self._bytes > _MAX_CONTENT_BYTES:
                raise Unusual
            if self.pdf_ua:
                kept = without_marks(data) if any(mark in data for mark in _MARKS) else data
                self._read(kept, resources if isinstance(resources, DictionaryObject) else DictionaryObject())
                unmarked = kept
        return unmarked

    def stream(self, stream: StreamObject, kind: Kind) -> bytes | None:
        """Read a stream that is copied; return its content if it is copied without what it marks."""
        with self._in_doubt():
            if not _FILTERS.issuperset(filters(stream)):
                self.pdf_a = False
            if kind in CONTENT and self.pdf_ua:
                data = bytes(stream.get_data())
                unmarked = self.content(data, _get(stream, "/Resources"))
                return None if unmarked == data else unmarked
        return None

    def dictionary(self, dictionary: DictionaryObject, kind: Kind) -> None:
        """Look at a dictionary that is copied."""
        with self._in_doubt():
            if kind is Kind.FONT and _get(dictionary, "/Subtype") == "/Type3":
                raise Unusual
            if self.pdf_a and (check := _CHECKS.get(kind)):
                self.pdf_a = check(dictionary)

    def output_intents(self, intents: ArrayObject) -> None:
        """Look at the upload's output intents: one for an RGB device, as PDF/A has it, may stay."""
        with self._in_doubt():
            intent = intents[0].get_object() if len(intents) == 1 else None
            chosen = intent if isinstance(intent, DictionaryObject) else DictionaryObject()
            target = _get(chosen, "/DestOutputProfile")
            components = _get(target, "/N") if is_profile(target) else 0
            if _get(chosen, "/S") != "/GTS_PDFA1" or components != _RGB_COMPONENTS:
                self.pdf_a = False

    def finish(self) -> None:
        """Check the fonts with all that they show."""
        with self._in_doubt():
            fonts = self._shown.values() if self.pdf_ua else ()
            if not all(is_sound(font, shown) for font, shown in fonts):
                raise Unusual
            self.pdf_ua = self.pdf_ua and all(is_readable(font, shown) for font, shown in fonts)

    @contextmanager
    def _in_doubt(self) -> Iterator[None]:
        """Claim nothing if what is looked at is unusual, or damaged in a way that matters to no viewer."""
        try:
            yield
        except MemoryError:
            raise
        except Exception:  # noqa: BLE001 - on damaged files pypdf raises others besides its own
            self.pdf_ua = self.pdf_a = False

    def _read(self, data: bytes, resources: DictionaryObject) -> None:
        font: DictionaryObject | None = None
        saved: list[DictionaryObject | None] = []
        for operation in operations(data):
            operator = operation.operator
            if operator == "q":
                saved.append(font)
            elif operator == "Q":
                if not saved:
                    raise Unusual
                font = saved.pop()
            elif operator == "Tf":
                font = self._resource(operation, resources, "/Font")
            elif operator in _SHOW:
                self._show(font, operation)
            else:
                self._require_standard(operation, resources)
            if len(saved) > _MAX_NESTED_STATES:
                self.pdf_a = False

    def _show(self, font: DictionaryObject | None, operation: Operation) -> None:
        if font is None:
            raise Unusual
        self._shown.setdefault(id(font), (font, set()))[1].update(operation.strings)

    def _require_standard(self, operation: Operation, resources: DictionaryObject) -> None:
        operator = operation.operator
        if operator in _RESOURCES:
            if operation.names or operator not in {"scn", "SCN"}:
                self._resource(operation, resources, _RESOURCES[operator])
        elif operator in {"cs", "CS"}:
            if operation.names[:1] != () and operation.names[0] not in _SPACES:
                self._resource(operation, resources, "/ColorSpace")
        elif operator in {"k", "K"}:
            self.pdf_a = False
        elif operator == "ri":
            self.pdf_a = self.pdf_a and _INTENTS.issuperset(operation.names)
        elif operator not in _WITHOUT_NAMES:
            raise Unusual

    def _resource(self, operation: Operation, resources: DictionaryObject, category: str) -> DictionaryObject | None:
        named = _get(resources, category)
        found = _get(named, operation.names[-1]) if isinstance(named, DictionaryObject) and operation.names else None
        if found is None:
            raise Unusual
        return found if isinstance(found, DictionaryObject) else None


def _state(state: DictionaryObject) -> bool:
    return (
        not {"/TR", "/Font"} & state.keys()
        and _get(state, "/TR2") in {None, "/Default"}
        and _get(state, "/RI") in {None, *_INTENTS}
        and str(_get(state, "/BM") or "/Normal") in _BLEND_MODES
    )


def _image(image: DictionaryObject) -> bool:
    return (
        str(_get(image, "/Interpolate")) != "True"
        and _get(image, "/Intent") in {None, *_INTENTS}
        and (str(_get(image, "/ImageMask")) == "True" or is_covered(_get(image, "/ColorSpace")))
    )


def _group(group: DictionaryObject) -> bool:
    return "/CS" not in group or is_covered(_get(group, "/CS"))


def _form(form: DictionaryObject) -> bool:
    # What a form without resources of its own would use is not looked up.
    return "/Resources" in form


def _resources(resources: DictionaryObject) -> bool:
    shadings = _values(resources, "/Shading")
    return all(map(is_covered, _values(resources, "/ColorSpace"))) and all(
        isinstance(shading, DictionaryObject) and is_covered(_get(shading, "/ColorSpace")) for shading in shadings
    )


def _pattern(pattern: DictionaryObject) -> bool:
    shading = _get(pattern, "/Shading")
    return shading is None or (isinstance(shading, DictionaryObject) and is_covered(_get(shading, "/ColorSpace")))


_CHECKS = {
    Kind.STATE: _state,
    Kind.IMAGE: _image,
    Kind.GROUP: _group,
    Kind.FORM: _form,
    Kind.RESOURCES: _resources,
    Kind.PATTERN: _pattern,
}


def _values(holder: DictionaryObject, name: str) -> list[Any]:
    named = _get(holder, name)
    return [value.get_object() for value in named.values()] if isinstance(named, Mapping) else []


def _get(holder: DictionaryObject, name: str) -> Any:  # noqa: ANN401 - any PDF object
    value = holder.get(name)
    return None if value is None else value.get_object()
