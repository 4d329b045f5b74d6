"""The elements of a certificate's page; lengths are points (1/72 inch), positions from its lower left corner."""

from dataclasses import dataclass
from enum import Enum

from shared.pdf.fitting import Extent, Typeface

POINTS_PER_MM = 72 / 25.4


class Ink(Enum):
    """Two quiet colours that stay legible on any light template; red, green and blue from 0 to 1."""

    STRONG = (0.11, 0.15, 0.23)
    QUIET = (0.34, 0.37, 0.43)


class Part(Enum):
    """What a line is, in the order in which it is read."""

    NAME = "name"
    COMPLETION = "completion"
    TITLE = "title"
    EXTRA = "extra"
    DATE = "date"
    SIGNATORY_NAME = "signatory_name"
    SIGNATORY_TITLE = "signatory_title"
    CODE_LABEL = "code_label"
    CODE = "code"
    URL = "url"


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    x: float
    y: float
    width: float
    height: float

    def moved(self, x: float, y: float) -> "Box":
        """The same box elsewhere; `dataclasses.replace` takes three times as long, here and below."""
        return Box(x=x, y=y, width=self.width, height=self.height)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of text; `x` is its left end, `y` its baseline."""

    part: Part
    text: str
    typeface: Typeface
    ink: Ink
    size: float
    x: float
    y: float
    extent: Extent

    def moved(self, x: float, y: float) -> "Line":
        """The same line elsewhere."""
        return Line(
            part=self.part,
            text=self.text,
            typeface=self.typeface,
            ink=self.ink,
            size=self.size,
            x=x,
            y=y,
            extent=self.extent,
        )

    @property
    def box(self) -> Box:
        """The rectangle that the line may use."""
        width, ascent, descent = self.extent
        return Box(x=self.x, y=self.y - descent, width=width, height=ascent + descent)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A certificate's page, ready to be drawn.

    Attributes:
        rules: hairlines.
        url: the verification URL, which the QR code has, printed or not.
        language: of the fixed phrases, as a BCP 47 tag.
    """

    width: float
    height: float
    lines: tuple[Line, ...]
    rules: tuple[Box, ...]
    qr_code: Box
    url: str
    language: str
