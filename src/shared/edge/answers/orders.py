"""Orders and payment events, for admins."""

from collections.abc import Sequence

from shared.domain.dates import utc_text
from shared.domain.errors import InvalidCursor
from shared.domain.order import Order, OrderEntry, Outcome
from shared.edge.answers.common import Json, time_or_null
from shared.stores.webhook_events import WebhookEvent


def order(stored: Order) -> Json:
    """Write an `Order`."""
    return {
        "order_id": stored.order_id,
        "amount": stored.amount,
        "amount_refunded": stored.amount_refunded,
        "currency": stored.currency,
        "refunded_at": time_or_null(stored.refunded_at),
        "charged_back_at": time_or_null(stored.charged_back_at),
        "purchased_at": time_or_null(stored.purchased_at),
        "lines": [{"user_id": user_id, "course_id": course_id} for user_id, course_id in sorted(stored.lines)],
        # An event without effect is kept to compute later amounts, but it is neither a refund nor a dispute.
        "refunds": [_entry(entry) for entry in stored.history if entry.outcome is not Outcome.UNCHANGED],
        "created_at": time_or_null(stored.created_at),
        "updated_at": time_or_null(stored.updated_at),
    }


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


def webhook_events(events: Sequence[WebhookEvent], next_cursor: str | None) -> Json:
    """Write a `WebhookEventList`."""
    return {
        "items": [
            {
                "event_id": event.event_id,
                "type": event.type,
                "received_at": utc_text(event.received_at),
                "outcome": event.outcome,
                "order_id": event.order_id,
            }
            for event in events
        ],
        "next_cursor": next_cursor,
    }


def event_position(event: WebhookEvent) -> str:
    """Write the position of an event in the list of payment events, for a cursor."""
    return f"{utc_text(event.received_at)}@{event.event_id}"


def event_after(position: str | None) -> tuple[str, str] | None:
    """Read the position of an event in the list of payment events: its time of receipt and its id.

    Raises:
        InvalidCursor: it is not a position in this list.
    """
    if position is None:
        return None
    received_at, _, event_id = position.partition("@")
    # DynamoDB takes no empty key.
    if not received_at or not event_id:
        raise InvalidCursor("The cursor is invalid.")
    return received_at, event_id
