"""What conditions are made of: each maker gives what says whether it holds of an item, or checks the values given."""

from collections.abc import Callable
from typing import Any

from tests.proof.twin.operands import Check, Operand, Values
from tests.proof.twin.reading import Path, Reader, found
from tests.proof.twin.values import MEMBERS, Attributes, Value, in_order

type Holds = Callable[[Attributes, Values], bool]

ORDERED = {"S", "N", "B"}
_TYPES = {"S", "N", "B", "SS", "NS", "BS", "BOOL", "NULL", "L", "M"}


def either(one: Holds, other: Holds) -> Holds:
    return lambda attributes, values: one(attributes, values) or other(attributes, values)


def both(one: Holds, other: Holds) -> Holds:
    return lambda attributes, values: one(attributes, values) and other(attributes, values)


def exists(path: Path) -> Holds:
    return lambda attributes, _values: found(attributes, path) is not None


def absent(path: Path) -> Holds:
    return lambda attributes, _values: found(attributes, path) is None


def equal(left: Operand, right: Operand) -> Holds:
    def holds(attributes: Attributes, values: Values) -> bool:
        one = left(attributes, values)
        return one is not None and one == right(attributes, values)

    return holds


def different(left: Operand, right: Operand) -> Holds:
    def holds(attributes: Attributes, values: Values) -> bool:
        # What is not there differs from every value.
        one, other = left(attributes, values), right(attributes, values)
        if one is None and other is None:
            raise NotImplementedError("<> of two attributes that are both not there")
        return one != other

    return holds


def compared(compare: Callable[[Any, Any], bool], left: Operand, right: Operand) -> Holds:
    def holds(attributes: Attributes, values: Values) -> bool:
        one, other = left(attributes, values), right(attributes, values)
        if one is None or other is None or one[0] != other[0] or one[0] not in ORDERED:
            return False
        return compare(in_order(one), in_order(other))

    return holds


def rising(reader: Reader, low: Operand, high: Operand) -> Check:
    def check(values: Values) -> None:
        if low.value is None or high.value is None:
            return
        one, other = values[low.value], values[high.value]
        if one[0] != other[0]:
            raise reader.invalid(
                "The BETWEEN operator requires same data type for lower and upper bounds; "
                f"lower bound operand: AttributeValue: {one}, upper bound operand: AttributeValue: {other}"
            )
        if in_order(one) > in_order(other):
            raise reader.invalid(
                "The BETWEEN operator requires upper bound to be greater than or equal to lower bound; "
                f"lower bound operand: AttributeValue: {one}, upper bound operand: AttributeValue: {other}"
            )

    return check


def type_name(reader: Reader, name: Operand) -> Check:
    def check(values: Values) -> None:
        kind, content = values[str(name.value)]
        if kind != "S" or content not in _TYPES:
            raise reader.invalid(f"Invalid attribute type name found; type: {content}")

    return check


def is_type(one: Value | None, name: Value | None) -> bool:
    return one is not None and name is not None and one[0] == name[1]


def begins(one: Value | None, start: Value | None) -> bool:
    if one is None or start is None or one[0] != start[0] or one[0] not in {"S", "B"}:
        return False
    begins: bool = one[1].startswith(start[1])
    return begins


def contains(one: Value | None, part: Value | None) -> bool:
    if one is None or part is None:
        return False
    kind, content = one
    if kind == "L":
        return part in content
    if kind in MEMBERS:
        return part[0] == MEMBERS[kind] and part[1] in content
    return kind in {"S", "B"} and part[0] == kind and part[1] in content
