"""Fault injection at every call to AWS: one fault per call in rotation here, and every fault in `make proof`."""

from collections.abc import Iterator

import pytest

from tests.proof.faults.deliveries import DELIVERIES
from tests.proof.faults.delivery import Delivery
from tests.proof.faults.event_sources import Queue, Request, RequestAndQueue, Stream
from tests.proof.faults.harness import Harness, Rotation, connected_harness, killed, trials
from tests.proof.faults.injection import FAULTS, Call
from tests.proof.faults.mutants import MUTANTS, Mutant
from tests.support.service import matched
from tests.support.template import resources, routes

ROTATION = Rotation()


@pytest.fixture(scope="module")
def harness() -> Iterator[Harness]:
    with connected_harness() as connected:
        yield connected


@pytest.mark.parametrize("delivery", DELIVERIES, ids=lambda delivery: delivery.name)
def test_a_fault_at_any_call_does_not_change_the_final_state(harness: Harness, delivery: Delivery) -> None:
    for trial in trials(harness, delivery, ROTATION):
        assert trial.violations == []
        # A process that survives retries by itself, and masks every transient fault.
        assert trial.masked or (trial.fault is not None and not trial.fault.passes)


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_faults_kill_every_mutant(harness: Harness, mutant: Mutant) -> None:
    assert killed(harness, mutant) is not None


def test_there_is_a_mutant_of_every_function() -> None:
    deliveries = {delivery.name: delivery.function for delivery in DELIVERIES}
    assert {deliveries[mutant.delivery] for mutant in MUTANTS} == set(deliveries.values())


def test_the_rotation_chooses_every_fault() -> None:
    rotation = Rotation()
    call = Call("dynamodb", "UpdateItem")
    assert [next(iter(rotation(call))) for _ in FAULTS] == list(FAULTS)


def test_there_is_a_delivery_for_every_route_and_other_event_source(harness: Harness) -> None:
    reached = set()
    for delivery in DELIVERIES:
        source, _ = harness.arrange(delivery)
        match source:
            case Request(method=method, url=url) | RequestAndQueue(request=Request(method=method, url=url)):
                route, function, _ = matched(method, url.partition("?")[0])
                reached.add(route)
            case (
                Stream(function=function)
                | Queue(function=function)
                | RequestAndQueue(request=Queue(), function=function)
            ):
                reached.add(function)
            case _:
                raise AssertionError(source)
        assert function == delivery.function
    elsewhere = {
        resource["Properties"]["CodeUri"].removeprefix("functions/").strip("/")
        for resource in resources().values()
        # The trigger of sign-in calls nothing.
        if resource["Type"] == "AWS::Serverless::Function" and "Events" in resource["Properties"]
    } - set(routes().values())
    assert reached == {f"{method} {path}" for method, path in routes()} | elsewhere
