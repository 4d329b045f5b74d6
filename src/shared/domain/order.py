"""An order: what payment events reported of it, and whether it still pays for its enrollments."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Self

from shared.domain.ids import CourseId, OrderId, UserId
from shared.domain.payment import ChargeRefunded, DisputeLost, PaymentEvent, Purchase, RefundFailed


class Outcome(StrEnum):
    """The effect of a payment event."""

    REFUNDED = "refunded"
    PARTIALLY_REFUNDED = "partially_refunded"
    REFUND_FAILED = "refund_failed"
    RESTORED = "restored"
    CHARGED_BACK = "charged_back"
    ENROLLED = "enrolled"
    AWAITING_PAYMENT = "awaiting_payment"
    UNCHANGED = "unchanged"
    IGNORED = "ignored"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderEntry:
    """What one payment event reported of an order's money, and its outcome.

    Attributes:
        occurred_at: when the provider created the event; None where it does not say.
        amount: what was captured; None where the event does not say.
        amount_refunded: the total refunded as of the event; None where it does not say.
        refund_id: of a refund that failed.
        amount_failed: the amount of that refund.
    """

    event_id: str
    type: str
    occurred_at: datetime | None
    received_at: datetime
    outcome: Outcome
    amount: int | None = None
    amount_refunded: int | None = None
    refund_id: str | None = None
    amount_failed: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is known of an order; a refund may be all that is known.

    Attributes:
        amount: what was paid, in minor units of the currency; None until a payment event reports it.
        amount_refunded: what was refunded so far, without refunds that failed.
        refunded_at: when it was found refunded in full; None while it is not.
        charged_back_at: when a dispute over it was lost.
        purchased_at: when it was bought, according to the event that reported the purchase.
        lines: the enrollments that it pays for.
        history: what payment events reported of its money, in order of receipt.
        version: incremented by every change.
    """

    order_id: OrderId
    amount: int | None = None
    amount_refunded: int = 0
    currency: str | None = None
    refunded_at: datetime | None = None
    charged_back_at: datetime | None = None
    purchased_at: datetime | None = None
    lines: frozenset[tuple[UserId, CourseId]] = frozenset()
    history: tuple[OrderEntry, ...] = ()
    created_at: datetime | None = None
    updated_at: datetime | None = None
    version: int = 0

    @property
    def is_reversed(self) -> bool:
        """Whether it was refunded in full or charged back, so that it pays for nothing any more."""
        return self.refunded_at is not None or self.charged_back_at is not None

    def apply(self, event: PaymentEvent, now: datetime) -> tuple[Self, Outcome]:
        """Apply an event to the order.

        The result depends on which events were applied, not on the order in which they arrived, as far as they say
        when they were created. An event that was applied before changes nothing.

        Args:
            event: with a fact.
            now: time of receipt.

        Returns:
            The order after the event, and the event's outcome.
        """
        for entry in self.history:
            if entry.event_id == event.event_id:
                return self, entry.outcome
        if isinstance(event.fact, Purchase):
            return self._bought(event, event.fact, now)
        entry = _entry(event, now)
        after = self._with_history((*self.history, entry), now)
        if isinstance(event.fact, ChargeRefunded):
            after = replace(after, currency=event.fact.currency or self.currency)
        if isinstance(event.fact, DisputeLost):
            after = replace(after, charged_back_at=self.charged_back_at or now)
        outcome = _outcome(self, after, event)
        entries = (*self.history, replace(entry, outcome=outcome))
        return replace(after, history=entries), outcome

    def _bought(self, event: PaymentEvent, purchase: Purchase, now: datetime) -> tuple[Self, Outcome]:
        lines = self.lines | {(purchase.user_id, course_id) for course_id in purchase.course_ids}
        after = replace(
            self,
            lines=lines,
            amount=purchase.amount if self.amount is None else self.amount,
            currency=self.currency or purchase.currency,
            purchased_at=self.purchased_at or event.occurred_at or now,
        )
        return after, Outcome.UNCHANGED if after == self else Outcome.ENROLLED

    def with_history_of(self, other: Self, now: datetime) -> Self:
        """Take over what events reported of the same payment under another id."""
        known = {entry.event_id for entry in self.history}
        entries = [*self.history, *(entry for entry in other.history if entry.event_id not in known)]
        entries.sort(key=lambda entry: entry.received_at)
        after = self._with_history(tuple(entries), now)
        return replace(
            after,
            currency=self.currency or other.currency,
            charged_back_at=self.charged_back_at or other.charged_back_at,
        )

    def _with_history(self, history: tuple[OrderEntry, ...], now: datetime) -> Self:
        charges = [entry for entry in history if entry.amount_refunded is not None]
        # A charge can be captured in steps. The event with the greatest refunded total is newest; its amount counts.
        newest = max(charges, key=lambda entry: (entry.amount_refunded, entry.amount), default=None)
        amount = self.amount if newest is None else newest.amount
        refunded = net_amount_refunded(history)
        # An order of amount 0 cannot be refunded.
        is_full = newest is not None and amount is not None and refunded >= amount > 0
        return replace(
            self,
            amount=amount,
            amount_refunded=refunded,
            refunded_at=(self.refunded_at or now) if is_full else None,
            history=history,
        )


