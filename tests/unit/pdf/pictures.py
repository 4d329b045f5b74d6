"""Pictures that an admin may upload as a logo."""

import io
from typing import Any

from PIL import Image, ImageDraw

type Size = tuple[int, int]


def encoded(image: Image.Image, kind: str = "PNG", **options: Any) -> bytes:  # noqa: ANN401 - as Pillow takes them
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def mark(size: Size = (600, 200), mode: str = "RGBA") -> Image.Image:
    """A red disc and a blue bar; around them transparent, or white."""
    image = Image.new(mode, size, (0, 0, 0, 0) if mode == "RGBA" else "white")
    draw = ImageDraw.Draw(image)
    width, height = size
    draw.ellipse((0, 0, height - 1, height - 1), fill="#c83c28")
    draw.rectangle((height * 1.2, height * 0.3, width - 1, height * 0.7), fill="#28283c")
    return image


def opened(logo: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(logo))
    image.load()
    return image
