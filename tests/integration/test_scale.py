"""What operations read, as formulas in the number of items, by the twin's meter."""

import math
from collections.abc import Iterator

import pytest

from shared.usecases.recheck import PAGE
from tests.support import queues
from tests.support.aws import deployed, items, load, metered
from tests.support.capacity import item_size
from tests.support.payments import deliver
from tests.support.queues import RECHECK
from tests.support.request_units import Call
from tests.support.service import ADMIN, Service
from tests.support.sizes import size
from tests.support.steps import course, enroll, put_course, refund_event

READ_BYTES = 4096


@pytest.fixture
def service() -> Iterator[Service]:
    """The service on the twin at full size, too: only the twin is metered."""
    with deployed(twin=True):
        yield Service()


def reads(made: list[Call], table: str, operation: str) -> float:
    return sum(call.reads for call in made if call.tables == (f"test-{table}",) and call.operation == operation)


@pytest.mark.parametrize("learners", [10, 250, size(1000, full=3000)])
def test_a_recheck_reads_its_course_once_a_page_and_two_items_for_each_learner(service: Service, learners: int) -> None:
    put_course(service)
    enroll(service)
    [enrollment] = items("enrollments")
    everybody = [enrollment, *({**enrollment, "user_id": {"S": f"learner-{at:05}"}} for at in range(1, learners))]
    load("enrollments", everybody)
    put_course(service, lessons=course()["lessons"][:3])
    with metered() as made:
        queues.run_until_empty(RECHECK)
    # Each before its check, and after it is recorded.
    assert reads(made, "enrollments", "GetItem") == 2 * learners
    assert reads(made, "lesson-progress", "Query") == learners
    # Pages of an index without all attributes, eventually consistent.
    pages = math.ceil((learners + 1) / PAGE)
    assert reads(made, "enrollments", "Query") <= pages * math.ceil(PAGE * item_size(everybody[-1]) / READ_BYTES) / 2
    assert reads(made, "courses", "GetItem") == pages


@pytest.mark.parametrize("events", [30, size(1000, full=20_000)])
def test_a_page_of_payment_events_reads_no_more_than_it_shows(service: Service, events: int) -> None:
    deliver(service, refund_event("order-1"))
    [event] = items("webhook-events")
    load("webhook-events", ({**event, "event_id": {"S": f"evt_{number:032}"}} for number in range(events)))
    with metered() as made:
        answer = service.call("GET", "/admin/webhook-events", caller=ADMIN)
    assert len(answer.json["items"]) == 25
    [call] = made
    # One more, to know whether there is another page.
    assert call.reads == math.ceil(26 * item_size(event) / READ_BYTES) / 2
