"""Plates: areas of one colour under texts and the QR code, where a template's background makes them hard to read."""

from collections.abc import Sequence
from dataclasses import dataclass

from shared.pdf.appearance import BLOCK_OF, WHITE, Appearance, Block, Colour
from shared.pdf.page import Box, Page

# How far a plate reaches beyond its texts, as a share of their height, and of the page's shorter side at most.
_PADDING = 0.35
_MOST_PADDING = 0.02
# The quiet zone around a QR code, in modules (ISO/IEC 18004, 9.1).
_QUIET_MODULES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Plate:
    """A rounded rectangle; `radius` in points, `opacity` from 0 to 1."""

    box: Box
    colour: Colour
    opacity: float
    radius: float


def text_plates(page: Page, appearance: Appearance) -> list[Plate]:
    """The plates under a page's blocks of text."""
    plates = []
    for block, look in appearance.looks.items():
        boxes = [line.box for line in page.lines if BLOCK_OF[line.part] is block]
        if block is Block.SIGNATORY and boxes:
            boxes += page.rules
        if look.plate is None or not boxes:
            continue
        smallest = min(box.height for box in boxes if box.height > 1)
        padding = min(smallest * _PADDING, min(page.width, page.height) * _MOST_PADDING)
        box = grown(_around(boxes), padding)
        plates.append(Plate(box=box, colour=look.plate, opacity=look.opacity, radius=padding))
    return plates


def code_plate(square: Box, modules: int) -> Plate:
    """The white plate under a QR code of so many modules a side: its quiet zone."""
    quiet = square.width / modules * _QUIET_MODULES
    return Plate(box=grown(square, quiet), colour=WHITE, opacity=1.0, radius=quiet / 2)


def grown(box: Box, by: float) -> Box:
    """A box that reaches further to each side."""
    return Box(x=box.x - by, y=box.y - by, width=box.width + 2 * by, height=box.height + 2 * by)


def _around(boxes: Sequence[Box]) -> Box:
    left, bottom = min(box.x for box in boxes), min(box.y for box in boxes)
    right, top = max(box.x + box.width for box in boxes), max(box.y + box.height for box in boxes)
    return Box(x=left, y=bottom, width=right - left, height=top - bottom)
