"""The payment events of a history lead to one end state, in whatever order and however often they are delivered."""

import pytest

from tests.proof.permutations.histories import HISTORIES, History
from tests.proof.permutations.permutations import EVENTS, ORDERS, deliveries, mutant_is_killed, on_moto, on_twin
from tests.support.sizes import size

# Here one order in so many is run; `make proof` runs all of them.
EVERY = 6
# The histories that do not start from nothing.
ON_MOTO = HISTORIES[:5]


@pytest.mark.parametrize("history", HISTORIES, ids=lambda history: history.name)
def test_every_order_of_arrival_has_the_same_end_state(history: History) -> None:
    report = on_twin(history, EVERY)
    assert not report.violations, "\n".join(report.violations)
    assert report.ends.total() == 720 // EVERY


@pytest.mark.parametrize("history", ON_MOTO, ids=lambda history: history.name)
def test_moto_and_the_twin_have_the_same_end_states(history: History) -> None:
    report = on_moto(history, orders=size(2, full=6))
    assert not report.violations, "\n".join(report.violations)
    assert list(report.ends) == list(on_twin(history, every=720).ends)


@pytest.mark.parametrize("history", ON_MOTO, ids=lambda history: history.name)
def test_the_mutant_in_which_the_last_event_wins_is_killed(history: History) -> None:
    assert mutant_is_killed(history)


def test_of_six_events_some_are_delivered_again() -> None:
    for order in ORDERS:
        delivered = [number for length in range(1, 7) for number in deliveries(order[:length])]
        assert set(delivered) == set(order)
        assert len(delivered) == 9
        assert max(delivered.count(number) for number in order) >= 3


def test_every_history_has_six_distinct_events() -> None:
    for history in HISTORIES:
        assert len({event["id"] for event in history.events}) == EVENTS
        assert len({event["created"] for event in history.events}) == EVENTS
