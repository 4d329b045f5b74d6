"""Every schedule of every scenario, in memory; `make proof` also replays every call on moto and runs every mutant."""

from collections.abc import Iterator
from functools import cache

import pytest

from tests.proof.interleavings.executions import Mutant
from tests.proof.interleavings.generated_mutants import candidates, terms
from tests.proof.interleavings.graph import Graph
from tests.proof.interleavings.model_checker import explore
from tests.proof.interleavings.moto_replay import disagreements, distinct_calls
from tests.proof.interleavings.mutants import MUTANTS
from tests.proof.interleavings.scenario import Scenario
from tests.proof.interleavings.scenarios import SCENARIOS
from tests.proof.interleavings.survivors import reason_for_survival, unused_patterns
from tests.support.aws import deployed
from tests.support.sizes import FULL, at_full_size_only

# The slowest ones: each takes several seconds. `make proof` explores them too.
AT_FULL_SIZE = {
    "two deliveries of a refund, and a partial one",
    "refunds of a large order and of the one that would pay instead",
    "a reissue and a lost dispute of a large order",
    "a reissue and a refund of a large order",
    "a reissue, a refund of its order and a new order",
    "two invoices of one subscription, and the subscription",
    "a failed refund of a large order and a lost dispute",
    "a failed refund of a large order, and a refund of the one that pays instead",
    "a refund of a large order and the end of its subscription",
    "two first downloads and a full refund",
}
every_scenario = pytest.mark.parametrize(
    "scenario",
    [scenario for scenario in SCENARIOS if FULL or scenario.name not in AT_FULL_SIZE],
    ids=lambda scenario: scenario.name,
)
# On moto, each call takes a thousand times as long as in memory.
CALLS_ON_MOTO = 10


@pytest.fixture(scope="module", autouse=True)
def _moto() -> Iterator[None]:
    with deployed():
        yield


@cache
def explored(scenario: Scenario) -> Graph:
    return explore(scenario)


@every_scenario
def test_no_schedule_violates_an_invariant(scenario: Scenario) -> None:
    graph = explored(scenario)
    # As a text: a schedule holds all states, which pytest would print.
    assert str(graph.violation or "") == ""
    assert len(graph.nodes) > len(scenario.operations)


@every_scenario
def test_moto_stores_and_replies_the_same(scenario: Scenario) -> None:
    calls = distinct_calls(explored(scenario))
    assert disagreements(calls[:: -(-len(calls) // CALLS_ON_MOTO)]) == []


def test_what_is_left_out_at_the_small_size_are_scenarios() -> None:
    assert {scenario.name for scenario in SCENARIOS} >= AT_FULL_SIZE


@pytest.mark.parametrize(("scenario", "mutant"), MUTANTS, ids=[mutant.name for _, mutant in MUTANTS])
def test_a_mutant_is_killed(scenario: str, mutant: Mutant) -> None:
    (found,) = [one for one in SCENARIOS if one.name == scenario]
    assert explore(found, mutant).violation is not None


# They are generated from all scenarios.
@at_full_size_only
def test_generated_mutants_are_killed_by_some_scenario() -> None:
    must_die = [one for one in candidates() if reason_for_survival(one.mutant.name) is None]
    assert len(must_die) > 50
    assert [one.mutant.name for one in must_die if one.killed_by() is None] == []


@at_full_size_only
def test_every_reason_for_survival_belongs_to_a_generated_mutant() -> None:
    assert unused_patterns(one.mutant.name for one in candidates()) == []


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("attribute_exists (#0)", ["attribute_exists (#0)"]),
        ("(#0 = :0 AND attribute_not_exists (#1))", ["#0 = :0", "attribute_not_exists (#1)"]),
        ("((#0 = :0 AND #1 = :1) AND (#2 < :2 OR #2 = :3))", ["#0 = :0", "#1 = :1", "#2 < :2 OR #2 = :3"]),
    ],
)
def test_a_condition_is_split_at_and(condition: str, expected: list[str]) -> None:
    assert terms(condition) == expected
