"""Orders: their amounts, the enrollments that they pay for, and links from payments to orders."""

from datetime import datetime
from typing import Any

from pynamodb.attributes import ListAttribute, MapAttribute, NumberAttribute, UnicodeAttribute, UnicodeSetAttribute
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from shared.aws.row import Row, UtcAttribute, table_name
from shared.aws.transactions import Refusal, Transaction, WriteConflict, set_or_remove, unchanged
from shared.domain.errors import OrderRefunded
from shared.domain.ids import CourseId, OrderId, UserId
from shared.domain.order import Order, OrderEntry, Outcome


class HistoryEntry(MapAttribute[str, Any]):
    """What one payment event reported of an order; the event itself expires, the history does not."""

    event_id = UnicodeAttribute()
    type = UnicodeAttribute()
    occurred_at = UtcAttribute(null=True)
    received_at = UtcAttribute()
    outcome = UnicodeAttribute()
    amount = NumberAttribute(null=True)
    amount_refunded = NumberAttribute(null=True)
    refund_id = UnicodeAttribute(null=True)
    amount_failed = NumberAttribute(null=True)


class OrderRow(Row):
    """An order; or, under `payment#…`, which order a payment belongs to."""

    class Meta:
        table_name = table_name("orders")

    order_id = UnicodeAttribute(hash_key=True)
    amount = NumberAttribute(null=True)
    amount_refunded = NumberAttribute(null=True)
    currency = UnicodeAttribute(null=True)
    refunded_at = UtcAttribute(null=True)
    charged_back_at = UtcAttribute(null=True)
    purchased_at = UtcAttribute(null=True)
    # `user_id#course_id`: a set, so that adding a line twice adds it once.
    lines = UnicodeSetAttribute(null=True)
    history = ListAttribute(of=HistoryEntry, null=True)
    # Incremented by each change: a refund must have seen all of the order's lines.
    version = NumberAttribute(null=True)
    created_at = UtcAttribute(null=True)
    updated_at = UtcAttribute(null=True)
    # Only in `payment#…` items: the order that the payment belongs to.
    payment_order_id = UnicodeAttribute(null=True)


def get(order_id: str) -> Order | None:
    """Read an order, or None while nothing is known of it."""
    try:
        row = OrderRow.get(order_id, consistent_read=True)
    except OrderRow.DoesNotExist:
        return None
    return Order(
        order_id=OrderId(row.order_id),
        amount=_whole(row.amount),
        amount_refunded=int(row.amount_refunded or 0),
        currency=row.currency,
        refunded_at=row.refunded_at,
        charged_back_at=row.charged_back_at,
        purchased_at=row.purchased_at,
        lines=frozenset(_line(line) for line in row.lines or ()),
        history=tuple(
            OrderEntry(
                event_id=entry.event_id,
                type=entry.type,
                occurred_at=entry.occurred_at,
                received_at=entry.received_at,
                outcome=Outcome(entry.outcome),
                amount=_whole(entry.amount),
                amount_refunded=_whole(entry.amount_refunded),
                refund_id=entry.refund_id,
                amount_failed=_whole(entry.amount_failed),
            )
            for entry in row.history or ()
        ),
        created_at=row.created_at,
        updated_at=row.updated_at,
        version=int(row.version),
    )


def _line(line: str) -> tuple[UserId, CourseId]:
    user_id, course_id = line.split("#")
    return UserId(user_id), CourseId(course_id)


def _whole(number: float | None) -> int | None:
    return None if number is None else int(number)


def add_line(transaction: Transaction, order_id: OrderId, user_id: UserId, course_id: CourseId, now: datetime) -> None:
    """Add an enrollment to the lines of the order that pays for it; fails with `OrderRefunded` once it is reversed."""
    transaction.update(
        OrderRow(order_id),
        [
            OrderRow.lines.add({f"{user_id}#{course_id}"}),
            OrderRow.version.add(1),
            OrderRow.created_at.set(OrderRow.created_at | now),
            OrderRow.updated_at.set(now),
        ],
        _pays(),
        OrderRefunded("The order of this enrollment was refunded or charged back."),
    )


def require_paying(transaction: Transaction, order_id: OrderId, refusal: Refusal) -> None:
    """Require that the order is not reversed; the transaction fails with the given refusal otherwise."""
    transaction.check(OrderRow, order_id, None, _pays(), refusal)


