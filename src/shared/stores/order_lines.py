"""The lines of orders: the enrollments that an order pays for, each an item of its own."""

from collections.abc import Sequence
from datetime import datetime

from pynamodb.attributes import UnicodeAttribute

from shared.aws.row import Row, UtcAttribute, table_name
from shared.aws.transactions import Transaction, WriteConflict
from shared.domain.ids import OrderId
from shared.domain.order import Line, Order
from shared.stores.order_rows import line_of, line_text


class OrderLineRow(Row):
    class Meta:
        table_name = table_name("order-lines")

    order_id = UnicodeAttribute(hash_key=True)
    # `user_id#course_id`
    line = UnicodeAttribute(range_key=True)
    created_at = UtcAttribute(null=True)


def add(transaction: Transaction, order_id: OrderId, line: Line, now: datetime) -> None:
    """Add a line to an order; adding it again changes nothing. The transaction changes the order, too."""
    row = OrderLineRow(order_id, line_text(line))
    transaction.update(row, [OrderLineRow.created_at.set(OrderLineRow.created_at | now)], None, WriteConflict)


def existing(order: Order, lines: Sequence[Line]) -> frozenset[Line]:
    """Tell which of some lines an order has already."""
    keys = [(order.order_id, line_text(line)) for line in lines]
    rows = OrderLineRow.batch_get(keys, consistent_read=True)
    return order.early_lines.intersection(lines) | {line_of(row.line) for row in rows}


def page(order: Order, *, after: str | None, limit: int) -> Sequence[Line]:
    """Read lines of an order, in the order in which they are stored.

    Args:
        order: as it was read: it has the lines from before they were items of their own.
        after: the line to continue after, as `position` gives it; None for the first page.
        limit: how many at most.
    """
    condition = OrderLineRow.line > after if after is not None else None
    found = OrderLineRow.query(order.order_id, condition, consistent_read=True, limit=limit)
    lines = {row.line for row in found}
    lines |= {text for text in map(line_text, order.early_lines) if after is None or text > after}
    return [line_of(text) for text in sorted(lines)[:limit]]


def position(line: Line) -> str:
    """Return the position of a line among those of its order."""
    return line_text(line)
