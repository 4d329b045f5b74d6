"""Minimal: white space, two hairlines and one mark of colour."""

from shared.pdf.designs import paths
from shared.pdf.designs.sheet import MM, Sheet, tint, title

_MARGIN = 16 * MM


def draw(sheet: Sheet) -> str:
    """Draw the page."""
    heading = title(
        sheet,
        top=sheet.height - 22 * MM,
        bottom=sheet.zone_top + 8 * MM,
        size=27,
        ink=sheet.ink,
        width=sheet.width - 64 * MM,
    )
    hairline = tint(sheet.primary, 0.55)
    mark = paths.rectangle(sheet.middle - 9 * MM, sheet.height - 3.2 * MM, 18 * MM, 3.2 * MM)
    y = heading.bottom - 6 * MM
    above = paths.line((sheet.middle - 14 * MM, y), (sheet.middle + 14 * MM, y))
    below = paths.line((_MARGIN, 14 * MM), (sheet.width - _MARGIN, 14 * MM))
    return "".join(
        (
            paths.fill(mark, sheet.primary),
            heading.operators,
            paths.stroke(above, sheet.accent, 1.0),
            paths.stroke(below, hairline, 0.5),
            paths.fill(paths.rectangle(_MARGIN, 14 * MM - 0.6, 18 * MM, 1.2), sheet.accent),
        )
    )
