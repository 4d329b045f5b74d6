"""What was refunded of a payment, from any events in any order of arrival."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from shared.domain.payment import Outcome, Reference


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderEntry:
    """What one event reported of the refunds of a payment, and its outcome.

    Attributes:
        payment_id: of the payment; None in entries from before payments had ids.
        occurred_at: when the provider created the event; None where it does not say.
        amount: what was captured by then; None where the event does not say.
        amount_refunded: the total refunded as of the event; None where it does not say.
        refund_id: of one refund.
        amount_failed: the amount of that refund, if it failed.
        refund_amount: the amount of that refund, if it did not.
    """

    event_id: str
    type: str
    payment_id: Reference | None
    occurred_at: datetime | None
    received_at: datetime
    outcome: Outcome
    amount: int | None = None
    amount_refunded: int | None = None
    refund_id: str | None = None
    amount_failed: int | None = None
    refund_amount: int | None = None


def net_amount_refunded(history: Sequence[OrderEntry]) -> int:
    """Compute what was refunded of a payment, in whatever order its events arrived.

    There are two ledgers, and either may lack what the other has. Refunds with their ids: those that did not fail add
    up, and a failure is final. Totals of the charge: the greatest is the newest; a refund that had failed by then is no
    longer included, and one that failed since still is. So the failed refunds from before a total are added to it, and
    all failed refunds are subtracted from the greatest sum.

    Args:
        history: entries of the payment, in order of receipt.

    Returns:
        The amount in minor units: the greater of the two.
    """
    failures = _failed_refunds(history)
    failed_ids = {failure.refund_id for _, failure in failures}
    by_id = {
        entry.refund_id: entry.refund_amount
        for entry in history
        if entry.refund_amount is not None and entry.refund_id not in failed_ids
    }
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
    return max(max(totals, default=0) - failed, sum(by_id.values()), 0)


def _failed_refunds(history: Iterable[OrderEntry]) -> list[tuple[int, OrderEntry]]:
    """Find each refund that failed, once, with its index in the history: by the earliest report of its failure.

    Several events report the same failure, the later ones perhaps long after it.
    """
    found: dict[str, tuple[int, OrderEntry]] = {}
    for index, entry in enumerate(history):
        if entry.refund_id is not None and entry.amount_failed is not None:
            known = found.get(entry.refund_id)
            if known is None or _is_earlier(entry, known[1]):
                found[entry.refund_id] = index, entry
    return list(found.values())


def _is_earlier(entry: OrderEntry, other: OrderEntry) -> bool:
    """Whether an event was created before another that was received first."""
    if entry.occurred_at is None or other.occurred_at is None:
        return other.occurred_at is None and entry.occurred_at is not None
    return entry.occurred_at < other.occurred_at


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
