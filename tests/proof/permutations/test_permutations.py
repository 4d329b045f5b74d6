"""The payment events of a history lead to one end state, in whatever order and however often they are delivered."""

import pytest

from tests.proof.permutations.histories import HISTORIES, History
from tests.proof.permutations.permutations import EVENTS, ORDERS, deliveries, mutant_is_killed, on_moto, on_twin

# The histories that start from nothing are run in part here, and completely by `make proof`.
WHOLE = 5


@pytest.mark.parametrize(
    ("history", "every"),
    [(history, 1 if number < WHOLE else 6) for number, history in enumerate(HISTORIES)],
    ids=[history.name for history in HISTORIES],
)
def test_every_order_of_arrival_has_the_same_end_state(history: History, every: int) -> None:
    report = on_twin(history, every)
    assert not report.violations, "\n".join(report.violations)
    assert report.ends.total() == 720 // every


@pytest.mark.parametrize("history", HISTORIES[:WHOLE], ids=lambda history: history.name)
def test_moto_and_the_twin_have_the_same_end_states(history: History) -> None:
    report = on_moto(history, orders=6)
    assert not report.violations, "\n".join(report.violations)
    assert list(report.ends) == list(on_twin(history, every=720).ends)


@pytest.mark.parametrize("history", HISTORIES[:WHOLE], ids=lambda history: history.name)
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
