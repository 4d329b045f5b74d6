"""Faults at every call to AWS: one in turn at each here, all of them at each in the full proof."""

from collections.abc import Iterator

import pytest

from tests.proof.faults import laboratory
from tests.proof.faults.deliveries import DELIVERIES, Delivery
from tests.proof.faults.kinds import FAULTS, Call
from tests.proof.faults.naive import VARIANTS, Variant
from tests.proof.faults.sources import Queue, Request, Stream
from tests.support.service import matched
from tests.support.template import resources, routes

IN_TURN = laboratory.Rotation()


@pytest.fixture(scope="module")
def lab() -> Iterator[laboratory.Laboratory]:
    with laboratory.opened() as built:
        yield built


@pytest.mark.parametrize("delivery", DELIVERIES, ids=lambda delivery: delivery.name)
def test_a_fault_at_any_call_changes_nothing_in_the_end(lab: laboratory.Laboratory, delivery: Delivery) -> None:
    for trial in laboratory.trials(lab, delivery, IN_TURN):
        assert trial.violations == []
        # A process that lives on tries again by itself: nobody learns of a fault that passes.
        assert trial.absorbed or (trial.fault is not None and not trial.fault.passes)


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda variant: variant.name)
def test_faults_show_what_is_wrong_with_naive_code(lab: laboratory.Laboratory, variant: Variant) -> None:
    assert laboratory.caught(lab, variant) is not None


def test_every_fault_has_its_turn() -> None:
    rotation = laboratory.Rotation()
    call = Call("dynamodb", "UpdateItem")
    assert [next(iter(rotation(call))) for _ in FAULTS] == list(FAULTS)


def test_every_route_and_every_other_trigger_is_delivered_to(lab: laboratory.Laboratory) -> None:
    reached = set()
    for delivery in DELIVERIES:
        source, _ = lab.begin(delivery)
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
