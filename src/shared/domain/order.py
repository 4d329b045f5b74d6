"""An order, and whether its payments still pay for its enrollments."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Self

from shared.domain.ids import CourseId, OrderId, SubscriptionId, UserId
from shared.domain.ledger import Ledger
from shared.domain.payment import (
    Captured,
    ChargeRefunded,
    DisputeLost,
    InvoicePaid,
    Outcome,
    PaymentEvent,
    PaymentFact,
    Purchase,
    Reference,
    Refund,
    SubscriptionEnded,
)
from shared.domain.refunds import OrderEntry

type Line = tuple[UserId, CourseId]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnclaimedPurchase:
    """A purchase whose learner is not known yet: the first one with this verified address claims it.

    Attributes:
        email: in lower case.
        user_id: the learner who has claimed others of its courses already, and has these too; else None.
    """

    email: str
    course_ids: tuple[CourseId, ...]
    subscription_id: SubscriptionId | None
    purchaser_name: str | None
    user_id: UserId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingLines:
    """Work on the lines of an order that has too many of them for one transaction.

    Attributes:
        version: the version of the order that asks for it; work for an earlier version is void.
        after: the line that the next page begins after, as stored; None for the first page.
        ends_access: whether the order's subscription ended, and with it the access that its lines give.
    """

    version: int
    after: str | None = None
    ends_access: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is known of an order; a payment or a refund may be all that is known.

    Attributes:
        is_unlinked: whether it only stands in for the order of a payment that no event has linked to an order yet.
        references: its checkout sessions and subscriptions at the payment provider.
        refunded_at: when every payment that captured money was found refunded in full; None while one is not.
        charged_back_at: when every such payment was found returned, at least one by a lost dispute; else None.
        purchased_at: when it was bought, according to the events that reported purchases: that of the first one.
        access_ends_at: when its subscription ended.
        provider: of the newest event, as PaymentEvent has it.
        early_lines: lines from before they were items of their own.
        version: incremented by every change.
    """

    order_id: OrderId
    is_unlinked: bool = False
    ledger: Ledger = field(default_factory=Ledger)
    references: frozenset[Reference] = frozenset()
    currency: str | None = None
    refunded_at: datetime | None = None
    charged_back_at: datetime | None = None
    purchased_at: datetime | None = None
    access_ends_at: datetime | None = None
    unclaimed: UnclaimedPurchase | None = None
    pending: PendingLines | None = None
    provider: str = ""
    early_lines: frozenset[Line] = frozenset()
    created_at: datetime | None = None
    updated_at: datetime | None = None
    version: int = 0

    @property
    def lacks_own_id(self) -> bool:
        """Whether an id of the payment provider stands in for the shop's own id of the order."""
        return self.order_id in self.references | self.ledger.references

    @property
    def is_reversed(self) -> bool:
        """Whether all of its money was returned to the payer, so that it pays for nothing any more."""
        return self.refunded_at is not None or self.charged_back_at is not None

    def has_same_effect_as(self, other: Self) -> bool:
        """Whether both mean the same for the order's lines."""
        return (
            (self.refunded_at is None) == (other.refunded_at is None)
            and (self.charged_back_at is None) == (other.charged_back_at is None)
            and self.access_ends_at == other.access_ends_at
            and self.purchased_at == other.purchased_at
        )

    def apply(self, event: PaymentEvent, now: datetime, joined: Iterable["Order"] = ()) -> tuple[Self, Outcome]:
        """Apply an event to the order.

        The result depends on which events were applied, not on the order in which they arrived, as far as they say
        when they were created. An event that was applied before changes nothing.

        Args:
            event: that names the order, or is linked to it.
            now: time of receipt.
            joined: what was recorded of payments that this event links to the order.

        Returns:
            The order after the event, and the event's outcome.
        """
        for entry in self.ledger.history:
            if entry.event_id == event.event_id:
                return self, entry.outcome
        linked = self._linked(event, joined)
        after = linked
        for fact in event.facts:
            after = _with_fact(after, event, fact, now)
        after = _settled(after, now)
        outcome = _outcome(self, after, event)
        history = tuple(
            entry if entry in linked.ledger.history else replace(entry, outcome=outcome)
            for entry in after.ledger.history
        )
        return replace(after, ledger=replace(after.ledger, history=history)), outcome

    def _linked(self, event: PaymentEvent, joined: Iterable["Order"]) -> Self:
        """Take over what was recorded of payments that belong to the order, and the ids that the event names."""
        after = self
        for other in joined:
            after = replace(
                after,
                ledger=after.ledger.joined_with(other.ledger),
                references=after.references | other.references,
                currency=after.currency or other.currency,
                access_ends_at=_earliest(after.access_ends_at, other.access_ends_at),
            )
        sessions = (event.references.session, event.references.subscription)
        named = {reference for reference in sessions if reference is not None}
        return replace(
            after,
            ledger=after.ledger.with_payment(event.references),
            references=after.references | named,
            provider=event.provider,
        )


