"""The learner's dashboard and course pages."""

from typing import Any

import pytest

from tests.support.service import SHOP, Answer, Caller, Service
from tests.support.steps import (
    ANNA,
    BEN,
    completed,
    course,
    deliver_completed_lessons,
    enable_certificates,
    enroll,
    finish_lessons,
    my_course,
    playback,
    put_course,
    refusal,
    send,
)
from tests.support.wire import calls

READING = [{"lesson_id": "read", "title": "Read", "kind": "article"}]


def my_courses(service: Service, learner: Caller = ANNA, query: str = "") -> Answer:
    return service.call("GET", f"/my-courses{query}", caller=learner)


def continue_watching(service: Service) -> Any:  # noqa: ANN401
    return my_courses(service).json["continue_watching"]


def enroll_in(service: Service, number: int, **changes: Any) -> None:  # noqa: ANN401
    """Create a course with this number, such as `c07`, and enroll in it."""
    course_id = f"c{number:02}"
    put_course(service, course_id, **{"slug": course_id, "title": f"Course {number}", **changes})
    assert enroll(service, course_id=course_id).status == 200


def test_a_learner_without_courses_has_an_empty_dashboard(service: Service) -> None:
    assert my_courses(service).json == {"items": [], "next_cursor": None, "continue_watching": None}


@pytest.mark.parametrize("enrolled", [0, 1, 30])
def test_a_dashboard_takes_one_query_however_many_courses(service: Service, enrolled: int) -> None:
    for number in range(enrolled):
        enroll_in(service, number, lessons=READING)
        send(service, completed("read"), slug=f"c{number:02}")
        deliver_completed_lessons(service)
    with calls() as made:
        answer = my_courses(service, query="?limit=100")
    assert len(answer.json["items"]) == enrolled
    assert made.count("Query") == 1
    assert set(made) <= {"Query", "BatchGetItem"}


def test_a_card_shows_the_progress_of_its_course(service: Service) -> None:
    put_course(service)
    enroll(service)
    send(service, completed("flour"), playback("starter", [0, 50]))
    assert my_courses(service).json["items"] == [
        {
            "course_id": "course-1",
            "slug": "sourdough-bread",
            "title": "Sourdough bread",
            "description": None,
            "picture_url": None,
            "published": True,
            "percent": 25,
            "completed_lessons": 1,
            "published_lessons": 4,
            "completed_at": None,
            "badge": False,
            "access_ended": False,
            "certificate_state": "disabled",
            "verification_url": None,
        }
    ]


def test_percentages_are_rounded_down_so_that_100_means_every_lesson(service: Service) -> None:
    lessons = [{"lesson_id": f"l{number}", "title": "Read", "kind": "article"} for number in range(3)]
    put_course(service, lessons=lessons)
    enroll(service)
    send(service, completed("l0"), completed("l1"))
    assert my_courses(service).json["items"][0]["percent"] == my_course(service)["percent"] == 66


def test_a_finished_course_has_its_badge_and_nothing_left_to_watch(service: Service) -> None:
    put_course(service)
    enable_certificates(service)
    enroll(service)
    assert my_courses(service).json["items"][0]["certificate_state"] == "locked"
    finish_lessons(service)
    deliver_completed_lessons(service)
    [card] = my_courses(service).json["items"]
    assert (card["percent"], card["badge"], card["certificate_state"]) == (100, True, "available")
    assert card["completed_at"] == my_course(service)["completed_at"]
    assert continue_watching(service) is None
    assert my_course(service)["next_lesson"] is None


def test_finished_lessons_make_the_certificate_available_before_detection_does(service: Service) -> None:
    put_course(service)
    enable_certificates(service)
    enroll(service)
    finish_lessons(service)
    assert my_courses(service).json["items"][0]["certificate_state"] == "available"
    assert my_course(service)["certificate"] == {"state": "available"}


def test_continue_watching_starts_at_the_last_position(service: Service) -> None:
    put_course(service)
    enroll(service)
    send(service, playback("dough", [10, 42.5]))
    assert continue_watching(service) == {
        "course_slug": "sourdough-bread",
        "course_title": "Sourdough bread",
        "lesson_id": "dough",
        "lesson_title": "The dough",
        "position_seconds": 42.5,
        "started": True,
    }


def test_after_a_finished_lesson_the_next_unfinished_one_is_offered(service: Service) -> None:
    put_course(service)
    enroll(service)
    send(service, playback("dough", [0, 200]))
    offered = continue_watching(service)
    assert (offered["lesson_id"], offered["position_seconds"]) == ("flour", 0)
    send(service, playback("starter", [0, 5]), completed("flour"))
    send(service, completed("flour"))
    assert continue_watching(service)["lesson_id"] == my_course(service)["next_lesson"] == "loaf"


