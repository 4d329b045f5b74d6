"""A refund that failed is subtracted once, as of the earliest report of its failure."""

from datetime import timedelta
from itertools import permutations

import pytest

from shared.domain.payment import Outcome
from shared.domain.refunds import OrderEntry, net_amount_refunded
from tests.unit.domain.examples import NOW


def entry(event_id: str, at: int | None, **amounts: int) -> OrderEntry:
    """What an event reported that the provider created `at` seconds after the start."""
    return OrderEntry(
        event_id=event_id,
        type="type",
        payment_id="pi_1",
        occurred_at=None if at is None else NOW + timedelta(seconds=at),
        received_at=NOW + timedelta(days=1),
        outcome=Outcome.UNCHANGED,
        refund_id="re_1" if "amount_failed" in amounts else None,
        **amounts,
    )


REFUNDED = entry("refunded", 1, amount_refunded=100)
FAILED = entry("failed", 2, amount_failed=100)
REFUNDED_AGAIN = entry("refunded again", 3, amount_refunded=100)
FAILURE_TOLD_AGAIN = entry("told again", 4, amount_failed=100)


@pytest.mark.parametrize("history", list(permutations([REFUNDED, FAILED, REFUNDED_AGAIN, FAILURE_TOLD_AGAIN])))
def test_a_failure_that_is_told_again_does_not_undo_a_later_refund(history: tuple[OrderEntry, ...]) -> None:
    assert net_amount_refunded(history) == 100


@pytest.mark.parametrize("history", list(permutations([REFUNDED, FAILED, FAILURE_TOLD_AGAIN])))
def test_a_failure_that_is_told_twice_counts_once(history: tuple[OrderEntry, ...]) -> None:
    assert net_amount_refunded(history) == 0


@pytest.mark.parametrize("other", [FAILURE_TOLD_AGAIN, entry("without a time", None, amount_failed=100)])
def test_the_earliest_report_with_a_time_counts(other: OrderEntry) -> None:
    for history in permutations([FAILED, REFUNDED_AGAIN, other]):
        assert net_amount_refunded(history) == 100


def test_of_reports_without_a_time_the_first_counts() -> None:
    reports = [entry(f"{number}", None, amount_failed=100) for number in range(2)]
    assert net_amount_refunded([REFUNDED, reports[0], REFUNDED_AGAIN, reports[1]]) == 100