def require_paying_for_new_line(transaction: Transaction, order_id: OrderId) -> None:
    """Require that an order pays, as it does for one more enrollment; fails with `WriteConflict` once it is reversed.

    This increments its version, so that a concurrent refund of the order conflicts and then includes the enrollment.
    """
    transaction.update(
        OrderRow(order_id), [OrderRow.version.add(1)], OrderRow.order_id.exists() & _pays(), WriteConflict
    )


def _pays() -> Condition:
    condition: Condition = OrderRow.refunded_at.does_not_exist()
    condition &= OrderRow.charged_back_at.does_not_exist()
    return condition


def require_not_refunded(transaction: Transaction, order: Order | None, order_id: OrderId, refusal: Refusal) -> None:
    """Require that an order is not refunded in full.

    This increments its version, so that a refund of the order that is written in several transactions starts again.

    Args:
        transaction: fails with `WriteConflict` when the order is no longer as it was read.
        order: as it was read; None where nothing is stored of it.
        order_id: its id.
        refusal: what to raise when it is refunded.
    """
    if order is None:
        transaction.check(OrderRow, order_id, None, OrderRow.order_id.does_not_exist(), WriteConflict)
    else:
        transaction.update(
            OrderRow(order_id), [OrderRow.version.add(1)], OrderRow.refunded_at.does_not_exist(), refusal
        )


def put(transaction: Transaction, order: Order, before: Order | None) -> None:
    """Create or update an order.

    Args:
        transaction: that updates its enrollments and certificates too; fails with `WriteConflict` when the order is no
            longer as it was read.
        order: as it will be.
        before: as it was read; None where nothing is stored of it.
    """
    actions: list[Action] = [
        OrderRow.amount_refunded.set(order.amount_refunded),
        set_or_remove(OrderRow.amount, order.amount),
        set_or_remove(OrderRow.currency, order.currency),
        set_or_remove(OrderRow.refunded_at, order.refunded_at),
        set_or_remove(OrderRow.charged_back_at, order.charged_back_at),
        set_or_remove(OrderRow.purchased_at, order.purchased_at),
        OrderRow.history.set([_entry(entry) for entry in order.history]),
        OrderRow.version.set(order.version),
        set_or_remove(OrderRow.created_at, order.created_at),
        set_or_remove(OrderRow.updated_at, order.updated_at),
    ]
    if order.lines:
        actions.append(OrderRow.lines.set({f"{user_id}#{course_id}" for user_id, course_id in order.lines}))
    transaction.update(OrderRow(order.order_id), actions, _is_unchanged(before), WriteConflict)


def increment_version(transaction: Transaction, order_id: OrderId, version: int) -> None:
    """Increment an order's version; fails with `WriteConflict` when it is not this version.

    Each transaction of an order that is written in several does so: an event that is processed at the same time may
    have read some of the order's enrollments before such a transaction and some after it, and must read again.
    """
    transaction.update(
        OrderRow(order_id), [OrderRow.version.set(version + 1)], OrderRow.version == version, WriteConflict
    )


def require_unchanged(transaction: Transaction, order_id: OrderId, order: Order | None) -> None:
    """Require that an order is as it was read; the transaction fails with `WriteConflict` otherwise."""
    transaction.check(OrderRow, order_id, None, _is_unchanged(order), WriteConflict)


def _is_unchanged(order: Order | None) -> Condition:
    return OrderRow.order_id.does_not_exist() if order is None else OrderRow.version == order.version


def _entry(entry: OrderEntry) -> HistoryEntry:
    return HistoryEntry(  # type: ignore[no-untyped-call]
        event_id=entry.event_id,
        type=entry.type,
        occurred_at=entry.occurred_at,
        received_at=entry.received_at,
        outcome=entry.outcome,
        amount=entry.amount,
        amount_refunded=entry.amount_refunded,
        refund_id=entry.refund_id,
        amount_failed=entry.amount_failed,
    )


def of_payment(reference: str) -> OrderId | None:
    """Find the order that a payment is linked to, or None where no event has linked it yet."""
    try:
        return OrderId(OrderRow.get(_payment_key(reference), consistent_read=True).payment_order_id)
    except OrderRow.DoesNotExist:
        return None


def link_payment(transaction: Transaction, reference: str, order_id: OrderId, before: OrderId | None) -> None:
    """Link a payment to its order; fails with `WriteConflict` when the link is no longer as it was read."""
    transaction.update(
        OrderRow(_payment_key(reference)),
        [OrderRow.payment_order_id.set(order_id)],
        unchanged(OrderRow.payment_order_id, before),
        WriteConflict,
    )


def _payment_key(reference: str) -> str:
    # No order id has a number sign.
    return f"payment#{reference}"
