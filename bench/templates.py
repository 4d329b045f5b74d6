"""Templates for the benchmark: a small one, a photograph of 1 MB, one of 9.5 MB, and 4 MB of vectors."""

import io
import math
import random
from collections.abc import Iterator

from PIL import Image
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from shared.pdf.default_template import default_template

WIDTH, HEIGHT = landscape(A4)


def templates() -> Iterator[tuple[str, bytes]]:
    """Yield each template's name and bytes, the same in every run."""
    yield "small", default_template()
    yield "1 MB image", _photograph(1100, 780)
    yield "9.5 MB image", _photograph(3420, 2420)
    yield "4 MB vectors", _vectors(285)


def _photograph(width: int, height: int) -> bytes:
    """A page that one image covers: noise, which compresses as badly as a photograph."""
    noise = random.Random(0).randbytes(width * height * 3 // 2)  # noqa: S311 - the same picture every time
    output = io.BytesIO()
    picture = Image.frombytes("RGB", (width, height), (noise + noise)[: width * height * 3])
    jpeg = io.BytesIO()
    picture.save(jpeg, "JPEG", quality=90)
    canvas = Canvas(output, pagesize=(WIDTH, HEIGHT), invariant=1)
    canvas.drawImage(ImageReader(jpeg), 0, 0, WIDTH, HEIGHT)
    canvas.save()
    return output.getvalue()


def _vectors(rings: int) -> bytes:
    """A page of fine lines, as drawing programs export them."""
    output = io.BytesIO()
    canvas = Canvas(output, pagesize=(WIDTH, HEIGHT), invariant=1, pageCompression=0)
    for ring in range(rings):
        path = canvas.beginPath()
        for step in range(720):
            angle = step * math.pi / 360
            reach = (20 + ring) * (1 + 0.1 * math.cos(18 * angle + ring / 5))
            point = WIDTH / 2 + reach * math.cos(angle), HEIGHT / 2 + reach * math.sin(angle)
            (path.lineTo if step else path.moveTo)(*point)
        canvas.drawPath(path)
    canvas.save()
    return output.getvalue()
