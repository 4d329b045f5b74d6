"""Designs of certificates that ship with Laurel, for schools without a designer."""

from dataclasses import dataclass
from enum import StrEnum


class Style(StrEnum):
    """What a design looks like."""

    CLASSIC = "classic"
    MODERN = "modern"
    MINIMAL = "minimal"
    FESTIVE = "festive"


class Orientation(StrEnum):
    LANDSCAPE = "landscape"
    PORTRAIT = "portrait"


class Paper(StrEnum):
    A4 = "a4"
    LETTER = "letter"


_PORTRAIT_MM = {Paper.A4: (210.0, 297.0), Paper.LETTER: (215.9, 279.4)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """A design as an admin chose it.

    Attributes:
        primary: colour of the heading and of large shapes, as `#rrggbb`.
        accent: colour of ornaments, as `#rrggbb`.
        heading: the text at the top; None for the phrase of the course's language.
        logo: whether the issuer's logo stands above the heading.
    """

    style: Style
    orientation: Orientation
    paper: Paper
    primary: str
    accent: str
    heading: str | None = None
    logo: bool = False

    @property
    def page_mm(self) -> tuple[float, float]:
        """Width and height of the page."""
        width, height = _PORTRAIT_MM[self.paper]
        return (width, height) if self.orientation is Orientation.PORTRAIT else (height, width)

    @property
    def file_name(self) -> str:
        """The name of its file, as an admin sees it among uploads."""
        return f"laurel-{self.style}-{self.paper}-{self.orientation}.pdf"
