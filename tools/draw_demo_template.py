"""Draws `local/demo_template.pdf`, the certificate template of the demo course.

`.venv/bin/python -m tools.draw_demo_template`. The same program draws the same bytes.
"""

import math
from collections.abc import Iterator
from pathlib import Path

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

ROOT = Path(__file__).resolve().parent.parent
FONTS = ROOT / "layers/pdf/laurel_fonts"
WIDTH, HEIGHT = landscape(A4)
PAPER, TEAL, GOLD = HexColor("#FBF9F4"), HexColor("#1F4E5A"), HexColor("#B08D4A")
Point = tuple[float, float]


def draw(path: Path) -> None:
    """Write the template."""
    pdfmetrics.registerFont(TTFont("Display", str(FONTS / "NotoSerifDisplay-Regular.ttf")))
    pdfmetrics.registerFont(TTFont("Text", str(FONTS / "NotoSerif-Regular.ttf")))
    # reportlab chooses a font at the beginning of a page: by default one that it does not embed.
    canvas = Canvas(str(path), pagesize=(WIDTH, HEIGHT), invariant=1, pageCompression=1, initialFontName="Text")  # type: ignore[arg-type]
    canvas.setTitle("Certificate of Completion")
    canvas.setFillColor(PAPER)
    canvas.rect(0, 0, WIDTH, HEIGHT, stroke=0, fill=1)
    _rosette(canvas, WIDTH / 2, HEIGHT * 0.43, 62 * mm)
    _frame(canvas)
    _heading(canvas)
    canvas.showPage()
    canvas.save()


def _heading(canvas: Canvas) -> None:
    middle = WIDTH / 2
    canvas.setFillColor(TEAL)
    canvas.setFont("Display", 40)
    canvas.drawCentredString(middle, HEIGHT - 47 * mm, "Certificate of Completion")
    y = HEIGHT - 56 * mm
    canvas.setStrokeColor(GOLD)
    canvas.setLineWidth(0.7)
    for side in (-1, 1):
        canvas.line(middle + side * 5 * mm, y, middle + side * 48 * mm, y)
    canvas.setFillColor(GOLD)
    _diamond(canvas, middle, y, 1.7 * mm)
    for side in (-1, 1):
        _diamond(canvas, middle + side * 3.6 * mm, y, 0.7 * mm)


def _frame(canvas: Canvas) -> None:
    """A woven band between two rules, with a rosette on each corner."""
    inset = 12 * mm
    left, bottom, right, top = inset, inset, WIDTH - inset, HEIGHT - inset
    canvas.setStrokeColor(TEAL)
    canvas.setLineWidth(0.35)
    for strand in range(6):
        for x1, y1, x2, y2 in (
            (left, bottom, right, bottom),
            (left, top, right, top),
            (left, bottom, left, top),
            (right, bottom, right, top),
        ):
            _line(canvas, _wave(x1, y1, x2, y2, phase=strand * math.pi / 3))
    canvas.setLineWidth(0.9)
    for away in (-3.1 * mm, 3.1 * mm):
        canvas.rect(left + away, bottom + away, right - left - 2 * away, top - bottom - 2 * away)
    canvas.setStrokeColor(GOLD)
    canvas.setLineWidth(0.5)
    away = 4.6 * mm
    canvas.rect(left + away, bottom + away, right - left - 2 * away, top - bottom - 2 * away)
    for x, y in ((left, bottom), (left, top), (right, bottom), (right, top)):
        canvas.setFillColor(PAPER)
        canvas.setStrokeColor(TEAL)
        canvas.setLineWidth(0.9)
        canvas.circle(x, y, 6.2 * mm, stroke=1, fill=1)
        canvas.setLineWidth(0.3)
        for turn in range(12):
            _line(canvas, _petal(x, y, 5.2 * mm, turn * math.pi / 6), close=True)
        canvas.setFillColor(GOLD)
        canvas.circle(x, y, 0.8 * mm, stroke=0, fill=1)


def _rosette(canvas: Canvas, x: float, y: float, radius: float) -> None:
    """A large, very pale rosette in the background."""
    canvas.setStrokeColor(Color(0.12, 0.31, 0.35, alpha=0.09))
    canvas.setLineWidth(0.4)
    for ring in range(12):
        size = radius * (1 - ring * 0.035)
        for turn in (0, math.pi):
            points = []
            for step in range(721):
                angle = step * math.pi / 360
                reach = size * (1 + 0.055 * math.cos(24 * angle + turn))
                points.append((x + reach * math.cos(angle), y + reach * math.sin(angle)))
            _line(canvas, iter(points), close=True)


def _wave(x1: float, y1: float, x2: float, y2: float, *, phase: float) -> Iterator[Point]:
    length = math.hypot(x2 - x1, y2 - y1)
    along, across = ((x2 - x1) / length, (y2 - y1) / length), (-(y2 - y1) / length, (x2 - x1) / length)
    turns = round(length / (9 * mm))
    steps = turns * 12
    for step in range(steps + 1):
        reach, sway = length * step / steps, 2.1 * mm * math.sin(turns * 2 * math.pi * step / steps + phase)
        yield x1 + along[0] * reach + across[0] * sway, y1 + along[1] * reach + across[1] * sway


def _petal(x: float, y: float, size: float, turn: float) -> Iterator[Point]:
    for step in range(25):
        angle = step * math.pi / 12
        reach, sway = size * (0.5 - 0.5 * math.cos(angle)), size * 0.22 * math.sin(angle)
        yield (
            x + reach * math.cos(turn) - sway * math.sin(turn),
            y + reach * math.sin(turn) + sway * math.cos(turn),
        )


def _diamond(canvas: Canvas, x: float, y: float, size: float) -> None:
    path = canvas.beginPath()
    path.moveTo(x - size, y)
    for point in ((x, y + size), (x + size, y), (x, y - size)):
        path.lineTo(*point)
    path.close()
    canvas.drawPath(path, stroke=0, fill=1)


def _line(canvas: Canvas, points: Iterator[Point], *, close: bool = False) -> None:
    path = canvas.beginPath()
    path.moveTo(*next(points))
    for point in points:
        path.lineTo(*point)
    if close:
        path.close()
    canvas.drawPath(path)


if __name__ == "__main__":
    draw(ROOT / "local/demo_template.pdf")
