"""How well a colour stands out from the pixels behind it (WCAG 2.2, contrast ratio)."""

from collections import Counter
from collections.abc import Iterable

from shared.pdf.appearance import Colour
from shared.pdf.drawing import Bitmap
from shared.pdf.page import Box

# Colours are rounded to multiples of this, of 255, so that a photograph has not too many.
_STEP = 5
_ROUNDED = bytes(round(value / _STEP) * _STEP for value in range(256))
# The share of pixels that may have less contrast: the grain of paper.
_IGNORED = 0.005
# Of sRGB.
_LINEAR_BELOW = 0.04045
_WEIGHTS: Colour = (0.2126, 0.7152, 0.0722)


class Background:
    """The pixels behind a text.

    Args:
        bitmap: the page.
        boxes: where the text may be, in points from the page's lower left corner.
        scale: pixels per point.
    """

    def __init__(self, bitmap: Bitmap, boxes: Iterable[Box], *, scale: float) -> None:
        self._counted: Counter[int] = Counter()
        self._luminances: dict[tuple[Colour | None, float], list[tuple[float, int]]] = {}
        rows = memoryview(bitmap.pixels)
        for box in boxes:
            left, right = (min(max(round(x * scale), 0), bitmap.width) for x in (box.x, box.x + box.width))
            bottom, top = (
                min(max(bitmap.height - round(y * scale), 0), bitmap.height) for y in (box.y, box.y + box.height)
            )
            for row in range(top, bottom):
                at = row * bitmap.width
                rounded = bytes(rows[(at + left) * 4 : (at + right) * 4]).translate(_ROUNDED)
                self._counted.update(memoryview(rounded).cast("I"))

    def contrast(
        self, ink: Colour, plate: Colour | None = None, opacity: float = 1.0, *, ignored_share: float = _IGNORED
    ) -> float:
        """Return the contrast ratio, from 1 to 21, that an ink has to all but a few pixels.

        Args:
            ink: the colour of a text.
            plate: what is drawn between the two.
            opacity: of the plate.
            ignored_share: how many pixels are few, as a share of all.
        """
        own = luminance(ink)
        ignored = self._counted.total() * ignored_share
        for ratio, count in sorted((_ratio(own, behind), count) for behind, count in self._behind(plate, opacity)):
            ignored -= count
            if ignored < 0:
                return ratio
        return _ratio(own, 1.0)

    def _behind(self, plate: Colour | None, opacity: float) -> list[tuple[float, int]]:
        """Which luminances the background has under a plate, and how often."""
        key = plate, opacity
        if key not in self._luminances:
            red, green, blue = (
                [weight * _linear(_over(value / 255, plate and plate[channel], opacity)) for value in range(256)]
                for channel, weight in enumerate(_WEIGHTS)
            )
            counted: Counter[float] = Counter()
            for pixel, count in self._counted.items():
                behind = red[pixel >> 16 & 255] + green[pixel >> 8 & 255] + blue[pixel & 255]
                counted[round(behind, 3)] += count
            self._luminances[key] = list(counted.items())
        return self._luminances[key]


def luminance(colour: Colour) -> float:
    """Return the relative luminance of a colour, from 0 to 1."""
    return sum(weight * _linear(value) for weight, value in zip(_WEIGHTS, colour, strict=True))


def contrast_ratio(one: Colour, other: Colour) -> float:
    """Return the contrast ratio of two colours, from 1 to 21."""
    return _ratio(luminance(one), luminance(other))


def _linear(value: float) -> float:
    return value / 12.92 if value <= _LINEAR_BELOW else float(((value + 0.055) / 1.055) ** 2.4)


def _over(value: float, plate: float | None, opacity: float) -> float:
    return value if plate is None else plate * opacity + value * (1 - opacity)


def _ratio(one: float, other: float) -> float:
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)
