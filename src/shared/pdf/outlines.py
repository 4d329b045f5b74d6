"""Glyphs as shapes: the path that a font draws for them, in a PDF's operators and font units."""

from functools import lru_cache

import uharfbuzz as hb

from shared.pdf.fonts import FontFile


class _Path:
    """Collects the operators of one glyph."""

    def __init__(self) -> None:
        self.operators: list[str] = []
        self._at = (0.0, 0.0)

    def move_to(self, x: float, y: float) -> None:
        self._add((x, y), "m")

    def line_to(self, x: float, y: float) -> None:
        self._add((x, y), "l")

    def curve(self, control: tuple[float, float], end: tuple[float, float]) -> None:
        """A PDF has cubic curves only: each control point lies two thirds of the way to the quadratic's one."""
        first, second = (
            (round(from_x + (control[0] - from_x) * 2 / 3, 1), round(from_y + (control[1] - from_y) * 2 / 3, 1))
            for from_x, from_y in (self._at, end)
        )
        self._add((*first, *second, *end), "c")

    def close(self) -> None:
        self.operators.append("h")

    def _add(self, coordinates: tuple[float, ...], operator: str) -> None:
        self._at = coordinates[-2], coordinates[-1]
        self.operators.append(f"{' '.join(f'{coordinate:g}' for coordinate in coordinates)} {operator}")


def _draw_functions() -> hb.DrawFuncs:
    functions = hb.DrawFuncs()
    functions.set_move_to_func(lambda x, y, path: path.move_to(x, y))
    functions.set_line_to_func(lambda x, y, path: path.line_to(x, y))
    functions.set_quadratic_to_func(lambda cx, cy, x, y, path: path.curve((cx, cy), (x, y)))
    functions.set_close_path_func(lambda path: path.close())
    return functions


_FUNCTIONS = _draw_functions()


@lru_cache(maxsize=512)
def outline(font: FontFile, number: int) -> str:
    """Return the operators of a glyph's path, in font units from its origin, not yet filled."""
    path = _Path()
    font.font.draw_glyph(number, _FUNCTIONS, path)
    return "".join(f"{operator}\n" for operator in path.operators)
