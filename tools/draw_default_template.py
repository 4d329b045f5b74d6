"""Draws `src/shared/pdf/default_template.pdf`, the template that ships with Laurel.

`.venv/bin/python -m tools.draw_default_template`. The same program draws the same bytes.
"""

from pathlib import Path

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

ROOT = Path(__file__).resolve().parent.parent
FONTS = ROOT / "layers/pdf/laurel_fonts"
WIDTH, HEIGHT = landscape(A4)
NAVY, GOLD = HexColor("#1C2A44"), HexColor("#A88A4A")


def draw(path: Path) -> None:
    """Write the template."""
    pdfmetrics.registerFont(TTFont("Display", str(FONTS / "NotoSerifDisplay-Regular.ttf")))
    pdfmetrics.registerFont(TTFont("Text", str(FONTS / "NotoSerif-Regular.ttf")))
    # reportlab chooses a font at the beginning of a page: by default one that it does not embed.
    canvas = Canvas(str(path), pagesize=(WIDTH, HEIGHT), invariant=1, pageCompression=1, initialFontName="Text")  # type: ignore[arg-type]
    canvas.setTitle("Certificate of Completion")
    _frame(canvas)
    _wreath(canvas, WIDTH / 2, HEIGHT - 29 * mm, 8.5 * mm)
    _spaced(canvas, "CERTIFICATE", "Display", 30, HEIGHT - 51 * mm, spacing=9)
    _spaced(canvas, "OF COMPLETION", "Text", 10.5, HEIGHT - 59.5 * mm, spacing=5)
    canvas.showPage()
    canvas.save()


def _frame(canvas: Canvas) -> None:
    """A navy rule, and a gold one inside it that steps inwards at the corners."""
    canvas.setStrokeColor(NAVY)
    canvas.setLineWidth(1.6)
    canvas.rect(10 * mm, 10 * mm, WIDTH - 20 * mm, HEIGHT - 20 * mm)
    canvas.setStrokeColor(GOLD)
    canvas.setLineWidth(0.6)
    inset, step = 13 * mm, 7 * mm
    corners = (
        (inset, inset, 1, 1),
        (WIDTH - inset, inset, -1, 1),
        (WIDTH - inset, HEIGHT - inset, -1, -1),
        (inset, HEIGHT - inset, 1, -1),
    )
    path = canvas.beginPath()
    for number, (x, y, right, up) in enumerate(corners):
        points = [(x, y + up * step), (x + right * step, y + up * step), (x + right * step, y)]
        if number % 2:
            points.reverse()
        for point in points:
            (path.lineTo if number or point is not points[0] else path.moveTo)(*point)
    path.close()
    canvas.drawPath(path)
    canvas.setFillColor(GOLD)
    for x, y, right, up in corners:
        canvas.circle(x + right * step / 2, y + up * step / 2, 0.9 * mm, stroke=0, fill=1)


def _wreath(canvas: Canvas, x: float, y: float, radius: float) -> None:
    """Two laurel twigs that meet below."""
    canvas.saveState()
    canvas.translate(x, y)
    canvas.setFillColor(GOLD)
    canvas.setStrokeColor(GOLD)
    canvas.setLineWidth(0.6)
    for mirrored in (1, -1):
        canvas.saveState()
        canvas.scale(mirrored, 1)
        canvas.arc(-radius, -radius, radius, radius, startAng=-86, extent=140)
        for number in range(9):
            for outwards in (1, -1):
                canvas.saveState()
                canvas.rotate(-80 + number * 16.5)
                canvas.translate(radius, 0)
                canvas.rotate(90 - outwards * 38)
                _leaf(canvas, radius * (0.46 - 0.018 * number))
                canvas.restoreState()
        canvas.rotate(54)
        canvas.translate(radius, 0)
        canvas.rotate(96)
        _leaf(canvas, radius * 0.34)
        canvas.restoreState()
    canvas.restoreState()


def _leaf(canvas: Canvas, length: float) -> None:
    path = canvas.beginPath()
    path.moveTo(0, 0)
    path.curveTo(length * 0.3, length * 0.3, length * 0.75, length * 0.22, length, 0)
    path.curveTo(length * 0.75, -length * 0.16, length * 0.3, -length * 0.2, 0, 0)
    canvas.drawPath(path, stroke=0, fill=1)


def _spaced(canvas: Canvas, text: str, font: str, size: float, y: float, *, spacing: float) -> None:
    """A centred line of letterspaced capitals."""
    width = pdfmetrics.stringWidth(text, font, size) + spacing * (len(text) - 1)
    line = canvas.beginText(WIDTH / 2 - width / 2, y)
    line.setFont(font, size)
    line.setFillColor(NAVY)
    line.setCharSpace(spacing)
    line.textOut(text)
    canvas.drawText(line)


if __name__ == "__main__":
    draw(ROOT / "src/shared/pdf/default_template.pdf")
