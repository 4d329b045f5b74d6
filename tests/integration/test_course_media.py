"""Media and sections of lessons, the description and the picture of courses: for admins, learners and older clients."""

import json
import zlib
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.usecases import course_cache
from tests.support.earlier_courses import course_item, lessons_items, make_earlier
from tests.support.service import ADMIN, Answer, Service
from tests.support.steps import ANNA, COURSE_ID, SLUG, course, enroll, put_course, refusal

COURSE = f"/admin/courses/{COURSE_ID}"
MEDIA = "https://media.example"
NEW_OF_LESSON = ("section", "video_url", "captions_url", "article_url")
RICH: dict[str, Any] = course(
    description="Bread with time.\n\nAnd salt.",
    picture_url=f"{MEDIA}/bread.jpg",
    lessons=[
        {
            **course()["lessons"][0],
            "section": "First steps",
            "video_url": f"{MEDIA}/starter.mp4?v=2",
            "captions_url": "/media/starter.vtt",
            "article_url": None,
        },
        {**course()["lessons"][1], "section": "First steps"},
        {**course()["lessons"][2], "section": "Baking", "article_url": f"{MEDIA}/flour.html"},
        course()["lessons"][3],
    ],
)


def put(service: Service, body: dict[str, Any]) -> Answer:
    return service.call("PUT", COURSE, caller=ADMIN, body=body)


def read(service: Service) -> Any:  # noqa: ANN401
    course_cache.clear()
    return service.call("GET", COURSE, caller=ADMIN).json


def without(lessons: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{name: value for name, value in lesson.items() if name not in NEW_OF_LESSON} for lesson in lessons]


def test_an_admin_stores_and_reads_them(service: Service) -> None:
    stored = put(service, RICH).json
    assert (stored["description"], stored["picture_url"]) == (RICH["description"], RICH["picture_url"])
    nothing = dict.fromkeys(NEW_OF_LESSON)
    for lesson, sent in zip(stored["lessons"], RICH["lessons"], strict=True):
        assert lesson.items() >= {**nothing, **sent}.items()
    assert read(service) == stored


def test_a_learner_gets_what_is_shown(service: Service) -> None:
    put(service, {**RICH, "lessons": [{**RICH["lessons"][0], "published": False}, *RICH["lessons"][1:]]})
    enroll(service)
    view = service.call("GET", f"/my-courses/{SLUG}", caller=ANNA).json
    assert (view["description"], view["picture_url"]) == (RICH["description"], RICH["picture_url"])
    assert [(one["lesson_id"], one["section"], one["article_url"]) for one in view["lessons"]] == [
        ("dough", "First steps", None),
        ("flour", "Baking", f"{MEDIA}/flour.html"),
        ("loaf", None, None),
    ]
    [card] = service.call("GET", "/my-courses", caller=ANNA).json["items"]
    assert (card["description"], card["picture_url"]) == (RICH["description"], RICH["picture_url"])


@pytest.mark.parametrize(
    ("changes", "location"),
    [
        ({"picture_url": "https://evil.test/a.jpg"}, ["picture_url"]),
        ({"picture_url": "javascript:alert(1)"}, ["picture_url"]),
        ({"picture_url": ""}, ["picture_url"]),
        ({"picture_url": f"{MEDIA}/{'a' * 1000}"}, ["picture_url"]),
        ({"description": "x" * 1001}, ["description"]),
        ({"description": "a\ttab"}, ["description"]),
        ({"lessons": [{**RICH["lessons"][0], "video_url": f"{MEDIA}@evil.test/"}]}, ["lessons", 0, "video_url"]),
        ({"lessons": [{**RICH["lessons"][0], "captions_url": "//evil.test/"}]}, ["lessons", 0, "captions_url"]),
        ({"lessons": [{**RICH["lessons"][2], "article_url": "http://media.example/"}]}, ["lessons", 0, "article_url"]),
        ({"lessons": [{**RICH["lessons"][2], "video_url": f"{MEDIA}/a"}]}, ["lessons", 0, "video_url"]),
        ({"lessons": [{**RICH["lessons"][0], "section": " "}]}, ["lessons", 0, "section"]),
        ({"lessons": [{**RICH["lessons"][0], "section": "x" * 201}]}, ["lessons", 0, "section"]),
    ],
    ids=lambda value: json.dumps(value)[:60],
)
def test_what_cannot_be_used_is_refused_with_its_location(
    service: Service, changes: dict[str, Any], location: list[str | int]
) -> None:
    put(service, RICH)
    before = read(service)
    answer = put(service, {**RICH, **changes})
    assert refusal(answer) == (400, "invalid_request")
    assert [error["location"] for error in answer.json["errors"]] == [location]
    assert read(service) == before


