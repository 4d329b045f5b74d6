"""Orders and payment events, for admins."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from shared.domain.errors import OrderNotFound
from shared.domain.order import Line, Order
from shared.stores import order_lines, orders, webhook_events
from shared.stores.webhook_events import WebhookEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderView:
    """An order, and a page of its lines.

    Attributes:
        next_line: the position to continue after; None on the last page.
    """

    order: Order
    lines: Sequence[Line]
    next_line: str | None


def get(order_id: str, *, after: str | None, limit: int) -> OrderView:
    """Read an order, by its own id or that of a payment, charge, invoice, subscription or checkout session.

    Args:
        order_id: any of these.
        after: the line to continue after, as stored.
        limit: how many lines at most.

    Raises:
        OrderNotFound: nothing is known of it.
    """
    order = orders.find(order_id)
    if order is None:
        raise OrderNotFound("There is no such order.")
    found = order_lines.page(order, after=after, limit=limit + 1)
    lines = found[:limit]
    next_line = order_lines.position(lines[-1]) if len(found) > limit else None
    return OrderView(order=order, lines=lines, next_line=next_line)


def unlinked_payments(*, after: tuple[str, str] | None, limit: int) -> tuple[Sequence[Order], tuple[str, str] | None]:
    """List payments whose order is not known yet, newest first.

    Args:
        after: the position to continue after.
        limit: how many at most.

    Returns:
        The payments, and the position to continue after; None on the last page.
    """
    found = list(islice(orders.unlinked(after=after), limit + 1))
    payments = found[:limit]
    return payments, orders.position(payments[-1]) if len(found) > limit else None


def events(*, after: tuple[str, str] | None, limit: int) -> tuple[Sequence[WebhookEvent], bool]:
    """List payment events, newest first.

    Args:
        after: time of receipt, as stored, and id of the event to continue after.
        limit: how many at most.

    Returns:
        The events, and whether there are more.
    """
    found = list(webhook_events.newest_first(after=after, limit=limit + 1))
    return found[:limit], len(found) > limit
