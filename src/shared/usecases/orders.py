"""Orders and payment events, for admins."""

from collections.abc import Sequence
from itertools import islice

from shared.domain.errors import OrderNotFound
from shared.domain.order import Order
from shared.stores import orders, webhook_events
from shared.stores.webhook_events import WebhookEvent


def get(order_id: str) -> Order:
    """Read an order, by its own id or that of its payment.

    Raises:
        OrderNotFound: nothing is known of it.
    """
    order = orders.get(order_id)
    if order is None:
        named = orders.of_payment(order_id)
        order = orders.get(named) if named is not None else None
    if order is None:
        raise OrderNotFound("There is no such order.")
    return order


def events(*, after: tuple[str, str] | None, limit: int) -> tuple[Sequence[WebhookEvent], bool]:
    """List payment events, newest first.

    Args:
        after: time of receipt, as stored, and id of the event to continue after.
        limit: how many at most.

    Returns:
        The events, and whether there are more.
    """
    found = list(islice(webhook_events.newest_first(after=after), limit + 1))
    return found[:limit], len(found) > limit
