"""Orders: their amounts, and the enrollments that they pay for."""

from datetime import datetime
from typing import Any

from pynamodb.attributes import ListAttribute, MapAttribute, NumberAttribute, UnicodeAttribute, UnicodeSetAttribute
from pynamodb.expressions.update import Action

from shared.domain.errors import OrderRefunded
from shared.domain.ids import CourseId, OrderId, UserId
from shared.domain.order import Order, Refund, RefundRecord
from shared.stores.rows import Row, UtcAttribute, table_name
from shared.stores.webhook_events import WebhookEvent
from shared.stores.writes import ChangedMeanwhile, Refusal, Transaction, set_or_remove


class RefundEntry(MapAttribute[str, Any]):
    """One payment event in an order's history; the event itself expires, the history stays."""

    event_id = UnicodeAttribute()
    type = UnicodeAttribute()
    amount_refunded = NumberAttribute()
    received_at = UtcAttribute()
    outcome = UnicodeAttribute()


class OrderRow(Row):
    class Meta:
        table_name = table_name("orders")

    order_id = UnicodeAttribute(hash_key=True)
    amount = NumberAttribute(null=True)
    amount_refunded = NumberAttribute(null=True)
    currency = UnicodeAttribute(null=True)
    refunded_at = UtcAttribute(null=True)
    # `user_id#course_id`: a set, so that adding a line twice adds it once.
    lines = UnicodeSetAttribute(null=True)
    refunds = ListAttribute(of=RefundEntry, null=True)
    # Grows with each line and each amount: a refund must see the lines that it was computed from.
    version = NumberAttribute()
    created_at = UtcAttribute()
    updated_at = UtcAttribute()


def get(order_id: str) -> Order | None:
    """Read an order, or None while nothing is known of it."""
    try:
        row = OrderRow.get(order_id, consistent_read=True)
    except OrderRow.DoesNotExist:
        return None
    return Order(
        order_id=OrderId(row.order_id),
        amount=None if row.amount is None else int(row.amount),
        amount_refunded=int(row.amount_refunded or 0),
        currency=row.currency,
        refunded_at=row.refunded_at,
        lines=frozenset(_line(line) for line in row.lines or ()),
        refunds=tuple(
            RefundRecord(
                event_id=entry.event_id,
                type=entry.type,
                amount_refunded=int(entry.amount_refunded),
                received_at=entry.received_at,
                outcome=entry.outcome,
            )
            for entry in row.refunds or ()
        ),
        created_at=row.created_at,
        updated_at=row.updated_at,
        version=int(row.version),
    )


def _line(line: str) -> tuple[UserId, CourseId]:
    user_id, course_id = line.split("#")
    return UserId(user_id), CourseId(course_id)


def add_line(transaction: Transaction, order_id: OrderId, user_id: UserId, course_id: CourseId, now: datetime) -> None:
    """Tell an order of an enrollment that it pays for; refused with `OrderRefunded` after a full refund."""
    transaction.update(
        OrderRow(order_id),
        [OrderRow.lines.add({f"{user_id}#{course_id}"}), *_touched(now)],
        OrderRow.refunded_at.does_not_exist(),
        OrderRefunded("The order of this enrollment was refunded in full."),
    )


def require_not_refunded(transaction: Transaction, order_id: OrderId, refusal: Refusal) -> None:
    """Refuse the transaction when the order was refunded in full."""
    transaction.check(
        OrderRow,
        order_id,
        None,
        OrderRow.refunded_at.does_not_exist(),
        refusal,
    )


def put_refund(
    transaction: Transaction, refund: Refund, before: Order | None, event: WebhookEvent, now: datetime
) -> None:
    """Write down what was given back; refused with `ChangedMeanwhile` when the order is no longer as it was read."""
    entry = RefundEntry(  # type: ignore[no-untyped-call]
        event_id=event.event_id,
        type=event.type,
        amount_refunded=refund.amount_refunded,
        received_at=event.received_at,
        outcome=event.outcome,
    )
    actions: list[Action] = [
        OrderRow.refunds.set((OrderRow.refunds | []).append([entry])),
        OrderRow.amount.set(refund.amount),
        OrderRow.amount_refunded.set(max(refund.amount_refunded, before.amount_refunded if before else 0)),
        set_or_remove(OrderRow.currency, refund.currency),
        *_touched(now),
    ]
    if refund.is_full:
        actions.append(OrderRow.refunded_at.set(OrderRow.refunded_at | now))
    transaction.update(
        OrderRow(refund.order_id),
        actions,
        OrderRow.version == before.version if before else OrderRow.order_id.does_not_exist(),
        ChangedMeanwhile,
    )


def _touched(now: datetime) -> list[Action]:
    return [
        OrderRow.version.add(1),
        OrderRow.created_at.set(OrderRow.created_at | now),
        OrderRow.updated_at.set(now),
    ]
