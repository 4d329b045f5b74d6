"""Payment events in the format of Stripe, and what they did."""

import uuid
from typing import Any

from tests.support.service import ADMIN, Service
from tests.support.steps import pay_event
from tests.support.stripe_objects import charges, invoices, sessions
from tests.support.stripe_objects.envelope import DAY, Generation, related, wrapped

type StripeEvent = dict[str, Any]


def event(
    event_type: str, about: dict[str, Any], at: int | None = None, generation: Generation = "basil"
) -> StripeEvent:
    """An event created `at` seconds after the start of the day; without `at`, it has no creation time."""
    created = None if at is None else DAY + at
    return wrapped(event_type, about, event_id=f"evt_{uuid.uuid4().hex}", created=created, generation=generation)


def named(order_id: str | None) -> dict[str, str]:
    return {} if order_id is None else {"order_id": order_id}


# ------------------------------------------------------------------ purchases


def purchase(
    *course_ids: str,
    user_id: str | None = "anna",
    order_id: str | None = "order-1",
    payment: str | None = "pi_1",
    at: int | None = None,
    generation: Generation = "basil",
    **session: Any,  # noqa: ANN401
) -> StripeEvent:
    """A completed checkout session in payment mode; further properties replace those of the session."""
    about = sessions.session(
        related("cs", payment),
        payment=payment,
        user_id=user_id,
        metadata={"course_ids": ",".join(course_ids), **named(order_id)},
        generation=generation,
    )
    return event("checkout.session.completed", {**about, **session}, at, generation)


def subscription_session(  # noqa: PLR0913 - the fields of a session
    *course_ids: str,
    user_id: str | None = "anna",
    order_id: str | None = "order-1",
    subscription: str = "sub_1",
    invoice: str = "in_1",
    amount: int = 4900,
    at: int | None = None,
    generation: Generation = "basil",
    **session: Any,  # noqa: ANN401
) -> StripeEvent:
    """A completed checkout session in subscription mode, which names no payment."""
    about = sessions.session(
        f"cs_{subscription}",
        mode="subscription",
        subscription=subscription,
        invoice=invoice,
        amount=amount,
        user_id=user_id,
        metadata={"course_ids": ",".join(course_ids), **named(order_id)},
        generation=generation,
    )
    return event("checkout.session.completed", {**about, **session}, at, generation)


# ------------------------------------------------------------------ invoices and subscriptions


def invoice_paid(  # noqa: PLR0913 - the fields of an invoice
    invoice: str = "in_1",
    *,
    subscription: str | None = "sub_1",
    payment: str | None = "pi_1",
    amount: int = 4900,
    order_id: str | None = None,
    at: int | None = None,
    generation: Generation = "basil",
) -> StripeEvent:
    """An invoice was paid.

    Args:
        payment: only acacia's invoices name it.
        order_id: of the subscription's metadata, which its invoices repeat.
    """
    about = invoices.invoice(
        invoice,
        subscription=subscription,
        payment=payment,
        amount=amount,
        subscription_metadata=named(order_id),
        generation=generation,
    )
    return event("invoice.paid", about, at, generation)


def invoice_payment_paid(
    invoice: str = "in_1", *, payment: str = "pi_1", amount: int = 4900, at: int | None = None
) -> StripeEvent:
    """A payment (`pi_…`), or a charge without one (`ch_…`), paid an invoice; only basil has this event."""
    return event("invoice_payment.paid", invoices.invoice_payment(invoice, payment=payment, amount=amount), at)


def subscription_deleted(
    subscription: str = "sub_1",
    *,
    ended_at: int = 0,
    order_id: str | None = None,
    at: int | None = None,
    generation: Generation = "basil",
) -> StripeEvent:
    """A subscription ended, `ended_at` seconds after the start of the day."""
    about = invoices.subscription(
        subscription, ended_at=DAY + ended_at, metadata=named(order_id), generation=generation
    )
    return event("customer.subscription.deleted", about, at, generation)


# ------------------------------------------------------------------ charges and refunds


