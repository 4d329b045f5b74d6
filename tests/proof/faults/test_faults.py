"""Fault injection at every call to AWS: one fault in turn at each here, all of them at each in `make proof`."""

from collections.abc import Iterator

import pytest

from tests.proof.faults.deliveries import DELIVERIES, Delivery
from tests.proof.faults.event_sources import Queue, Request, Stream
from tests.proof.faults.harness import Harness, Rotation, killed, opened, trials
from tests.proof.faults.injection import FAULTS, Call
from tests.proof.faults.mutants import MUTANTS, Mutant
from tests.support.service import matched
from tests.support.template import resources, routes

IN_TURN = Rotation()


@pytest.fixture(scope="module")
def harness() -> Iterator[Harness]:
    with opened() as connected:
        yield connected


@pytest.mark.parametrize("delivery", DELIVERIES, ids=lambda delivery: delivery.name)
def test_a_fault_at_any_call_changes_nothing_in_the_end(harness: Harness, delivery: Delivery) -> None:
    for trial in trials(harness, delivery, IN_TURN):
        assert trial.violations == []
        # A process that survives retries by itself: it masks every fault that passes.
        assert trial.masked or (trial.fault is not None and not trial.fault.passes)


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_faults_kill_every_mutant(harness: Harness, mutant: Mutant) -> None:
    assert killed(harness, mutant) is not None


def test_every_fault_has_its_turn() -> None:
    rotation = Rotation()
    call = Call("dynamodb", "UpdateItem")
    assert [next(iter(rotation(call))) for _ in FAULTS] == list(FAULTS)


def test_every_route_and_every_other_trigger_is_delivered_to(harness: Harness) -> None:
    reached = set()
    for delivery in DELIVERIES:
        source, _ = harness.arrange(delivery)
        match source:
            case Request(method=method, url=url):
                route, function, _ = matched(method, url)
                reached.add(route)
            case Stream(function=function) | Queue(function=function):
                reached.add(function)
            case _:
                raise AssertionError(source)
        assert function == delivery.function
    elsewhere = {
        resource["Properties"]["CodeUri"].removeprefix("functions/").strip("/")
        for resource in resources().values()
        if resource["Type"] == "AWS::Serverless::Function"
    } - set(routes().values())
    assert reached == {f"{method} {path}" for method, path in routes()} | elsewhere
