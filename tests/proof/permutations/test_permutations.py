"""The payment events of a history lead to one end state, in whatever order and however often they are delivered."""

from itertools import permutations

import pytest

from tests.proof.permutations.histories import HISTORIES
from tests.proof.permutations.history import History
from tests.proof.permutations.permutations import (
    all_orders,
    deliveries,
    in_all_orders,
    in_some_orders,
    on_moto,
    survivors,
)
from tests.support.sizes import size

# The orders of arrival that are run here; `make proof` runs all of them.
ORDERS = size(6, full=120)
NAMES = [history.name for history in HISTORIES]


@pytest.mark.parametrize("history", HISTORIES, ids=NAMES)
def test_every_order_of_arrival_has_the_same_end_state(history: History) -> None:
    report = in_some_orders(history, ORDERS)
    assert not report.violations, "\n".join(report.violations)
    assert report.ends.total() == len(all_orders(history, ORDERS))


@pytest.mark.parametrize("history", HISTORIES[:: size(15, full=2)], ids=lambda history: history.name)
def test_moto_and_the_twin_have_the_same_end_states(history: History) -> None:
    report = on_moto(history, orders=size(2, full=6))
    assert not report.violations, "\n".join(report.violations)
    assert list(report.ends) == list(in_some_orders(history, at_most=1).ends)


@pytest.mark.parametrize("history", HISTORIES, ids=NAMES)
def test_its_mutants_are_killed(history: History) -> None:
    assert not survivors(history)


def test_orders_of_arrival_that_share_their_states_are_all_counted() -> None:
    history = min(HISTORIES, key=lambda one: len(one.events))
    report = in_all_orders(history)
    assert not report.violations, "\n".join(report.violations)
    assert report.ends.total() == len(all_orders(history))
    assert report.ends.keys() == in_some_orders(history, report.ends.total()).ends.keys()


def test_of_six_events_some_are_delivered_again() -> None:
    for order in permutations(range(6)):
        delivered = [number for length in range(1, 7) for number in deliveries(order[:length])]
        assert set(delivered) == set(order)
        assert len(delivered) == 9
        assert max(delivered.count(number) for number in order) >= 3


def test_every_history_has_at_most_six_distinct_events() -> None:
    for history in HISTORIES:
        assert 2 <= len(history.events) <= 6
        assert len({event["id"] for event in history.events}) == len(history.events)
        assert len({event["created"] for event in history.events}) == len(history.events)


def test_every_history_has_a_name_of_its_own() -> None:
    assert len(set(NAMES)) == len(NAMES)
