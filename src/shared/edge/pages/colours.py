"""The organisation's colours, with text on them that has a contrast of at least 4.5, whatever they are (WCAG 2.2)."""

import re

from shared.domain.issuer import PageColours

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_BLACK, _WHITE = "#000000", "#ffffff"
# Up to here, sRGB is linear.
_LINEAR = 0.04045


def style(colours: PageColours) -> str:
    """Write the style sheet of an organisation's colours; empty for none."""
    return _variables("head", colours.primary) + _variables("button", colours.accent or colours.primary)


def _variables(name: str, colour: str | None) -> str:
    # What is stored was validated; a style sheet takes no other text even so.
    if colour is None or _COLOUR.fullmatch(colour) is None:
        return ""
    return f":root{{--{name}:{colour};--on-{name}:{text_on(colour)}}}"


def text_on(colour: str) -> str:
    """Choose white or black for text on a colour: one of the two has a contrast of at least 4.58."""
    return max(_WHITE, _BLACK, key=lambda text: contrast(text, colour))


def contrast(one: str, other: str) -> float:
    """Compute the contrast of two colours, from 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[start : start + 2], 16) / 255) for start in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(value: float) -> float:
    return value / 12.92 if value <= _LINEAR else ((value + 0.055) / 1.055) ** 2.4
