"""What learning costs, by the number of lessons and of courses."""

import math
from datetime import UTC, datetime, timedelta

import pytest

from shared.domain.dates import utc_text
from tests.support.aws import items, load, metered, stream_records
from tests.support.capacity import item_size
from tests.support.earlier_courses import course_item, lessons_items
from tests.support.request_units import Call
from tests.support.scale import READ_BYTES, reads, writes
from tests.support.service import Service
from tests.support.sizes import size
from tests.support.steps import (
    ANNA,
    COURSE_ID,
    completed,
    deliver_completed_lessons,
    enroll,
    playback,
    put_course,
    send,
    send_as_service,
)
from tests.support.streams import records_for


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
    stored = course_item()
    numbers = [f"course-{number:04}" for number in range(enrolled - 1)]
    # Each played some hours after the one before it, so that the last one is offered.
    begin = datetime(2026, 1, 3, tzinfo=UTC)
    times = {name: {"S": utc_text(begin + timedelta(hours=3 * at))} for at, name in enumerate(numbers)}
    load(
        "enrollments",
        [{**enrollment, "course_id": {"S": name}, "last_played_at": times[name]} for name in numbers],
    )
    load("courses", [*course_items, *({**stored, "course_id": {"S": name}, "slug": {"S": name}} for name in numbers)])
    for part in lessons_items():
        keys = [part["course_id"]["S"].replace(COURSE_ID, name) for name in numbers]
        load("courses", [{**part, "course_id": {"S": key}} for key in keys])
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
