"""What payment events do: orders follow the events, enrollments and certificates follow the orders."""

from dataclasses import replace
from datetime import datetime
from itertools import batched

from shared.domain.ids import OrderId
from shared.domain.order import Order, Outcome
from shared.domain.payment import PaymentEvent, Purchase
from shared.stores import orders, webhook_events
from shared.stores.webhook_events import WebhookEvent
from shared.stores.writes import MAX_TRANSACTION_ITEMS, Transaction
from shared.usecases import order_lines, payment_orders
from shared.usecases.deciding import until_settled
from shared.usecases.order_lines import Line
from shared.usecases.payment_orders import Meant

# Beside its lines, a transaction has at most the order, the payment, what was known of the payment, and the event.
_LINES_A_TRANSACTION = (MAX_TRANSACTION_ITEMS - 4) // order_lines.WRITES_A_LINE


def note(event: PaymentEvent, outcome: Outcome, now: datetime) -> WebhookEvent:
    """Write down an event that changes nothing here."""
    noted = _event(event, outcome, None, now)
    webhook_events.add(noted)
    return noted


def take(event: PaymentEvent, now: datetime) -> WebhookEvent:
    """Do what a payment event says.

    Once an order's money is taken back, by a full refund or a lost dispute, its enrollments end and its certificates
    are revoked; in the transaction that marks the order, so that no certificate of a refunded order is ever active.
    An order with more lines than one transaction takes goes in steps: marked with the last of them when its money is
    taken back, with the first when it is there again. A step that fails leaves an order that the next delivery of the
    event finishes.

    Args:
        event: the same event again changes nothing.
        now: time of receipt.

    Returns:
        The event with its outcome.

    Raises:
        ConcurrentChange: others interfered each time.
    """
    return until_settled(lambda: _take_once(event, now))


def _take_once(event: PaymentEvent, now: datetime) -> WebhookEvent:
    came_before = webhook_events.get(event.event_id)
    if came_before is not None:
        return came_before
    if event.fact is None or event.payment is None:
        return note(event, Outcome.UNCHANGED, now)
    purchase = event.fact if isinstance(event.fact, Purchase) else None
    if purchase is not None and not purchase.is_paid:
        return note(event, Outcome.AWAITING_PAYMENT, now)
    meant = payment_orders.find(event.payment, now)
    order, outcome = meant.order.told(event, now)
    lines = order_lines.out_of_step(order, purchase, now)
    if purchase is not None:
        outcome = Outcome.ENROLLED if lines and not order.is_taken_back else Outcome.UNCHANGED
    touched_at = meant.order.updated_at if outcome is Outcome.UNCHANGED else now
    order = replace(order, version=meant.order.version + 1, updated_at=touched_at)
    done = _event(event, outcome, order.order_id, now)
    _write(meant, order, lines, done, now)
    return done


def _write(meant: Meant, order: Order, lines: list[Line], done: WebhookEvent, now: datetime) -> None:
    steps = [list(step) for step in batched(lines, _LINES_A_TRANSACTION, strict=False)] or [[]]
    last = len(steps) - 1
    marked_in = last if order.is_taken_back else 0
    for number, step in enumerate(steps):
        transaction = Transaction()
        guarded = {order.order_id}
        if number == marked_in:
            meant.write(transaction, order)
            guarded.add(meant.payment)
        else:
            as_read = meant.before if number < marked_in else order
            orders.require_as_read(transaction, order.order_id, as_read)
        order_lines.write(transaction, step, guarded, now)
        if number == last:
            webhook_events.add_in(transaction, done)
        transaction.commit()


def _event(event: PaymentEvent, outcome: Outcome, order_id: OrderId | None, now: datetime) -> WebhookEvent:
    return WebhookEvent(event_id=event.event_id, type=event.type, received_at=now, outcome=outcome, order_id=order_id)
