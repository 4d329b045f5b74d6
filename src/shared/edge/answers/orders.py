"""Orders and payment events, for admins."""

from collections.abc import Sequence

from shared.domain.dates import utc_text
from shared.domain.errors import InvalidCursor
from shared.domain.order import Order
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
        "lines": [{"user_id": user_id, "course_id": course_id} for user_id, course_id in sorted(stored.lines)],
        "refunds": [
            {
                "event_id": refund.event_id,
                "type": refund.type,
                "amount_refunded": refund.amount_refunded,
                "received_at": utc_text(refund.received_at),
                "outcome": refund.outcome,
            }
            for refund in stored.refunds
        ],
        "created_at": time_or_null(stored.created_at),
        "updated_at": time_or_null(stored.updated_at),
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


def event_place(event: WebhookEvent) -> str:
    """Write down where the list of payment events goes on: behind this one."""
    return f"{utc_text(event.received_at)}@{event.event_id}"


def event_after(place: str | None) -> tuple[str, str] | None:
    """Read such a place: time of receipt and id of an event.

    Raises:
        InvalidCursor: it is none.
    """
    if place is None:
        return None
    received_at, _, event_id = place.partition("@")
    # DynamoDB takes no empty key.
    if not received_at or not event_id:
        raise InvalidCursor("This list gave out no such cursor.")
    return received_at, event_id
