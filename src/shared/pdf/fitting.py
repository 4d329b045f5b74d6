"""Fitting a text into a width: as it is, smaller, then on two lines, then on four."""

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

# Shares of the requested size.
_LARGEST_ON_TWO_LINES = 0.8
_LARGEST_ON_FOUR_LINES = 0.5
# How many line breaks are tried, those nearest to the middle.
_BREAKS_TRIED = 8
_JOINERS = "\u200c\u200d"


class Typeface(Enum):
    """The two typefaces of a certificate; characters that its font lacks come from matching fonts."""

    DISPLAY = "display"
    TEXT = "text"


class Extent(NamedTuple):
    """The space that a line of text needs at size 1: its width, and its height above and below the baseline."""

    width: float
    ascent: float
    descent: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Smallest:
    """The sizes down to which a text stays on one line, and on two; shares of the requested one."""

    on_one_line: float = 0.6
    on_two_lines: float = 0.4


SMALLEST = Smallest()

type Lines = tuple[tuple[str, Extent], ...]
type Measure = Callable[[str, Typeface], Extent]


@dataclass(frozen=True, slots=True, kw_only=True)
class FittedText:
    """Lines, each with its extent at `size`, from top to bottom."""

    size: float
    lines: Lines


def fit_one_line(text: str, typeface: Typeface, *, size: float, width: float, measure: Measure) -> FittedText:
    """Set a text on one line at `size`, or at the size at which it fits the width."""
    natural = measure(text, typeface)
    return _set(((text, natural),), min(size, width / natural.width) if natural.width else size)


def fit(
    text: str, typeface: Typeface, *, size: float, width: float, measure: Measure, smallest: Smallest = SMALLEST
) -> FittedText:
    """Set a text on one line, slightly smaller if necessary, else on two lines of similar width, or on four.

    Args:
        text: without line breaks.
        typeface: its typeface.
        size: the maximum size.
        width: the maximum width of a line, in the unit of the size.
        measure: the extent of a text at size 1.
        smallest: when it is set on more lines.
    """
    whole = fit_one_line(text, typeface, size=size, width=width, measure=measure)
    if whole.size >= size * smallest.on_one_line:
        return whole
    lines = _halved(text, typeface, measure)
    if len(lines) == 1:
        return whole
    two = _set(lines, min(size * _LARGEST_ON_TWO_LINES, width / _widest(lines)))
    if two.size >= size * smallest.on_two_lines:
        return two
    quarters = tuple(quarter for half, _ in lines for quarter in _halved(half, typeface, measure))
    return _set(quarters, min(size * _LARGEST_ON_FOUR_LINES, width / _widest(quarters)))


def _halved(text: str, typeface: Typeface, measure: Measure) -> Lines:
    """Break a text where the wider half is the narrowest; one line if it cannot be broken."""
    halves = [((upper, measure(upper, typeface)), (lower, measure(lower, typeface))) for upper, lower in _breaks(text)]
    return min(halves, key=_widest) if halves else ((text, measure(text, typeface)),)


def _widest(lines: Lines) -> float:
    return max(extent.width for _, extent in lines)


def _set(lines: Lines, size: float) -> FittedText:
    """Scale lines that were measured at size 1."""
    scaled = tuple(
        (text, Extent(width * size, ascent * size, descent * size)) for text, (width, ascent, descent) in lines
    )
    return FittedText(size=size, lines=scaled)


def _breaks(text: str) -> Iterator[tuple[str, str]]:
    """Split a text in two at the spaces nearest to its middle, or at any letter of a text almost without spaces."""
    spaces = [at for at, character in enumerate(text) if character == " "]
    reach = len(text) // 4
    middle = len(text) / 2
    if any(abs(at - middle) <= reach for at in spaces):
        candidates = spaces
    else:
        candidates = [at for at in range(1, len(text)) if _may_break(text, at)]
    for at in sorted(candidates, key=lambda at: abs(at - middle))[:_BREAKS_TRIED]:
        upper, lower = text[:at].rstrip(), text[at:].lstrip()
        # A space at an end of the text breaks nothing.
        if upper and lower:
            yield upper, lower


def _may_break(text: str, at: int) -> bool:
    """Return whether a line may begin at this character: not inside what readers see as one letter."""
    joined = text[at] in _JOINERS or text[at - 1] in _JOINERS
    return not joined and unicodedata.category(text[at])[0] != "M"
