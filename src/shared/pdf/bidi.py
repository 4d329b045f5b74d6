"""The Unicode Bidirectional Algorithm, for one line: the direction of each character, and the visual order.

The rules' names (P2, X5a, W4, N0, L2 and so on) are those of Unicode Standard Annex #9,
https://www.unicode.org/reports/tr9/. Mirrored glyphs (L4) are left to the shaper.
"""

import unicodedata
from collections.abc import Sequence

from shared.pdf.bidi_embeddings import ISOLATES, explicit_levels, first_strong, matching_isolates
from shared.pdf.bidi_rules import REMOVED, IsolatingRun, direction, resolve

_LEFT_TO_RIGHT_ONLY = frozenset({"L", "EN", "ES", "ET", "CS", "ON", "WS", "NSM"})


def levels(text: str, base: int | None = None) -> tuple[int, list[int | None]]:
    """Return the embedding level of each character: even is read left to right, odd right to left.

    Args:
        text: one line.
        base: the level of the line as a whole; None takes it from the first strong character.

    Returns:
        The line's level, and a level for each character; None where a character is not shown (X9).
    """
    original = [unicodedata.bidirectional(character) or "L" for character in text]
    if base is None:
        base = first_strong(original, 0, len(original))
    if base == 0 and _LEFT_TO_RIGHT_ONLY.issuperset(original):
        return 0, [0] * len(text)
    classes, found = explicit_levels(original, base)
    kept = [at for at in range(len(text)) if original[at] not in REMOVED]
    for run in _isolating_runs(original, found, kept, base):
        resolved = resolve(run, [text[at] for at in run.indexes], [classes[at] for at in run.indexes])
        for at, level in zip(run.indexes, resolved, strict=True):
            found[at] = level
    _reset_whitespace(original, found, base)
    removed = set(range(len(text))).difference(kept)
    return base, [None if at in removed else level for at, level in enumerate(found)]


def visual_runs(text_levels: Sequence[int | None]) -> list[tuple[int, int, int]]:
    """Split a line into runs of one level, in visual order from left to right (L2).

    Returns:
        Start, end and level of each run; a run of an odd level is displayed from right to left.
    """
    runs: list[tuple[int, int, int]] = []
    for at, level in enumerate(text_levels):
        if level is None:
            continue
        if runs and runs[-1][2] == level:
            runs[-1] = (runs[-1][0], at + 1, level)
        else:
            runs.append((at, at + 1, level))
    for threshold in range(max((level for *_, level in runs), default=0), 0, -1):
        start = 0
        while start < len(runs):
            end = start
            while end < len(runs) and runs[end][2] >= threshold:
                end += 1
            runs[start:end] = reversed(runs[start:end])
            start = max(end, start + 1)
    return runs


def _isolating_runs(
    original: Sequence[str], found: Sequence[int], kept: Sequence[int], base: int
) -> list[IsolatingRun]:
    """X10: runs of one level, joined across isolates, each with the direction before and after it."""
    ends = matching_isolates(original)
    runs: list[list[int]] = []
    for at in kept:
        if runs and found[runs[-1][-1]] == found[at]:
            runs[-1].append(at)
        else:
            runs.append([at])
    starting = {run[0]: run for run in runs}
    place = {at: number for number, at in enumerate(kept)}
    continued = set(ends.values())
    isolating = []
    for run in runs:
        if original[run[0]] == "PDI" and run[0] in continued:
            continue
        sequence = list(run)
        while original[sequence[-1]] in ISOLATES and sequence[-1] in ends:
            sequence += starting[ends[sequence[-1]]]
        level = found[sequence[0]]
        first, last = place[sequence[0]], place[sequence[-1]]
        level_before = found[kept[first - 1]] if first else base
        unclosed = original[sequence[-1]] in ISOLATES
        level_after = base if unclosed or last + 1 == len(kept) else found[kept[last + 1]]
        isolating.append(
            IsolatingRun(
                indexes=tuple(sequence),
                level=level,
                before=direction(max(level, level_before)),
                after=direction(max(level, level_after)),
            )
        )
    return isolating


def _reset_whitespace(original: Sequence[str], found: list[int], base: int) -> None:
    """L1: separators, and the white space before them and at the end, take the line's level."""
    trailing = True
    for at in range(len(original) - 1, -1, -1):
        kind = original[at]
        if kind in {"B", "S"} or (trailing and kind == "WS") or (trailing and kind in ISOLATES | {"PDI"}):
            found[at] = base
            trailing = True
        elif kind not in REMOVED:
            trailing = False
