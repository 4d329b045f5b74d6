"""Courses, as admins manage them."""

import json
from typing import Any

import pytest

from tests.support.aws import items
from tests.support.service import ADMIN, Answer, Service
from tests.support.steps import ANNA, course, enable_certificates, enroll, put_course, refusal, send
from tests.support.wire import just_before

RULE = {"lesson_watch_percent": 90, "course_percent": 100, "required_lessons": []}


def put(service: Service, course_id: str = "course-1", **changes: Any) -> Answer:  # noqa: ANN401
    return service.call("PUT", f"/admin/courses/{course_id}", caller=ADMIN, body=course(**changes))


def get(service: Service, course_id: str = "course-1") -> Answer:
    return service.call("GET", f"/admin/courses/{course_id}", caller=ADMIN)


def test_a_course_is_stored_with_its_default_values(service: Service) -> None:
    answer = put(service)
    assert answer.status == 200
    assert answer.json["completion_rule"] == RULE
    assert answer.json["lessons"][2] == {
        "lesson_id": "flour",
        "title": "On flour",
        "kind": "article",
        "duration_seconds": None,
        "section": None,
        "video_url": None,
        "captions_url": None,
        "article_url": None,
        "published": True,
    }
    assert get(service).json == answer.json


def test_a_put_replaces_the_whole_course_and_increments_its_version(service: Service) -> None:
    first = put(service, completion_rule={"course_percent": 80}).json
    second = put(service, title="Rye bread", lessons=[], published=False).json
    assert (second["version"], second["title"], second["lessons"]) == (first["version"] + 1, "Rye bread", [])
    assert second["completion_rule"] == RULE
    assert get(service).json == second


def test_a_course_is_replaced_only_if_its_version_is_the_one_that_was_edited(service: Service) -> None:
    first = put(service, version=0).json
    assert refusal(put(service, title="New, they thought", version=0)) == (409, "concurrent_change")
    second = put(service, title="Rye bread", version=first["version"]).json
    assert refusal(put(service, title="From an old page", version=first["version"])) == (409, "concurrent_change")
    assert get(service).json == second
    assert put(service, title="Whatever is stored").json["version"] == second["version"] + 1


def test_of_two_concurrent_changes_to_one_version_one_gets_a_conflict(service: Service) -> None:
    version = put(service).json["version"]
    with just_before("TransactWriteItems", lambda: put(service, title="First", version=version)):
        assert refusal(put(service, title="Second", version=version)) == (409, "concurrent_change")
    assert get(service).json["title"] == "First"


def test_an_unknown_course_is_not_found(service: Service) -> None:
    assert refusal(get(service)) == (404, "course_not_found")


def test_a_slug_belongs_to_one_course(service: Service) -> None:
    put(service)
    assert refusal(put(service, "course-2")) == (409, "slug_taken")
    assert refusal(get(service, "course-2")) == (404, "course_not_found")
    assert put(service, title="Still my slug").status == 200


def test_a_changed_slug_frees_the_old_one(service: Service) -> None:
    put(service)
    assert put(service, slug="rye-bread").status == 200
    enroll(service)
    assert refusal(send(service, {})) == (400, "invalid_request")
    assert refusal(service.call("GET", "/my-courses/sourdough-bread", caller=ANNA)) == (404, "course_not_found")
    assert service.call("GET", "/my-courses/rye-bread", caller=ANNA).status == 200
    assert put(service, "course-2").status == 200


def test_a_put_with_a_slug_already_in_use_does_not_change_the_course(service: Service) -> None:
    put(service)
    put(service, "course-2", slug="rye-bread", title="Rye bread")
    before = get(service, "course-2").json
    assert refusal(put(service, "course-2", title="Sourdough too")) == (409, "slug_taken")
    assert get(service, "course-2").json == before


def test_a_slug_taken_by_a_concurrent_put_is_refused(service: Service) -> None:
    with just_before("TransactWriteItems", lambda: put(service, "course-2")):
        assert refusal(put(service)) == (409, "slug_taken")


def test_neither_of_two_concurrent_saves_is_lost(service: Service) -> None:
    put(service)
    with just_before("TransactWriteItems", lambda: put(service, title="First")):
        assert put(service, title="Second").json["version"] == 3
    assert get(service).json["title"] == "Second"


def test_a_save_with_a_write_conflict_on_every_attempt_is_refused(service: Service) -> None:
    put(service)
    with just_before("TransactWriteItems", lambda: put(service, title="Faster"), times=8):
        assert refusal(put(service, title="Slower")) == (409, "concurrent_change")
    assert get(service).json["title"] == "Faster"


