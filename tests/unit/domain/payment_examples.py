"""Payment events of a domain without a provider, and orders that they were applied to."""

from datetime import timedelta

from shared.domain.ids import CourseId, OrderId, UserId
from shared.domain.order import Order
from shared.domain.payment import (
    Captured,
    ChargeRefunded,
    InvoicePaid,
    Outcome,
    PaymentEvent,
    PaymentFact,
    Purchase,
    References,
    Refund,
)
from tests.unit.domain.examples import NOW

AMOUNT = 4900
FIRST = References(payment="pi_1", charge="ch_1")
SECOND = References(payment="pi_2", charge="ch_2")


def event(
    *facts: PaymentFact, event_id: str = "evt", at: int | None = None, references: References = FIRST
) -> PaymentEvent:
    """An event that the provider created `at` seconds after the start."""
    occurred_at = None if at is None else NOW + timedelta(seconds=at)
    return PaymentEvent(
        provider="stripe", event_id=event_id, type="type", occurred_at=occurred_at, references=references, facts=facts
    )


def captured(amount: int = AMOUNT, *, by_charge: bool = True) -> Captured:
    return Captured(amount=amount, currency="eur", by_charge=by_charge)


def charge_refunded(amount_refunded: int, amount: int = AMOUNT) -> tuple[PaymentFact, ...]:
    """What an event about a refunded charge reports."""
    return captured(amount), ChargeRefunded(amount_refunded=amount_refunded)


def refund(refund_id: str, amount: int, *, failed: bool = False) -> Refund:
    return Refund(refund_id=refund_id, amount=amount, failed=failed)


def failed(refund_id: str, amount: int) -> Refund:
    return refund(refund_id, amount, failed=True)


def invoice_paid(amount: int = AMOUNT) -> InvoicePaid:
    return InvoicePaid(amount=amount, currency="eur")


def purchase(*course_ids: str, is_paid: bool = True, purchaser_name: str | None = None) -> Purchase:
    return Purchase(
        user_id=UserId("anna"),
        course_ids=tuple(CourseId(course_id) for course_id in course_ids),
        subscription_id=None,
        email=None,
        purchaser_name=purchaser_name,
        is_paid=is_paid,
    )


def apply_all(
    *events: PaymentEvent | PaymentFact | tuple[PaymentFact, ...], order: Order | None = None
) -> tuple[Order, list[Outcome]]:
    """The order after these events, received one second apart, and the outcome of each."""
    order, outcomes = order or Order(order_id=OrderId("order-1")), []
    for number, said in enumerate(events):
        facts = said if isinstance(said, tuple) else (said,)
        one = said if isinstance(said, PaymentEvent) else event(*facts, event_id=f"evt_{number}")
        order, outcome = order.apply(one, NOW + timedelta(days=1, seconds=number))
        outcomes.append(outcome)
    return order, outcomes
