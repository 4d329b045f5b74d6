"""The first page of a document: its content, and the rectangle that viewers show."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, StreamObject

from shared.domain.errors import TemplateInvalid
from shared.domain.template import MAX_PAGE_MM, MIN_PAGE_MM
from shared.pdf.page import POINTS_PER_MM

_INHERITED = ("/Resources", "/MediaBox", "/CropBox", "/Rotate")
_MAX_DEPTH = 50
# What viewers assume of a page without a size.
_LETTER = (0.0, 0.0, 612.0, 792.0)
_NO_PAGE = "This PDF has no page."
type Rectangle = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstPage:
    """A page with what it inherits.

    Attributes:
        shown: the rectangle that viewers show, in the page's own units.
        rotation: in degrees, clockwise: 0, 90, 180 or 270.
        unit: points per unit of the page.
        contents: its content streams, one after another.
    """

    page: Mapping[str, Any]
    resources: DictionaryObject
    shown: Rectangle
    rotation: int
    unit: float
    contents: tuple[StreamObject, ...]

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as displayed, in points."""
        left, bottom, right, top = self.shown
        width, height = (right - left) * self.unit, (top - bottom) * self.unit
        return (height, width) if self.rotation % 180 else (width, height)

    @property
    def matrix(self) -> tuple[float, ...]:
        """The transformation of the shown rectangle, rotated, to a page whose corner is at 0, 0."""
        left, bottom, right, top = self.shown
        unit = self.unit
        return {
            0: (unit, 0, 0, unit, -left * unit, -bottom * unit),
            90: (0, -unit, unit, 0, -bottom * unit, right * unit),
            180: (-unit, 0, 0, -unit, right * unit, top * unit),
            270: (0, unit, -unit, 0, top * unit, -left * unit),
        }[self.rotation]


def first_page(reader: PdfReader) -> FirstPage:
    """Find the first page without walking the whole page tree.

    Raises:
        TemplateInvalid: there is none, or it is too small or too large.
    """
    page = _first_leaf(reader)
    media = _rectangle(page.get("/MediaBox")) or _LETTER
    crop = _rectangle(page.get("/CropBox")) or media
    shown = (max(media[0], crop[0]), max(media[1], crop[1]), min(media[2], crop[2]), min(media[3], crop[3]))
    if shown[0] >= shown[2] or shown[1] >= shown[3]:
        shown = media
    resources = page.get("/Resources")
    first = FirstPage(
        page=page,
        resources=resources if isinstance(resources, DictionaryObject) else DictionaryObject(),
        shown=shown,
        rotation=round(float(page.get("/Rotate") or 0) / 90) * 90 % 360,
        unit=_unit(page.get("/UserUnit")),
        contents=_contents(page.get("/Contents")),
    )
    _check_size(first.size)
    return first


def _first_leaf(reader: PdfReader) -> dict[str, Any]:
    """Walk down to the first page and collect its inherited entries; references are resolved."""
    catalog = reader.trailer["/Root"].get_object()
    node = catalog.get("/Pages") if isinstance(catalog, DictionaryObject) else None
    inherited: dict[str, Any] = {}
    for _ in range(_MAX_DEPTH):
        node = node.get_object() if node is not None else None
        # An object that cannot be read is an empty dictionary.
        if not isinstance(node, DictionaryObject) or not node:
            raise TemplateInvalid(_NO_PAGE)
        inherited |= {name: value for name in _INHERITED if (value := _resolved(node, name)) is not None}
        kids = _resolved(node, "/Kids")
        if node.get("/Type") == "/Page" or (not isinstance(kids, ArrayObject) and node.get("/Type") != "/Pages"):
            own = {name: _resolved(node, name) for name in ("/Contents", "/Group", "/UserUnit")}
            return {**inherited, **own}
        node = next((kid for kid in kids or () if _holds_a_page(kid.get_object())), None)
    raise TemplateInvalid(_NO_PAGE)


def _holds_a_page(node: object) -> bool:
    """Whether a node of the page tree has a page."""
    if not isinstance(node, DictionaryObject):
        return False
    return "/Kids" not in node or bool(_resolved(node, "/Kids"))


def _resolved(node: DictionaryObject, name: str) -> Any:  # noqa: ANN401 - any PDF object
    value = node.get(name)
    return None if value is None else value.get_object()


def _rectangle(value: object) -> Rectangle | None:
    """Read a rectangle, whichever corners it names."""
    if not isinstance(value, ArrayObject) or len(value) != 4:  # noqa: PLR2004 - four numbers make a rectangle
        return None
    x1, y1, x2, y2 = (float(number.get_object()) for number in value)
    return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)


def _unit(value: Any) -> float:  # noqa: ANN401 - any PDF object
    """Read how many points a unit has; values that are not positive are ignored, as viewers do."""
    unit = float(value or 1)
    return unit if unit > 0 else 1


def _contents(value: object) -> tuple[StreamObject, ...]:
    if isinstance(value, StreamObject):
        return (value,)
    if isinstance(value, ArrayObject):
        streams = (item.get_object() for item in value)
        return tuple(stream for stream in streams if isinstance(stream, StreamObject))
    return ()


def _check_size(size: tuple[float, float]) -> None:
    width_mm, height_mm = (length / POINTS_PER_MM for length in size)
    # A tolerance of half a millimetre: programs round page sizes.
    if not all(MIN_PAGE_MM - 0.5 <= length <= MAX_PAGE_MM + 0.5 for length in (width_mm, height_mm)):
        raise TemplateInvalid(
            f"The page is {width_mm:.0f} by {height_mm:.0f} mm. "
            f"Each side has to be from {MIN_PAGE_MM} to {MAX_PAGE_MM} mm."
        )
