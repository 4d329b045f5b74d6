"""The issuer's logo on a design: flattened on white, since a design has no transparency."""

import io
import zlib
from dataclasses import dataclass

from shared.pdf.page import POINTS_PER_MM

# The space for a logo, in points, and the resolution that it is printed with.
MAX_WIDTH, MAX_HEIGHT = 62 * POINTS_PER_MM, 15 * POINTS_PER_MM
_PIXELS_PER_POINT = 400 / 72
_WHITE = (255, 255, 255)


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture for a PDF.

    Attributes:
        width: in pixels.
        height: in pixels.
        packed: rows of red, green and blue, eight bits each, compressed.
    """

    width: int
    height: int
    packed: bytes

    @property
    def size(self) -> tuple[float, float]:
        """Width and height on paper, in points: as large as there is space."""
        scale = min(MAX_WIDTH / self.width, MAX_HEIGHT / self.height)
        return self.width * scale, self.height * scale


def picture(logo: bytes) -> Picture:
    """Read a logo, with as many pixels as can be seen on paper.

    Args:
        logo: PNG or JPEG, as `shared.pdf.logos` made it.
    """
    from PIL import Image  # noqa: PLC0415 - only a design with a logo needs it

    with Image.open(io.BytesIO(logo), formats=("PNG", "JPEG")) as image:
        image.thumbnail((MAX_WIDTH * _PIXELS_PER_POINT, MAX_HEIGHT * _PIXELS_PER_POINT), Image.Resampling.LANCZOS)
        flat = Image.new("RGB", image.size, _WHITE)
        flat.paste(image.convert("RGB"), mask=image.convert("RGBA").getchannel("A"))
    return Picture(width=flat.width, height=flat.height, packed=zlib.compress(flat.tobytes(), 9))
