"""What operations read, as formulas in the number of items, by the twin's meter."""

import math
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from shared.usecases import course_cache
from shared.usecases.recheck import PAGE
from tests.support import queues
from tests.support.aws import deployed, items, load, metered
from tests.support.capacity import KILOBYTE, Item, item_size
from tests.support.earlier_courses import course_item, lessons_items
from tests.support.payments import deliver
from tests.support.queues import RECHECK
from tests.support.request_units import Call
from tests.support.service import ADMIN, Service
from tests.support.sizes import size
from tests.support.steps import (
    ANNA,
    COURSE_ID,
    SLUG,
    completed,
    course,
    deliver_completed_lessons,
    enroll,
    outcomes,
    put_course,
    refund_event,
    send,
)

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


def lessons_of(number: int, title: str = "Lesson") -> list[dict[str, Any]]:
    return [{"lesson_id": f"lesson-{at}", "title": f"{title} {at}", "kind": "article"} for at in range(number)]


def units(item: Item, unit: int) -> int:
    return math.ceil(item_size(item) / unit)


LESSONS = [10, 100, 1000]


@pytest.mark.parametrize("number", LESSONS)
def test_a_process_reads_the_lessons_of_a_course_once_and_its_item_each_time(service: Service, number: int) -> None:
    put_course(service, lessons=lessons_of(number))
    enroll(service)
    assert outcomes(send(service, completed("lesson-0"))) == ["recorded"]
    [lessons] = lessons_items()
    uses: dict[str, tuple[int, Callable[[], object]]] = {
        # By its slug, which has an item of its own.
        "view": (2, lambda: service.call("GET", f"/my-courses/{SLUG}", caller=ANNA)),
        "detection": (1, lambda: deliver_completed_lessons(service)),
        "page of the admin": (1, lambda: service.call("GET", f"/admin/courses/{COURSE_ID}", caller=ADMIN)),
    }
    for name, (expected, use) in uses.items():
        course_cache.clear()
        with metered() as cold:
            use()
        assert reads(cold, "courses", "GetItem") == expected, name
        assert reads(cold, "courses", "BatchGetItem") == units(lessons, READ_BYTES), name
        with metered() as warm:
            use()
        assert (reads(warm, "courses", "GetItem"), reads(warm, "courses", "BatchGetItem")) == (expected, 0), name


@pytest.mark.parametrize("number", LESSONS)
def test_what_needs_no_lessons_reads_none(service: Service, number: int) -> None:
    put_course(service, lessons=lessons_of(number))
    course_cache.clear()
    with metered() as made:
        assert enroll(service).status == 200
        for url in ("certificate", "learners", "certificates"):
            assert service.call("GET", f"/admin/courses/{COURSE_ID}/{url}", caller=ADMIN).status == 200
        assert service.call("GET", f"/courses/{SLUG}/completion-rule", caller=ANNA).status == 200
    assert reads(made, "courses", "GetItem") == 4 + 2
    assert reads(made, "courses", "BatchGetItem") == 0


@pytest.mark.parametrize("number", LESSONS)
def test_a_course_is_written_without_its_lessons_unless_they_change(service: Service, number: int) -> None:
    def written(**changes: Any) -> float:  # noqa: ANN401 - as of a course
        with metered() as made:
            put_course(service, **changes)
        return sum(call.writes for call in made)

    # Transactions write two units for each kilobyte of an item: those of the course and of its slug, in the index one.
    first = written(lessons=lessons_of(number))
    [before] = lessons_items()
    assert first == 2 * units(before, KILOBYTE) + 2 + 2 + 1
    assert units(course_item(), KILOBYTE) == 1
    assert written(lessons=lessons_of(number), published=False) == 2 + 1
    # The lessons before them are removed, which costs as much as writing them.
    changed = written(lessons=lessons_of(number, "Chapter"), published=False)
    [after] = lessons_items()
    assert changed == 2 * units(before, KILOBYTE) + 2 * units(after, KILOBYTE) + 2


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
