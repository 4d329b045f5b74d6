"""What an update expression makes of an item."""

from collections.abc import Mapping

from tests.proof.twin.operands import Values
from tests.proof.twin.reading import Path
from tests.proof.twin.refusals import Invalid
from tests.proof.twin.updates import Update
from tests.proof.twin.values import Attributes, Value, added, mapped

_WRONG_TYPE = "An operand in the update expression has an incorrect data type"
_NO_SUCH_PATH = "The document path provided in the update expression is invalid for update"


def changed(attributes: Attributes, update: Update, values: Values) -> dict[str, Value]:
    """Apply an update expression.

    Args:
        attributes: of the item as it was; its key alone when it is new.
        update: the expression.
        values: ExpressionAttributeValues.

    Raises:
        Invalid: the item is not one that this can be done to.
    """
    after = dict(attributes)
    # Every value is computed from the item as it was.
    sets = [(path, compute(attributes, values)) for path, compute in update.sets]
    for name, placeholder in update.adds:
        after[name] = _added(attributes.get(name), values[placeholder])
    for name, placeholder in update.deletes:
        left = _deleted(attributes.get(name), values[placeholder])
        if left is None:
            after.pop(name, None)
        else:
            after[name] = left
    nested: dict[str, dict[Path, Value | None]] = {}
    for path, new in sets:
        if len(path) == 1:
            after[str(path[0])] = new
        else:
            nested.setdefault(str(path[0]), {})[path[1:]] = new
    for path in update.removes:
        if len(path) == 1:
            after.pop(str(path[0]), None)
        else:
            nested.setdefault(str(path[0]), {})[path[1:]] = None
    for name, inside in nested.items():
        after[name] = _inside(attributes.get(name), inside)
    return after


def _added(there: Value | None, more: Value) -> Value:
    if there is None:
        return more
    if there[0] != more[0]:
        raise Invalid(_WRONG_TYPE)
    if more[0] == "N":
        return "N", added(there[1], more[1])
    return there[0], there[1] | more[1]


def _deleted(there: Value | None, less: Value) -> Value | None:
    if there is None:
        return None
    if there[0] != less[0]:
        raise Invalid(_WRONG_TYPE)
    left = there[1] - less[1]
    return (there[0], left) if left else None


def _inside(there: Value | None, inside: Mapping[Path, Value | None]) -> Value:
    """Change what is inside a list or a map; None stands for what is removed."""
    steps: dict[str | int, dict[Path, Value | None]] = {}
    for path, new in inside.items():
        steps.setdefault(path[0], {})[path[1:]] = new
    indexes = any(isinstance(step, int) for step in steps)
    if there is None or there[0] != ("L" if indexes else "M"):
        raise Invalid(_NO_SUCH_PATH)
    if indexes:
        return "L", _in_list(there[1], {int(step): paths for step, paths in steps.items()})
    parts = dict(there[1])
    for step, paths in steps.items():
        name = str(step)
        new = _step(parts.get(name), paths)
        if new is None:
            parts.pop(name, None)
        else:
            parts[name] = new
    return "M", mapped(parts)


def _in_list(parts: tuple[Value, ...], steps: Mapping[int, Mapping[Path, Value | None]]) -> tuple[Value, ...]:
    after: list[Value | None] = list(parts)
    # What is set behind the end is appended, in order of the indexes; the others mean the list as it was.
    for index in sorted(steps):
        new = _step(parts[index] if index < len(parts) else None, steps[index])
        if index < len(parts):
            after[index] = new
        else:
            after.append(new)
    return tuple(part for part in after if part is not None)


def _step(there: Value | None, paths: Mapping[Path, Value | None]) -> Value | None:
    return paths[()] if () in paths else _inside(there, paths)