VIDEO = {"lesson_id": "v", "title": "V", "kind": "video", "duration_seconds": 9}
ARTICLE = {"lesson_id": "a", "title": "A", "kind": "article"}


@pytest.mark.parametrize(
    ("changes", "locations"),
    [
        ({"lessons": [ARTICLE, ARTICLE]}, [["lessons"]]),
        ({"lessons": [VIDEO, {**ARTICLE, "duration_seconds": 5}]}, [["lessons", 1, "duration_seconds"]]),
        ({"completion_rule": {"required_lessons": ["gone"]}}, [["completion_rule", "required_lessons", 0]]),
        (
            {"lessons": [VIDEO, {**ARTICLE, "published": False}], "completion_rule": {"required_lessons": ["v", "a"]}},
            [["completion_rule", "required_lessons", 1]],
        ),
        (
            {"lessons": [ARTICLE, {**ARTICLE, "duration_seconds": 5}], "completion_rule": {"required_lessons": ["x"]}},
            [["lessons"], ["lessons", 1, "duration_seconds"], ["completion_rule", "required_lessons", 0]],
        ),
        ({"lessons": [{**VIDEO, "duration_seconds": 0}]}, [["lessons", 0, "duration_seconds"]]),
        ({"completion_rule": {"course_percent": 0}}, [["completion_rule", "course_percent"]]),
        ({"slug": "Sourdough Bread"}, [["slug"]]),
        ({"published": "yes", "title": "x" * 201}, [["published"], ["title"]]),
    ],
    ids=json.dumps,
)
def test_the_answer_to_an_invalid_course_names_the_fields(
    service: Service, changes: dict[str, Any], locations: list[list[str | int]]
) -> None:
    answer = put(service, **changes)
    assert refusal(answer) == (400, "invalid_request")
    found = [error["location"] for error in answer.json["errors"]]
    assert sorted(found, key=str) == sorted(locations, key=str)
    assert items("courses") == []


def test_a_video_without_duration_is_refused(service: Service) -> None:
    answer = put(service, lessons=[{"lesson_id": "v", "title": "V", "kind": "video"}])
    assert refusal(answer) == (400, "invalid_request")
    assert answer.json["errors"][0]["location"][:2] == ["lessons", 0]


def test_a_thousand_lessons_fit(service: Service) -> None:
    lessons = [{**ARTICLE, "lesson_id": f"lesson-{number}", "title": "面包" * 10} for number in range(1000)]
    assert len(put(service, lessons=lessons).json["lessons"]) == 1000
    assert put(service, lessons=[*lessons, VIDEO]).status == 400


def test_a_body_over_a_mebibyte_is_too_large(service: Service) -> None:
    assert refusal(put(service, title="x" * 1024 * 1024)) == (413, "body_too_large")


def test_certificate_settings_survive_a_replaced_course(service: Service) -> None:
    put_course(service)
    enable_certificates(service)
    before = service.call("GET", "/admin/courses/course-1/certificate", caller=ADMIN).json
    put_course(service, title="Rye bread", lessons=[])
    assert service.call("GET", "/admin/courses/course-1/certificate", caller=ADMIN).json == before
    assert before["certificate_enabled"] is True


def test_whole_percents_may_be_written_as_decimals(service: Service) -> None:
    rule = put(service, completion_rule={"lesson_watch_percent": 80.0, "course_percent": 50.0}).json["completion_rule"]
    assert json.dumps(rule) == '{"lesson_watch_percent": 80, "course_percent": 50, "required_lessons": []}'


def test_an_id_has_a_restricted_character_set(service: Service) -> None:
    for course_id in ("a%23b", "a%20b", "a%2Fb", "x" * 129, "%C3%A9"):
        assert refusal(put(service, course_id)) == (400, "invalid_request")
    assert put(service, "urn:course%3A42@example.com").json["course_id"] == "urn:course:42@example.com"


def test_the_completion_rule_of_a_published_course_is_public(service: Service) -> None:
    put_course(service, completion_rule={"course_percent": 80, "required_lessons": ["loaf"]})
    answer = service.call("GET", "/courses/sourdough-bread/completion-rule", caller=ANNA)
    assert answer.json == {"lesson_watch_percent": 90, "course_percent": 80, "required_lessons": ["loaf"]}


def test_the_completion_rule_of_an_unpublished_course_is_not_found(service: Service) -> None:
    put_course(service, published=False)
    for slug in ("sourdough-bread", "no-such-course"):
        answer = service.call("GET", f"/courses/{slug}/completion-rule", caller=ANNA)
        assert refusal(answer) == (404, "course_not_found")
