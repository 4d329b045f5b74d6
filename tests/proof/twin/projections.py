"""Projection expressions: what is asked for of each item."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from tests.proof.twin.reading import Path, Reader
from tests.proof.twin.values import Attributes, Value


@lru_cache(maxsize=1_000)
def projection(text: str, names: tuple[tuple[str, str], ...]) -> tuple[tuple[Path, ...], frozenset[str]]:
    """Read an expression; gives its paths, and the placeholders of names that it uses.

    Raises:
        Invalid: DynamoDB refuses it.
        NotImplementedError: nobody taught it to us.
    """
    reader = Reader("ProjectionExpression", text, dict(names))
    paths = [reader.path()]
    while reader.taken(","):
        paths.append(reader.path())
    reader.end()
    for number, one in enumerate(paths):
        for other in paths[:number]:
            shared = min(len(one), len(other))
            if one[:shared] == other[:shared]:
                raise reader.invalid(
                    "Two document paths overlap with each other; must remove or rewrite one of these paths; "
                    f"path one: {list(other)}, path two: {list(one)}"
                )
    return tuple(paths), frozenset(reader.names)


def projected(attributes: Attributes, paths: Sequence[Path]) -> dict[str, Value]:
    """Take the parts of an item that paths lead to."""
    found: dict[str, Value] = {}
    for name in dict.fromkeys(str(path[0]) for path in paths):
        if name in attributes:
            part = _part(attributes[name], [path[1:] for path in paths if path[0] == name])
            if part is not None:
                found[name] = part
    return found


def _part(there: Value, paths: Sequence[Path]) -> Value | None:
    if () in paths:
        return there
    kind, content = there
    steps: dict[str | int, list[Path]] = {}
    for path in paths:
        steps.setdefault(path[0], []).append(path[1:])
    if kind == "M":
        parts = _parts(dict(content), steps)
        return ("M", tuple(sorted(parts.items()))) if parts else None
    if kind == "L":
        elements = _parts(dict(enumerate(content)), steps)
        return ("L", tuple(part for _, part in sorted(elements.items()))) if elements else None
    return None


def _parts[Step: (str, int)](
    content: Mapping[Step, Value], steps: Mapping[str | int, Sequence[Path]]
) -> dict[Step, Value]:
    parts = {step: _part(one, steps[step]) for step, one in content.items() if step in steps}
    return {step: part for step, part in parts.items() if part is not None}
