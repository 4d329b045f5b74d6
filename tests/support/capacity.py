"""Request units of DynamoDB, computed from the sizes of items: moto and the twin do not tell them.

Sources: "DynamoDB item sizes and formats" and "DynamoDB on-demand capacity mode", Amazon DynamoDB Developer Guide.
"""

import math
from base64 import b64decode
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

type Item = Mapping[str, Mapping[str, Any]]

KILOBYTE = 1024
_READ_BYTES = 4 * KILOBYTE


def item_size(item: Item) -> int:
    """Count an item's bytes; where the rule says "approximately", use the most that it allows.

    Names and strings are their UTF-8 bytes; a number is one byte per two significant digits, plus one; a boolean is one
    byte; a list, a map or a set has an overhead of three bytes, plus one per element. A binary value is its bytes:
    requests have them in Base64, botocore's answers as they are.
    """
    return sum(len(name.encode()) + _value_size(value) for name, value in item.items())


def _value_size(value: Mapping[str, Any]) -> int:
    ((kind, content),) = value.items()
    match kind:
        case "S" | "B":
            return len(_bytes(kind, content))
        case "N":
            return math.ceil(len(Decimal(content).normalize().as_tuple().digits) / 2) + 1
        case "BOOL" | "NULL":
            return 1
        case "L":
            return 3 + sum(1 + _value_size(element) for element in content)
        case "M":
            return 3 + len(content) + item_size(content)
        case "SS" | "NS":
            return 3 + sum(1 + _value_size({kind[0]: member}) for member in content)
        case _:
            raise AssertionError(kind)


def _bytes(kind: str, content: str | bytes) -> bytes:
    if isinstance(content, bytes):
        return content
    return content.encode() if kind == "S" else b64decode(content)


def read_units(items: Iterable[Item | None]) -> int:
    """Units of strongly consistent reads of single items, also in a batch; None is an item that does not exist."""
    return sum(max(1, math.ceil(item_size(item or {}) / _READ_BYTES)) for item in items)


def query_units(items: Iterable[Item]) -> int:
    """Units of a strongly consistent query that reads these items."""
    return max(1, math.ceil(sum(map(item_size, items)) / _READ_BYTES))


def transaction_units(changes: Iterable[tuple[Item | None, Item | None]]) -> int:
    """Units of a transaction that changes items, each from one to another: two per item and kilobyte."""
    return sum(2 * max(1, _kilobytes(before), _kilobytes(after)) for before, after in changes)


def _kilobytes(item: Item | None) -> int:
    return math.ceil(item_size(item or {}) / KILOBYTE)
