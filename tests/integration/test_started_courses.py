"""What a learner's list offers where nothing is to be continued: the first lesson of a course that was not started."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.support.aws import deployed, items, load
from tests.support.service import SHOP, Service
from tests.support.steps import (
    ANNA,
    completed,
    course,
    deliver_completed_lessons,
    enroll,
    playback,
    put_course,
    send,
    send_as_service,
)
from tests.support.wire import calls

type Json = dict[str, Any]

READING: list[Json] = [{"lesson_id": "read", "title": "Read", "kind": "article"}]
LESSONS: list[Json] = [{"lesson_id": "look", "title": "Look", "kind": "video", "duration_seconds": 100}, *READING]


@pytest.fixture
def service() -> Iterator[Service]:
    with deployed(twin=True):
        yield Service()


def my_courses(service: Service, query: str = "") -> Json:
    answer = service.call("GET", f"/my-courses{query}", caller=ANNA)
    assert answer.status == 200, answer.content
    shown: Json = answer.json
    return shown


def offered(service: Service, query: str = "") -> tuple[str, str, bool] | None:
    found = my_courses(service, query)["continue_watching"]
    return found and (found["course_slug"], found["lesson_id"], found["started"])


def enroll_in(service: Service, *slugs: str, lessons: list[Json] = LESSONS) -> None:
    """Create courses with these slugs and ids, and enroll in one after the other."""
    for slug in slugs:
        put_course(service, slug, slug=slug, title=slug.title(), lessons=lessons)
        assert enroll(service, course_id=slug).status == 200


def test_where_nothing_was_played_the_first_lesson_of_the_newest_enrollment_is_offered(service: Service) -> None:
    enroll_in(service, "b-first", "c-second", "a-third")
    assert my_courses(service)["continue_watching"] == {
        "course_slug": "a-third",
        "course_title": "A-Third",
        "lesson_id": "look",
        "lesson_title": "Look",
        "position_seconds": 0,
        "started": False,
    }


def test_a_course_that_was_played_comes_before_newer_ones_that_were_not(service: Service) -> None:
    enroll_in(service, "a", "b")
    send(service, playback("look", [0, 5]), slug="a")
    assert offered(service) == ("a", "look", True)
    # On each page, whatever is on it.
    assert offered(service, "?limit=1") == ("a", "look", True)


def test_once_all_that_was_played_is_finished_another_course_is_offered(service: Service) -> None:
    enroll_in(service, "b", lessons=READING)
    enroll_in(service, "a")
    send(service, completed("read"), slug="b")
    assert offered(service) == ("a", "look", False)
    deliver_completed_lessons(service)
    assert offered(service) == ("a", "look", False)


def cancel(service: Service) -> None:
    service.call("PUT", "/service/enrollments/anna/newest", caller=SHOP, body={"status": "cancelled"})


def unpublish(service: Service) -> None:
    put_course(service, "newest", slug="newest", published=False, lessons=LESSONS)


def remove_the_lessons(service: Service) -> None:
    put_course(service, "newest", slug="newest", lessons=[])


def finish(service: Service) -> None:
    put_course(service, "newest", slug="newest", lessons=READING)
    send(service, completed("read"), slug="newest")


@pytest.mark.parametrize("change", [cancel, unpublish, remove_the_lessons, finish])
def test_a_course_that_cannot_be_started_is_not_offered(service: Service, change: Callable[[Service], None]) -> None:
    enroll_in(service, "older", "newest")
    assert offered(service) == ("newest", "look", False)
    change(service)
    assert offered(service) == ("older", "look", False)


def test_a_course_with_a_completed_lesson_is_under_way_though_nothing_was_played(service: Service) -> None:
    # As in a course in which a service has completed an assignment.
    enroll_in(service, "a", lessons=course()["lessons"])
    enroll_in(service, "b")
    send_as_service(service, completed("loaf"), slug="a")
    assert offered(service) == ("a", "starter", True)
    deliver_completed_lessons(service)
    assert offered(service) == ("a", "starter", True)
    with calls() as made:
        my_courses(service)
    assert made == ["Query", "BatchGetItem", "GetItem", "Query"]


def test_lessons_that_learners_do_not_see_are_not_offered(service: Service) -> None:
    enroll_in(service, "a", lessons=[{**LESSONS[0], "published": False}, *READING])
    assert offered(service) == ("a", "read", False)


def test_each_page_offers_one_of_its_own_courses(service: Service) -> None:
    enroll_in(service, "a", "b", "c")
    first = my_courses(service, "?limit=2")
    rest = f"?limit=2&cursor={first['next_cursor']}"
    assert [offered(service, query) for query in ("?limit=2", rest)] == [("b", "look", False), ("c", "look", False)]


def test_an_enrollment_of_an_earlier_release_is_offered_too(service: Service) -> None:
    enroll_in(service, "older", "newest")
    kept_since = {"is_tracked", "last_lesson", "last_played_at", "pending_lessons"}
    load("enrollments", [{k: v for k, v in row.items() if k not in kept_since} for row in items("enrollments")])
    assert offered(service) == ("newest", "look", False)
    # Without the time of enrollment, the other one counts as newer.
    load("enrollments", [{k: v for k, v in r.items() if k != "created_at"} for r in items("enrollments")[:1]])
    assert items("enrollments")[0]["course_id"] == {"S": "newest"}
    assert offered(service) == ("older", "look", False)


@pytest.mark.parametrize("others", [0, 30])
def test_one_course_is_read_for_the_offer_however_many_there_are(service: Service, others: int) -> None:
    enroll_in(service, *(f"c{number:02}" for number in range(others + 1)), lessons=course()["lessons"])
    # A process reads the lessons once.
    assert offered(service, "?limit=100") == (f"c{others:02}", "starter", False)
    with calls() as made:
        my_courses(service, "?limit=100")
    assert made == ["Query", "BatchGetItem", "GetItem"]
