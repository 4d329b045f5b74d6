"""What all designs share: the page, its colours, and the heading with the logo above it."""

from dataclasses import dataclass

from shared.pdf.appearance import WHITE, Colour
from shared.pdf.contrast import contrast_ratio, luminance
from shared.pdf.designs.logo import Picture
from shared.pdf.fitting import FittedText, Typeface, fit
from shared.pdf.outlines import outline
from shared.pdf.page import POINTS_PER_MM, Box
from shared.pdf.shaping import Shaper
from shared.pdf.syntax import number, numbers

BLACK: Colour = (0.0, 0.0, 0.0)
MM = POINTS_PER_MM
# WCAG 2.2, for text.
LEGIBLE = 4.5
_STEPS = 20
_NEARLY_BLACK = 0.012
# Of every line, at size 1; its ascent has room above the letters, and its leading is more than a heading needs.
_LATIN_DESCENT, _LETTERS, _LEADING = 0.4, 0.72, 0.82
_LOGO_GAP = 4.5 * MM


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The page to draw on.

    Attributes:
        width: in points, as all lengths.
        zone: the certificate's texts; nothing is drawn in it.
        heading: the text above them.
        language: of the heading, as a BCP 47 tag.
    """

    width: float
    height: float
    zone: Box
    primary: Colour
    accent: Colour
    heading: str
    language: str
    logo: Picture | None

    @property
    def middle(self) -> float:
        return self.width / 2

    @property
    def zone_top(self) -> float:
        return self.zone.y + self.zone.height

    @property
    def is_portrait(self) -> bool:
        return self.height > self.width

    @property
    def ink(self) -> Colour:
        """The primary colour, as dark as a text on white must be."""
        return legible(self.primary)


def mixed(colour: Colour, other: Colour, share: float) -> Colour:
    """A colour with a share of another one in it."""
    red, green, blue = (a * (1 - share) + b * share for a, b in zip(colour, other, strict=True))
    return red, green, blue


def tint(colour: Colour, share: float) -> Colour:
    """A colour on white, with a share of its strength: opaque, unlike a translucent one."""
    return mixed(colour, WHITE, 1 - share)


def shade(colour: Colour) -> Colour:
    """A darker neighbour of a colour; of one that is nearly black, a lighter one."""
    return mixed(colour, BLACK, 0.26) if luminance(colour) > _NEARLY_BLACK else mixed(colour, WHITE, 0.14)


def legible(colour: Colour) -> Colour:
    """A colour, or the first darker one that is legible on white."""
    shades = (mixed(colour, BLACK, step / _STEPS) for step in range(_STEPS + 1))
    return next(shade for shade in shades if contrast_ratio(shade, WHITE) >= LEGIBLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """Where logo and heading stand.

    Attributes:
        operators: what draws them.
        bottom: the heading's last baseline, or lower in a script that descends more than Latin.
    """

    operators: str
    bottom: float


def title(sheet: Sheet, *, top: float, bottom: float, size: float, ink: Colour, width: float) -> Title:
    """Draw the logo, if there is one, and the heading below it, centred between two heights.

    Args:
        sheet: the page.
        top: the upper end of the space.
        bottom: its lower end; of what is drawn below the heading, too, if it is part of the picture.
        size: the heading's, at most.
        ink: the heading's colour.
        width: what the heading may use.
    """
    shaper = Shaper(sheet.language)
    fitted = fit(sheet.heading, Typeface.DISPLAY, size=size, width=width, measure=shaper.measure)
    while (_rise(fitted) + _drop(fitted) + _logo_height(sheet)) > top - bottom:
        size *= 0.92
        fitted = fit(sheet.heading, Typeface.DISPLAY, size=size, width=width, measure=shaper.measure)
    free = top - bottom - _rise(fitted) - _drop(fitted) - _logo_height(sheet)
    y = top - free / 2
    drawn = []
    if sheet.logo is not None:
        wide, high = sheet.logo.size
        drawn.append(f"q {numbers(wide, 0, 0, high, sheet.middle - wide / 2, y - high)} cm /Logo Do Q\n")
        y -= _logo_height(sheet)
    y -= _rise(fitted)
    drawn.append(f"{numbers(*ink)} rg\n")
    for count, (text, extent) in enumerate(fitted.lines):
        if count:
            y -= _leading(fitted)
        drawn.append(_shapes(shaper, text, x=sheet.middle - extent.width / 2, y=y, size=fitted.size))
    return Title(operators="".join(drawn), bottom=y - _deep(fitted))


def _rise(fitted: FittedText) -> float:
    """The height of the first line's letters over its baseline."""
    return fitted.lines[0][1].ascent * _LETTERS


def _drop(fitted: FittedText) -> float:
    """From the first baseline to the heading's lower end."""
    return (len(fitted.lines) - 1) * _leading(fitted) + _deep(fitted)


def _deep(fitted: FittedText) -> float:
    """How far a script descends more than Latin."""
    return max(0.0, fitted.lines[-1][1].descent - _LATIN_DESCENT * fitted.size)


def _leading(fitted: FittedText) -> float:
    return max(extent.ascent + extent.descent for _, extent in fitted.lines) * _LEADING


def _logo_height(sheet: Sheet) -> float:
    return 0.0 if sheet.logo is None else sheet.logo.size[1] + _LOGO_GAP


def _shapes(shaper: Shaper, text: str, *, x: float, y: float, size: float) -> str:
    """Fill the glyphs of a line."""
    drawn = []
    for run in shaper.shape(text, Typeface.DISPLAY).runs:
        scale = size / run.font.units
        left = x + run.x * size
        glyphs = [(each.number, each.x, 0) for each in run.shown]
        glyphs += [(each.number, each.x, each.y) for each in run.outlines]
        for glyph, glyph_x, glyph_y in glyphs:
            if path := outline(run.font, glyph):
                place = f"{number(left + glyph_x * scale)} {number(y + glyph_y * scale)}"
                drawn.append(f"q {scale:.6f} 0 0 {scale:.6f} {place} cm\n{path}f Q\n")
    return "".join(drawn)
