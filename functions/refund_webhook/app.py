"""Takes signed payment events: purchases enroll, full refunds and lost disputes revoke."""

from datetime import datetime, timedelta

from aws_lambda_powertools.event_handler import Response

from shared.domain.errors import ConcurrentChange, InvalidSignature, Unavailable
from shared.domain.order import Outcome
from shared.domain.payment import DisputeLost, PaymentEvent
from shared.edge import bodies, clock, signatures
from shared.edge.http import json_response, new_api, serve
from shared.edge.metrics import count
from shared.edge.payments import is_read, payment_event
from shared.settings import WebhookSettings
from shared.stores.secrets import KeptWords
from shared.stores.webhook_events import WebhookEvent
from shared.usecases import payments

api = new_api()
handler = serve(api)
settings = WebhookSettings.from_env()
# However many bad signatures come, the secrets are read no more often than this.
signing_secrets = KeptWords(settings.signing_secrets_arn, at_least_for=timedelta(seconds=10))


def _require_signature(raw: bytes, header: str | None, now: datetime) -> None:
    """Refuse what is not signed; a secret that was rotated since it was read is read once more."""
    known = signing_secrets.get(now)
    try:
        signatures.verify(raw, header, known, now)
    except InvalidSignature:
        newest = signing_secrets.get(now, anew=True)
        if newest == known:
            raise
        signatures.verify(raw, header, newest, now)


def _take(event: PaymentEvent, now: datetime) -> WebhookEvent:
    if not is_read(event) or (isinstance(event.fact, DisputeLost) and not settings.chargebacks_revoke):
        return payments.note(event, Outcome.IGNORED, now)
    try:
        return payments.take(event, now)
    except ConcurrentChange as error:
        # Nothing is wrong with the event: it shall be sent again.
        raise Unavailable("The order is being changed by others; please send the event again.") from error


@api.post("/webhooks/stripe")
def receive_stripe_event() -> Response[str]:
    now = clock.now()
    raw = bodies.raw_body(api.current_event)
    _require_signature(raw, api.current_event.headers.get("stripe-signature"), now)
    done = _take(payment_event(raw), now)
    count(f"PaymentEvents_{done.outcome}")
    return json_response({"event_id": done.event_id, "outcome": done.outcome})
