"""The harness itself can fail: what varies, what is missed and what differs from the emulator is noticed."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import count

import pytest

from shared.aws.connection import client
from tests.proof.interleavings.actors import AS_IT_IS, Actor, Script, Varies
from tests.proof.interleavings.scenarios import SCENARIOS, Scenario
from tests.proof.interleavings.walking import Replays, begin, walk
from tests.proof.interleavings.wire import Answered, Json
from tests.proof.parts import Part, Row, prove, table
from tests.support.aws import deployed
from tests.support.service import Service


@pytest.fixture(autouse=True)
def _emulated() -> Iterator[None]:
    with deployed():
        yield


def two(name: str = "two detectors") -> Scenario:
    return next(scenario for scenario in SCENARIOS if scenario.name == name)


def get(number: int) -> Json:
    key = {"order_id": {"S": f"order-{number}"}}
    answer: Json = client("dynamodb").get_item(TableName="test-orders", Key=key)
    return answer


def reader(name: str, calls: int) -> Actor:
    """An actor that reads so many times, and writes nothing."""

    def act(_service: Service, _message: str) -> Json:
        for number in range(calls):
            get(number)
        return {}

    return Actor(name=name, minute=1, act=act)


@pytest.mark.parametrize(("calls", "schedules"), [((3,), 1), ((2, 2), 6), ((3, 4), 35), ((2, 2, 2), 90)])
def test_every_order_is_counted(calls: tuple[int, ...], schedules: int) -> None:
    actors = tuple(reader(f"reader {number}", most) for number, most in enumerate(calls))
    scenario = replace(two(), actors=actors, start=lambda _: None, expect=lambda *_: iter(()))
    graph = walk(scenario, begin(scenario))
    orders = {tuple(turn.number for turn in graph.schedule(number)) for number in range(graph.schedules)}
    assert len(orders) == graph.schedules == schedules
    assert all(order.count(number) == most for order in orders for number, most in enumerate(calls))


def test_some_schedules_come_from_all_over() -> None:
    graph = walk(two(), begin(two()))
    assert list(graph.evenly(graph.schedules + 1)) == list(range(graph.schedules))
    some = list(graph.evenly(10))
    assert len(set(some)) == 10
    assert {next(graph.schedule(number)).number for number in some} == {0, 1}
    assert len(set(graph.evenly(16, together=8))) == 16


def test_a_handler_that_varies_is_noticed() -> None:
    numbers = count()

    def act(_service: Service, _message: str) -> Json:
        get(next(numbers))
        return get(100)

    place = Script(actor=Actor(name="somebody", minute=1, act=act), variant=AS_IT_IS).beginning()
    with pytest.raises(Varies):
        place.after(Answered({}))


def test_an_order_whose_answers_come_otherwise_from_the_emulator_is_noticed() -> None:
    start = begin(two())
    turns = list(walk(two(), start).schedule(0))
    emptied = replace(start, items={**start.items, "test-lesson-progress": ()})
    assert Replays(scenario=two(), start=start).replay(turns) == []
    assert "the twin" in Replays(scenario=two(), start=emptied).replay(turns)[0]


def test_what_nobody_may_be_answered_is_a_violation_with_its_steps() -> None:
    scenario = replace(two(), expect=lambda *_: iter(["it ended"]))
    violation = walk(scenario, begin(scenario)).violation
    assert violation is not None
    assert str(violation).splitlines()[:2] == ["it ended", "   1. first: GetItem enrollments"]


def test_a_door_that_answers_what_is_not_documented_has_failed() -> None:
    def act(_service: Service, _message: str) -> Json:
        raise AssertionError("not documented")

    scenario = replace(two(), actors=(Actor(name="somebody", minute=1, act=act),))
    violation = walk(scenario, begin(scenario)).violation
    assert violation is not None
    assert "not documented" in violation.wrong[0]


def first_share() -> Row:
    return Row(name="a scenario", figures={"schedules": 1_999, "states": 3}, caught=True)


def second_share() -> Row:
    return Row(name="a scenario", figures={"schedules": 1, "states": 0}, violations=("wrong",), caught=True)


def test_shares_of_a_scenario_make_one_row() -> None:
    ((_, rows, _),) = prove([Part(title="a part", tasks=[first_share, second_share])], processes=1)
    assert not rows[0].holds
    assert table(rows).splitlines()[2] == "| a scenario |     2,000 |      3 |          1 |                  yes |"


def test_a_naive_variant_that_is_not_caught_does_not_hold() -> None:
    assert first_share().holds
    assert not replace(first_share(), caught=False).holds
    assert "NO" in table([replace(first_share(), caught=False)])
