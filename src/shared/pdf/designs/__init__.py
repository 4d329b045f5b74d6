"""Built-in designs: templates that are drawn for a school's colours, heading and logo.

A design is a PDF like one that a designer uploads, and is prepared like it. Its heading is drawn as shapes, so that it
needs no fonts; everything is opaque and in DeviceRGB.
"""

from shared.domain.design import Design, Style
from shared.domain.template import safe_zone
from shared.pdf import languages
from shared.pdf.appearance import Colour
from shared.pdf.designs import classic, festive, minimal, modern
from shared.pdf.designs.document import document
from shared.pdf.designs.logo import Picture, picture
from shared.pdf.designs.sheet import Sheet
from shared.pdf.page import POINTS_PER_MM, Box

_STYLES = {
    Style.CLASSIC: classic.draw,
    Style.MODERN: modern.draw,
    Style.MINIMAL: minimal.draw,
    Style.FESTIVE: festive.draw,
}


def draw(design: Design, *, language: str, logo: bytes | None = None) -> bytes:
    """Draw a design: the same arguments give the same bytes, always.

    Args:
        design: as an admin chose it.
        language: of the course, as a BCP 47 tag.
        logo: the issuer's, PNG or JPEG, as `shared.pdf.logos` made it.

    Returns:
        A PDF of one page, to be prepared like an upload.

    Raises:
        NameNotPrintable: the heading has a character that no font has.
    """
    width_mm, height_mm = design.page_mm
    zone = safe_zone(width_mm, height_mm)
    shown: Picture | None = None if logo is None else picture(logo)
    sheet = Sheet(
        width=width_mm * POINTS_PER_MM,
        height=height_mm * POINTS_PER_MM,
        zone=Box(
            x=zone.x_mm * POINTS_PER_MM,
            y=zone.y_mm * POINTS_PER_MM,
            width=zone.width_mm * POINTS_PER_MM,
            height=zone.height_mm * POINTS_PER_MM,
        ),
        primary=_colour(design.primary),
        accent=_colour(design.accent),
        heading=design.heading or languages.language(language).heading,
        language=language,
        logo=shown,
    )
    return document(_STYLES[design.style](sheet), size=(sheet.width, sheet.height), picture=shown)


def _colour(value: str) -> Colour:
    red, green, blue = bytes.fromhex(value.removeprefix("#"))
    return red / 255, green / 255, blue / 255
