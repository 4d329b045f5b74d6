"""Stripe's events (https://docs.stripe.com/api/events/types), of any version of its API, as payment events.

The versions differ in the properties that link objects to each other: what a version lacks, other events tell
(docs/payments.md).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from shared.config import StripeMode
from shared.domain.errors import InvalidRequest
from shared.domain.payment import IgnoredReason, PaymentEvent
from shared.edge import schemas
from shared.edge.bodies import parse_json
from shared.edge.stripe import charges, checkout, fields, invoices
from shared.edge.stripe.reading import Notice, Reading

PROVIDER = "stripe"

_READERS: Mapping[str, Callable[[Notice], Reading]] = {
    "checkout.session.completed": checkout.session,
    # Of payments that take days, such as direct debit.
    "checkout.session.async_payment_succeeded": checkout.session,
    "invoice.paid": invoices.invoice_paid,
    "invoice_payment.paid": invoices.invoice_payment_paid,
    "payment_intent.succeeded": charges.payment_intent,
    "charge.succeeded": charges.charge,
    "charge.captured": charges.charge,
    "charge.refunded": charges.charge_refunded,
    "refund.created": charges.refund,
    "refund.updated": charges.refund,
    "refund.failed": charges.refund,
    # As older versions of the API call it.
    "charge.refund.updated": charges.refund,
    "charge.dispute.closed": charges.dispute_closed,
    "customer.subscription.deleted": invoices.subscription_deleted,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """Whose events count.

    Attributes:
        mode: live payments, payments in test mode, or both.
        accounts: the connected accounts; events without an account are of the account that owns the endpoint.
    """

    mode: StripeMode
    accounts: frozenset[str]

    def refusal(self, event: Mapping[str, Any]) -> IgnoredReason | None:
        """Say why an event does not count; None where it does."""
        account = event.get("account")
        if account and account not in self.accounts:
            return IgnoredReason.OTHER_ACCOUNT
        is_live = event.get("livemode", True)
        if is_live and self.mode is StripeMode.TEST:
            return IgnoredReason.LIVE_MODE
        if not is_live and self.mode is StripeMode.LIVE:
            return IgnoredReason.TEST_MODE
        return None


def payment_event(raw: bytes, accepted: Accepted) -> PaymentEvent:
    """Read an event whose signature was checked.

    Args:
        raw: the body as it was signed.
        accepted: whose events count; of others, no more than the envelope is read.

    Raises:
        InvalidRequest: it is not an event, or a property that its type requires is missing or invalid.
    """
    event = parse_json(raw)
    schemas.validate("StripeEvent", event)
    read = _READERS.get(event["type"])
    unsupported = IgnoredReason.UNSUPPORTED_TYPE if read is None else None
    envelope = PaymentEvent(
        provider=PROVIDER,
        event_id=event["id"],
        type=event["type"],
        occurred_at=fields.time(event, "created"),
        ignored=accepted.refusal(event) or unsupported,
    )
    if read is None or envelope.ignored is not None:
        return envelope
    reading = read(
        Notice(subject=event["data"]["object"], api_version=event.get("api_version"), created=envelope.occurred_at)
    )
    if reading.order_id is None and not reading.references.all:
        message = "must have the id of an order, a payment, a charge, an invoice, a subscription or a session"
        raise InvalidRequest("The event names nothing that an order could have.", [(("order_id",), message)])
    return replace(envelope, order_id=reading.order_id, references=reading.references, facts=reading.facts)
