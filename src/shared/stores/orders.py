"""Orders: their payments and state, and which order the ids of payments belong to."""

from collections.abc import Iterator
from datetime import datetime

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from shared.aws.transactions import Refusal, Transaction, WriteConflict, set_or_remove, unchanged
from shared.domain.dates import utc_text
from shared.domain.ids import OrderId
from shared.domain.order import Order, PendingLines
from shared.domain.payment import Reference, References
from shared.stores.order_rows import (
    OrderRow,
    history_entries,
    invoice_entries,
    order_of,
    payment_entries,
    unclaimed_entry,
)

_UNLINKED = "payment"


def get(order_id: str) -> Order | None:
    """Read an order by its own id, or None while nothing is known of it."""
    row = _row(order_id)
    return None if row is None or row.joined_to else order_of(row)


def find(reference: Reference) -> Order | None:
    """Find the order that an id belongs to: its own, or that of a payment, charge, invoice, subscription or session.

    Returns:
        The order, or None while no event has named the id.
    """
    row = _row(reference)
    if row is not None and row.joined_to:
        return find(row.joined_to)
    order = None if row is None else order_of(row)
    if order is not None and not _may_be_linked_early(order):
        return order
    linked_to = _linked_early(reference)
    if linked_to is not None and linked_to != reference:
        return find(linked_to)
    return _unlinked_early(order) if order is not None and linked_to == reference else order


def _row(order_id: str) -> OrderRow | None:
    try:
        return OrderRow.get(order_id, consistent_read=True)
    except OrderRow.DoesNotExist:
        return None


def _may_be_linked_early(order: Order) -> bool:
    """Whether an earlier version may have stored this as what it knew of a payment: no payment in it has an id."""
    has_ids = any(payment.payment_id is not None for payment in order.ledger.payments)
    return not (has_ids or order.early_lines or order.purchased_at is not None)


def _linked_early(reference: Reference) -> str | None:
    """Read the link of a payment that an earlier version stored, as an item of its own."""
    row = _row(f"payment#{reference}")
    return None if row is None else row.payment_order_id


def _unlinked_early(order: Order) -> Order:
    """Read what an earlier version stored of a payment whose order it did not know: the id is that of the payment."""
    return Order(
        order_id=order.order_id,
        is_unlinked=True,
        ledger=order.ledger.with_payment(References(charge=order.order_id)),
        currency=order.currency,
        refunded_at=order.refunded_at,
        charged_back_at=order.charged_back_at,
        created_at=order.created_at,
        updated_at=order.updated_at,
        version=order.version,
    )


def unlinked(*, after: tuple[str, str] | None = None) -> Iterator[Order]:
    """Iterate over the payments whose order is not known, newest first.

    Args:
        after: time of creation, as stored, and id of the payment to continue after.
    """
    start = None
    if after is not None:
        created_at, order_id = after
        start = {"unlinked": {"S": _UNLINKED}, "created_at": {"S": created_at}, "order_id": {"S": order_id}}
    for row in OrderRow.by_unlinked.query(_UNLINKED, scan_index_forward=False, last_evaluated_key=start):
        yield order_of(row)


def position(order: Order) -> tuple[str, str]:
    """Return the position of a payment in the list of unlinked payments."""
    return (utc_text(order.created_at) if order.created_at else "", order.order_id)


def touch(transaction: Transaction, order_id: OrderId, now: datetime) -> None:
    """Change an order as one more enrollment is added to its lines.

    This increments its version, so that a concurrent refund of the order conflicts and then includes the enrollment.

    Args:
        transaction: that adds the line; fails with `WriteConflict` once the order is reversed, or joined to another.
        order_id: of the order, which may not exist yet.
        now: the time of the change.
    """
    transaction.update(
        OrderRow(order_id),
        [
            OrderRow.version.add(1),
            OrderRow.created_at.set(OrderRow.created_at | now),
            OrderRow.updated_at.set(now),
            OrderRow.unlinked.remove(),
        ],
        _pays() & OrderRow.joined_to.does_not_exist(),
        WriteConflict,
    )


def require_paying(transaction: Transaction, order_id: OrderId, refusal: Refusal) -> None:
    """Require that the order is not reversed; the transaction fails with the given refusal otherwise."""
    transaction.check(OrderRow, order_id, None, _pays(), refusal)