@given(address=st.text(max_size=40) | st.text("htps:/mediaxl.@\\%?# e", max_size=40).map(lambda rest: MEDIA + rest))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_address_causes_an_error_of_the_service(service: Service, address: str) -> None:
    body = json.dumps({**RICH, "picture_url": address}, ensure_ascii=True)
    answer = service.call("PUT", COURSE, caller=ADMIN, body=body)
    assert answer.status in {200, 400}
    if answer.status == 200:
        assert address.startswith((f"{MEDIA}", "/media/"))


# ---------------------------------------------------------------- older clients, and what an earlier release stored
def test_a_client_that_knows_none_of_them_loses_none(service: Service) -> None:
    stored = put(service, RICH).json
    after = put(service, course(title="Rye bread", lessons=without(RICH["lessons"]))).json
    assert after == {**stored, "title": "Rye bread", "version": stored["version"] + 1}


def test_a_lesson_keeps_its_own_wherever_an_older_client_moves_it(service: Service) -> None:
    stored = put(service, RICH).json
    new = {"lesson_id": "rye", "title": "Rye", "kind": "article"}
    sent = [new, *reversed(without(RICH["lessons"]))]
    after = put(service, course(lessons=sent)).json["lessons"]
    assert after[1:] == list(reversed(stored["lessons"]))
    assert [after[0][name] for name in NEW_OF_LESSON] == [None] * 4


def test_null_removes_one_and_leaves_the_others(service: Service) -> None:
    put(service, RICH)
    lessons = without(RICH["lessons"])
    lessons[0]["captions_url"] = None
    after = put(service, course(lessons=lessons, picture_url=None)).json
    assert (after["picture_url"], after["description"]) == (None, RICH["description"])
    first = after["lessons"][0]
    assert (first["captions_url"], first["video_url"]) == (None, f"{MEDIA}/starter.mp4?v=2")
    assert put(service, course(description="")).json["description"] is None


def test_lessons_without_them_are_stored_as_before_under_the_same_key(service: Service) -> None:
    put_course(service)
    (stored,) = lessons_items()
    before = ("lesson_id", "title", "kind", "duration_seconds", "published")
    lessons = [{name: lesson[name] for name in before} for lesson in read(service)["lessons"]]
    content = zlib.compress(json.dumps(lessons, ensure_ascii=False).encode())
    assert stored["lessons_part"]["B"] == content
    assert stored["course_id"]["S"] == f"lessons#{COURSE_ID}#{sha256(content).hexdigest()}#0"
    assert not {"description", "picture_url"} & course_item().keys()
    # A client that names them, and has none, writes no other lessons.
    put(service, course(lessons=[{**one, **dict.fromkeys(NEW_OF_LESSON)} for one in lessons]))
    assert lessons_items() == [stored]


def test_a_course_of_an_earlier_release_gets_them_when_it_is_saved(service: Service) -> None:
    put_course(service)
    make_earlier()
    before = read(service)
    assert (before["description"], before["lessons"][0]["video_url"]) == (None, None)
    after = put(service, RICH).json
    assert after["lessons"][0]["video_url"] == f"{MEDIA}/starter.mp4?v=2"
    assert read(service) == after


def test_other_media_and_sections_recheck_nobody(service: Service) -> None:
    put_course(service)
    put(service, RICH)
    assert "recheck_due" not in course_item()
