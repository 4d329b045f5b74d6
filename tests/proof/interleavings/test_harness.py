"""Tests of the harness: it detects nondeterminism, missed schedules and differences from moto."""

from collections.abc import Callable
from dataclasses import replace
from itertools import count

import pytest

from shared.aws.connection import client
from tests.proof.interleavings.executions import (
    ORIGINAL,
    Crashed,
    Execution,
    NotDeterministic,
    Operation,
    Process,
    program,
)
from tests.proof.interleavings.generated_mutants import Candidate
from tests.proof.interleavings.graph import Node
from tests.proof.interleavings.history import accepted, refused
from tests.proof.interleavings.model_checker import explore
from tests.proof.interleavings.moto_replay import disagreements, distinct_calls
from tests.proof.interleavings.requests import Json, Reply
from tests.proof.interleavings.scenario import Scenario
from tests.proof.interleavings.scenarios import SCENARIOS
from tests.proof.interleavings.storage import Stored
from tests.proof.parts import Part, Row, prove, table
from tests.support import twin
from tests.support.aws import deployed
from tests.support.service import Answer

ITEM = {"order_id": {"S": "order"}, "version": {"N": "1"}}


def two_detectors() -> Scenario:
    return next(scenario for scenario in SCENARIOS if scenario.name == "two detectors")


def read(*, consistent: bool = True) -> Json:
    key = {"order_id": ITEM["order_id"]}
    answer: Json = client("dynamodb").get_item(TableName="test-orders", Key=key, ConsistentRead=consistent)
    return answer


def operation(name: str, call: Callable[[Process], Json | Answer]) -> Operation:
    return Operation(name=name, minute=1, call=call)


def reader(name: str, calls: int) -> Operation:
    """An operation that reads `calls` times."""

    def call(_process: Process) -> Json:
        for _ in range(calls):
            read()
        return {}

    return operation(name, call)


def writer(_process: Process) -> Answer:
    client("dynamodb").put_item(TableName="test-orders", Item=ITEM)
    return Answer(200, {}, b"")


def finder(consistent: bool) -> Operation:  # noqa: FBT001
    """An operation that is refused if it does not find the item."""
    return operation("finder", lambda _: Answer(200 if "Item" in read(consistent=consistent) else 404, {}, b""))


def scenario_of(*operations: Operation) -> Scenario:
    return replace(
        two_detectors(), operations=operations, start=lambda _: None, expect=lambda *_: iter(()), invariants=()
    )


def schedules(node: Node) -> list[tuple[int, ...]]:
    """Every path from a node to an end, by the numbers of the operations."""
    onward = [(one.number, *rest) for one in node.transitions for rest in schedules(one.after)]
    return onward or [()]


@pytest.mark.parametrize(("calls", "most"), [((3,), 1), ((2, 2), 6), ((3, 4), 35), ((2, 2, 2), 90)])
def test_every_order_of_calls_is_explored(calls: tuple[int, ...], most: int) -> None:
    graph = explore(scenario_of(*(reader(f"reader {number}", some) for number, some in enumerate(calls))))
    found = schedules(graph.nodes[0])
    assert len(found) == len(set(found)) == most


def test_a_nondeterministic_handler_is_detected() -> None:
    numbers = count()

    def call(_process: Process) -> Json:
        client("dynamodb").get_item(TableName="test-orders", Key={"order_id": {"S": f"order-{next(numbers)}"}})
        return read()

    execution: Execution = program(operation("somebody", call), ORIGINAL.send, ()).start()
    with pytest.raises(NotDeterministic):
        execution.after(Reply({}))


@pytest.mark.parametrize("consistent", [True, False])
def test_an_eventually_consistent_read_may_miss_the_last_write(*, consistent: bool) -> None:
    scenario = replace(
        scenario_of(operation("writer", writer), finder(consistent)), history=(accepted("finder", after="writer"),)
    )
    violation = explore(scenario).violation
    assert (violation is None) is consistent
    if violation is not None:
        assert [str(one) for one in violation.schedule] == [
            "writer: PutItem orders",
            "finder: GetItem orders, old versions",
        ]


def test_an_answer_that_ignores_an_earlier_one_is_a_violation_with_its_schedule() -> None:
    late = replace(
        scenario_of(operation("writer", writer), finder(consistent=True)), history=(refused("finder", after="writer"),)
    )
    violation = explore(late).violation
    assert violation is not None
    assert str(violation).splitlines() == [
        "finder, which started after the answer to writer, must be refused",
        "   1. writer: PutItem orders",
        "   2. finder: GetItem orders",
    ]


def test_an_answer_may_ignore_operations_not_answered_when_it_started() -> None:
    both = scenario_of(operation("writer", writer), finder(consistent=True))
    assert explore(replace(both, history=(refused("writer", after="finder"),))).violation is None


def test_a_reply_that_differs_on_moto_is_detected() -> None:
    calls = distinct_calls(explore(two_detectors()))
    calls[0].reply = Reply({})
    with deployed():
        assert "moto replies" in disagreements(calls)[0]


def test_an_item_that_differs_on_moto_is_detected() -> None:
    calls = distinct_calls(explore(two_detectors()))
    write = next(one for one in calls if one.after.stored.state is not one.before.stored.state)
    more = {"TableName": "test-orders", "Item": ITEM}
    state, _ = twin.apply(write.after.stored.state, "dynamodb", "PutItem", more)
    write.after = replace(write.after, stored=Stored(state, frozenset()))
    with deployed():
        assert "store different data" in disagreements([write])[0]


def test_a_route_with_an_undocumented_response_has_failed() -> None:
    def call(_process: Process) -> Json:
        read()
        raise AssertionError("not documented")

    violation = explore(replace(two_detectors(), operations=(operation("somebody", call),))).violation
    assert violation is not None
    assert "not documented" in violation.wrong[0]


def first_share() -> Row:
    return Row(name="a scenario", figures={"runs": 1_999, "states": 3}, mutant_killed=True)


def second_share() -> Row:
    return Row(name="a scenario", figures={"runs": 1, "states": 0}, violations=("wrong",), mutant_killed=True)


def test_shares_of_a_scenario_are_one_row() -> None:
    ((_, rows, _),) = prove([Part(title="a part", tasks=[first_share, second_share])], processes=1)
    assert not rows[0].holds
    assert table(rows).splitlines()[2] == "| a scenario | 2,000 |      3 |          1 |           yes |"


def test_a_row_with_a_surviving_mutant_does_not_hold() -> None:
    assert first_share().holds
    assert not replace(first_share(), mutant_killed=False).holds
    assert "NO" in table([replace(first_share(), mutant_killed=False)])


def test_a_table_without_mutants_has_no_column_for_them() -> None:
    row = replace(first_share(), mutant_killed=None)
    assert row.holds
    assert "mutant" not in table([row])


def test_a_handler_that_crashes_ends_the_exploration_and_kills_a_mutant() -> None:
    def call(_process: Process) -> Json:
        raise KeyError

    scenario = scenario_of(operation("somebody", call))
    with pytest.raises(Crashed, match="somebody"):
        explore(scenario)
    assert Candidate(ORIGINAL, [scenario]).killed_by() == scenario.name
