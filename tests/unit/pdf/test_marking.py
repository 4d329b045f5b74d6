"""A word across a page that is drawn."""

import pytest
from PIL import Image, ImageChops

from shared.pdf import drawing
from shared.pdf.drawing import Bitmap
from shared.pdf.drawing.page import drawn
from shared.pdf.preparation.making import make
from tests.support.pdfs import template
from tests.unit.pdf.backgrounds import BACKGROUNDS

MARK = "REVOKED"
LONGER_SIDE = 600


def picture(bitmap: Bitmap) -> Image.Image:
    return Image.frombytes("RGB", (bitmap.width, bitmap.height), bitmap.pixels, "raw", "BGRX")


def marked(pdf: bytes) -> tuple[Image.Image, Image.Image]:
    """A page without a mark, and with it."""
    return tuple(picture(drawn(pdf, longer_side=LONGER_SIDE, mark=mark)) for mark in ("", MARK))  # type: ignore[return-value]


def is_red(pixel: tuple[int, int, int]) -> bool:
    red, green, blue = pixel
    return red > 120 and red > 2 * max(green, blue)


@pytest.mark.parametrize("background", ["navy", "white"])
def test_a_mark_is_red_within_white_on_any_background(background: str) -> None:
    plain, shown = marked(make(BACKGROUNDS[background]()))
    changed = ImageChops.difference(plain, shown).convert("L").point(lambda value: value > 8 and 255)
    pixels = [
        shown.getpixel((x, y))
        for x in range(shown.width)
        for y in range(shown.height)
        if changed.getpixel((x, y)) or background == "white"
    ]
    assert sum(is_red(pixel) for pixel in pixels) > 0.04 * plain.width * plain.height  # type: ignore[arg-type]
    assert sum(min(pixel) > 200 for pixel in pixels) > 0.002 * plain.width * plain.height  # type: ignore[arg-type]


@pytest.mark.parametrize("size", [(297.0, 210.0), (210.0, 297.0), (200.0, 200.0), (500.0, 110.0)])
def test_a_mark_lies_across_the_middle_of_a_page_of_any_shape(size: tuple[float, float]) -> None:
    plain, shown = marked(make(template(*size)))
    assert max(shown.size) == LONGER_SIDE
    box = ImageChops.difference(plain, shown).getbbox()
    assert box is not None
    left, top, right, bottom = box
    assert left > 0
    assert top > 0
    assert right < shown.width
    assert bottom < shown.height
    # In the middle, and as large as the page allows.
    assert left + right == pytest.approx(shown.width, abs=0.04 * LONGER_SIDE)
    assert top + bottom == pytest.approx(shown.height, abs=0.04 * LONGER_SIDE)
    assert max((right - left) / shown.width, (bottom - top) / shown.height) > 0.5


def test_the_process_that_draws_is_told_the_size_and_the_mark() -> None:
    pdf = make(template())
    bitmap = drawing.draw(pdf, wall_seconds=60, longer_side=LONGER_SIDE, mark=MARK)
    assert bitmap == drawn(pdf, longer_side=LONGER_SIDE, mark=MARK)
    assert bitmap != drawn(pdf, longer_side=LONGER_SIDE)
