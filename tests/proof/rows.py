"""The stored items as plain values, from states of the twin, each item converted once, and from DynamoDB's JSON."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from tests.support import twin
from tests.support.twin.state import Item
from tests.support.twin.values import Value, value

type Row = Mapping[str, Any]
type Rows = Mapping[str, Sequence[Row]]

TABLES = (
    "certificate-register",
    "certificate-templates",
    "changes",
    "completions",
    "course-certificates",
    "courses",
    "enrollment-imports",
    "enrollments",
    "instructors",
    "learner-index",
    "lesson-progress",
    "order-lines",
    "orders",
    "pending-enrollments",
    "profiles",
    "settings",
    "unclaimed-purchases",
    "webhook-events",
)


def plain(found: Value) -> Any:  # noqa: ANN401 - any value
    """Convert a value to Python's types: text, integers or decimals, sets, lists and dictionaries."""
    kind, content = found
    match kind:
        case "N":
            number = Decimal(content)
            return int(number) if number == int(number) else number
        case "NS":
            return frozenset(map(Decimal, content))
        case "SS":
            return frozenset(content)
        case "L":
            return tuple(map(plain, content))
        case "M":
            return {name: plain(part) for name, part in content}
    return content


@lru_cache(maxsize=20_000)
def _row(item: Item) -> Row:
    return MappingProxyType({name: plain(part) for name, part in item.items()})


def of_twin(state: twin.State) -> Rows:
    """Read the items in a state of the twin."""
    return {table: [_row(item) for item in state.tables[f"test-{table}"].values()] for table in TABLES}


def of_wire(items: Mapping[str, Iterable[Mapping[str, Any]]]) -> Rows:
    """Read items in DynamoDB's JSON, by table."""
    return {
        table: [{name: plain(value(part)) for name, part in item.items()} for item in found]
        for table, found in items.items()
    }


def orders(kept: Rows) -> Sequence[Row]:
    """Select the orders: the other items of their table tell which order an id belongs to."""
    return [row for row in kept["orders"] if "joined_to" not in row and not row["order_id"].startswith("payment#")]
