"""Processing payment events: they change orders, and with them enrollments and certificates."""

from datetime import datetime

from shared.aws.retries import retry_on_conflict
from shared.domain.errors import ConcurrentChange, Unavailable
from shared.domain.payment import DisputeLost, IgnoredReason, Outcome, PaymentEvent
from shared.stores import order_queue, orders, webhook_events
from shared.stores.webhook_events import WebhookEvent
from shared.usecases.payment_plan import plan


def process(event: PaymentEvent, *, chargebacks_revoke: bool, now: datetime) -> WebhookEvent:
    """Process a payment event; processing it again changes nothing.

    Once an order is reversed, by full refunds or lost disputes of its payments, its enrollments end and its
    certificates are revoked, in the transaction that marks the order. The lines of an order with more than fit into it
    are left to the queue (`order_work`); none of its certificates is issued or downloaded from that transaction on.

    Args:
        event: as the provider signed it.
        chargebacks_revoke: whether a lost dispute is processed at all.
        now: time of receipt.

    Returns:
        The event's entry in the log of events, with its outcome.

    Raises:
        Unavailable: others changed the same items each time, or the queue did not answer; the provider should send the
            event again.
    """
    reason = _ignored(event, chargebacks_revoke=chargebacks_revoke)
    if reason is not None:
        ignored = WebhookEvent(
            event_id=event.event_id,
            type=event.type,
            received_at=now,
            outcome=Outcome.IGNORED,
            order_id=None,
            reason=reason,
        )
        webhook_events.add(ignored)
        return ignored
    try:
        return retry_on_conflict(lambda: _process_once(event, now))
    except ConcurrentChange as error:
        raise Unavailable("The order is being changed by others; please send the event again.") from error


def _ignored(event: PaymentEvent, *, chargebacks_revoke: bool) -> IgnoredReason | None:
    if event.ignored is not None:
        return event.ignored
    if not chargebacks_revoke and any(isinstance(fact, DisputeLost) for fact in event.facts):
        return IgnoredReason.CHARGEBACKS_DISABLED
    purchase = event.purchase
    if purchase is not None and purchase.user_id is None and purchase.email is None:
        return IgnoredReason.NO_LEARNER
    return None


def _process_once(event: PaymentEvent, now: datetime) -> WebhookEvent:
    processed_before = webhook_events.get(event.event_id)
    if processed_before is not None:
        # The delivery before may have ended before it queued the order's lines.
        order = orders.get(processed_before.order_id) if processed_before.order_id is not None else None
        if order is not None:
            order_queue.put(order)
        return processed_before
    planned = plan(event, now)
    order_queue.put(planned.write(now))
    return planned.event
