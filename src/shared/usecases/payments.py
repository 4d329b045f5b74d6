"""Processing payment events: they change orders, and with them enrollments and certificates."""

from datetime import datetime

from shared.aws.retries import retry_on_conflict
from shared.domain.errors import ConcurrentChange, Unavailable
from shared.domain.order import Outcome
from shared.domain.payment import DisputeLost, PaymentEvent, Purchase
from shared.stores import webhook_events
from shared.stores.webhook_events import WebhookEvent
from shared.usecases.payment_plan import plan


def process(event: PaymentEvent, *, chargebacks_revoke: bool, now: datetime) -> WebhookEvent:
    """Process a payment event; processing it again changes nothing.

    Once an order is reversed, by a full refund or a lost dispute, its enrollments end and its certificates are revoked,
    in the transaction that marks the order, so that no certificate of a refunded order is ever active.

    Args:
        event: as the provider signed it.
        chargebacks_revoke: whether a lost dispute is processed at all.
        now: time of receipt.

    Returns:
        The event's entry in the log of events, with its outcome.

    Raises:
        Unavailable: others changed the same items each time; the provider should send the event again.
    """
    if not event.is_supported or (isinstance(event.fact, DisputeLost) and not chargebacks_revoke):
        return _log(event, Outcome.IGNORED, now)
    try:
        return retry_on_conflict(lambda: _process_once(event, now))
    except ConcurrentChange as error:
        raise Unavailable("The order is being changed by others; please send the event again.") from error


def _process_once(event: PaymentEvent, now: datetime) -> WebhookEvent:
    processed_before = webhook_events.get(event.event_id)
    if processed_before is not None:
        return processed_before
    if event.fact is None or event.payment is None:
        return _log(event, Outcome.UNCHANGED, now)
    if isinstance(event.fact, Purchase) and not event.fact.is_paid:
        return _log(event, Outcome.AWAITING_PAYMENT, now)
    planned = plan(event, event.payment, now)
    planned.write(now)
    return planned.event


def _log(event: PaymentEvent, outcome: Outcome, now: datetime) -> WebhookEvent:
    """Log an event that changes nothing."""
    logged = WebhookEvent(event_id=event.event_id, type=event.type, received_at=now, outcome=outcome, order_id=None)
    webhook_events.add(logged)
    return logged
