"""The webhook's requests: payment events that Stripe signed."""

from datetime import datetime, timedelta

from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEventV2

from shared.aws.secrets import CachedSecret
from shared.domain.errors import InvalidSignature
from shared.domain.payment import PaymentEvent
from shared.edge import bodies
from shared.edge.stripe import signature
from shared.edge.stripe.events import payment_event

# Invalid signatures cause the secret to be read again at most this often.
_MIN_SECRET_AGE = timedelta(seconds=10)


class Webhook:
    """The endpoint that receives Stripe's events, signed with its secret."""

    def __init__(self, signing_secrets_arn: str) -> None:
        self.secret = CachedSecret(signing_secrets_arn, min_age=_MIN_SECRET_AGE)

    def event(self, request: APIGatewayProxyEventV2, now: datetime) -> PaymentEvent:
        """Check the signature of a request, and read its event.

        Args:
            request: as API Gateway passes it on.
            now: time of receipt.

        Raises:
            InvalidSignature: Stripe did not sign it.
            InvalidRequest: it is not an event, or lacks a property that its type requires.
            BodyTooLarge: it is larger than any event.
            Unavailable: the secret cannot be read.
        """
        raw = bodies.raw_body(request)
        self._verify(raw, request.headers.get("stripe-signature"), now)
        return payment_event(raw)

    def _verify(self, raw: bytes, header: str | None, now: datetime) -> None:
        """Refuse a request without a valid signature, after reading the secret again: it may have been rotated."""
        cached = self.secret.values(now)
        try:
            signature.verify(raw, header, cached, now)
        except InvalidSignature:
            newest = self.secret.values(now, refresh=True)
            if newest == cached:
                raise
            signature.verify(raw, header, newest, now)