def _with_fact[AnOrder: Order](order: AnOrder, event: PaymentEvent, fact: PaymentFact, now: datetime) -> AnOrder:
    references, currency = event.references, order.currency
    match fact:
        case Captured():
            ledger = order.ledger.with_payment(references, lambda payment: payment.with_capture(fact))
            order = replace(order, ledger=ledger, currency=currency or fact.currency)
        case InvoicePaid() if references.invoice is not None:
            ledger = order.ledger.with_invoice(references.invoice, fact.amount)
            order = replace(order, ledger=ledger, currency=currency or fact.currency)
        case ChargeRefunded() | Refund():
            order = replace(order, ledger=order.ledger.with_entry(_entry(event, fact, now)))
        case DisputeLost():
            ledger = order.ledger.with_payment(references, lambda payment: replace(payment, dispute_lost=True))
            order = replace(order, ledger=ledger.with_entry(_entry(event, fact, now)))
        case SubscriptionEnded():
            order = replace(order, access_ends_at=_earliest(order.access_ends_at, fact.ended_at))
        case Purchase(is_paid=True):
            order = replace(order, purchased_at=_earliest(order.purchased_at, event.occurred_at or now))
        case _:
            pass
    return order


def _earliest(*times: datetime | None) -> datetime | None:
    return min((time for time in times if time is not None), default=None)


def _settled[AnOrder: Order](order: AnOrder, now: datetime) -> AnOrder:
    """Conclude from the ledger whether the order still pays."""
    return replace(
        order,
        refunded_at=(order.refunded_at or now) if order.ledger.is_refunded else None,
        charged_back_at=(order.charged_back_at or now) if order.ledger.is_charged_back else None,
    )


def _entry(event: PaymentEvent, fact: ChargeRefunded | Refund | DisputeLost, now: datetime) -> OrderEntry:
    entry = OrderEntry(
        event_id=event.event_id,
        type=event.type,
        payment_id=event.references.payment or event.references.charge,
        occurred_at=event.occurred_at,
        received_at=now,
        outcome=Outcome.UNCHANGED,
    )
    match fact:
        case ChargeRefunded(amount_refunded=amount_refunded):
            return replace(entry, amount_refunded=amount_refunded)
        case Refund(refund_id=refund_id, amount=amount, failed=True):
            return replace(entry, refund_id=refund_id, amount_failed=amount)
        case Refund(refund_id=refund_id, amount=amount):
            return replace(entry, refund_id=refund_id, refund_amount=amount)
        case DisputeLost():
            return entry


def _outcome(before: Order, after: Order, event: PaymentEvent) -> Outcome:
    failed = (fact.refund_id for fact in event.facts if isinstance(fact, Refund) and fact.failed)
    reports_payment = bool(event.facts) and not any(isinstance(fact, ChargeRefunded | Refund) for fact in event.facts)
    tests = {
        Outcome.REFUNDED: before.refunded_at is None and after.refunded_at is not None,
        Outcome.CHARGED_BACK: before.charged_back_at is None and after.charged_back_at is not None,
        Outcome.RESTORED: before.is_reversed and not after.is_reversed,
        Outcome.PARTIALLY_REFUNDED: after.ledger.amount_refunded > before.ledger.amount_refunded,
        Outcome.REFUND_FAILED: any(not before.ledger.knows_failure_of(refund_id) for refund_id in failed),
        Outcome.ACCESS_ENDED: before.access_ends_at is None and after.access_ends_at is not None,
        Outcome.RECORDED: reports_payment
        and (before.ledger.payments, before.ledger.invoices, before.references)
        != (after.ledger.payments, after.ledger.invoices, after.references),
    }
    return next((outcome for outcome, applies in tests.items() if applies), Outcome.UNCHANGED)
