"""Fitting a text into a width: as it is, smaller, then on two lines."""

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

# Text stays on one line while its size is at least this share of the requested one.
_SMALLEST_ON_ONE_LINE = 0.72
_LARGEST_ON_TWO_LINES = 0.8
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


type Measure = Callable[[str, Typeface], Extent]


@dataclass(frozen=True, slots=True, kw_only=True)
class FittedText:
    """One or two lines, each with its extent at `size`, from top to bottom."""

    size: float
    lines: tuple[tuple[str, Extent], ...]


def fit_one_line(text: str, typeface: Typeface, *, size: float, width: float, measure: Measure) -> FittedText:
    """Set a text on one line at `size`, or at the size at which it fits the width."""
    natural = measure(text, typeface)
    return _set(((text, natural),), min(size, width / natural.width) if natural.width else size)


def fit(text: str, typeface: Typeface, *, size: float, width: float, measure: Measure) -> FittedText:
    """Set a text on one line, slightly smaller if necessary, else on two lines of similar width.

    Args:
        text: without line breaks.
        typeface: its typeface.
        size: the maximum size.
        width: the maximum width of a line, in the unit of the size.
        measure: the extent of a text at size 1.
    """
    whole = fit_one_line(text, typeface, size=size, width=width, measure=measure)
    if whole.size >= size * _SMALLEST_ON_ONE_LINE:
        return whole
    halves = [((upper, measure(upper, typeface)), (lower, measure(lower, typeface))) for upper, lower in _breaks(text)]
    if not halves:
        return whole
    lines = min(halves, key=_widest)
    return _set(lines, min(size * _LARGEST_ON_TWO_LINES, width / _widest(lines)))


def _widest(lines: tuple[tuple[str, Extent], ...]) -> float:
    return max(extent.width for _, extent in lines)


def _set(lines: tuple[tuple[str, Extent], ...], size: float) -> FittedText:
    """Scale lines that were measured at size 1."""
    scaled = tuple((text, Extent(*(length * size for length in extent))) for text, extent in lines)
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
        yield text[:at].rstrip(), text[at:].lstrip()


def _may_break(text: str, at: int) -> bool:
    """Return whether a line may begin at this character: not inside what readers see as one letter."""
    joined = text[at] in _JOINERS or text[at - 1] in _JOINERS
    return not joined and unicodedata.category(text[at])[0] != "M"
