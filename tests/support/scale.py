"""What operations use of DynamoDB, as formulas in the number of items: sums of what the twin's meter recorded."""

import math

from tests.support.capacity import Item, item_size
from tests.support.request_units import Call

READ_BYTES = 4096


def reads(made: list[Call], table: str, operation: str) -> float:
    return sum(call.reads for call in made if call.tables == (f"test-{table}",) and call.operation == operation)


def writes(made: list[Call], table: str) -> float:
    return sum(call.writes for call in made if call.tables == (f"test-{table}",))


def units(item: Item, unit: int) -> int:
    return math.ceil(item_size(item) / unit)
