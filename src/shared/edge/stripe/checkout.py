"""Events about checkout sessions."""

from shared.domain.emails import email_address
from shared.domain.ids import CourseId, SubscriptionId, UserId
from shared.domain.payment import Captured, InvoicePaid, PaymentFact, Purchase, Reference, References
from shared.edge.requests.identifiers import identifier
from shared.edge.stripe import fields
from shared.edge.stripe.fields import StripeObject
from shared.edge.stripe.reading import Notice, Reading

# The payment is pending; `no_payment_required` counts as paid.
_UNPAID = "unpaid"
# Such a session stores a payment method for later: nothing is bought.
_SETUP = "setup"
# Of the payer's name, in characters; what is printed of it is shorter.
_MAX_NAME = 300


def session(notice: Notice) -> Reading:
    """Read which courses were bought, by whom, and what was paid.

    Raises:
        InvalidRequest: a property of the session is invalid.
    """
    subject = notice.subject
    references = References(
        payment=fields.reference(subject, "payment_intent"),
        invoice=fields.reference(subject, "invoice"),
        subscription=fields.reference(subject, "subscription"),
        session=fields.reference(subject, "id"),
    )
    facts: list[PaymentFact] = []
    if subject.get("mode") != _SETUP:
        course_ids = _course_ids(subject)
        if course_ids:
            facts.append(_purchase(subject, course_ids, references.subscription))
        facts += _paid(subject, references)
    return Reading(order_id=fields.order_id(subject), references=references, facts=tuple(facts))


def _purchase(subject: StripeObject, course_ids: tuple[CourseId, ...], subscription: Reference | None) -> Purchase:
    user_id = fields.reference(subject, "client_reference_id")
    details = fields.part(subject, "customer_details")
    return Purchase(
        user_id=None if user_id is None else UserId(user_id),
        course_ids=course_ids,
        subscription_id=None if subscription is None else SubscriptionId(subscription),
        email=email_address(fields.text(details, "email")) or email_address(fields.text(subject, "customer_email")),
        purchaser_name=(fields.text(details, "name") or "")[:_MAX_NAME].strip() or None,
        is_paid=_is_paid(subject),
    )


def _paid(subject: StripeObject, references: References) -> list[PaymentFact]:
    """Read what was paid: by the payment in payment mode, by the first invoice's payment in subscription mode."""
    amount, currency = fields.amount_or_none(subject, "amount_total"), fields.currency(subject)
    if amount is None or not _is_paid(subject):
        return []
    if references.payment is not None:
        return [Captured(amount=amount, currency=currency, by_charge=False)]
    if references.invoice is not None and amount > 0:
        return [InvoicePaid(amount=amount, currency=currency)]
    return []


def _is_paid(subject: StripeObject) -> bool:
    return subject.get("payment_status") != _UNPAID


def _course_ids(subject: StripeObject) -> tuple[CourseId, ...]:
    """Read the courses, each once; none of a session that sells something else."""
    words = [word.strip() for word in (fields.metadata(subject, "course_ids") or "").split(",")]
    return tuple(CourseId(identifier(word, "course_ids")) for word in dict.fromkeys(words) if word)
