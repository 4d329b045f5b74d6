"""Takes signed payment events; a full refund revokes."""

from datetime import datetime
from functools import cache

from aws_lambda_powertools.event_handler import Response

from shared.domain.errors import InvalidSignature
from shared.edge import clock, requests, signatures
from shared.edge.http import json_response, new_api, serve
from shared.edge.metrics import count
from shared.edge.payments import payment_event
from shared.settings import WebhookSettings
from shared.stores import secrets
from shared.usecases import refunds

api = new_api()
handler = serve(api)
settings = WebhookSettings.from_env()


@cache
def _signing_secrets() -> tuple[str, ...]:
    return secrets.words(settings.signing_secrets_arn)


def _require_signature(raw: bytes, header: str | None, now: datetime) -> None:
    """Refuse what is not signed; a secret that was rotated since it was read is read once more."""
    known = _signing_secrets()
    try:
        signatures.verify(raw, header, known, now)
    except InvalidSignature:
        _signing_secrets.cache_clear()
        if _signing_secrets() == known:
            raise
        signatures.verify(raw, header, _signing_secrets(), now)


@api.post("/webhooks/stripe")
def receive_stripe_event() -> Response[str]:
    now = clock.now()
    raw = requests.raw_body(api.current_event)
    _require_signature(raw, api.current_event.headers.get("stripe-signature"), now)
    event = payment_event(raw)
    if event.refund is None:
        done = refunds.ignore(event.event_id, event.type, now)
    else:
        done = refunds.apply(event.event_id, event.type, event.refund, now)
    count(f"PaymentEvents_{done.outcome}")
    return json_response({"event_id": done.event_id, "outcome": done.outcome})
