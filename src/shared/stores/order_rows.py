"""The rows of orders."""

from typing import Any

from pynamodb.attributes import BooleanAttribute, ListAttribute, MapAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.attributes import UnicodeSetAttribute as TextSetAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from shared.aws.row import Row, UtcAttribute, table_name
from shared.domain.ids import CourseId, OrderId, SubscriptionId, UserId
from shared.domain.ledger import Ledger, Payment
from shared.domain.order import Line, Order, PendingLines, UnclaimedPurchase
from shared.domain.payment import Outcome
from shared.domain.refunds import OrderEntry


class HistoryEntry(MapAttribute[str, Any]):
    """What one payment event reported of a refund; the event itself expires, the history does not."""

    event_id = UnicodeAttribute()
    type = UnicodeAttribute()
    # Entries from before payments had ids lack it.
    payment_id = UnicodeAttribute(null=True)
    occurred_at = UtcAttribute(null=True)
    received_at = UtcAttribute()
    outcome = UnicodeAttribute()
    # What was captured, in entries from before payments were stored.
    amount = NumberAttribute(null=True)
    amount_refunded = NumberAttribute(null=True)
    refund_id = UnicodeAttribute(null=True)
    amount_failed = NumberAttribute(null=True)
    refund_amount = NumberAttribute(null=True)


class PaymentEntry(MapAttribute[str, Any]):
    """A payment of an order."""

    payment_id = UnicodeAttribute(null=True)
    charge_ids = ListAttribute(of=UnicodeAttribute, null=True)
    invoice_id = UnicodeAttribute(null=True)
    captured = NumberAttribute(null=True)
    expected = NumberAttribute(null=True)
    dispute_lost = BooleanAttribute(null=True)


class InvoiceEntry(MapAttribute[str, Any]):
    """A paid invoice of an order."""

    invoice_id = UnicodeAttribute()
    amount = NumberAttribute()


class UnclaimedEntry(MapAttribute[str, Any]):
    """A purchase whose learner is not known yet."""

    email = UnicodeAttribute()
    course_ids = ListAttribute(of=UnicodeAttribute)
    subscription_id = UnicodeAttribute(null=True)
    purchaser_name = UnicodeAttribute(null=True)
    user_id = UnicodeAttribute(null=True)


class _ByUnlinked(GlobalSecondaryIndex[Any]):  # type: ignore[no-untyped-call]
    """The admin's list of payments without an order; orders are not in it."""

    class Meta:
        index_name = "by_unlinked"
        projection = AllProjection()

    unlinked = UnicodeAttribute(hash_key=True)
    created_at = UtcAttribute(range_key=True)


class OrderRow(Row):
    """An order; or, under an id that belongs to one, which order that is (`joined_to`)."""

    class Meta:
        table_name = table_name("orders")

    order_id = UnicodeAttribute(hash_key=True)
    joined_to = UnicodeAttribute(null=True)
    unlinked = UnicodeAttribute(null=True)
    # Derived from the payments, for whoever reads the table.
    amount = NumberAttribute(null=True)
    amount_refunded = NumberAttribute(null=True)
    currency = UnicodeAttribute(null=True)
    refunded_at = UtcAttribute(null=True)
    charged_back_at = UtcAttribute(null=True)
    purchased_at = UtcAttribute(null=True)
    access_ends_at = UtcAttribute(null=True)
    payments = ListAttribute(of=PaymentEntry, null=True)
    invoices = ListAttribute(of=InvoiceEntry, null=True)
    references = TextSetAttribute(null=True)
    unclaimed = UnclaimedEntry(null=True)  # type: ignore[no-untyped-call]
    provider = UnicodeAttribute(null=True)
    history = ListAttribute(of=HistoryEntry, null=True)
    pending_version = NumberAttribute(null=True)
    pending_after = UnicodeAttribute(null=True)
    pending_ends_access = BooleanAttribute(null=True)
    # `user_id#course_id`: orders from before lines were items of their own have them here.
    lines = TextSetAttribute(null=True)
    # Incremented by each change: a refund must have seen all of the order's lines.
    version = NumberAttribute(null=True)
    created_at = UtcAttribute(null=True)
    updated_at = UtcAttribute(null=True)
    # Only in `payment#…` items, by which earlier versions linked payments to orders.
    payment_order_id = UnicodeAttribute(null=True)

    by_unlinked = _ByUnlinked()


def line_text(line: Line) -> str:
    """Write a line as it is stored: neither id has a number sign."""
    return "#".join(line)


def line_of(text: str) -> Line:
    """Read a line."""
    user_id, course_id = text.split("#")
    return UserId(user_id), CourseId(course_id)


