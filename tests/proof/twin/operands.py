"""Operands of conditions: attributes, values, and sizes of attributes."""

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass

from tests.proof.twin.reading import Path, Reader, found
from tests.proof.twin.refusals import Invalid
from tests.proof.twin.values import Attributes, Value

type Values = Mapping[str, Value]
type Check = Callable[[Values], None]

TYPE_NAMES = {
    "S": "STRING",
    "N": "NUMBER",
    "B": "BINARY",
    "SS": "STRING_SET",
    "NS": "NUMBER_SET",
    "BS": "BINARY_SET",
    "BOOL": "BOOLEAN",
    "NULL": "NULL",
    "L": "LIST",
    "M": "MAP",
}
_SIZED = {"B", "SS", "NS", "BS", "L", "M"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Operand:
    """What a condition compares; called, it gives the value of an item, None when there is none.

    Attributes:
        kind: of the expression it stands in, for refusals.
        get: computes it.
        path: of an attribute.
        value: placeholder of a value.
    """

    kind: str
    get: Callable[[Attributes, Values], Value | None]
    path: Path | None = None
    value: str | None = None

    def __call__(self, attributes: Attributes, values: Values) -> Value | None:
        return self.get(attributes, values)

    def must_be(self, kinds: Set[str], operator: str) -> Check:
        """Make the check that a value which is given, if this is one, has one of these types."""
        return must_be(self.kind, self.value, kinds, operator)


def must_be(kind: str, placeholder: str | None, kinds: Set[str], operator: str) -> Check:
    """Make the check that a value which is given has one of these types."""

    def check(values: Values) -> None:
        if placeholder is not None and values[placeholder][0] not in kinds:
            raise Invalid(
                f"Invalid {kind}: Incorrect operand type for operator or function; "
                f"operator or function: {operator}, operand type: {TYPE_NAMES[values[placeholder][0]]}"
            )

    return check


def read_operand(reader: Reader, checks: list[Check]) -> Operand:
    if reader.next.startswith(":"):
        placeholder = reader.value()
        return Operand(kind=reader.kind, get=lambda _attributes, values: values[placeholder], value=placeholder)
    if reader.next == "size" and reader.after_next == "(":
        return _size(reader, checks)
    path = reader.path()
    if len(path) == 1:
        name = str(path[0])
        return Operand(kind=reader.kind, get=lambda attributes, _values: attributes.get(name), path=path)
    return Operand(kind=reader.kind, get=lambda attributes, _values: found(attributes, path), path=path)


def _size(reader: Reader, checks: list[Check]) -> Operand:
    reader.take()
    reader.must("(")
    of = read_operand(reader, checks)
    reader.must(")")
    if of.path is None:
        reader.unknown()

    def get(attributes: Attributes, values: Values) -> Value | None:
        one = of(attributes, values)
        if one is None:
            return None
        kind, content = one
        # The documentation does not say what is counted of text beyond ASCII, nor what the size of a number is.
        if kind not in _SIZED and not (kind == "S" and content.isascii()):
            raise NotImplementedError(f"size of {one}")
        return "N", str(len(content))

    return Operand(kind=reader.kind, get=get)
