"""The queue of large orders: pages follow each other, also after a crash, and a newer event replaces earlier work."""

from collections.abc import Iterator
from itertools import count

import pytest
from botocore.exceptions import EndpointConnectionError

from shared.domain.errors import ConcurrentChange, Unavailable
from tests.support.aws import items
from tests.support.large_orders import FIRST, LINES, PAGE, ended, is_pending, place, process, small_pages, statuses
from tests.support.many_lines import CALLS_OF_A_PAGE
from tests.support.payments import (
    charge_refunded,
    deliver,
    order,
    purchase,
    refund_created,
    refund_failed,
)
from tests.support.queues import ORDER_LINES, received, run_function
from tests.support.service import Context, Service
from tests.support.sizes import FULL
from tests.support.steps import pay_event, refusal
from tests.support.wire import ProcessKilled, broken, calls, inject_fault, just_before
from tests.support.wire import refusal as refused

# Enough for each call, but not for another page.
SHORT = Context(get_remaining_time_in_millis=lambda: 10_500)


@pytest.fixture(autouse=True)
def _placed(service: Service) -> Iterator[None]:
    with small_pages():
        place(service)
        yield


# ------------------------------------------------------------------ pages and crashes


def test_a_page_takes_six_calls_and_the_last_one_five(service: Service) -> None:
    deliver(service, charge_refunded())
    [message] = received(ORDER_LINES)
    with calls() as made:
        run_function(ORDER_LINES, [message])
    assert made == [*CALLS_OF_A_PAGE * 2, *CALLS_OF_A_PAGE[:-1]]
    assert ended() == LINES


def test_what_is_left_when_the_time_is_up_is_queued(service: Service) -> None:
    deliver(service, charge_refunded())
    assert process(SHORT) == 3
    assert ended() == LINES


