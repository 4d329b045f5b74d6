"""The list of learners who have an assignment to do, and the search among all of them."""

from typing import Any

import pytest

from shared.usecases import assignment_lists
from tests.support.assignments import LOAF, mark, undo
from tests.support.learner_index import index_course
from tests.support.service import ADMIN, Caller, Service
from tests.support.steps import (
    ANNA,
    BEN,
    COURSE_ID,
    completed,
    course,
    deliver_completed_lessons,
    enroll,
    playback,
    put_course,
    refusal,
    send,
)

LEARNERS = f"{LOAF}/learners"
MANY = [Caller(f"learner-{number:02}") for number in range(12)]


def page(service: Service, **parameters: Any) -> Any:  # noqa: ANN401
    query = "&".join(f"{name}={value}" for name, value in parameters.items())
    answer = service.call("GET", f"{LEARNERS}?{query}", caller=ADMIN)
    assert answer.status == 200, answer.content
    return answer.json


def listed(service: Service, **parameters: Any) -> list[str]:  # noqa: ANN401
    """The ids of all learners of the list, page by page."""
    found, cursor = [], None
    while True:
        answer = page(service, **parameters, **({"cursor": cursor} if cursor else {}))
        assert len(answer["items"]) <= parameters.get("limit", 25)
        found += [item["user_id"] for item in answer["items"]]
        cursor = answer["next_cursor"]
        if cursor is None:
            return found


def school(service: Service, learners: list[Caller] = MANY) -> None:
    put_course(service)
    for learner in learners:
        assert enroll(service, learner, learner_name=f"Learner {learner.sub}").status == 200


def finish_the_rest(service: Service, learner: Caller) -> None:
    send(service, playback("starter", [0, 100]), playback("dough", [0, 200]), completed("flour"), learner=learner)


@pytest.mark.parametrize("limit", [1, 5, 12, 25])
def test_pages_repeat_nobody_and_lose_nobody(service: Service, limit: int) -> None:
    school(service)
    mark(service, *MANY[3:5])
    expected = [learner.sub for learner in (*MANY[:3], *MANY[5:])]
    assert listed(service, limit=limit) == expected


def test_a_learner_of_the_list_has_a_name_and_progress(service: Service) -> None:
    school(service, [ANNA])
    finish_the_rest(service, ANNA)
    deliver_completed_lessons(service)
    mark(service)
    undone = undo(service).json
    assert page(service)["items"] == [
        {
            "user_id": "anna",
            "learner_name": "Learner anna",
            "name_mixes_scripts": False,
            "percent": 75,
            "completed_lessons": 3,
            "published_lessons": 4,
            "assignment": undone,
        }
    ]


def test_learners_without_access_are_not_listed(service: Service) -> None:
    school(service, [ANNA, BEN])
    enroll(service, ANNA, status="cancelled")
    enroll(service, BEN, access_expires_at="2026-01-01T00:00:00Z")
    assert listed(service) == []


def test_only_those_who_have_completed_everything_else_are_waiting(service: Service) -> None:
    school(service)
    for learner in MANY[4:6]:
        finish_the_rest(service, learner)
    send(service, completed("flour"), learner=MANY[7])
    deliver_completed_lessons(service)
    assert listed(service, only_missing="true", limit=2) == [MANY[4].sub, MANY[5].sub]
    mark(service, MANY[4])
    assert listed(service, only_missing="true") == [MANY[5].sub]
    assert listed(service, only_missing="false") == [learner.sub for learner in MANY if learner != MANY[4]]


def test_in_a_course_of_one_assignment_everybody_is_waiting(service: Service) -> None:
    put_course(service, lessons=[lesson for lesson in course()["lessons"] if lesson["lesson_id"] == "loaf"])
    enroll(service)
    assert listed(service, only_missing="true") == ["anna"]


def test_a_page_examines_few_learners_and_may_be_empty(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assignment_lists, "EXAMINED", 4)
    school(service)
    finish_the_rest(service, MANY[10])
    deliver_completed_lessons(service)
    first = page(service, only_missing="true")
    assert (first["items"], first["next_cursor"] is None) == ([], False)
    assert listed(service, only_missing="true") == [MANY[10].sub]


def test_a_learner_with_all_lessons_is_left_out_unless_one_was_added(service: Service) -> None:
    school(service, [ANNA])
    finish_the_rest(service, ANNA)
    mark(service)
    deliver_completed_lessons(service)
    more = {"lesson_id": "roll", "title": "Your roll", "kind": "assignment"}
    put_course(service, lessons=[*course()["lessons"], more])
    assert listed(service) == []
    url = f"/admin/courses/{COURSE_ID}/assignments/roll/learners"
    answer = service.call("GET", url, caller=ADMIN).json
    assert [item["user_id"] for item in answer["items"]] == ["anna"]


def test_a_search_finds_learners_whether_it_is_done_or_not(service: Service) -> None:
    school(service, [ANNA, BEN])
    index_course(service)
    mark(service, note="Well baked.")
    found = page(service, q="learner")["items"]
    assert [(item["user_id"], item["assignment"]["note"]) for item in found] == [("anna", "Well baked."), ("ben", None)]
    assert listed(service, q="learner", limit=1) == ["anna", "ben"]
    assert listed(service, q="be") == ["ben"]


def test_invalid_pages_are_refused(service: Service) -> None:
    school(service)
    cursor = page(service, limit=1)["next_cursor"]
    for query, code in (
        ("limit=0", "invalid_request"),
        ("only_missing=yes", "invalid_request"),
        ("q=!", "invalid_request"),
        ("cursor=x", "invalid_cursor"),
        (f"cursor={cursor}&only_missing=true", "invalid_cursor"),
    ):
        assert refusal(service.call("GET", f"{LEARNERS}?{query}", caller=ADMIN)) == (400, code)


def test_the_assignments_of_a_course_are_listed_in_its_order(service: Service) -> None:
    lessons = [
        {"lesson_id": "roll", "title": "Your roll", "kind": "assignment"},
        *course()["lessons"],
        {"lesson_id": "draft", "title": "Soon", "kind": "assignment", "published": False},
    ]
    rule = {"lesson_watch_percent": 90, "course_percent": 50, "required_lessons": ["loaf"]}
    put_course(service, lessons=lessons, completion_rule=rule)
    answer = service.call("GET", f"/admin/courses/{COURSE_ID}/assignments", caller=ADMIN)
    assert answer.json == {
        "course_id": COURSE_ID,
        "title": "Sourdough bread",
        "assignments": [
            {"lesson_id": "roll", "title": "Your roll", "required": False},
            {"lesson_id": "loaf", "title": "Your loaf", "required": True},
        ],
    }
