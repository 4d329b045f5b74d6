"""Shapes as paths, in the operators of a PDF's content stream; lengths are points."""

import math
from collections.abc import Iterable, Sequence

from shared.pdf.appearance import Colour
from shared.pdf.syntax import number, numbers

type Point = tuple[float, float]
# How far the control points of a quarter of a circle are from its ends, as a share of its radius.
_ARC = 0.5523


def fill(path: str, colour: Colour) -> str:
    """Fill a path."""
    return f"{numbers(*colour)} rg\n{path}f\n"


def stroke(path: str, colour: Colour, width: float) -> str:
    """Draw a line along a path."""
    return f"{numbers(*colour)} RG {number(width)} w\n{path}S\n"


def placed(operators: str, at: Point, *, turned: float = 0.0, mirrored: bool = False, scale: float = 1.0) -> str:
    """Draw what is drawn around 0, 0 elsewhere.

    Args:
        operators: the drawing.
        at: where its 0, 0 will be.
        turned: in degrees, anticlockwise.
        mirrored: whether left and right are exchanged first.
        scale: by which it is enlarged.
    """
    cosine, sine = math.cos(math.radians(turned)) * scale, math.sin(math.radians(turned)) * scale
    side = -1 if mirrored else 1
    return f"q {_fine(side * cosine, side * sine, -sine, cosine)} {numbers(*at)} cm\n{operators}Q\n"


def repeated(operators: str, times: int, step: Point) -> str:
    """Draw the same several times, each time a step further; repetitions compress to almost nothing."""
    move = f"1 0 0 1 {_fine(*step)} cm\n"
    return f"q\n{move.join([operators] * times)}Q\n"


def rectangle(x: float, y: float, width: float, height: float) -> str:
    return f"{numbers(x, y, width, height)} re\n"


def line(*points: Point) -> str:
    """Straight lines from point to point."""
    first, *others = points
    return f"{numbers(*first)} m\n" + "".join(f"{numbers(*point)} l\n" for point in others)


def polygon(*points: Point) -> str:
    return f"{line(*points)}h\n"


def circle(x: float, y: float, radius: float) -> str:
    r, near = radius, radius * _ARC
    return (
        f"{numbers(x + r, y)} m\n"
        f"{numbers(x + r, y + near, x + near, y + r, x, y + r)} c\n"
        f"{numbers(x - near, y + r, x - r, y + near, x - r, y)} c\n"
        f"{numbers(x - r, y - near, x - near, y - r, x, y - r)} c\n"
        f"{numbers(x + near, y - r, x + r, y - near, x + r, y)} c\nh\n"
    )


def curve(start: Point, *parts: tuple[Point, Point, Point]) -> str:
    """Cubic curves, each with two control points and an end."""
    return f"{numbers(*start)} m\n" + "".join(f"{numbers(*a, *b, *c)} c\n" for a, b, c in parts)


def smooth(points: Sequence[Point], slopes: Iterable[Point]) -> str:
    """A curve through points, with the direction and speed that it has at each of them, per step."""
    parts = []
    known = list(slopes)
    for (x, y), (end_x, end_y), (dx, dy), (end_dx, end_dy) in zip(points, points[1:], known, known[1:], strict=False):
        parts.append(((x + dx / 3, y + dy / 3), (end_x - end_dx / 3, end_y - end_dy / 3), (end_x, end_y)))
    return curve(points[0], *parts)


def diamond(x: float, y: float, size: float) -> str:
    return polygon((x - size, y), (x, y + size), (x + size, y), (x, y - size))


def star(x: float, y: float, radius: float, *, points: int = 5, inner: float = 0.42) -> str:
    """A star that stands on two of its points."""
    corners = []
    for corner in range(points * 2):
        reach = radius * (inner if corner % 2 else 1)
        angle = math.pi / 2 + corner * math.pi / points
        corners.append((x + reach * math.cos(angle), y + reach * math.sin(angle)))
    return polygon(*corners)


def leaf(length: float) -> str:
    """A leaf that lies along the x axis."""
    return curve(
        (0, 0),
        ((length * 0.3, length * 0.3), (length * 0.75, length * 0.22), (length, 0)),
        ((length * 0.75, -length * 0.16), (length * 0.3, -length * 0.2), (0, 0)),
    )


def _fine(*values: float) -> str:
    """Write numbers that are multiplied with lengths."""
    return " ".join(f"{value:.5f}".rstrip("0").rstrip(".") for value in values)
