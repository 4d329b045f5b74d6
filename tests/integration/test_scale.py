"""What operations read, as formulas in the number of items, by the twin's meter."""

import math
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shared.domain.dates import utc_text
from shared.stores import webhook_events
from shared.usecases import course_cache
from shared.usecases.recheck import PAGE, RANGE
from tests.support import queues
from tests.support.aws import deployed, items, load, metered, stream_records
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
    playback,
    put_course,
    refund_event,
    send,
    send_as_service,
)
from tests.support.streams import records_for

READ_BYTES = 4096


@pytest.fixture
def service() -> Iterator[Service]:
    """The service on the twin at full size, too: only the twin is metered."""
    with deployed(twin=True):
        yield Service()


def reads(made: list[Call], table: str, operation: str) -> float:
    return sum(call.reads for call in made if call.tables == (f"test-{table}",) and call.operation == operation)


@pytest.mark.parametrize("learners", [10, 250, 500, size(1100, full=3000)])
def test_a_recheck_reads_its_course_once_a_page_and_two_items_for_each_learner(service: Service, learners: int) -> None:
    put_course(service)
    enroll(service)
    [enrollment] = items("enrollments")
    load("enrollments", ({**enrollment, "user_id": {"S": f"learner-{at:05}"}} for at in range(1, learners)))
    put_course(service, lessons=course()["lessons"][:3])
    with metered() as made:
        messages = queues.run_until_empty(RECHECK)
    ranges, rest = divmod(learners, RANGE)
    # The last range, which is not full, is checked by the message that divides the course.
    assert messages == ranges + 1
    # Each before its check, and after it is recorded.
    assert reads(made, "enrollments", "GetItem") == 2 * learners
    assert reads(made, "lesson-progress", "Query") == learners
    pages = ranges * math.ceil(RANGE / PAGE) + max(math.ceil(rest / PAGE), 1)
    # The course, and once a message how far its recheck has come.
    assert reads(made, "courses", "GetItem") == pages + messages
    # The keys of an index without all attributes, eventually consistent: once to divide them, once to check them.
    page, whole = (math.ceil(some * item_size(enrollment) / READ_BYTES) / 2 for some in (PAGE, RANGE))
    assert reads(made, "enrollments", "Query") <= pages * page + (ranges + 1) * whole
    writes = [call.writes for call in made if "test-courses" in call.tables and call.writes]
    # Begun; each range recorded, and all of them; each closed; and in a transaction, the mark cleared.
    assert writes == [1] * (1 + (ranges + 1) + ranges + bool(rest)) + [4]


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
def test_a_page_of_payment_events_reads_at_most_two_pages(service: Service, events: int) -> None:
    deliver(service, refund_event("order-1"))
    [event] = items("webhook-events")
    sources = [f"stripe#{number}" for number in range(webhook_events.PARTITIONS)]
    everything = [
        {**event, "event_id": {"S": f"evt_{number:032}"}, "source": {"S": sources[number % len(sources)]}}
        for number in range(events)
    ]
    load("webhook-events", everything)
    with metered() as made:
        answer = service.call("GET", "/admin/webhook-events", caller=ADMIN)
    assert len(answer.json["items"]) == 25
    # One more, to know whether there is another page; and what a share of each partition has more than that.
    share = math.ceil(26 / len(sources))
    assert len(made) <= 1 + len(sources) + math.ceil(26 / share)
    # Each call is rounded up; and the one partition of earlier releases is empty.
    shares = len(made) - 1
    assert (
        sum(call.reads for call in made) <= 0.5 + shares * math.ceil(share * item_size(everything[-1]) / READ_BYTES) / 2
    )


def test_a_page_of_payment_events_of_earlier_releases_reads_at_most_two_pages(service: Service) -> None:
    deliver(service, refund_event("order-1"))
    [event] = items("webhook-events")
    old = {**event, "source": {"S": "stripe"}}
    load("webhook-events", ({**old, "event_id": {"S": f"evt_{number:032}"}} for number in range(1000)))
    with metered() as made:
        answer = service.call("GET", "/admin/webhook-events", caller=ADMIN)
    assert len(answer.json["items"]) == 25
    assert sum(call.reads for call in made) <= 8.5


def writes(made: list[Call], table: str) -> float:
    return sum(call.writes for call in made if call.tables == (f"test-{table}",))


def articles(count: int) -> list[dict[str, str]]:
    return [{"lesson_id": f"lesson-{number:04}", "title": "Read", "kind": "article"} for number in range(count)]