def order_of(row: OrderRow) -> Order:
    """Read an order."""
    return Order(
        order_id=OrderId(row.order_id),
        is_unlinked=row.unlinked is not None,
        ledger=_ledger(row),
        references=frozenset(row.references or ()),
        currency=row.currency,
        refunded_at=row.refunded_at,
        charged_back_at=row.charged_back_at,
        purchased_at=row.purchased_at,
        access_ends_at=row.access_ends_at,
        unclaimed=_unclaimed(row.unclaimed),
        pending=_pending(row),
        provider=row.provider or "stripe",
        early_lines=frozenset(map(line_of, row.lines or ())),
        created_at=row.created_at,
        updated_at=row.updated_at,
        version=int(row.version or 0),
    )


def _ledger(row: OrderRow) -> Ledger:
    history = tuple(_entry_of(entry) for entry in row.history or ())
    return Ledger(
        payments=_early_payments(row, history) if row.payments is None else tuple(map(_payment, row.payments)),
        invoices={entry.invoice_id: int(entry.amount) for entry in row.invoices or ()},
        history=history,
    )


def _early_payments(row: OrderRow, history: tuple[OrderEntry, ...]) -> tuple[Payment, ...]:
    """Read the one payment of an order from before payments were stored: its id is not known."""
    amount = _whole(row.amount)
    if amount is None and not history:
        return ()
    by_charge = any(entry.amount is not None for entry in history)
    return (
        Payment(
            payment_id=None,
            captured=amount if by_charge else None,
            expected=None if by_charge else amount,
            dispute_lost=row.charged_back_at is not None,
        ),
    )


def _payment(entry: PaymentEntry) -> Payment:
    return Payment(
        payment_id=entry.payment_id,
        charge_ids=frozenset(map(str, entry.charge_ids or ())),
        invoice_id=entry.invoice_id,
        captured=_whole(entry.captured),
        expected=_whole(entry.expected),
        dispute_lost=bool(entry.dispute_lost),
    )


def _entry_of(entry: HistoryEntry) -> OrderEntry:
    return OrderEntry(
        event_id=entry.event_id,
        type=entry.type,
        payment_id=entry.payment_id,
        occurred_at=entry.occurred_at,
        received_at=entry.received_at,
        outcome=Outcome(entry.outcome),
        amount=_whole(entry.amount),
        amount_refunded=_whole(entry.amount_refunded),
        refund_id=entry.refund_id,
        amount_failed=_whole(entry.amount_failed),
        refund_amount=_whole(entry.refund_amount),
    )


def _unclaimed(entry: UnclaimedEntry | None) -> UnclaimedPurchase | None:
    if entry is None:
        return None
    return UnclaimedPurchase(
        email=entry.email,
        course_ids=tuple(CourseId(str(course_id)) for course_id in entry.course_ids),
        subscription_id=None if entry.subscription_id is None else SubscriptionId(entry.subscription_id),
        purchaser_name=entry.purchaser_name,
        user_id=None if entry.user_id is None else UserId(entry.user_id),
    )


def _pending(row: OrderRow) -> PendingLines | None:
    version = _whole(row.pending_version)
    if version is None:
        return None
    return PendingLines(version=version, after=row.pending_after, ends_access=bool(row.pending_ends_access))


def _whole(number: float | None) -> int | None:
    return None if number is None else int(number)


def payment_entries(ledger: Ledger) -> list[PaymentEntry]:
    """Write the payments of an order."""
    return [
        PaymentEntry(  # type: ignore[no-untyped-call]
            payment_id=payment.payment_id,
            charge_ids=sorted(payment.charge_ids) or None,
            invoice_id=payment.invoice_id,
            captured=payment.captured,
            expected=payment.expected,
            dispute_lost=payment.dispute_lost or None,
        )
        for payment in ledger.payments
    ]


def invoice_entries(ledger: Ledger) -> list[InvoiceEntry] | None:
    """Write the paid invoices of an order; None where there are none."""
    return [
        InvoiceEntry(invoice_id=invoice_id, amount=amount)  # type: ignore[no-untyped-call]
        for invoice_id, amount in sorted(ledger.invoices.items())
    ] or None


def history_entries(ledger: Ledger) -> list[HistoryEntry]:
    """Write what events reported of refunds and disputes."""
    return [
        HistoryEntry(  # type: ignore[no-untyped-call]
            event_id=entry.event_id,
            type=entry.type,
            payment_id=entry.payment_id,
            occurred_at=entry.occurred_at,
            received_at=entry.received_at,
            outcome=entry.outcome,
            amount=entry.amount,
            amount_refunded=entry.amount_refunded,
            refund_id=entry.refund_id,
            amount_failed=entry.amount_failed,
            refund_amount=entry.refund_amount,
        )
        for entry in ledger.history
    ]


def unclaimed_entry(purchase: UnclaimedPurchase | None) -> UnclaimedEntry | None:
    """Write a purchase whose learner is not known yet."""
    if purchase is None:
        return None
    return UnclaimedEntry(  # type: ignore[no-untyped-call]
        email=purchase.email,
        course_ids=list(purchase.course_ids),
        subscription_id=purchase.subscription_id,
        purchaser_name=purchase.purchaser_name,
        user_id=purchase.user_id,
    )
