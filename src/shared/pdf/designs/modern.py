"""Modern: facets of colour that cut two corners of the page."""

from shared.pdf.designs import paths
from shared.pdf.designs.sheet import MM, Sheet, shade, tint, title

# From the zone's corners to the facets.
_CLEAR = 3 * MM


def draw(sheet: Sheet) -> str:
    """Draw the page."""
    heading = title(
        sheet,
        top=sheet.height - 19 * MM,
        bottom=sheet.zone_top + 9 * MM,
        size=33 if sheet.is_portrait else 37,
        ink=sheet.ink,
        width=sheet.width - 2 * (41 if sheet.is_portrait else 63) * MM,
    )
    bar = paths.rectangle(sheet.middle - 11 * MM, heading.bottom - 6.5 * MM, 22 * MM, 1.1 * MM)
    return _upper_left(sheet) + _lower_right(sheet) + heading.operators + paths.fill(bar, sheet.accent)


def _upper_left(sheet: Sheet) -> str:
    """Facets in a corner; the largest stays clear of the zone's corner."""
    right, down = sheet.zone.x - _CLEAR, sheet.height - sheet.zone_top - _CLEAR
    across = right * (1.8 if sheet.is_portrait else 2.1)
    # A line that crosses one edge at `across` meets the zone's corner if it crosses the other edge here.
    along = down / (1 - right / across)
    main, dark = sheet.primary, shade(sheet.primary)
    facets = (
        (tint(main, 0.16), ((0, 0), (1, 0), (0, 1))),
        (sheet.accent, ((0, 0), (0.8, 0), (0, 0.8))),
        (main, ((0, 0), (0.745, 0), (0, 0.745))),
        (dark, ((0, 0), (0.3, 0), (0.17, 0.575), (0, 0.745))),
        (main, ((0, 0), (0.17, 0.575), (0, 0.38))),
    )
    return "".join(
        paths.fill(paths.polygon(*((x * across, sheet.height - y * along) for x, y in corners)), colour)
        for colour, corners in facets
    )


def _lower_right(sheet: Sheet) -> str:
    """The same in the opposite corner, smaller."""
    left, up = sheet.width - sheet.zone.x - sheet.zone.width - _CLEAR, sheet.zone.y - _CLEAR
    across = left * 2.3
    along = up / (1 - left / across)
    facets = (
        (tint(sheet.primary, 0.16), ((0, 0), (1, 0), (0, 1))),
        (sheet.accent, ((0, 0), (0.8, 0), (0, 0.8))),
        (sheet.primary, ((0, 0), (0.72, 0), (0, 0.72))),
        (shade(sheet.primary), ((0, 0), (0.34, 0), (0.2, 0.52), (0, 0.72))),
    )
    return "".join(
        paths.fill(paths.polygon(*((sheet.width - x * across, y * along) for x, y in corners)), colour)
        for colour, corners in facets
    )
