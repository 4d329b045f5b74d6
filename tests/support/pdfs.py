"""Draws template PDFs for tests, and extracts the text of a PDF."""

import random
from io import BytesIO

from pypdf import PdfReader
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

POINTS_A_MM = 72 / 25.4


def template(
    width_mm: float = 297, height_mm: float = 210, *, words: str = "Certificate", image_bytes: int = 0
) -> bytes:
    """Draw a template of one page.

    Args:
        width_mm: of the page.
        height_mm: of the page.
        words: printed on it.
        image_bytes: approximate size of an incompressible image on it.
    """
    output = BytesIO()
    canvas = Canvas(output, pagesize=(width_mm * POINTS_A_MM, height_mm * POINTS_A_MM), invariant=1)
    canvas.drawString(30, height_mm * POINTS_A_MM - 60, words)
    if image_bytes:
        side = int((image_bytes / 3) ** 0.5)
        noise = random.Random(1).randbytes(side * side * 3)  # noqa: S311 - an image, no secret
        picture = BytesIO(b"P6 %d %d 255\n" % (side, side) + noise)
        canvas.drawImage(ImageReader(picture), 10, 10, 50, 50)
    canvas.save()
    return output.getvalue()


def text(pdf: bytes) -> str:
    """The text of the first page."""
    read: str = PdfReader(BytesIO(pdf)).pages[0].extract_text()
    return read
