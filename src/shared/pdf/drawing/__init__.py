"""Draws a page to pixels, in a separate process, since its content may be made to exhaust or attack what draws it."""

import struct
from dataclasses import dataclass

from shared.pdf import worker

# A viewer must not need more for a certificate's page.
LIMITS = worker.Limits(cpu_seconds=3, memory_bytes=512 * 1024 * 1024)
_HEADER = struct.Struct("<II")
# About 140 dpi for an A4 page, as on a screen; enough to measure the background of the smallest text.
LONGER_SIDE = 1600


@dataclass(frozen=True, slots=True, kw_only=True)
class Bitmap:
    """A page as pixels.

    Attributes:
        width: in pixels.
        height: in pixels.
        pixels: rows from top to bottom; each pixel is four bytes: blue, green, red, and one without meaning.
    """

    width: int
    height: int
    pixels: bytes

    def pack(self) -> bytes:
        """Write the bitmap as bytes."""
        return _HEADER.pack(self.width, self.height) + self.pixels


def draw(pdf: bytes, *, wall_seconds: float, longer_side: int = LONGER_SIDE, mark: str = "") -> Bitmap:
    """Draw the first page of a PDF.

    Args:
        pdf: the file.
        wall_seconds: the timeout of the worker; the caller must have that much time.
        longer_side: of the bitmap, in pixels.
        mark: a word in capitals, drawn across the page; empty for none.

    Raises:
        worker.Exhausted: it needs more than `LIMITS`, or crashes what draws it.
        TemplateInvalid: it cannot be drawn.
        Unavailable: no worker could be started.
    """
    arguments = (str(longer_side), mark)
    answer = worker.run("shared.pdf.drawing", pdf, LIMITS, wall_seconds=wall_seconds, arguments=arguments)
    width, height = _HEADER.unpack_from(answer)
    return Bitmap(width=width, height=height, pixels=answer[_HEADER.size :])
