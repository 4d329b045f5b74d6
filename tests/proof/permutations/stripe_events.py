"""Stripe's events in the order of their creation, each at a second of its own."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from tests.support.stripe_objects import charges, invoices, sessions
from tests.support.stripe_objects.envelope import Generation, wrapped

type Json = dict[str, Any]

OLD: Generation = "acacia"
NEW: Generation = "basil"
# The time of the first event; each later one of a history has its own second.
FIRST = int(datetime(2026, 2, 1, 9, tzinfo=UTC).timestamp())


@dataclass(frozen=True, kw_only=True)
class Sale:
    """An order, and the payment for it.

    Attributes:
        label: part of each of its ids.
        amount: in minor units.
        named: whether the shop sends the order id in metadata: of the payment, or else of the subscription.
        subscription: whether it is a subscription; the events are about its first payment, unless they say which.
    """

    label: str
    amount: int = 4900
    named: bool = True
    subscription: bool = False

    @property
    def metadata(self) -> Json:
        """The metadata of the session, and of what the shop gives the same metadata."""
        return {"order_id": f"order-{self.label}"} if self.named else {}

    @property
    def charge_metadata(self) -> Json:
        """The metadata of charges and payment intents: those of a subscription have none."""
        return {} if self.subscription else self.metadata

    @property
    def subscription_id(self) -> str | None:
        return f"sub_{self.label}" if self.subscription else None

    def payment(self, month: int = 1) -> str:
        """The id of a payment; of a subscription, that of the month."""
        return f"pi_{self.label}" if month == 1 else f"pi_{self.label}{month}"

    def invoice(self, month: int = 1) -> str | None:
        """The id of a subscription's invoice of the month."""
        return f"in_{self.label}{month}" if self.subscription else None


def event(number: int, kind: str, about: Json, previous: Json | None = None, api: Generation = NEW) -> Json:
    """Wrap an object into an event; the number is its creation time in seconds after the first."""
    return wrapped(kind, about, event_id=f"evt_{number}", created=FIRST + number, generation=api, previous=previous)


def at(number: int) -> str:
    """The time of an event, as it is stored."""
    return f"{datetime.fromtimestamp(FIRST + number, UTC):%Y-%m-%dT%H:%M:%S.%fZ}"


def checkout(  # noqa: PLR0913 - the fields of a session
    number: int,
    sale: Sale,
    user_id: str | None,
    *course_ids: str,
    paid: bool = True,
    late: bool = False,
    api: Generation = NEW,
    month: int = 1,
) -> Json:
    """Courses were bought for a learner, or without one by an e-mail address.

    Args:
        late: whether the payment was delayed.
        month: a later one is another session of the same order, which another payment pays for.
    """
    session = sessions.session(
        f"cs_{sale.label}" if month == 1 else f"cs_{sale.label}{month}",
        mode="subscription" if sale.subscription else "payment",
        payment=None if sale.subscription else sale.payment(month),
        subscription=sale.subscription_id,
        invoice=sale.invoice(),
        amount=sale.amount,
        user_id=user_id,
        metadata={**sale.metadata, "course_ids": ",".join(course_ids)},
        paid=paid,
        generation=api,
    )
    kind = "checkout.session.async_payment_succeeded" if late else "checkout.session.completed"
    return event(number, kind, session, api=api)


def invoice_paid(number: int, sale: Sale, month: int = 1, api: Generation = NEW) -> Json:
    """The invoice of a subscription's month was paid; before basil, it names its payment and its charge."""
    invoice = invoices.invoice(
        sale.invoice(month) or f"in_{sale.label}",
        subscription=sale.subscription_id,
        payment=sale.payment(month),
        amount=sale.amount,
        subscription_metadata=sale.metadata,
        generation=api,
    )
    return event(number, "invoice.paid", invoice, api=api)


def invoice_payment_paid(number: int, sale: Sale, month: int = 1) -> Json:
    """A payment paid the invoice of a subscription's month; only basil has this event."""
    invoice = sale.invoice(month) or f"in_{sale.label}"
    payment = invoices.invoice_payment(invoice, payment=sale.payment(month), amount=sale.amount)
    return event(number, "invoice_payment.paid", payment)


def charged(
    number: int,
    sale: Sale,
    month: int = 1,
    api: Generation = NEW,
    *,
    captured: int | None = None,
    kind: str = "charge.succeeded",
) -> Json:
    """A charge succeeded; with `captured`, so much of what it authorized is captured."""
    charge = charges.charge(
        sale.payment(month),
        amount=sale.amount,
        amount_captured=captured,
        invoice=sale.invoice(month),
        metadata=sale.charge_metadata,
        generation=api,
    )
    return event(number, kind, charge, api=api)


def refunded(  # noqa: PLR0913 - the fields of an event
    number: int,
    sale: Sale,
    amount_refunded: int,
    before: int = 0,
    api: Generation = NEW,
    *,
    month: int = 1,
    captured: int | None = None,
) -> Json:
    """A charge was refunded, with this total amount; with `captured`, only so much of the charge was captured."""
    charge = charges.charge(
        sale.payment(month),
        amount=sale.amount,
        amount_captured=captured,
        amount_refunded=amount_refunded,
        invoice=sale.invoice(month),
        metadata=sale.charge_metadata,
        generation=api,
    )
    return event(number, "charge.refunded", charge, {"amount_refunded": before}, api)


def refund_ended(  # noqa: PLR0913, PLR0917 - the fields of an event
    number: int,
    sale: Sale,
    refund_id: str,
    amount: int,
    kind: str = "refund.failed",
    status: str = "failed",
    api: Generation = NEW,
    *,
    month: int = 1,
) -> Json:
    """A refund failed or was cancelled, or has another status now; it has no metadata."""
    refund = charges.refund(sale.payment(month), refund_id=refund_id, amount=amount, status=status)
    return event(number, kind, refund, {"status": "pending"}, api)


def refund_created(number: int, sale: Sale, refund_id: str, amount: int, *, month: int = 1) -> Json:
    """A refund was created."""
    refund = charges.refund(sale.payment(month), refund_id=refund_id, amount=amount)
    return event(number, "refund.created", refund)


def dispute_closed(number: int, sale: Sale, status: str, *, month: int = 1, by_charge: bool = False) -> Json:
    """A dispute was closed; `by_charge` is one that names its charge, and no payment."""
    dispute = charges.dispute(sale.payment(month), amount=sale.amount, status=status, number=number)
    if by_charge:
        dispute["payment_intent"] = None
    return event(number, "charge.dispute.closed", dispute, {"status": "under_review"})


def subscription_deleted(number: int, sale: Sale, api: Generation = NEW) -> Json:
    """A subscription ended, at the second of the event."""
    subscription = invoices.subscription(
        sale.subscription_id or f"sub_{sale.label}",
        ended_at=FIRST + number,
        metadata=sale.metadata,
        generation=api,
    )
    return event(number, "customer.subscription.deleted", subscription, api=api)
