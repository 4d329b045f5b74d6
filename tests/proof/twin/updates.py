"""Reading update expressions (Amazon DynamoDB developer guide, update expressions)."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from tests.proof.twin.operands import Check, Values, must_be
from tests.proof.twin.reading import Path, Reader, found
from tests.proof.twin.refusals import Invalid
from tests.proof.twin.values import Attributes, Value, added

type Compute = Callable[[Attributes, Values], Value]

_WRONG_TYPE = "An operand in the update expression has an incorrect data type"
_MISSING = "The provided expression refers to an attribute that does not exist in the item"


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """An expression that was read.

    Attributes:
        sets: paths, and what computes their new values from the item as it was.
        removes: paths that go.
        adds: attributes, and placeholders of the numbers or sets added to them.
        deletes: attributes, and placeholders of the sets taken from them.
        paths: all that are changed.
        checks: raise `Invalid` for values that no item could make right.
        names: placeholders used.
        values: placeholders used.
    """

    sets: tuple[tuple[Path, Compute], ...]
    removes: tuple[Path, ...]
    adds: tuple[tuple[str, str], ...]
    deletes: tuple[tuple[str, str], ...]
    paths: tuple[Path, ...]
    checks: tuple[Check, ...]
    names: frozenset[str]
    values: frozenset[str]


@lru_cache(maxsize=10_000)
def update(text: str, names: tuple[tuple[str, str], ...]) -> Update:
    """Read an expression.

    Args:
        text: of the expression.
        names: ExpressionAttributeNames.

    Raises:
        Invalid: DynamoDB refuses it.
        NotImplementedError: nobody taught it to us.
    """
    return _Parser(Reader("UpdateExpression", text, dict(names))).update()


class _Parser:
    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.checks: list[Check] = []

    def update(self) -> Update:
        sections: dict[str, list[Any]] = {}
        read = {"SET": self._set, "REMOVE": self.reader.path, "ADD": self._add, "DELETE": self._delete}
        while self.reader.next:
            word = self.reader.take().upper()
            if word not in read:
                self.reader.unknown()
            if word in sections:
                raise self.reader.invalid(f'The "{word}" section can only be used once in an update expression;')
            sections[word] = [read[word]()]
            while self.reader.taken(","):
                sections[word].append(read[word]())
        sets, removes = sections.get("SET", []), sections.get("REMOVE", [])
        adds, deletes = sections.get("ADD", []), sections.get("DELETE", [])
        paths = [*(path for path, _ in sets), *removes, *((name,) for name, _ in [*adds, *deletes])]
        self._require_apart(paths)
        return Update(
            sets=tuple(sets),
            removes=tuple(removes),
            adds=tuple(adds),
            deletes=tuple(deletes),
            paths=tuple(paths),
            checks=tuple(self.checks),
            names=frozenset(self.reader.names),
            values=frozenset(self.reader.values),
        )

    def _require_apart(self, paths: list[Path]) -> None:
        for number, one in enumerate(paths):
            for other in paths[:number]:
                shared = min(len(one), len(other))
                if one[:shared] == other[:shared]:
                    raise self.reader.invalid(
                        "Two document paths overlap with each other; must remove or rewrite one of these paths; "
                        f"path one: {_shown(other)}, path two: {_shown(one)}"
                    )
                first = next(step for step in range(shared) if one[step] != other[step])
                if isinstance(one[first], int) is not isinstance(other[first], int):
                    raise self.reader.invalid(
                        "Two document paths conflict with each other; must remove or rewrite one of these paths; "
                        f"path one: {_shown(other)}, path two: {_shown(one)}"
                    )

    def _set(self) -> tuple[Path, Compute]:
        path = self.reader.path()
        self.reader.must("=")
        left, placeholder = self._operand()
        sign = self.reader.next
        if sign not in {"+", "-"}:
            return path, left
        self.reader.take()
        right, other = self._operand()
        self.checks += [must_be("UpdateExpression", one, {"N"}, sign) for one in (placeholder, other)]
        return path, _sum(left, right, 1 if sign == "+" else -1)

    def _operand(self) -> tuple[Compute, str | None]:
        """Take what a value is computed from, and its placeholder if it is a value that is given."""
        if self.reader.next.startswith(":"):
            given = self.reader.value()
            return (lambda _attributes, values: values[given]), given
        if self.reader.after_next != "(":
            return _attribute(self.reader.path()), None
        function = self.reader.take()
        self.reader.must("(")
        if function == "if_not_exists":
            path = self.reader.path()
            self.reader.must(",")
            compute = _if_not_exists(path, self._operand()[0])
        elif function == "list_append":
            left, placeholder = self._operand()
            self.reader.must(",")
            right, other = self._operand()
            self.checks += [must_be("UpdateExpression", one, {"L"}, function) for one in (placeholder, other)]
            compute = _joined(left, right)
        else:
            self.reader.unknown()
        self.reader.must(")")
        return compute, None

    def _add(self) -> tuple[str, str]:
        return self._change("ADD", {"N", "SS", "NS", "BS"})

    def _delete(self) -> tuple[str, str]:
        return self._change("DELETE", {"SS", "NS", "BS"})

    def _change(self, word: str, kinds: set[str]) -> tuple[str, str]:
        path = self.reader.path()
        if len(path) > 1:
            # The documentation allows top-level attributes only.
            self.reader.unknown()
        placeholder = self.reader.value()
        self.checks.append(must_be("UpdateExpression", placeholder, kinds, word))
        return str(path[0]), placeholder


def _shown(path: Path) -> str:
    return f"[{', '.join(f'[{step}]' if isinstance(step, int) else step for step in path)}]"


def _attribute(path: Path) -> Compute:
    def compute(attributes: Attributes, _values: Values) -> Value:
        there = found(attributes, path)
        if there is None:
            raise Invalid(_MISSING)
        return there

    return compute


def _if_not_exists(path: Path, otherwise: Compute) -> Compute:
    def compute(attributes: Attributes, values: Values) -> Value:
        there = found(attributes, path)
        return otherwise(attributes, values) if there is None else there

    return compute


def _sum(left: Compute, right: Compute, sign: int) -> Compute:
    def compute(attributes: Attributes, values: Values) -> Value:
        one, other = left(attributes, values), right(attributes, values)
        if one[0] != "N" or other[0] != "N":
            raise Invalid(_WRONG_TYPE)
        return "N", added(one[1], other[1], sign)

    return compute


def _joined(left: Compute, right: Compute) -> Compute:
    def compute(attributes: Attributes, values: Values) -> Value:
        one, other = left(attributes, values), right(attributes, values)
        if one[0] != "L" or other[0] != "L":
            raise Invalid(_WRONG_TYPE)
        return "L", one[1] + other[1]

    return compute
