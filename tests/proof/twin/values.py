"""Attribute values: pairs of a type and a content that hash and compare as DynamoDB compares them.

S text, N canonical text, B bytes, BOOL and NULL bool, SS NS BS frozensets, L a tuple of values, M a tuple of
(name, value) in order of the names.
"""

from collections.abc import Callable, Iterable, Mapping
from decimal import Context, Decimal, Inexact, InvalidOperation, Overflow
from functools import lru_cache
from typing import Any

from tests.proof.twin.refusals import Invalid

type Value = tuple[str, Any]
type Attributes = Mapping[str, Value]
type Wire = dict[str, Any]

MEMBERS = {"SS": "S", "NS": "N", "BS": "B"}
_LONG_NAMES = {"SS": "string", "NS": "number", "BS": "binary"}
# 38 digits, and magnitudes from 1e-130 to just under 1e126 (Amazon DynamoDB developer guide, data types).
_EXACT = Context(prec=38, Emin=-130, Emax=125, traps=[Inexact, Overflow, InvalidOperation])


@lru_cache(maxsize=10_000)
def canonical(text: str) -> str:
    """Write a number as DynamoDB gives it back: no exponent, no needless zero.

    Raises:
        Invalid: it is no number, or one with too many digits.
    """
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        raise Invalid(f"The parameter cannot be converted to a numeric value: {text}") from error
    return plain(number)


def plain(number: Decimal) -> str:
    """Write a number that was computed; see `canonical`."""
    if not number.is_finite():
        raise Invalid(f"The parameter cannot be converted to a numeric value: {number}")
    try:
        number = _EXACT.plus(number)
    except Overflow as error:
        raise Invalid("Number overflow. Attempting to store a number with magnitude larger than supported") from error
    except Inexact as error:
        raise Invalid("Attempting to store more than 38 significant digits in a Number") from error
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def added(number: str, other: str, sign: int = 1) -> str:
    try:
        return plain(_EXACT.add(Decimal(number), sign * Decimal(other)))
    except Overflow as error:
        raise Invalid("Number overflow. Attempting to store a number with magnitude larger than supported") from error
    except Inexact as error:
        raise Invalid("Attempting to store more than 38 significant digits in a Number") from error


def value(wire: Mapping[str, Any]) -> Value:
    """Read a value from the wire.

    Raises:
        Invalid: DynamoDB takes no such value.
    """
    try:
        ((kind, content),) = wire.items()
    except ValueError as error:
        raise Invalid(
            "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes"
        ) from error
    if kind == "S" and content.__class__ is str:
        return kind, content
    read = _READ.get(kind)
    if read is None:
        raise NotImplementedError(f"a value of type {kind}: {content!r}")
    return kind, read(content)


def _text(content: Any) -> str:  # noqa: ANN401
    # A member of a StrEnum is sent as its text.
    return str.__str__(content)


def _number(content: Any) -> str:  # noqa: ANN401
    return canonical(str.__str__(content))


def _truth(content: Any) -> bool:  # noqa: ANN401
    if not isinstance(content, bool):
        raise NotImplementedError(f"a truth of {content!r}")
    return content


def _members(kind: str, content: Iterable[Any]) -> frozenset[Any]:
    members = [_READ[MEMBERS[kind]](member) for member in content]
    if not members:
        raise Invalid(f"One or more parameter values were invalid: An {_LONG_NAMES[kind]} set  may not be empty")
    found = frozenset(members)
    if len(found) < len(members):
        raise Invalid(f"One or more parameter values were invalid: Input collection {members} contains duplicates.")
    return found


def mapped(parts: Attributes) -> tuple[tuple[str, Value], ...]:
    """Make a map's content."""
    return tuple(sorted(parts.items()))


_READ: Mapping[str, Callable[[Any], Any]] = {
    "S": _text,
    "N": _number,
    "B": bytes,
    "BOOL": _truth,
    "NULL": _truth,
    "SS": lambda content: _members("SS", content),
    "NS": lambda content: _members("NS", content),
    "BS": lambda content: _members("BS", content),
    "L": lambda content: tuple(map(value, content)),
    "M": lambda content: mapped({name: value(part) for name, part in content.items()}),
}


def wire(found: Value) -> Wire:
    """Write a value for the wire, anew each time: whoever gets it may change it."""
    kind, content = found
    if kind in {"S", "N", "BOOL", "NULL", "B"}:
        return {kind: content}
    if kind in MEMBERS:
        return {kind: list(_sorted(kind, content))}
    if kind == "L":
        return {kind: [wire(part) for part in content]}
    return {kind: {name: wire(part) for name, part in content}}


@lru_cache(maxsize=10_000)
def _sorted(kind: str, content: frozenset[Any]) -> tuple[Any, ...]:
    """Put a set's members in some order: DynamoDB promises none, and equal states must answer alike."""
    return tuple(sorted(content, key=Decimal if kind == "NS" else None))


def in_order(found: Value) -> Any:  # noqa: ANN401 - text, a number or bytes
    """Give what a value of type S, N or B is sorted by; text goes by its UTF-8 bytes, which is by its code points."""
    kind, content = found
    return Decimal(content) if kind == "N" else content
