"""The cost of a heartbeat and of the course list, in DynamoDB capacity units, bytes and calls."""

from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError
from moto.events.models import EventPattern

from local.settings import HOST
from shared.aws.connection import client
from tests.e2e.laptop import free_port
from tests.support.aws import deployed, items
from tests.support.capacity import KILOBYTE, item_size
from tests.support.emulator import emulator
from tests.support.metered import metering, service_at
from tests.support.service import ADMIN, Caller, Service
from tests.support.steps import (
    ANNA,
    SLUG,
    completed,
    course,
    deliver_completed_lessons,
    enroll,
    finish_lessons,
    outcomes,
    playback,
    put_course,
    send,
)
from tests.support.template import resources
from tests.support.wire import answers, calls

LONGEST = {name: f"{name}-".ljust(128, "x") for name in ("user", "course", "lesson")}


# ---------------------------------------------------------------- units, as ministack counts them
@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """ministack, as `make run` starts it: it computes capacity units from item sizes; moto returns constant ones."""
    with emulator(tmp_path_factory.mktemp("ministack")) as endpoint:
        yield endpoint


@pytest.fixture
def metered(endpoint: str) -> Iterator[Service]:
    with service_at(endpoint) as service:
        yield service


def test_a_test_that_follows_one_on_ministack_uses_moto_again() -> None:
    with pytest.raises(EndpointConnectionError), service_at(f"http://{HOST}:{free_port()}"):
        pass
    with deployed():
        put_course(Service())


def units(parsed: list[dict[str, Any]]) -> list[tuple[str, float]]:
    """The table and the consumed capacity of each call, as its response reports them."""
    consumed = [answer["ConsumedCapacity"] for answer in parsed]
    return [(each["TableName"], each["CapacityUnits"]) for each in consumed]


@pytest.mark.usefixtures("metered")
def test_ministack_counts_units_as_dynamodb_does() -> None:
    key = {"user_id": {"S": "anna"}, "course_lesson": {"S": "course#lesson"}}
    table: dict[str, Any] = {"TableName": "test-lesson-progress", "ReturnConsumedCapacity": "TOTAL"}
    small = client("dynamodb").put_item(**table, Item=key)
    large = client("dynamodb").put_item(**table, Item={**key, "more": {"S": "x" * KILOBYTE}})
    now = client("dynamodb").get_item(**table, Key=key, ConsistentRead=True)
    soon = client("dynamodb").get_item(**table, Key=key)
    assert [cost for _, cost in units([small, large, now, soon])] == [1, 2, 1, 0.5]


def test_a_heartbeat_is_one_write_unit_and_half_a_read_unit(metered: Service) -> None:
    put_course(metered)
    enroll(metered)
    send(metered, playback("starter", [0, 10]))
    with answers("*") as made:
        assert outcomes(send(metered, playback("starter", [10, 20]))) == ["recorded"]
    assert units(made) == [("test-enrollments", 0.5), ("test-lesson-progress", 1)]


def test_the_largest_item_that_a_heartbeat_can_write_is_one_write_unit(metered: Service) -> None:
    learner = Caller(LONGEST["user"])
    lesson = {"lesson_id": LONGEST["lesson"], "title": "Long", "kind": "video", "duration_seconds": 86_400}
    put_course(metered, LONGEST["course"], slug="x" * 100, lessons=[lesson])
    enroll(metered, learner, LONGEST["course"])
    whole = playback(LONGEST["lesson"], [0, 86_400], position_seconds=86_399.123456789012)
    send(metered, whole, learner=learner, slug="x" * 100)
    with answers("UpdateItem") as written:
        again = playback(LONGEST["lesson"], position_seconds=86_399.98765432101)
        send(metered, again, learner=learner, slug="x" * 100)
    (item,) = items("lesson-progress")
    assert len(item["watched"]["NS"]) == 100
    assert {"position_seconds", "position_at", "completed_at", "updated_at"} < item.keys()
    assert item_size(item) <= KILOBYTE
    assert units(written) == [("test-lesson-progress", 1)]


def test_a_change_to_attributes_outside_the_course_list_writes_nothing_to_its_index(metered: Service) -> None:
    def cost(**changes: Any) -> float:  # noqa: ANN401 - as of a course
        with metering(), answers("TransactWriteItems") as made:
            put_course(metered, **changes)
        [consumed] = [answer["ConsumedCapacity"] for answer in made]
        spent: dict[str, float] = {each["TableName"]: each["CapacityUnits"] for each in consumed}
        # The record of the change, which no list of courses shows.
        assert spent.pop("test-changes") == 2
        return spent.pop("test-courses")

    lessons = course()["lessons"]
    # A transaction takes two units per item, and one per index item that it changes: the course, its lessons, its slug.
    assert cost(lessons=lessons) == 2 + 2 + 2 + 1
    # Lessons in another order replace those before: no attribute of the list changes.
    assert cost(lessons=lessons[::-1]) == 2 + 2 + 2
    assert cost(lessons=lessons[::-1], title="Rye bread") == 2 + 1
    # The item of the new slug, that of the old one, and the list's index item, which is deleted and inserted.
    assert cost(lessons=lessons[::-1], title="Rye bread", slug="rye-bread") == 3 * 2 + 2


