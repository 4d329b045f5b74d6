"""Payment events in the format of Stripe."""

import uuid
from typing import Any

from tests.support.service import ADMIN, Service
from tests.support.steps import pay_event

type StripeEvent = dict[str, Any]
# The day of every event.
DAY = 1_768_206_600


def event(event_type: str, about: dict[str, Any], at: int | None = None) -> StripeEvent:
    """An event created `at` seconds after the start of the day; without `at`, it has no creation time."""
    made = {} if at is None else {"created": DAY + at}
    return {"id": f"evt_{uuid.uuid4().hex}", "object": "event", "type": event_type, **made, "data": {"object": about}}


def named(order_id: str | None) -> dict[str, str]:
    return {} if order_id is None else {"order_id": order_id}


def purchase(
    *course_ids: str,
    user_id: str = "anna",
    order_id: str | None = "order-1",
    payment: str | None = "pi_1",
    at: int | None = None,
    **session: Any,  # noqa: ANN401
) -> StripeEvent:
    about = {
        "id": "cs_1",
        "object": "checkout.session",
        "client_reference_id": user_id,
        "amount_total": 4900,
        "currency": "eur",
        "mode": "payment",
        "payment_intent": payment,
        "payment_status": "paid",
        "subscription": None,
        "metadata": {"course_ids": ",".join(course_ids), **named(order_id)},
        **session,
    }
    return event("checkout.session.completed", about, at)


def charge_refunded(
    amount_refunded: int = 4900, *, order_id: str | None = None, payment: str | None = "pi_1", at: int | None = None
) -> StripeEvent:
    about = {
        "id": "ch_1",
        "object": "charge",
        "amount": 4900,
        "amount_captured": 4900,
        "amount_refunded": amount_refunded,
        "currency": "eur",
        "payment_intent": payment,
        "metadata": named(order_id),
    }
    return event("charge.refunded", about, at)


def refund_failed(
    amount: int = 4900,
    *,
    refund_id: str = "re_1",
    status: str = "failed",
    event_type: str = "refund.failed",
    payment: str | None = "pi_1",
    at: int | None = None,
) -> StripeEvent:
    about = {
        "id": refund_id,
        "object": "refund",
        "amount": amount,
        "charge": "ch_1",
        "currency": "eur",
        "payment_intent": payment,
        "status": status,
        "metadata": {},
    }
    return event(event_type, about, at)


def dispute_closed(status: str = "lost", *, payment: str | None = "pi_1", at: int | None = None) -> StripeEvent:
    about = {
        "id": "dp_1",
        "object": "dispute",
        "amount": 4900,
        "charge": "ch_1",
        "currency": "eur",
        "payment_intent": payment,
        "status": status,
        "metadata": {},
    }
    return event("charge.dispute.closed", about, at)


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
