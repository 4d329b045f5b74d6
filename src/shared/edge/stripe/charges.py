"""Events about charges, payment intents, refunds and disputes."""

from shared.domain.payment import Captured, ChargeRefunded, DisputeLost, PaymentFact, References, Refund
from shared.edge.requests.identifiers import identifier
from shared.edge.stripe import fields
from shared.edge.stripe.fields import StripeObject
from shared.edge.stripe.reading import Notice, Reading

# Of a refund whose money stayed with the seller.
_FAILED = {"failed", "canceled"}


def charge(notice: Notice) -> Reading:
    """Read what a charge captured.

    Raises:
        InvalidRequest: a property of the charge is invalid.
    """
    return _of_charge(notice.subject, Captured(amount=_captured(notice.subject), currency=_currency(notice)))


def charge_refunded(notice: Notice) -> Reading:
    """Read what a charge captured, and what of it was refunded.

    Before basil, `amount_refunded` includes what was authorized and then released instead of captured; what was never
    taken is not given back. A charge that captured nothing has no refund.

    Raises:
        InvalidRequest: a property of the charge is invalid.
    """
    subject = notice.subject
    captured = _captured(subject)
    released = 0 if notice.is_basil else max(0, fields.amount(subject, "amount") - captured)
    refunded = max(0, fields.amount(subject, "amount_refunded") - released)
    facts: list[PaymentFact] = [Captured(amount=captured, currency=_currency(notice))]
    if captured:
        facts.append(ChargeRefunded(amount_refunded=refunded))
    return _of_charge(subject, *facts)


def payment_intent(notice: Notice) -> Reading:
    """Read what a payment received, and which charge is its latest.

    Raises:
        InvalidRequest: a property of the payment intent is invalid.
    """
    subject = notice.subject
    return Reading(
        order_id=fields.order_id(subject),
        references=References(
            payment=fields.reference(subject, "id"),
            charge=fields.reference(subject, "latest_charge"),
            invoice=fields.reference(subject, "invoice"),
        ),
        facts=(Captured(amount=fields.amount(subject, "amount_received"), currency=_currency(notice)),),
    )


def refund(notice: Notice) -> Reading:
    """Read the state of a refund.

    Raises:
        InvalidRequest: a property of the refund is invalid.
    """
    subject = notice.subject
    refund_id = identifier(fields.reference(subject, "id") or "", "id")
    references = _payment_and_charge(subject)
    if not references.all:
        # A refund to a customer's balance names no payment: it is kept under its own id, for admins to see.
        references = References(payment=refund_id)
    failed = fields.text(subject, "status") in _FAILED
    fact = Refund(refund_id=refund_id, amount=fields.amount(subject, "amount"), failed=failed)
    return Reading(order_id=fields.order_id(subject), references=references, facts=(fact,))


def dispute_closed(notice: Notice) -> Reading:
    """Read whether a dispute was lost.

    Raises:
        InvalidRequest: a property of the dispute is invalid.
    """
    subject = notice.subject
    return Reading(
        order_id=fields.order_id(subject),
        references=_payment_and_charge(subject),
        facts=(DisputeLost(),) if subject.get("status") == "lost" else (),
    )


def _of_charge(subject: StripeObject, *facts: PaymentFact) -> Reading:
    return Reading(
        order_id=fields.order_id(subject),
        references=References(
            payment=fields.reference(subject, "payment_intent"),
            charge=fields.reference(subject, "id"),
            invoice=fields.reference(subject, "invoice"),
        ),
        facts=facts,
    )


def _payment_and_charge(subject: StripeObject) -> References:
    return References(payment=fields.reference(subject, "payment_intent"), charge=fields.reference(subject, "charge"))


def _captured(subject: StripeObject) -> int:
    """Read how much of a charge was captured: 0 for an authorization that is pending or was cancelled."""
    amount = fields.amount(subject, "amount")
    captured = fields.amount_or_none(subject, "amount_captured")
    if captured is not None:
        return captured
    if "amount_captured" in subject:
        # Null for an authorization that was cancelled.
        return amount if subject.get("captured") is True else 0
    # The oldest versions of the API have no such property.
    return 0 if subject.get("captured") is False else amount


def _currency(notice: Notice) -> str | None:
    return fields.currency(notice.subject)
