"""What is drawn on a certificate's page, in the operators of a PDF's content stream."""

from collections.abc import Iterable, Mapping

from shared.pdf.appearance import Colour
from shared.pdf.embedding import Subset
from shared.pdf.fonts import FontFile
from shared.pdf.outlines import outline
from shared.pdf.page import Box, Line
from shared.pdf.plates import Plate
from shared.pdf.qr_code import dark_shape, qr_code
from shared.pdf.shaping import ShapedRun, ShapedText
from shared.pdf.syntax import number, numbers

# How far the control points of a quarter of a circle are from its ends, as a share of its radius.
_ARC = 0.5523

type Fonts = Mapping[FontFile, tuple[str, Subset]]


def marked(tag: str, content_number: int, operators: str) -> str:
    """Wrap operators as the content of an element of the document's structure."""
    return f"/{tag}<</MCID {content_number}>>BDC\n{operators}EMC\n"


def artifact(operators: str) -> str:
    """Wrap operators as decoration, which is not read aloud."""
    return f"/Artifact BMC\n{operators}EMC\n"


def template() -> str:
    """Draw the template, under everything else."""
    return "q /Template Do Q\n"


def text_line(line: Line, text: ShapedText, fonts: Fonts, ink: Colour) -> str:
    """Draw a line's runs, in the order in which they are read."""
    runs = "".join(
        _run(
            run,
            fonts[run.font],
            size=line.size,
            matrix=f"1 0 0 1 {number(line.x + run.x * line.size)} {number(line.y)}",
        )
        for run in text.runs
    )
    shapes = "".join(
        _outlines(run, size=line.size, x=line.x + run.x * line.size, y=line.y) for run in text.runs if run.outlines
    )
    return f"{colour(ink)} BT {runs}ET\n{shapes}"


def colour(value: Colour) -> str:
    """Choose the colour that shapes and letters are filled with."""
    return f"{numbers(*value)} rg"


def plate(drawn: Plate) -> str:
    """Fill a plate, with its opacity from the graphics state `opacity_name`."""
    box, r = drawn.box, drawn.radius
    left, bottom, right, top, near = box.x, box.y, box.x + box.width, box.y + box.height, r * (1 - _ARC)
    path = (
        f"{numbers(left + r, bottom)} m {numbers(right - r, bottom)} l "
        f"{numbers(right - near, bottom, right, bottom + near, right, bottom + r)} c {numbers(right, top - r)} l "
        f"{numbers(right, top - near, right - near, top, right - r, top)} c {numbers(left + r, top)} l "
        f"{numbers(left + near, top, left, top - near, left, top - r)} c {numbers(left, bottom + r)} l "
        f"{numbers(left, bottom + near, left + near, bottom, left + r, bottom)} c f"
    )
    state = f"/{opacity_name(drawn)} gs " if drawn.opacity < 1 else ""
    return f"q {state}{colour(drawn.colour)} {path} Q\n"


def opacity_name(drawn: Plate) -> str:
    """The name of the graphics state with a plate's opacity."""
    return f"Plate{drawn.opacity * 100:.0f}"


def rectangles(boxes: Iterable[Box]) -> str:
    """Fill rectangles."""
    return "".join(f"{numbers(box.x, box.y, box.width, box.height)} re " for box in boxes) + "f\n"


def qr_square(text: str, square: Box) -> str:
    """Draw a text's QR code, black, as one shape."""
    rows = qr_code(text)
    module = square.width / len(rows)
    return f"q 0 g {module:.5f} 0 0 {module:.5f} {numbers(square.x, square.y)} cm\n{dark_shape(rows)}f Q\n"


def slanted(
    text: ShapedText, fonts: Fonts, *, centre: tuple[float, float], size: float, slope: tuple[float, float]
) -> str:
    """Draw a text across the page in a pale red, its middle at `centre`, rising along `slope` (a unit vector)."""
    along, up = slope
    left, down = text.width * size / 2, 0.36 * size
    x = centre[0] - along * left + up * down
    y = centre[1] - up * left - along * down
    matrix = f"{along:.5f} {up:.5f} {-up:.5f} {along:.5f} {number(x)} {number(y)}"
    runs = "".join(_run(run, fonts[run.font], size=size, matrix=matrix) for run in text.runs)
    return f"q /Pale gs BT 0.7 0.12 0.12 rg {runs}ET Q\n"


def _run(run: ShapedRun, font: tuple[str, Subset], *, size: float, matrix: str) -> str:
    """Show a run's glyphs, at the positions from the shaper."""
    resource, subset = font
    per_unit = 1000 / run.font.units
    shown: list[str] = []
    pen = 0  # the text position after a glyph, in font units
    for glyph, text, x, width in run.shown:
        if x != pen:
            shown.append(f">{number((pen - x) * per_unit)}<")
        shown.append(subset.codes[glyph, text, width])
        pen = x + width
    return f"/{resource} {number(size)} Tf {matrix} Tm [<{''.join(shown)}>]TJ "


def _outlines(run: ShapedRun, *, size: float, x: float, y: float) -> str:
    """Fill the shapes of a run's glyphs that carry no text."""
    scale = size / run.font.units
    return "".join(
        f"q {scale:.6f} 0 0 {scale:.6f} {number(x + each.x * scale)} {number(y + each.y * scale)} cm\n"
        f"{outline(run.font, each.number)}f Q\n"
        for each in run.outlines
    )