# Of all three pages, or of the second one.
@pytest.mark.parametrize("done", [False, True], ids=["before", "after"])
def test_work_that_dies_at_any_call_is_resumed_after_its_last_page(service: Service, *, done: bool) -> None:
    for turn, at in enumerate(range(1, 18) if FULL else range(7, 13)):
        # In turns, the lines end and are restored.
        refund_id, ends = f"re_{turn // 2}", turn % 2 == 0
        deliver(service, refund_created(refund_id=refund_id) if ends else refund_failed(refund_id=refund_id))
        [message] = received(ORDER_LINES)
        with pytest.raises(ProcessKilled), inject_fault(ProcessKilled(), at=at, done=done):
            run_function(ORDER_LINES, [message])
        status = "refunded" if ends else "active"
        finished = [item for item in items("enrollments") if item["status"]["S"] == status]
        # The fifth call of a page writes it.
        assert len(finished) == min(LINES, PAGE * ((at + done) // 6))
        assert is_pending(service) == (len(finished) < LINES)
        run_function(ORDER_LINES, [message])
        assert statuses("enrollments") == {status}
        # What was finished before was not written again.
        assert [item for item in items("enrollments") if item in finished] == finished
        assert not is_pending(service)


@pytest.mark.parametrize("done", [False, True], ids=["refused", "answer lost"])
def test_a_message_whose_work_fails_is_delivered_again(service: Service, *, done: bool) -> None:
    deliver(service, charge_refunded())
    [message] = received(ORDER_LINES)
    for operation in ("GetItem", "Query", "BatchGetItem", "TransactWriteItems"):
        failing = broken(refused("InternalServerError", 500), operation=operation, done=done)
        with pytest.raises(Unavailable), failing as attempts:
            run_function(ORDER_LINES, [message])
        assert set(attempts) == {operation}
    run_function(ORDER_LINES, [message])
    assert ended() == LINES
    assert not is_pending(service)


# At each of the event's seven calls to DynamoDB; after the last one, the message is missing.
@pytest.mark.parametrize("done", [False, True], ids=["before", "after"])
def test_an_event_that_dies_at_any_call_is_finished_by_the_next_delivery(service: Service, *, done: bool) -> None:
    for turn, at in enumerate(range(1, 8)):
        refund_id, ends = f"re_{turn // 2}", turn % 2 == 0
        event = refund_created(refund_id=refund_id) if ends else refund_failed(refund_id=refund_id)
        with pytest.raises(ProcessKilled), inject_fault(ProcessKilled(), at=at, done=done):
            pay_event(service, event)
        assert deliver(service, event) == ["refunded" if ends else "restored"]
        assert process() == 1
        assert statuses("enrollments") == {"refunded" if ends else "active"}


# ------------------------------------------------------------------ newer events


def test_a_newer_event_replaces_the_work_of_an_earlier_one(service: Service) -> None:
    deliver(service, charge_refunded())
    [message] = received(ORDER_LINES)
    run_function(ORDER_LINES, [message], SHORT)
    assert ended() == PAGE
    assert deliver(service, refund_failed()) == ["restored"]
    # What is left of the earlier work does nothing, in whatever order the messages arrive.
    run_function(ORDER_LINES, [message])
    assert ended() == PAGE
    process()
    assert statuses("enrollments") == statuses("course-certificates") == {"active"}
    assert not is_pending(service)


@pytest.mark.parametrize("page", range(3))
def test_an_event_during_a_page_is_not_undone_by_it(service: Service, page: int) -> None:
    deliver(service, charge_refunded())
    with just_before("TransactWriteItems", lambda: deliver(service, refund_failed()), skip=page):
        process()
    process()
    assert statuses("enrollments") == statuses("course-certificates") == {"active"}


def test_an_event_that_changes_nothing_for_the_lines_leaves_the_work_as_it_is(service: Service) -> None:
    deliver(service, charge_refunded())
    messages = received(ORDER_LINES)
    with just_before("TransactWriteItems", lambda: run_function(ORDER_LINES, messages)):
        assert deliver(service, refund_created()) == ["unchanged"]
    assert not is_pending(service)
    assert ended() == LINES


# ------------------------------------------------------------------ the queue


def test_without_the_queue_the_provider_sends_the_event_again(service: Service) -> None:
    event = charge_refunded()
    with broken(EndpointConnectionError(endpoint_url="https://sqs.example/"), service="sqs"):
        assert refusal(pay_event(service, event)) == (503, "unavailable")
    assert is_pending(service)
    assert deliver(service, event) == ["refunded"]
    assert process() == 1
    assert ended() == LINES


def kill() -> None:
    raise ProcessKilled


def test_an_event_whose_delivery_died_before_the_message_was_sent_is_queued_by_the_next(service: Service) -> None:
    event = charge_refunded()
    with pytest.raises(ProcessKilled), just_before("SendMessage", kill, service="sqs"):
        pay_event(service, event)
    assert received(ORDER_LINES) == []
    assert deliver(service, event) == ["refunded"]
    assert process() == 1
    assert ended() == LINES


def test_a_line_that_is_busy_all_the_time_leaves_the_message_in_the_queue(service: Service) -> None:
    deliver(service, charge_refunded())
    [message] = received(ORDER_LINES)

    others = (f"other-{number}" for number in count())

    def buy_again() -> None:
        order_id = next(others)
        deliver(service, purchase("course-1", user_id=FIRST.sub, order_id=order_id, payment=f"pi_{order_id}"))

    with pytest.raises(ConcurrentChange), just_before("TransactWriteItems", buy_again, times=8):
        run_function(ORDER_LINES, [message])
    assert ended() == 0
    run_function(ORDER_LINES, [message])
    assert ended() == LINES - 1


def test_the_work_of_two_orders_is_in_two_message_groups(service: Service) -> None:
    for number in (1, 2):
        courses = [f"c-{course}" for course in range(PAGE + 1)]
        order_id, payment = f"order-{number}", f"pi_{number}"
        deliver(service, purchase(*courses, order_id=order_id, payment=payment), charge_refunded(payment=payment))
        assert order(service, order_id)["lines_pending"]
    assert len({message["Attributes"]["MessageGroupId"] for message in received(ORDER_LINES)}) == 2