def test_after_the_last_lesson_a_skipped_one_is_offered(service: Service) -> None:
    put_course(service, lessons=course()["lessons"][:2])
    enroll(service)
    send(service, playback("dough", [0, 200]))
    assert continue_watching(service)["lesson_id"] == "starter"


def test_of_several_courses_the_one_last_played_is_offered(service: Service) -> None:
    for number in (1, 2, 3):
        enroll_in(service, number)
    for slug, day in (("c01", 2), ("c02", 3), ("c03", 1)):
        send(service, playback("starter", [0, 5], occurred_at=f"2026-01-0{day}T12:00:00Z"), slug=slug)
    assert continue_watching(service)["course_slug"] == "c02"


def test_a_course_without_access_is_shown_but_not_offered(service: Service) -> None:
    put_course(service)
    enroll(service)
    send(service, playback("dough", [0, 20]))
    service.call("PUT", "/service/enrollments/anna/course-1", caller=SHOP, body={"status": "cancelled"})
    answer = my_courses(service).json
    assert answer["items"][0]["access_ended"] is True
    assert answer["continue_watching"] is None


def test_a_course_that_is_not_published_is_not_shown_and_not_offered(service: Service) -> None:
    put_course(service, published=False)
    enroll(service)
    shown = my_courses(service).json
    assert (shown["items"], shown["continue_watching"]) == ([], None)


def test_a_dashboard_is_paginated_and_offers_the_same_course_on_every_page(service: Service) -> None:
    for number in range(5):
        enroll_in(service, number)
    send(service, playback("starter", [0, 5]), slug="c04")
    seen = []
    query = "?limit=2"
    for following in (True, True, False):
        page = my_courses(service, query=query).json
        seen.append([card["course_id"] for card in page["items"]])
        assert page["continue_watching"]["course_slug"] == "c04"
        assert (page["next_cursor"] is not None) is following
        query = f"?limit=2&cursor={page['next_cursor']}"
    assert seen == [["c00", "c01"], ["c02", "c03"], ["c04"]]


@pytest.mark.parametrize("limit", ["0", "101", "-1", "ten", "", "1.5", "٣", "1" * 5000])
def test_a_page_size_outside_one_to_a_hundred_is_rejected(service: Service, limit: str) -> None:
    answer = my_courses(service, query=f"?limit={limit}")
    assert refusal(answer) == (400, "invalid_request")
    assert answer.json["errors"][0]["location"] == ["limit"]


@pytest.mark.parametrize("cursor", ["", "x", "bm9wZQ", "WyJteS1jb3Vyc2VzIiwiYyAxIl0", "W1tbW1tb", "é", "bnVsbA"])
def test_a_forged_cursor_is_rejected(service: Service, cursor: str) -> None:
    assert refusal(my_courses(service, query=f"?cursor={cursor}")) == (400, "invalid_cursor")


def test_a_course_is_shown_lesson_by_lesson(service: Service) -> None:
    put_course(service)
    enroll(service)
    send(service, playback("starter", [0, 95]))
    view = my_course(service)
    assert [lesson["lesson_id"] for lesson in view["lessons"]] == ["starter", "dough", "flour", "loaf"]
    starter = view["lessons"][0]
    assert starter == {
        "lesson_id": "starter",
        "title": "A starter",
        "kind": "video",
        "duration_seconds": 100,
        "section": None,
        "video_url": None,
        "captions_url": None,
        "article_url": None,
        "percent_watched": 95,
        "position_seconds": 95.0,
        "completed_at": starter["completed_at"],
        "note": None,
    }
    assert starter["completed_at"] is not None
    assert view["completion_rule"] == {"lesson_watch_percent": 90, "course_percent": 100, "required_lessons": []}
    assert (view["missing_lessons"], view["lessons_needed"]) == (["dough", "flour", "loaf"], 3)


def test_a_learner_cannot_see_the_course_of_another_learner(service: Service) -> None:
    put_course(service)
    enroll(service)
    send(service, playback("starter", [0, 95]))
    answer = service.call("GET", "/my-courses/sourdough-bread?user_id=anna", caller=BEN)
    assert refusal(answer) == (403, "not_enrolled")
    assert my_courses(service, BEN, "?user_id=anna").json["items"] == []


def test_a_request_without_a_token_is_unauthorized(service: Service) -> None:
    put_course(service)
    for url in ("/my-courses", "/my-courses/sourdough-bread"):
        assert refusal(service.call("GET", url)) == (401, "unauthorized")


def test_a_token_whose_subject_is_not_a_valid_id_is_rejected(service: Service) -> None:
    answer = my_courses(service, Caller("anna#course-1"))
    assert refusal(answer) == (400, "invalid_request")
