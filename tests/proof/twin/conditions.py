"""Condition, filter and key condition expressions (Amazon DynamoDB developer guide, expression operators)."""

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from tests.proof.twin import comparisons
from tests.proof.twin.comparisons import Holds
from tests.proof.twin.operands import Check, Operand, read_operand
from tests.proof.twin.reading import Reader

_COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
MOST_CHOICES = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """An expression that was read.

    Attributes:
        holds: of an item's attributes, none for an item that is not there, and the values given.
        checks: raise `Invalid` for values that no item could make right.
        names: placeholders used.
        values: placeholders used.
        attributes: top-level attributes that it looks at.
        parts: what AND joins, each as (operator, operands), where that is all the expression is; for key conditions.
    """

    holds: Holds
    checks: tuple[Check, ...]
    names: frozenset[str]
    values: frozenset[str]
    attributes: frozenset[str]
    parts: tuple[tuple[str, tuple[Operand, ...]], ...] | None


@dataclass(frozen=True, slots=True)
class _Node:
    holds: Holds
    parts: tuple[tuple[str, tuple[Operand, ...]], ...] | None = None
    grouped: bool = False


@lru_cache(maxsize=10_000)
def condition(kind: str, text: str, names: tuple[tuple[str, str], ...]) -> Condition:
    """Read an expression.

    Args:
        kind: as the parameter is named.
        text: of the expression.
        names: ExpressionAttributeNames.

    Raises:
        Invalid: DynamoDB refuses it.
        NotImplementedError: nobody taught it to us.
    """
    parser = _Parser(Reader(kind, text, dict(names)))
    node = parser.either()
    parser.reader.end()
    return Condition(
        holds=node.holds,
        checks=tuple(parser.checks),
        names=frozenset(parser.reader.names),
        values=frozenset(parser.reader.values),
        attributes=frozenset(parser.reader.attributes),
        parts=node.parts,
    )


class _Parser:
    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.checks: list[Check] = []

    def either(self) -> _Node:
        node = self._both()
        while self.reader.taken("OR"):
            node = _Node(comparisons.either(node.holds, self._both().holds))
        return node

    def _both(self) -> _Node:
        node = self._not()
        while self.reader.taken("AND"):
            other = self._not()
            parts = None if node.parts is None or other.parts is None else (*node.parts, *other.parts)
            node = _Node(comparisons.both(node.holds, other.holds), parts)
        return node

    def _not(self) -> _Node:
        if self.reader.taken("NOT"):
            holds = self._not().holds
            return _Node(lambda attributes, values: not holds(attributes, values))
        if self.reader.taken("("):
            node = self.either()
            self.reader.must(")")
            if node.grouped:
                raise self.reader.invalid("The expression has redundant parentheses;")
            return _Node(node.holds, node.parts, grouped=True)
        if self.reader.after_next == "(" and self.reader.next != "size":
            return self._function()
        return self._comparison()

    def _comparison(self) -> _Node:
        left = self._operand()
        word = self.reader.take().upper()
        if word == "IN":
            return self._choice(left)
        if word in {"=", "<>"}:
            right = self._operand()
            holds = comparisons.equal(left, right) if word == "=" else comparisons.different(left, right)
            return _Node(holds, ((word, (left, right)),))
        if word in _COMPARE:
            right = self._operand()
            self.checks += [one.must_be(comparisons.ORDERED, word) for one in (left, right)]
            return _Node(comparisons.compared(_COMPARE[word], left, right), ((word, (left, right)),))
        if word != "BETWEEN":
            self.reader.unknown()
        low = self._operand()
        self.reader.must("AND")
        high = self._operand()
        self.checks += [one.must_be(comparisons.ORDERED, word) for one in (left, low, high)]
        self.checks.append(comparisons.rising(self.reader, low, high))
        above, below = comparisons.compared(operator.ge, left, low), comparisons.compared(operator.le, left, high)
        return _Node(comparisons.both(above, below), ((word, (left, low, high)),))

    def _choice(self, left: Operand) -> _Node:
        self.reader.must("(")
        choices = [self._operand()]
        while self.reader.taken(","):
            choices.append(self._operand())
        self.reader.must(")")
        if len(choices) > MOST_CHOICES:
            raise self.reader.invalid(f"The IN operator is provided with too many operands; {len(choices)}")
        equal = [comparisons.equal(left, choice) for choice in choices]
        return _Node(lambda attributes, values: any(one(attributes, values) for one in equal))

    def _operand(self) -> Operand:
        return read_operand(self.reader, self.checks)

    def _function(self) -> _Node:
        name = self.reader.take()
        if name not in {"attribute_exists", "attribute_not_exists", "attribute_type", "begins_with", "contains"}:
            self.reader.unknown()
        self.reader.must("(")
        if name in {"attribute_exists", "attribute_not_exists"}:
            path = self.reader.path()
            self.reader.must(")")
            return _Node(comparisons.exists(path) if name == "attribute_exists" else comparisons.absent(path))
        left = self._operand()
        self.reader.must(",")
        right = self._operand()
        self.reader.must(")")
        if left.path is None:
            # DynamoDB takes some of these; ours are about attributes.
            self.reader.unknown()
        if name == "attribute_type":
            if right.value is None:
                self.reader.unknown()
            self.checks.append(comparisons.type_name(self.reader, right))
            return _Node(
                lambda attributes, values: comparisons.is_type(left(attributes, values), right(attributes, values))
            )
        if name == "begins_with":
            self.checks.append(right.must_be({"S", "B"}, name))
            return _Node(
                lambda attributes, values: comparisons.begins(left(attributes, values), right(attributes, values)),
                ((name, (left, right)),),
            )
        return _Node(
            lambda attributes, values: comparisons.contains(left(attributes, values), right(attributes, values))
        )
