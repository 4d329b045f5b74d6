"""Attribute values: pairs of a type and a content that hash and compare as DynamoDB compares them.

S text, N canonical text, B as the caller sends it, BOOL bool, SS and NS frozensets, L a tuple of values, M a tuple of
(name, value) in order of the names. The product's tables have no other types.
"""

from collections.abc import Mapping
from decimal import Context, Decimal, DecimalException, Inexact, InvalidOperation, Overflow
from functools import lru_cache
from typing import Any

from tests.support.twin.errors import Unsupported, require

type Value = tuple[str, Any]
type Attributes = Mapping[str, Value]
type Wire = dict[str, Any]

_MEMBERS = {"SS": "S", "NS": "N"}
# 38 digits, and magnitudes from 1e-130 to just under 1e126 (Amazon DynamoDB developer guide, data types).
_EXACT = Context(prec=38, Emin=-130, Emax=125, traps=[Inexact, Overflow, InvalidOperation])


@lru_cache(maxsize=10_000)
def _canonical(text: str) -> str:
    """Format a number as DynamoDB returns it: without exponent and superfluous zeros."""
    try:
        number = _EXACT.plus(Decimal(text))
    except DecimalException as error:
        raise Unsupported(f"the number {text}") from error
    require(number.is_finite(), f"the number {text}")
    written = format(number, "f")
    if "." in written:
        written = written.rstrip("0").rstrip(".")
    return "0" if written == "-0" else written


def added(one: Value, other: Value) -> Value:
    """The result of ADD: the sum of two numbers, or the union of two sets."""
    kind = one[0]
    require(kind == other[0] and kind in {"N", *_MEMBERS}, f"ADD of {other} to {one}")
    if kind == "N":
        return kind, _canonical(str(Decimal(one[1]) + Decimal(other[1])))
    return kind, one[1] | other[1]


def without(one: Value, members: Value) -> Value | None:
    """The result of DELETE: the set without these members; None if none is left."""
    kind = one[0]
    require(kind == members[0] and kind in _MEMBERS, f"DELETE of {members} from {one}")
    rest = one[1] - members[1]
    return (kind, rest) if rest else None


def value(given: Mapping[str, Any]) -> Value:
    """Convert a value from DynamoDB's JSON.

    Raises:
        Unsupported: DynamoDB refuses such a value, or the product's tables have none.
    """
    require(len(given) == 1, f"the value {given}")
    ((kind, content),) = given.items()
    match kind:
        case "S":
            # A member of a StrEnum is sent as its text.
            return kind, content if content.__class__ is str else str.__str__(content)
        case "N":
            return kind, _canonical(str.__str__(content))
        case "B" | "BOOL":
            return kind, content
        case "SS" | "NS":
            members = [value({_MEMBERS[kind]: member})[1] for member in content]
            require(members and len(set(members)) == len(members), f"the set {members}, which DynamoDB refuses")
            return kind, frozenset(members)
        case "L":
            return kind, tuple(map(value, content))
        case "M":
            return kind, tuple(sorted((name, value(part)) for name, part in content.items()))
    raise Unsupported(f"a value of type {kind}")


def wire(found: Value) -> Wire:
    """Convert a value to DynamoDB's JSON, a new object each time: the caller may modify it."""
    kind, content = found
    match kind:
        case "SS" | "NS":
            return {kind: list(_sorted(kind, content))}
        case "L":
            return {kind: [wire(part) for part in content]}
        case "M":
            return {kind: {name: wire(part) for name, part in content}}
    return {kind: content}


def wires(attributes: Attributes) -> Wire:
    return {name: wire(found) for name, found in attributes.items()}


@lru_cache(maxsize=10_000)
def _sorted(kind: str, content: frozenset[str]) -> tuple[str, ...]:
    """Sort a set's members: DynamoDB defines no order, and equal states must have equal responses."""
    return tuple(sorted(content, key=Decimal if kind == "NS" else None))


def sort_key(found: Value) -> Any:  # noqa: ANN401 - text or a number
    """The sort key of a value of type S or N; the order of text by UTF-8 bytes equals that by code points."""
    kind, content = found
    require(kind in {"S", "N"}, f"the order of values of type {kind}")
    return Decimal(content) if kind == "N" else content
