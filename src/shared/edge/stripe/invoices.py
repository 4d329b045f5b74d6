"""Events about invoices, their payments, and subscriptions."""

from shared.domain.payment import Captured, InvoicePaid, PaymentFact, References, SubscriptionEnded
from shared.edge.stripe import fields
from shared.edge.stripe.reading import Notice, Reading


def invoice_paid(notice: Notice) -> Reading:
    """Read which subscription an invoice belongs to, and what was paid; before basil also by which payment.

    Raises:
        InvalidRequest: a property of the invoice is invalid.
    """
    subject = notice.subject
    # Of the subscription: before basil, and since.
    before = fields.part(subject, "subscription_details")
    since = fields.part(fields.part(subject, "parent"), "subscription_details")
    references = References(
        payment=fields.reference(subject, "payment_intent"),
        charge=fields.reference(subject, "charge"),
        invoice=fields.reference(subject, "id"),
        subscription=fields.reference(subject, "subscription") or fields.reference(since, "subscription"),
    )
    amount, currency = fields.amount(subject, "amount_paid"), fields.currency(subject)
    facts: list[PaymentFact] = []
    if references.payment or references.charge:
        facts.append(Captured(amount=amount, currency=currency, by_charge=False))
    if amount:
        facts.append(InvoicePaid(amount=amount, currency=currency))
    return Reading(
        order_id=fields.order_id(subject) or fields.order_id(before) or fields.order_id(since),
        references=references,
        facts=tuple(facts),
    )


def invoice_payment_paid(notice: Notice) -> Reading:
    """Read which payment paid an invoice, and how much of it.

    Raises:
        InvalidRequest: a property of the invoice's payment is invalid.
    """
    subject = notice.subject
    payment = fields.part(subject, "payment")
    references = References(
        payment=fields.reference(payment, "payment_intent"),
        charge=fields.reference(payment, "charge"),
        invoice=fields.reference(subject, "invoice"),
    )
    amount = fields.amount_or_none(subject, "amount_paid")
    # A payment record, of money that Stripe did not move, has neither.
    names_payment = references.payment is not None or references.charge is not None
    facts: tuple[PaymentFact, ...] = ()
    if amount is not None and names_payment:
        facts = (Captured(amount=amount, currency=fields.currency(subject), by_charge=False),)
    return Reading(order_id=fields.order_id(subject), references=references, facts=facts)


def subscription_deleted(notice: Notice) -> Reading:
    """Read when a subscription ended.

    Raises:
        InvalidRequest: a property of the subscription is invalid.
    """
    subject = notice.subject
    ended_at = fields.time(subject, "ended_at") or notice.created
    return Reading(
        order_id=fields.order_id(subject),
        references=References(subscription=fields.reference(subject, "id")),
        facts=() if ended_at is None else (SubscriptionEnded(ended_at=ended_at),),
    )