@pytest.mark.parametrize("lessons", [2, size(20, full=1000)])
def test_a_heartbeat_costs_the_same_in_a_lesson_that_is_complete_and_leads_to_no_check(
    service: Service, lessons: int
) -> None:
    video = {"lesson_id": "video", "title": "Watch", "kind": "video", "duration_seconds": 100}
    put_course(service, lessons=[video, *articles(lessons - 1)])
    enroll(service)
    send(service, playback("video", [0, 50]))
    with metered() as made:
        send(service, playback("video", [50, 60]))
    assert [(call.operation, call.reads, call.writes) for call in made] == [
        ("GetItem", 0.5, 0),
        ("UpdateItem", 0, 1),
    ]
    # The lesson becomes complete: it is pending, complete, and counted by its check.
    with metered() as made:
        send(service, playback("video", [60, 95]))
    assert (writes(made, "enrollments"), writes(made, "lesson-progress")) == (1, 1 + 1)
    deliver_completed_lessons(service)
    known = len(stream_records("lesson-progress"))
    for second in range(95, 100):
        with metered() as made:
            send(service, playback("video", [second, second + 1]))
        assert sum(call.reads for call in made) == 0.5
        assert sum(call.writes for call in made) == 1
    assert records_for("CompletionFunction", "lesson-progress", known) == []


@pytest.mark.parametrize("lessons", [10, size(40, full=400)])
def test_completing_a_course_reads_the_progress_once_for_each_lesson(service: Service, lessons: int) -> None:
    put_course(service, lessons=articles(lessons))
    enroll(service)
    recorded: list[Call] = []
    checked: list[Call] = []
    for number, lesson in enumerate(articles(lessons)):
        with metered() as made:
            send(service, completed(lesson["lesson_id"]))
        recorded += made
        [record] = records_for("CompletionFunction", "lesson-progress", number)
        with metered() as made:
            service.deliver(record["dynamodb"]["NewImage"])
        checked += made
    # For each lesson its item, and on the enrollment the lesson last played, which moves in its index.
    assert writes(recorded, "lesson-progress") == lessons
    assert writes(recorded, "enrollments") == lessons * (1 + 2) - 1
    one = item_size(items("lesson-progress")[0])
    expected = sum(math.ceil(number * one / READ_BYTES) for number in range(1, lessons + 1))
    assert reads(checked, "lesson-progress", "Query") == expected
    assert reads(checked, "enrollments", "GetItem") == 2 * lessons
    # The summary, and its entry in the instructor's list; the last one is a transaction with the completion record.
    assert writes(checked, "enrollments") == (lessons - 1) * (1 + 1)
    [enrollment] = items("enrollments")
    assert "completed_at" in enrollment
    assert "pending_lessons" not in enrollment


@pytest.mark.parametrize("enrolled", [10, 30, size(100, full=1000)])
@pytest.mark.parametrize("lessons", [4, size(40, full=400)])
def test_a_list_of_courses_reads_its_page_however_many_courses_and_lessons(
    service: Service, enrolled: int, lessons: int
) -> None:
    put_course(service, lessons=articles(lessons))
    enroll(service)
    for lesson in articles(lessons)[: lessons // 2]:
        send_as_service(service, completed(lesson["lesson_id"]))
    send(service, completed("lesson-0000", occurred_at="2026-01-02T12:00:00Z"))
    deliver_completed_lessons(service)
    [enrollment], course_items, progress = items("enrollments"), items("courses"), items("lesson-progress")
    [stored] = [item for item in course_items if "slug_course_id" not in item]
    numbers = [f"course-{number:04}" for number in range(enrolled - 1)]
    # Each played some hours after the one before it, so that the last one is offered.
    begin = datetime(2026, 1, 3, tzinfo=UTC)
    times = {name: {"S": utc_text(begin + timedelta(hours=3 * at))} for at, name in enumerate(numbers)}
    load(
        "enrollments",
        [{**enrollment, "course_id": {"S": name}, "last_played_at": times[name]} for name in numbers],
    )
    load("courses", [*course_items, *({**stored, "course_id": {"S": name}, "slug": {"S": name}} for name in numbers)])
    for item in progress:
        lesson_id = item["course_lesson"]["S"].partition("#")[2]
        played = {"position_at"} & item.keys()
        load(
            "lesson-progress",
            [
                {**item, "course_lesson": {"S": f"{name}#{lesson_id}"}, **dict.fromkeys(played, times[name])}
                for name in numbers
            ],
        )
    with metered() as made:
        answer = service.call("GET", "/my-courses", caller=ANNA)
    assert len(answer.json["items"]) == min(enrolled, 25)
    assert {card["completed_lessons"] for card in answer.json["items"]} == {lessons // 2}
    # The page, and one more; of other pages, the keys of the courses last played, and one of them.
    size_of_one = item_size({**enrollment, "course_id": {"S": numbers[0]}})
    on_page = math.ceil(min(enrolled, 26) * size_of_one / READ_BYTES)
    queried = [call.reads for call in made if call.operation == "Query" and call.tables == ("test-enrollments",)]
    assert queried[0] <= on_page
    assert queried[1:] == ([] if enrolled <= 25 else [0.5])
    assert reads(made, "enrollments", "GetItem") <= 1
    # The lesson last played, and the one that follows it; only if that is complete too, all of the one course.
    assert reads(made, "lesson-progress", "GetItem") <= 2
    in_one_course = math.ceil(len(progress) * item_size(progress[0]) / READ_BYTES)
    assert reads(made, "lesson-progress", "Query") <= in_one_course
    assert sum(call.writes for call in made) == 0