def charge_succeeded(  # noqa: PLR0913 - the fields of a charge
    amount: int = 4900,
    *,
    amount_captured: int | None = None,
    payment: str | None = "pi_1",
    invoice: str | None = None,
    order_id: str | None = None,
    at: int | None = None,
    generation: Generation = "basil",
    event_type: str = "charge.succeeded",
) -> StripeEvent:
    """A charge succeeded; captured in full unless `amount_captured` says otherwise.

    Args:
        invoice: only acacia's charges name it.
        order_id: of `payment_intent_data.metadata`, which only payment mode allows.
    """
    about = charges.charge(
        payment,
        amount=amount,
        amount_captured=amount_captured,
        invoice=invoice,
        metadata=named(order_id),
        generation=generation,
    )
    return event(event_type, about, at, generation)


def payment_intent_succeeded(
    amount: int = 4900,
    *,
    payment: str = "pi_1",
    invoice: str | None = None,
    order_id: str | None = None,
    at: int | None = None,
    generation: Generation = "basil",
) -> StripeEvent:
    """A payment succeeded; only acacia's payment intents name their invoice."""
    about = charges.payment_intent(
        payment, amount=amount, invoice=invoice, metadata=named(order_id), generation=generation
    )
    return event("payment_intent.succeeded", about, at, generation)


def charge_refunded(  # noqa: PLR0913 - the fields of a charge
    amount_refunded: int = 4900,
    *,
    order_id: str | None = None,
    payment: str | None = "pi_1",
    at: int | None = None,
    amount: int = 4900,
    amount_captured: int | None = None,
    invoice: str | None = None,
    generation: Generation = "basil",
) -> StripeEvent:
    """A charge was refunded, by this amount in total.

    Before basil, the amount includes what was authorized and not captured.
    """
    about = charges.charge(
        payment,
        amount=amount,
        amount_captured=amount_captured,
        amount_refunded=amount_refunded,
        invoice=invoice,
        metadata=named(order_id),
        generation=generation,
    )
    return event("charge.refunded", about, at, generation)


def refund(  # noqa: PLR0913 - the fields of a refund
    amount: int = 4900,
    *,
    refund_id: str | None = None,
    status: str = "succeeded",
    event_type: str = "refund.created",
    payment: str | None = "pi_1",
    at: int | None = None,
    generation: Generation = "basil",
) -> StripeEvent:
    """A refund was created, or has another status now; without `refund_id`, it is the only one of its payment."""
    about = charges.refund(payment, refund_id=refund_id or related("re", payment), amount=amount, status=status)
    return event(event_type, about, at, generation)


def refund_created(amount: int = 4900, **fields: Any) -> StripeEvent:  # noqa: ANN401
    """A refund was created; `fields` are those of `refund`."""
    return refund(amount, **fields)


def refund_failed(
    amount: int = 4900,
    *,
    status: str = "failed",
    event_type: str = "refund.failed",
    **fields: Any,  # noqa: ANN401
) -> StripeEvent:
    """A refund failed, or was cancelled (`status`); `fields` are the others of `refund`."""
    return refund(amount, status=status, event_type=event_type, **fields)


def dispute_closed(
    status: str = "lost", *, payment: str | None = "pi_1", at: int | None = None, generation: Generation = "basil"
) -> StripeEvent:
    return event("charge.dispute.closed", charges.dispute(payment, status=status), at, generation)


# ------------------------------------------------------------------ deliveries


def deliver(service: Service, *events: StripeEvent) -> list[str]:
    """Deliver events in order, and return the outcome of each."""
    outcomes = []
    for one in events:
        answer = pay_event(service, one)
        assert answer.status == 200, answer.content
        outcomes.append(answer.json["outcome"])
    return outcomes


def order(service: Service, order_id: str = "order-1") -> Any:  # noqa: ANN401
    """The order as admins see it."""
    answer = service.call("GET", f"/admin/orders/{order_id}", caller=ADMIN)
    assert answer.status == 200, answer.content
    return answer.json
