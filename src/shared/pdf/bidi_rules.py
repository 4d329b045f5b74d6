"""The rules of the Unicode Bidirectional Algorithm that look at one isolating run: W1 to W7, N0 to N2, I1 and I2.

See https://www.unicode.org/reports/tr9/; `bidi` finds the runs.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

# What X9 removes: it has no level, and is not shown.
REMOVED = frozenset({"RLE", "LRE", "RLO", "LRO", "PDF", "BN"})
STRONG = frozenset({"L", "R", "AL"})
_NEUTRAL = frozenset({"B", "S", "WS", "ON", "FSI", "LRI", "RLI", "PDI"})
# Paired brackets (BidiBrackets.txt): those that close with the next code point, and the others.
_EVEN_BRACKETS = (
    *(0x28, 0xF3A, 0xF3C, 0x169B, 0x2045, 0x207D, 0x208D, 0x2308, 0x230A, 0x2329),
    *(*range(0x2768, 0x2775, 2), 0x27C5, *range(0x27E6, 0x27EF, 2)),
    *(*range(0x2983, 0x298C, 2), *range(0x2991, 0x2998, 2), 0x29D8, 0x29DA, 0x29FC),
    *(*range(0x2E22, 0x2E29, 2), *range(0x2E55, 0x2E5C, 2)),
    *(*range(0x3008, 0x3011, 2), *range(0x3014, 0x301B, 2)),
    *(*range(0xFE59, 0xFE5E, 2), 0xFF08, 0xFF5F, 0xFF62),
)
_UNEVEN_BRACKETS = {0x5B: 0x5D, 0x7B: 0x7D, 0x298D: 0x2990, 0x298F: 0x298E, 0xFF3B: 0xFF3D, 0xFF5B: 0xFF5D}
_CLOSING = {chr(at): chr(at + 1) for at in _EVEN_BRACKETS} | {
    chr(at): chr(closing) for at, closing in _UNEVEN_BRACKETS.items()
}
_CLOSERS = frozenset(_CLOSING.values())
# BD16: with more open brackets than this, none are paired.
_MAX_OPEN_BRACKETS = 63


@dataclass(frozen=True, slots=True, kw_only=True)
class IsolatingRun:
    """An isolating run sequence (X10): indexes of characters, and the directions before and after them."""

    indexes: tuple[int, ...]
    level: int
    before: str
    after: str


def direction(level: int) -> str:
    """The class that a level implies at a run's ends."""
    return "R" if level % 2 else "L"


def resolve(run: IsolatingRun, characters: Sequence[str], classes: Sequence[str]) -> list[int]:
    """Return the level of each of a run's characters.

    Args:
        run: its level and surroundings.
        characters: the run's characters.
        classes: their bidirectional classes, after overrides.
    """
    weak = _weak(run, classes)
    _brackets(run, characters, classes, weak)
    _neutrals(run, weak)
    if run.level % 2:
        return [run.level + (kind != "R") for kind in weak]
    return [run.level + {"L": 0, "R": 1}.get(kind, 2) for kind in weak]


def _weak(run: IsolatingRun, classes: Sequence[str]) -> list[str]:
    """W1 to W7: marks, numbers, and separators and signs between and around numbers."""
    kinds = list(classes)
    _marks_and_numbers(run, kinds)
    kinds = ["R" if kind == "AL" else kind for kind in kinds]  # W3
    _separators(kinds)
    _terminators(kinds)
    strong = run.before
    for at, kind in enumerate(kinds):
        if kind in STRONG:
            strong = kind
        elif kind in {"ES", "ET", "CS"}:  # W6
            kinds[at] = "ON"
        elif kind == "EN" and strong == "L":  # W7
            kinds[at] = "L"
    return kinds


def _marks_and_numbers(run: IsolatingRun, kinds: list[str]) -> None:
    """W1 and W2: a mark takes the class of its base, a European number in Arabic text is an Arabic one."""
    previous = strong = run.before
    for at, kind in enumerate(kinds):
        if kind == "NSM":
            kinds[at] = "ON" if previous in {"LRI", "RLI", "FSI", "PDI"} else previous
        previous = kinds[at]
    for at, kind in enumerate(kinds):
        if kind in STRONG:
            strong = kind
        elif kind == "EN" and strong == "AL":
            kinds[at] = "AN"


def _separators(kinds: list[str]) -> None:
    """W4: one separator between two numbers of a kind takes their class."""
    for at in range(1, len(kinds) - 1):
        around = kinds[at - 1]
        joins = {"EN": ("ES", "CS"), "AN": ("CS",)}.get(around, ())
        if around == kinds[at + 1] and kinds[at] in joins:
            kinds[at] = around


def _terminators(kinds: list[str]) -> None:
    """W5: signs such as % and $ next to a European number take its class."""
    start = 0
    while start < len(kinds):
        end = start
        while end < len(kinds) and kinds[end] == "ET":
            end += 1
        before = start > 0 and kinds[start - 1] == "EN"
        after = end < len(kinds) and kinds[end] == "EN"
        if before or after:
            kinds[start:end] = ["EN"] * (end - start)
        start = end + 1


def _brackets(run: IsolatingRun, characters: Sequence[str], classes: Sequence[str], kinds: list[str]) -> None:
    """N0: a pair of brackets takes one direction, from what is inside it or else before it."""
    embedding = direction(run.level)
    for opening, closing in _bracket_pairs(characters, kinds):
        inside = {_as_strong(kind) for kind in kinds[opening + 1 : closing]} & {"L", "R"}
        if embedding in inside:
            chosen = embedding
        elif inside:
            context = next(
                (strong for kind in reversed(kinds[:opening]) if (strong := _as_strong(kind)) in {"L", "R"}),
                run.before,
            )
            chosen = context if context in inside else embedding
        else:
            continue
        for at in (opening, closing):
            kinds[at] = chosen
            for mark in range(at + 1, len(kinds)):
                if classes[mark] != "NSM":
                    break
                kinds[mark] = chosen


def _bracket_pairs(characters: Sequence[str], kinds: Sequence[str]) -> list[tuple[int, int]]:
    """BD16: indexes of brackets that form a pair, in order of the opening one."""
    pairs: list[tuple[int, int]] = []
    opened: list[tuple[str, int]] = []
    for at, character in enumerate(characters):
        if kinds[at] != "ON":
            continue
        # U+2329 and U+232A are canonically U+3008 and U+3009, and pair with them.
        bracket = unicodedata.normalize("NFC", character)
        if bracket in _CLOSING:
            if len(opened) == _MAX_OPEN_BRACKETS:
                return []
            opened.append((_CLOSING[bracket], at))
        elif bracket in _CLOSERS:
            for number in range(len(opened) - 1, -1, -1):
                if opened[number][0] == bracket:
                    pairs.append((opened[number][1], at))
                    del opened[number:]
                    break
    return sorted(pairs)


def _neutrals(run: IsolatingRun, kinds: list[str]) -> None:
    """N1 and N2: what has no direction takes that of both sides if they agree, else the embedding's."""
    start = 0
    while start < len(kinds):
        end = start
        while end < len(kinds) and kinds[end] in _NEUTRAL:
            end += 1
        before = _as_strong(kinds[start - 1]) if start else run.before
        after = _as_strong(kinds[end]) if end < len(kinds) else run.after
        kinds[start:end] = [before if before == after else direction(run.level)] * (end - start)
        start = end + 1


def _as_strong(kind: str) -> str:
    return "R" if kind in {"EN", "AN"} else kind
