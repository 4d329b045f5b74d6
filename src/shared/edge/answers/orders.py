"""Orders, payments without an order, and payment events, for admins."""

from collections.abc import Sequence

from shared.domain.dates import utc_text
from shared.domain.errors import InvalidCursor
from shared.domain.ledger import Balance
from shared.domain.order import Order, UnclaimedPurchase
from shared.domain.payment import Outcome
from shared.domain.refunds import OrderEntry
from shared.edge.answers.common import Json, time_or_null
from shared.stores.webhook_events import WebhookEvent
from shared.usecases.orders import OrderView


def order(view: OrderView, next_cursor: str | None) -> Json:
    """Write an `Order`, with one page of its lines."""
    stored, ledger = view.order, view.order.ledger
    return {
        "order_id": stored.order_id,
        "amount": ledger.amount,
        "amount_refunded": ledger.amount_refunded,
        "currency": stored.currency,
        "refunded_at": time_or_null(stored.refunded_at),
        "charged_back_at": time_or_null(stored.charged_back_at),
        "purchased_at": time_or_null(stored.purchased_at),
        "access_ends_at": time_or_null(stored.access_ends_at),
        "payments": [_payment(balance) for balance in ledger.balances],
        "references": sorted(stored.references | ledger.invoices.keys()),
        "unclaimed": _unclaimed(stored.unclaimed),
        "lines_pending": stored.pending is not None,
        "lines": [{"user_id": user_id, "course_id": course_id} for user_id, course_id in view.lines],
        "next_cursor": next_cursor,
        # An event without effect is kept to compute later amounts, but it is neither a refund nor a dispute.
        "refunds": [_entry(entry) for entry in ledger.history if entry.outcome is not Outcome.UNCHANGED],
        "created_at": time_or_null(stored.created_at),
        "updated_at": time_or_null(stored.updated_at),
    }


def _payment(balance: Balance) -> Json:
    """Write an `OrderPayment`."""
    payment = balance.payment
    return {
        "payment_id": payment.payment_id,
        "charge_ids": sorted(payment.charge_ids),
        "invoice_id": payment.invoice_id,
        "amount_captured": payment.amount,
        "amount_refunded": balance.refunded,
        "dispute_lost": payment.dispute_lost,
    }


def _unclaimed(purchase: UnclaimedPurchase | None) -> Json | None:
    """Write an `UnclaimedPurchase`."""
    return None if purchase is None else {"email": purchase.email, "course_ids": list(purchase.course_ids)}


def _entry(entry: OrderEntry) -> Json:
    """Write an `OrderRefund`."""
    return {
        "event_id": entry.event_id,
        "type": entry.type,
        "amount_refunded": entry.amount_refunded,
        "refund_id": entry.refund_id,
        "amount_failed": entry.amount_failed,
        "occurred_at": time_or_null(entry.occurred_at),
        "received_at": utc_text(entry.received_at),
        "outcome": entry.outcome,
    }


def unlinked_payments(payments: Sequence[Order], next_cursor: str | None) -> Json:
    """Write an `UnlinkedPaymentList`."""
    return {
        "items": [
            {
                "order_id": stored.order_id,
                "amount": stored.ledger.amount,
                "amount_refunded": stored.ledger.amount_refunded,
                "currency": stored.currency,
                "payments": [_payment(balance) for balance in stored.ledger.balances],
                "created_at": time_or_null(stored.created_at),
            }
            for stored in payments
        ],
        "next_cursor": next_cursor,
    }


def webhook_events(events: Sequence[WebhookEvent], next_cursor: str | None, *, webhook_configured: bool) -> Json:
    """Write a `WebhookEventList`."""
    return {
        "items": [
            {
                "event_id": event.event_id,
                "type": event.type,
                "received_at": utc_text(event.received_at),
                "outcome": event.outcome,
                "order_id": event.order_id,
                "reason": event.reason,
            }
            for event in events
        ],
        "next_cursor": next_cursor,
        "webhook_configured": webhook_configured,
    }


def event_position(event: WebhookEvent) -> str:
    """Write the position of an event in the list of payment events, for a cursor."""
    return position_text((utc_text(event.received_at), event.event_id))


def position_text(position: tuple[str, str]) -> str:
    """Write a position in a list by time, for a cursor: a time, as stored, and an id."""
    return "@".join(position)


def position_of(text: str | None) -> tuple[str, str] | None:
    """Read a position in a list by time; None for the beginning.

    Raises:
        InvalidCursor: it is not a position in such a list.
    """
    if text is None:
        return None
    at, _, one_id = text.partition("@")
    # DynamoDB takes no empty key.
    if not at or not one_id:
        raise InvalidCursor("The cursor is invalid.")
    return at, one_id
