"""A course's certificate template: its page, the area for text, and how an admin wants the texts to look."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from shared.domain.ids import CourseId

MAX_TEMPLATE_BYTES = 10 * 1024 * 1024
# A smaller page has no space for the text; larger ones are not plausible certificates.
MIN_PAGE_MM = 100
MAX_PAGE_MM = 1200
A4_LANDSCAPE_MM = (297.0, 210.0)
# The shares of the page that belong to the template: its heading above, its frame and ornaments elsewhere.
_MARGIN_TOP = 0.30
_MARGIN_SIDE = 0.14
_MARGIN_BOTTOM = 0.12


@dataclass(frozen=True, slots=True, kw_only=True)
class SafeZone:
    """The rectangle that text is placed in; millimetres from the page's lower left corner."""

    x_mm: float
    y_mm: float
    width_mm: float
    height_mm: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateColours:
    """The colours that an admin chose for the texts on a template, as `#rrggbb`; None for what its background needs.

    Attributes:
        ink: of all texts.
        accent: of the name, and of the rule to sign on.
    """

    ink: str | None = None
    accent: str | None = None


class Placement(StrEnum):
    """Where the texts are in the safe zone, if they do not fill it."""

    TOP = "top"
    MIDDLE = "middle"
    BOTTOM = "bottom"


class TextSize(StrEnum):
    """How large the texts are, relative to the page; texts that are long are smaller."""

    SMALL = "S"
    MEDIUM = "M"
    LARGE = "L"


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateLayout:
    """How an admin wants the texts laid out on a template.

    Attributes:
        signature: whether signatory and rule to sign on are printed; a template may have its own.
        printed_url: whether the verification URL is printed; QR code and code always are.
    """

    placement: Placement = Placement.MIDDLE
    size: TextSize = TextSize.MEDIUM
    signature: bool = True
    printed_url: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateStyle:
    """All that an admin chose about the texts on a template."""

    colours: TemplateColours = TemplateColours()
    layout: TemplateLayout = TemplateLayout()


@dataclass(frozen=True, slots=True, kw_only=True)
class StyleChange:
    """Fields of a template's colours and of its layout to change, by name; the others stay as they are."""

    colours: Mapping[str, str | None] = field(default_factory=dict)
    layout: Mapping[str, Any] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Whether it names any field, even one that has this value already."""
        return bool(self.colours or self.layout)

    def applied_to(self, style: TemplateStyle) -> TemplateStyle:
        return TemplateStyle(
            colours=replace(style.colours, **self.colours), layout=replace(style.layout, **self.layout)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """One version of a course's template; a version never changes.

    Attributes:
        warnings: what an admin should know about how texts look on it, in sentences.
    """

    course_id: CourseId
    version: int
    file_name: str
    size_bytes: int
    sha256: str
    page_width_mm: float
    page_height_mm: float
    uploaded_at: datetime
    style: TemplateStyle = TemplateStyle()
    warnings: tuple[str, ...] = ()


def safe_zone(page_width_mm: float, page_height_mm: float) -> SafeZone:
    """Compute where text is placed on a page of this size: below the heading, clear of the edges."""
    return SafeZone(
        x_mm=round(page_width_mm * _MARGIN_SIDE, 2),
        y_mm=round(page_height_mm * _MARGIN_BOTTOM, 2),
        width_mm=round(page_width_mm * (1 - 2 * _MARGIN_SIDE), 2),
        height_mm=round(page_height_mm * (1 - _MARGIN_TOP - _MARGIN_BOTTOM), 2),
    )
