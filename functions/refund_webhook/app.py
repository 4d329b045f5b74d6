"""Receives signed payment events: purchases enroll, full refunds and lost disputes revoke."""

from shared.config import WebhookConfig
from shared.edge import clock
from shared.edge.http import Response, json_response, new_api, serve
from shared.edge.metrics import Metric, count
from shared.edge.stripe.webhook import Webhook
from shared.usecases import payments

api = new_api()
handler = serve(api)
config = WebhookConfig.from_env()
webhook = Webhook(config)


@api.post("/webhooks/stripe")
def receive_stripe_event() -> Response[str]:
    now = clock.now()
    event = webhook.event(api.current_event, now)
    processed = payments.process(event, chargebacks_revoke=config.chargebacks_revoke, now=now)
    # An event that was processed before has the time of that delivery.
    if processed.received_at == now:
        count(Metric.PAYMENT_EVENTS, outcome=processed.outcome)
    return json_response({"event_id": processed.event_id, "outcome": processed.outcome})
