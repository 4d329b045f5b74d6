"""Every interleaving in memory, some of them against the emulator; `make proof` does thousands of those."""

from collections.abc import Iterator
from functools import cache

import pytest

from tests.proof.interleavings.graph import Graph
from tests.proof.interleavings.interleavings import naive_is_caught, replayed
from tests.proof.interleavings.scenarios import SCENARIOS, Scenario
from tests.proof.interleavings.walking import begin, walk
from tests.proof.interleavings.worlds import Kept
from tests.support.aws import deployed

every_scenario = pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)


@pytest.fixture(scope="module", autouse=True)
def _emulated() -> Iterator[None]:
    with deployed():
        yield


@cache
def walked(scenario: Scenario) -> tuple[Kept, Graph]:
    start = begin(scenario)
    return start, walk(scenario, start)


@every_scenario
def test_no_order_of_turns_breaks_an_invariant(scenario: Scenario) -> None:
    _, graph = walked(scenario)
    assert graph.violation is None, f"\n{graph.violation}"
    assert graph.schedules > 200


@every_scenario
def test_the_emulator_goes_the_same_way(scenario: Scenario) -> None:
    start, graph = walked(scenario)
    assert replayed(scenario, start, graph, list(graph.evenly(25))) == []


@every_scenario
def test_the_naive_variant_is_caught(scenario: Scenario) -> None:
    start, _ = walked(scenario)
    assert naive_is_caught(scenario, start), scenario.naive.name


def test_schedules_are_counted_one_by_one() -> None:
    scenario = next(scenario for scenario in SCENARIOS if scenario.name == "two detectors")
    _, graph = walked(scenario)
    schedules = {tuple(turn.number for turn in graph.schedule(number)) for number in range(graph.schedules)}
    assert len(schedules) == graph.schedules
