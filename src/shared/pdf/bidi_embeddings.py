"""The Unicode Bidirectional Algorithm's explicit controls: P2, P3 and X1 to X8.

See https://www.unicode.org/reports/tr9/; `bidi` applies the rules that follow.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from shared.pdf.bidi_rules import STRONG

ISOLATES = frozenset({"LRI", "RLI", "FSI"})
_EMBEDDINGS = frozenset({"LRE", "RLE", "LRO", "RLO"})
_OVERRIDES = {"RLO": "R", "LRO": "L"}
_MAX_DEPTH = 125


def first_strong(classes: Sequence[str], start: int, end: int) -> int:
    """P2 and P3: 0 or 1, by the first strong character that is in no isolate."""
    depth = 0
    for kind in classes[start:end]:
        if kind in ISOLATES:
            depth += 1
        elif kind == "PDI":
            depth = max(0, depth - 1)
        elif depth == 0 and kind in STRONG:
            return int(kind != "L")
    return 0


def matching_isolates(classes: Sequence[str]) -> dict[int, int]:
    """BD9: for the index at which an isolate begins, the index at which it ends."""
    opened: list[int] = []
    pairs = {}
    for at, kind in enumerate(classes):
        if kind in ISOLATES:
            opened.append(at)
        elif kind == "PDI" and opened:
            pairs[opened.pop()] = at
    return pairs


def explicit_levels(original: Sequence[str], base: int) -> tuple[list[str], list[int]]:
    """X1 to X8: levels from embeddings, overrides and isolates, and classes after overrides."""
    walk = _Walk(original, base)
    for at, kind in enumerate(original):
        walk.take(at, kind)
    return walk.classes, walk.levels


@dataclass(frozen=True, slots=True)
class _Status:
    level: int
    override: str
    isolate: bool


class _Walk:
    """The algorithm's state while it walks along a line."""

    def __init__(self, original: Sequence[str], base: int) -> None:
        self.classes, self.levels = list(original), [base] * len(original)
        self._original, self._base = original, base
        self._ends = matching_isolates(original)
        self._stack = [_Status(base, "", isolate=False)]
        self._overflowing_isolates = self._overflowing_embeddings = self._valid_isolates = 0

    def take(self, at: int, kind: str) -> None:
        """Process the next character."""
        self.levels[at] = self._stack[-1].level
        if kind in ISOLATES or kind in _EMBEDDINGS:
            self._open(at, kind)
        elif kind == "PDI":
            self._close_isolate()
            self.levels[at] = self._stack[-1].level
            self.classes[at] = self._stack[-1].override or kind
        elif kind == "PDF":
            self._close_embedding()
        elif kind == "B":
            self.levels[at] = self._base
        elif kind != "BN":
            self.classes[at] = self._stack[-1].override or kind

    def _open(self, at: int, kind: str) -> None:
        """X2 to X5c."""
        status = self._stack[-1]
        isolate = kind in ISOLATES
        if isolate and status.override:
            self.classes[at] = status.override
        if kind == "FSI":
            rightwards = not first_strong(self._original, at + 1, self._ends.get(at, len(self._original)))
        else:
            rightwards = kind[0] == "L"
        deeper = (status.level + 2) & ~1 if rightwards else (status.level + 1) | 1
        if deeper <= _MAX_DEPTH and not self._overflowing_isolates and not self._overflowing_embeddings:
            self._valid_isolates += isolate
            self._stack.append(_Status(deeper, _OVERRIDES.get(kind, ""), isolate))
        elif isolate:
            self._overflowing_isolates += 1
        elif not self._overflowing_isolates:
            self._overflowing_embeddings += 1

    def _close_isolate(self) -> None:
        """X6a."""
        if self._overflowing_isolates:
            self._overflowing_isolates -= 1
        elif self._valid_isolates:
            self._overflowing_embeddings = 0
            while not self._stack[-1].isolate:
                self._stack.pop()
            self._stack.pop()
            self._valid_isolates -= 1

    def _close_embedding(self) -> None:
        """X7."""
        if self._overflowing_isolates:
            return
        if self._overflowing_embeddings:
            self._overflowing_embeddings -= 1
        elif len(self._stack) > 1 and not self._stack[-1].isolate:
            self._stack.pop()
