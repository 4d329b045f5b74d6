"""The webhook's requests: payment events that Stripe signed."""

from datetime import datetime, timedelta

from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEventV2

from shared.aws.secrets import CachedSecret
from shared.domain.errors import InvalidSignature
from shared.domain.payment import PaymentEvent
from shared.edge import bodies
from shared.edge.stripe import signature
from shared.edge.stripe.events import payment_event

# However many bad signatures come, the secret is read no more often than this.
_MIN_SECRET_AGE = timedelta(seconds=10)


class Webhook:
    """Where Stripe sends its events, signed with a secret of this endpoint."""

    def __init__(self, signing_secrets_arn: str) -> None:
        self.secret = CachedSecret(signing_secrets_arn, min_age=_MIN_SECRET_AGE)

    def event(self, request: APIGatewayProxyEventV2, now: datetime) -> PaymentEvent:
        """Check the signature of a request, and read its event.

        Args:
            request: as API Gateway hands it over.
            now: time of receipt.

        Raises:
            InvalidSignature: Stripe did not sign it.
            InvalidRequest: it is no event, or lacks what its type should have.
            BodyTooLarge: it is larger than any event.
            Unavailable: the secret cannot be read.
        """
        raw = bodies.raw_body(request)
        self._verify(raw, request.headers.get("stripe-signature"), now)
        return payment_event(raw)

    def _verify(self, raw: bytes, header: str | None, now: datetime) -> None:
        """Refuse what is not signed; the secret is read again first, since it may have been rotated."""
        cached = self.secret.values(now)
        try:
            signature.verify(raw, header, cached, now)
        except InvalidSignature:
            newest = self.secret.values(now, refresh=True)
            if newest == cached:
                raise
            signature.verify(raw, header, newest, now)