def test_the_course_list_is_read_from_its_index_alone(metered: Service) -> None:
    put_course(metered)
    with answers("*") as made:
        assert len(metered.call("GET", "/admin/courses", caller=ADMIN).json["items"]) == 1
    assert units(made) == [("test-courses", 0.5)]


# ---------------------------------------------------------------- bytes
def test_item_sizes_follow_the_rule_of_dynamodb() -> None:
    assert item_size({"é": {"S": "né"}}) == 5
    assert item_size({"n": {"N": "0012.50"}}) == 4
    assert item_size({"n": {"NS": ["5", "99"]}}) == 10
    assert item_size({"n": {"SS": ["a", "bc"]}}) == 9
    assert item_size({"n": {"BOOL": True}}) == 2
    assert item_size({"n": {"L": [{"S": "ab"}, {"M": {"k": {"S": "v"}}}]}}) == 14


# ---------------------------------------------------------------- calls
@pytest.fixture
def enrolled(service: Service) -> Service:
    put_course(service)
    enroll(service)
    return service


def test_a_first_heartbeat_in_a_cold_function_reads_the_course_by_its_slug(enrolled: Service) -> None:
    with calls() as made:
        send(enrolled, playback("starter", [0, 10]))
    # The first update is of the enrollment, which shows the lesson last played. The last call checks, after the first
    # progress in a lesson, that the learner was not erased meanwhile.
    assert made == ["GetItem", "GetItem", "BatchGetItem", "GetItem", "UpdateItem", "UpdateItem", "GetItem"]


def test_a_heartbeat_reads_the_enrollment_and_writes_once(enrolled: Service) -> None:
    send(enrolled, playback("starter", [0, 10]))
    with calls() as made:
        send(enrolled, playback("starter", [10, 20]))
    assert made == ["GetItem", "UpdateItem"]


def test_events_of_one_lesson_in_a_batch_are_one_write(enrolled: Service) -> None:
    send(enrolled, playback("starter", [0, 10]))
    with calls() as made:
        send(
            enrolled,
            *(playback("starter", [start, start + 5]) for start in range(0, 50, 5)),
            *(playback("dough", [start, start + 5]) for start in range(0, 50, 5)),
            completed("flour"),
        )
    # And one of the enrollment, for the lesson last played, after a read of the one that was, and the completed one.
    assert made == ["GetItem", "GetItem", "UpdateItem", *["UpdateItem"] * 3, "GetItem"]


def test_a_heartbeat_of_an_unfinished_lesson_invokes_no_other_function(enrolled: Service) -> None:
    mapping = resources()["CompletionFunction"]["Properties"]["Events"]["LessonProgress"]["Properties"]
    (pattern,) = mapping["FilterCriteria"]["Filters"]
    wanted = EventPattern.load(pattern["Pattern"])

    def invokes() -> bool:
        [image] = items("lesson-progress")
        record: Any = {"dynamodb": {"NewImage": image}}
        return wanted.matches_event(record)

    send(enrolled, playback("starter", [0, 80]))
    assert not invokes()
    send(enrolled, playback("starter", [80, 100]))
    assert invokes()
    send(enrolled, playback("starter", [0, 10]))
    assert invokes(), "the check of the completed lesson is pending"
    deliver_completed_lessons(enrolled)
    send(enrolled, playback("starter", [0, 10]))
    assert not invokes()


def test_a_revisit_of_a_finished_lesson_is_one_write_and_its_check_writes_nothing(enrolled: Service) -> None:
    finish_lessons(enrolled)
    deliver_completed_lessons(enrolled)
    send(enrolled, playback("starter", [0, 10]))
    with calls() as made:
        send(enrolled, playback("starter", [10, 20]))
    assert made == ["GetItem", "UpdateItem"]
    with calls() as made:
        deliver_completed_lessons(enrolled)
    assert made == ["GetItem", "GetItem", "Query"]


@pytest.mark.parametrize("courses", [1, 12])
def test_the_dashboard_takes_one_query_however_many_courses(service: Service, courses: int) -> None:
    for number in range(courses):
        put_course(service, f"course-{number}", slug=f"{SLUG}-{number}", title=course()["title"])
        enroll(service, course_id=f"course-{number}")
        at = f"2026-01-{number + 1:02}T12:00:00Z"
        send(service, playback("starter", [0, 10], occurred_at=at), slug=f"{SLUG}-{number}")
    with calls() as made:
        answer = service.call("GET", "/my-courses", caller=ANNA)
    assert len(answer.json["items"]) == courses
    # The enrollments, their courses, the lesson last played, and the course with its lessons.
    assert made == ["Query", "BatchGetItem", "GetItem", "GetItem"]
