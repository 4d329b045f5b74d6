"""Templates with the backgrounds that schools use, dark and busy ones too."""

import io
import random
from collections.abc import Callable, Mapping

from PIL import Image, ImageFilter
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = 842, 595
NAVY = (0.05, 0.1, 0.25)
type Draw = Callable[[Canvas], object]


def _page(draw: Draw) -> bytes:
    output = io.BytesIO()
    canvas = Canvas(output, pagesize=(WIDTH, HEIGHT), invariant=1)
    draw(canvas)
    canvas.showPage()
    canvas.save()
    return output.getvalue()


def filled(*colour: float, share: float = 1.0, height: float = 1.0) -> bytes:
    """A page whose left share, or upper height, has one colour."""

    def draw(canvas: Canvas) -> None:
        canvas.setFillColorRGB(*colour)
        canvas.rect(0, HEIGHT * (1 - height), WIDTH * share, HEIGHT * height, fill=1, stroke=0)

    return _page(draw)


def photograph() -> bytes:
    """Soft areas of all colours, as a photograph out of focus."""
    noise = random.Random(4).randbytes(60 * 42 * 3)  # noqa: S311 - the same picture each time
    picture = Image.frombytes("RGB", (60, 42), noise).resize((1200, 840), Image.Resampling.BICUBIC)
    picture = picture.filter(ImageFilter.GaussianBlur(6))
    return _page(lambda canvas: canvas.drawImage(ImageReader(picture), 0, 0, WIDTH, HEIGHT))


BACKGROUNDS: Mapping[str, Callable[[], bytes]] = {
    "white": lambda: filled(1, 1, 1),
    "cream": lambda: filled(0.98, 0.96, 0.9),
    "black": lambda: filled(0, 0, 0),
    "navy": lambda: filled(*NAVY),
    "red": lambda: filled(0.8, 0.05, 0.1),
    "gold": lambda: filled(0.83, 0.69, 0.22),
    "grey": lambda: filled(0.5, 0.5, 0.5),
    "photograph": photograph,
    "left half dark": lambda: filled(*NAVY, share=0.5),
    "upper half dark": lambda: filled(*NAVY, height=0.6),
}
