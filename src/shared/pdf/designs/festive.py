"""Festive: garlands of pennants in the upper corners, and confetti along the edges."""

from random import Random

from shared.pdf.appearance import Colour
from shared.pdf.designs import paths
from shared.pdf.designs.sheet import BLACK, MM, Sheet, mixed, tint, title

# A cell of the grid that confetti lies in, the share of the lowest cells that have a piece, and the share of the page's
# height up to which it lies.
_CELL, _DENSEST, _HIGHEST = 8.8 * MM, 0.7, 0.6
# Half of the longest piece, and a little more.
_CLEAR = 4.5 * MM
_SEED = 11
# In which order cells are filled as the confetti gets denser, so that it lies evenly (ordered dithering).
_ORDER = ((0, 8, 2, 10), (12, 4, 14, 6), (3, 11, 1, 9), (15, 7, 13, 5))


def draw(sheet: Sheet) -> str:
    """Draw the page."""
    heading = title(
        sheet,
        top=sheet.height - 23 * MM,
        bottom=sheet.zone_top + 10 * MM,
        size=33 if sheet.is_portrait else 37,
        ink=sheet.ink,
        width=sheet.width - 2 * (30 if sheet.is_portrait else 56) * MM,
    )
    return _garlands(sheet) + _confetti(sheet) + heading.operators + _stars(sheet, heading.bottom - 6.5 * MM)


def _colours(sheet: Sheet) -> tuple[Colour, ...]:
    primary, accent = sheet.primary, sheet.accent
    return primary, accent, tint(primary, 0.45), mixed(accent, BLACK, 0.18), tint(accent, 0.5)


def _stars(sheet: Sheet, y: float) -> str:
    drawn = [paths.fill(paths.star(sheet.middle, y, 2.3 * MM), sheet.accent)]
    for side in (-1, 1):
        drawn.append(paths.fill(paths.star(sheet.middle + side * 6.5 * MM, y, 1.5 * MM), sheet.accent))
        drawn.append(paths.fill(paths.star(sheet.middle + side * 11.5 * MM, y, 1.0 * MM), sheet.accent))
    return "".join(drawn)


def _garlands(sheet: Sheet) -> str:
    """Two in each upper corner, which is 0, 0 while they are drawn."""
    width = sheet.width
    long = _garland(sheet, (-2 * MM, -0.5 * sheet.zone.x - 20 * MM), (0.29 * width, 2 * MM), 8)
    short = _garland(sheet, (-2 * MM, -13 * MM), (0.2 * width, 2 * MM), 6, first=2)
    return "".join(
        paths.placed(long + short, (x, sheet.height), mirrored=mirrored) for x, mirrored in ((0, False), (width, True))
    )


def _garland(sheet: Sheet, start: paths.Point, end: paths.Point, count: int, *, first: int = 0) -> str:
    """A cord that sags between two points, with pennants on it."""
    sag = 7 * MM

    def at(share: float) -> paths.Point:
        x = start[0] + (end[0] - start[0]) * share
        y = start[1] + (end[1] - start[1]) * share - 4 * sag * share * (1 - share)
        return x, y

    drawn = []
    colours = _colours(sheet)
    for number in range(count):
        left, right = at((number + 0.12) / count), at((number + 0.88) / count)
        dx, dy = right[0] - left[0], right[1] - left[1]
        # The pennant hangs at a right angle from its cord.
        tip = ((left[0] + right[0]) / 2 + dy * 1.15, (left[1] + right[1]) / 2 - dx * 1.15)
        drawn.append(paths.fill(paths.polygon(left, right, tip), colours[(number + first) % len(colours)]))
    points = [at(step / 12) for step in range(13)]
    slopes = [
        ((end[0] - start[0]) / 12, (end[1] - start[1] - 4 * sag * (1 - 2 * step / 12)) / 12) for step in range(13)
    ]
    drawn.append(paths.stroke(paths.smooth(points, slopes), mixed(sheet.primary, BLACK, 0.2), 0.8))
    return "".join(drawn)


def _confetti(sheet: Sheet) -> str:
    """Pieces that have fallen along the sides and the lower edge, denser below, alike on both sides."""
    random = Random(_SEED)  # noqa: S311 - it decides where confetti lies
    zone, colours = sheet.zone, _colours(sheet)
    columns, rows = round(sheet.width / _CELL), round(sheet.height * _HIGHEST / _CELL)
    cell = sheet.width / columns
    drawn = []
    for row in range(rows):
        for column in range(columns):
            x, y = ((place + 0.25 + 0.5 * random.random()) * cell for place in (column, row))
            piece = _piece(random, (x, y), colours)
            clear = x < zone.x - _CLEAR or x > zone.x + zone.width + _CLEAR or y < zone.y - _CLEAR
            order = _ORDER[row % 4][min(column, columns - 1 - column) % 4]
            if clear and (order + 0.5) / 16 < _DENSEST * (1 - row / rows):
                drawn.append(piece)
    return "".join(drawn)


def _piece(random: Random, at: paths.Point, colours: tuple[Colour, ...]) -> str:
    colour = colours[random.randrange(len(colours))]
    size = (1.1 + 0.7 * random.random()) * MM
    streamer = paths.curve(
        (-2 * size, 0),
        ((-size, 1.4 * size), (-size * 0.4, 1.2 * size), (0, 0)),
        ((size * 0.4, -1.2 * size), (size, -1.4 * size), (2 * size, 0)),
    )
    shapes = (
        paths.fill(paths.circle(0, 0, size * 0.7), colour),
        paths.fill(paths.rectangle(-size, -size * 0.45, 2 * size, size * 0.9), colour),
        paths.fill(paths.star(0, 0, size * 1.15), colour),
        paths.stroke(streamer, colour, 1.3),
    )
    return paths.placed(shapes[random.randrange(len(shapes))], at, turned=360 * random.random())