def net_amount_refunded(history: Sequence[OrderEntry]) -> int:
    """Compute what was refunded of an order, in whatever order its events arrived.

    An event about a charge has the total refunded by then, so that the greatest total is the newest; a refund that had
    failed by then is no longer included, and one that failed since still is. So the failed refunds from before an event
    are added to its total, and all failed refunds are subtracted from the greatest sum.

    Args:
        history: in order of receipt.

    Returns:
        The amount in minor units.
    """
    failures = _failed_refunds(history)
    totals = [
        entry.amount_refunded
        + sum(
            failure.amount_failed or 0
            for failed_at, failure in failures
            if _was_before((failed_at, failure), (received, entry), history)
        )
        for received, entry in enumerate(history)
        if entry.amount_refunded is not None
    ]
    failed = sum(failure.amount_failed or 0 for _, failure in failures)
    return max(max(totals, default=0) - failed, 0)


def _failed_refunds(history: Iterable[OrderEntry]) -> list[tuple[int, OrderEntry]]:
    """Find each refund that failed, once, with its index in the history: several events report the same one."""
    found: dict[str, tuple[int, OrderEntry]] = {}
    for index, entry in enumerate(history):
        if entry.refund_id is not None:
            found.setdefault(entry.refund_id, (index, entry))
    return list(found.values())


def _was_before(failure: tuple[int, OrderEntry], charge: tuple[int, OrderEntry], history: Sequence[OrderEntry]) -> bool:
    """Whether a refund had failed when an event about the charge was created."""
    failed_index, failed = failure
    charge_index, charged = charge
    if failed.occurred_at is not None and charged.occurred_at is not None and failed.occurred_at != charged.occurred_at:
        return failed.occurred_at < charged.occurred_at
    # Created in the same second, or at an unknown time: what arrived later was created later, unless it is the first
    # event to include the refund that failed.
    return failed_index < charge_index and any(
        (entry.amount_refunded or 0) >= (failed.amount_failed or 0) for entry in history[:failed_index]
    )


def _entry(event: PaymentEvent, now: datetime) -> OrderEntry:
    entry = OrderEntry(
        event_id=event.event_id,
        type=event.type,
        occurred_at=event.occurred_at,
        received_at=now,
        outcome=Outcome.UNCHANGED,
    )
    match event.fact:
        case ChargeRefunded(amount=amount, amount_refunded=amount_refunded):
            return replace(entry, amount=amount, amount_refunded=amount_refunded)
        case RefundFailed(refund_id=refund_id, amount=amount):
            return replace(entry, refund_id=refund_id, amount_failed=amount)
        case _:
            return entry


def _outcome(before: Order, after: Order, event: PaymentEvent) -> Outcome:
    if after.refunded_at is not None and before.refunded_at is None:
        return Outcome.REFUNDED
    if after.charged_back_at is not None and before.charged_back_at is None:
        return Outcome.CHARGED_BACK
    if before.is_reversed and not after.is_reversed:
        return Outcome.RESTORED
    if after.amount_refunded > before.amount_refunded:
        return Outcome.PARTIALLY_REFUNDED
    if isinstance(event.fact, RefundFailed) and all(
        entry.refund_id != event.fact.refund_id for entry in before.history
    ):
        return Outcome.REFUND_FAILED
    return Outcome.UNCHANGED