def require_paying_instead(transaction: Transaction, order_id: OrderId) -> None:
    """Require that an order pays for an enrollment that another order may pay for too; fails with `WriteConflict`.

    This increments its version, so that a concurrent refund of the order conflicts and then finds the other order.
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

    This increments its version, so that a concurrent refund of the order conflicts and is decided again.

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
    ledger, pending = order.ledger, order.pending
    actions: list[Action] = [
        OrderRow.amount_refunded.set(ledger.amount_refunded),
        set_or_remove(OrderRow.amount, ledger.amount),
        set_or_remove(OrderRow.currency, order.currency),
        set_or_remove(OrderRow.refunded_at, order.refunded_at),
        set_or_remove(OrderRow.charged_back_at, order.charged_back_at),
        set_or_remove(OrderRow.purchased_at, order.purchased_at),
        set_or_remove(OrderRow.access_ends_at, order.access_ends_at),
        OrderRow.payments.set(payment_entries(ledger)),
        set_or_remove(OrderRow.invoices, invoice_entries(ledger)),
        set_or_remove(OrderRow.references, set(order.references) or None),
        set_or_remove(OrderRow.unclaimed, unclaimed_entry(order.unclaimed)),
        OrderRow.provider.set(order.provider),
        OrderRow.history.set(history_entries(ledger)),
        set_or_remove(OrderRow.unlinked, _UNLINKED if order.is_unlinked else None),
        # Pages are done without a new version: what this change has nothing to do with may have come further.
        *(_pending_actions(pending) if pending != (before.pending if before else None) else []),
        OrderRow.version.set(order.version),
        set_or_remove(OrderRow.created_at, order.created_at),
        set_or_remove(OrderRow.updated_at, order.updated_at),
    ]
    transaction.update(OrderRow(order.order_id), actions, _is_unchanged(before), WriteConflict)


def _pending_actions(pending: PendingLines | None) -> list[Action]:
    return [
        set_or_remove(OrderRow.pending_version, pending.version if pending else None),
        set_or_remove(OrderRow.pending_after, pending.after if pending else None),
        set_or_remove(OrderRow.pending_ends_access, (pending.ends_access or None) if pending else None),
    ]


def advance(transaction: Transaction, order_id: OrderId, pending: PendingLines, after: str | None) -> None:
    """Record that a page of an order's pending lines is done.

    Args:
        transaction: that changes the lines; fails with `WriteConflict` when a newer event asks for other work, or this
            page was done before.
        order_id: of the order.
        pending: as it was read.
        after: the last line of the page; None after the last page.
    """
    done = (
        None if after is None else PendingLines(version=pending.version, after=after, ends_access=pending.ends_access)
    )
    transaction.update(
        OrderRow(order_id),
        _pending_actions(done),
        (OrderRow.pending_version == pending.version) & unchanged(OrderRow.pending_after, pending.after),
        WriteConflict,
    )


def increment_version(transaction: Transaction, order_id: OrderId, version: int) -> None:
    """Increment an order's version; fails with `WriteConflict` when it is not this version.

    Each further transaction of a purchase of many courses does so: an event that is processed at the same time may have
    read the order's lines before such a transaction, and must read again.
    """
    transaction.update(
        OrderRow(order_id), [OrderRow.version.set(version + 1)], OrderRow.version == version, WriteConflict
    )


def require_unchanged(transaction: Transaction, order_id: OrderId, order: Order | None) -> None:
    """Require that an order is as it was read, None for nothing; otherwise fails with `WriteConflict`."""
    transaction.check(OrderRow, order_id, None, _is_unchanged(order), WriteConflict)


def _is_unchanged(order: Order | None) -> Condition:
    return OrderRow.order_id.does_not_exist() if order is None else OrderRow.version == order.version


def link(transaction: Transaction, reference: Reference, order_id: OrderId) -> None:
    """Record the order that an id belongs to; fails with `WriteConflict` when the id is known by now."""
    transaction.put(OrderRow(reference, joined_to=order_id), OrderRow.order_id.does_not_exist(), WriteConflict)


def join(transaction: Transaction, unlinked_order: Order, order_id: OrderId) -> None:
    """Replace what stood in for the order of a payment by a link to the order, which has taken over its payments.

    Args:
        transaction: fails with `WriteConflict` when it is no longer as it was read.
        unlinked_order: as it was read.
        order_id: of the order.
    """
    transaction.put(
        OrderRow(unlinked_order.order_id, joined_to=order_id, version=unlinked_order.version + 1),
        _is_unchanged(unlinked_order),
        WriteConflict,
    )
