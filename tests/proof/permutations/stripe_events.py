"""Events in Stripe's format (https://docs.stripe.com/api/events/types), of API versions before and after 2022-11-15."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

type Json = dict[str, Any]

OLD, NEW = "2022-08-01", "2024-06-20"
# The time of the first event; each later one of a history has its own second.
FIRST = int(datetime(2026, 2, 1, 9, tzinfo=UTC).timestamp())


@dataclass(frozen=True, kw_only=True)
class Sale:
    """An order, and the payment for it.

    Attributes:
        label: part of each of its ids.
        amount: in minor units.
        named: whether the metadata of its payments has the order id.
        subscription: whether it is a subscription's first payment, which has no payment intent in the session.
    """

    label: str
    amount: int = 4900
    named: bool = True
    subscription: bool = False

    @property
    def metadata(self) -> Json:
        return {"order_id": f"order-{self.label}"} if self.named else {}


def event(number: int, kind: str, about: Json, previous: Json | None = None, api: str = NEW) -> Json:
    """Wrap an object into an event; the number is its creation time in seconds after the first."""
    data: Json = {"object": about} if previous is None else {"object": about, "previous_attributes": previous}
    return {
        "id": f"evt_{number}",
        "object": "event",
        "api_version": api,
        "created": FIRST + number,
        "livemode": True,
        "pending_webhooks": 1,
        "type": kind,
        "data": data,
    }


def checkout(number: int, sale: Sale, user_id: str, *course_ids: str, paid: bool = True, late: bool = False) -> Json:
    """A learner bought courses; `late` is a delayed payment."""
    session = {
        "id": f"cs_{sale.label}",
        "object": "checkout.session",
        "amount_total": sale.amount,
        "client_reference_id": user_id,
        "currency": "eur",
        "metadata": {**sale.metadata, "course_ids": ",".join(course_ids)},
        "mode": "subscription" if sale.subscription else "payment",
        "payment_intent": None if sale.subscription else f"pi_{sale.label}",
        "payment_status": "paid" if paid else "unpaid",
        "status": "complete",
        "subscription": f"sub_{sale.label}" if sale.subscription else None,
    }
    kind = "checkout.session.async_payment_succeeded" if late else "checkout.session.completed"
    return event(number, kind, session)


def refunded(number: int, sale: Sale, amount_refunded: int, before: int = 0, api: str = NEW, **more: Any) -> Json:  # noqa: ANN401
    """A charge was refunded, with this total amount."""
    charge: Json = {
        "id": f"ch_{sale.label}",
        "object": "charge",
        "amount": sale.amount,
        "amount_captured": sale.amount,
        "amount_refunded": amount_refunded,
        "captured": True,
        "currency": "eur",
        "metadata": sale.metadata,
        "paid": True,
        "payment_intent": f"pi_{sale.label}",
        "refunded": amount_refunded >= sale.amount,
        "status": "succeeded",
        **more,
    }
    previous: Json = {"amount_refunded": before}
    if api < "2022-11-15":
        refund = {"id": f"re_{sale.label}{number}", "object": "refund", "amount": amount_refunded - before}
        charge["refunds"] = {"object": "list", "data": [refund], "has_more": False, "total_count": 1}
        previous["refunds"] = {"data": [], "total_count": 0}
    return event(number, "charge.refunded", charge, previous, api)


def refund_ended(  # noqa: PLR0913, PLR0917 - the fields of an event
    number: int,
    sale: Sale,
    refund_id: str,
    amount: int,
    kind: str = "refund.failed",
    status: str = "failed",
    api: str = NEW,
) -> Json:
    """A refund failed or was cancelled; it has no metadata."""
    refund = {
        "id": refund_id,
        "object": "refund",
        "amount": amount,
        "charge": f"ch_{sale.label}",
        "currency": "eur",
        "failure_reason": "expired_or_canceled_card",
        "metadata": {},
        "payment_intent": f"pi_{sale.label}",
        "reason": "requested_by_customer",
        "status": status,
    }
    return event(number, kind, refund, {"status": "pending"}, api)


def dispute_closed(number: int, sale: Sale, status: str) -> Json:
    dispute = {
        "id": f"dp_{sale.label}{number}",
        "object": "dispute",
        "amount": sale.amount,
        "charge": f"ch_{sale.label}",
        "currency": "eur",
        "metadata": {},
        "payment_intent": f"pi_{sale.label}",
        "reason": "fraudulent",
        "status": status,
    }
    return event(number, "charge.dispute.closed", dispute, {"status": "under_review"})
