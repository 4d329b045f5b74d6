"""In whatever order and however often the payment events of a history are delivered, they end in one state."""

import pytest

from tests.proof.permutations.histories import HISTORIES, History
from tests.proof.permutations.permutations import EVENTS, ORDERS, deliveries, kills_mutant, on_moto, on_twin

# The histories that begin with nothing are tried in part here, and whole by `make proof`.
WHOLE = 5


@pytest.mark.parametrize(
    ("history", "every"),
    [(history, 1 if number < WHOLE else 6) for number, history in enumerate(HISTORIES)],
    ids=[history.name for history in HISTORIES],
)
def test_every_order_of_arrival_has_the_same_end(history: History, every: int) -> None:
    report = on_twin(history, every)
    assert not report.violations, "\n".join(report.violations)
    assert report.ends.total() == 720 // every


@pytest.mark.parametrize("history", HISTORIES[:WHOLE], ids=lambda history: history.name)
def test_moto_ends_as_the_twin_does(history: History) -> None:
    report = on_moto(history, orders=6)
    assert not report.violations, "\n".join(report.violations)
    assert list(report.ends) == list(on_twin(history, every=720).ends)


@pytest.mark.parametrize("history", HISTORIES[:WHOLE], ids=lambda history: history.name)
def test_an_order_that_lets_the_last_event_win_is_killed(history: History) -> None:
    assert kills_mutant(history)


def test_of_six_events_some_are_delivered_again() -> None:
    for order in ORDERS:
        delivered = [number for length in range(1, 7) for number in deliveries(order[:length])]
        assert set(delivered) == set(order)
        assert len(delivered) == 9
        assert max(delivered.count(number) for number in order) >= 3


def test_every_history_has_six_events_of_its_own() -> None:
    for history in HISTORIES:
        assert len({event["id"] for event in history.events}) == EVENTS
        assert len({event["created"] for event in history.events}) == EVENTS
