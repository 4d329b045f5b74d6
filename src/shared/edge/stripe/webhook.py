"""The webhook's requests: payment events that Stripe signed."""

from datetime import datetime, timedelta

from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEventV2

from shared.aws.secrets import CachedSecret
from shared.config import WebhookConfig
from shared.domain.errors import InvalidSignature, WebhookDisabled
from shared.domain.payment import PaymentEvent
from shared.edge import bodies
from shared.edge.log import logger
from shared.edge.metrics import Metric, count
from shared.edge.stripe import signature
from shared.edge.stripe.events import Accepted, payment_event

# Invalid signatures cause the secret to be read again at most this often.
_MIN_SECRET_AGE = timedelta(seconds=10)


class Webhook:
    """The endpoint that receives Stripe's events, signed with its secret."""

    def __init__(self, config: WebhookConfig) -> None:
        arn = config.signing_secrets_arn
        self.secret = None if arn is None else CachedSecret(arn, min_age=_MIN_SECRET_AGE)
        self.accepted = Accepted(mode=config.mode, accounts=config.accounts)

    def event(self, request: APIGatewayProxyEventV2, now: datetime) -> PaymentEvent:
        """Check the signature of a request, and read its event.

        Args:
            request: as API Gateway passes it on.
            now: time of receipt.

        Raises:
            WebhookDisabled: there is no signing secret; nothing is read.
            InvalidSignature: Stripe did not sign it.
            InvalidRequest: it is not an event, or lacks a property that its type requires.
            BodyTooLarge: it is larger than any event.
            Unavailable: the secret cannot be read.
        """
        if self.secret is None:
            raise WebhookDisabled("This deployment has no signing secret, and receives no payment events.")
        raw = bodies.raw_body(request)
        try:
            _verify(self.secret, raw, request.headers.get("stripe-signature"), now)
        except InvalidSignature:
            count(Metric.SIGNATURE_FAILURES)
            raise
        return payment_event(raw, self.accepted)


def _verify(secret: CachedSecret, raw: bytes, header: str | None, now: datetime) -> None:
    """Refuse a request without a valid signature, after reading the secret again: it may have been rotated."""
    cached = secret.values(now)
    try:
        signature.verify(raw, header, cached, now)
    except InvalidSignature:
        newest = secret.values(now, refresh=True)
        unusable = sum(not signature.is_secret(value) for value in newest)
        if unusable:
            logger.warning(
                "The secret has values that are not used: a signing secret begins with whsec_.",
                extra={"unusable_values": unusable},
            )
        if newest == cached:
            raise
        signature.verify(raw, header, newest, now)
