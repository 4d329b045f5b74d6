"""A course's lessons, in items of their own that never change."""

import json
import random
from collections.abc import Callable
from typing import Any

import pytest

from shared.edge.bodies import MAX_BODY_BYTES
from shared.stores import course_lessons
from shared.usecases import course_cache
from tests.support import queues
from tests.support.capacity import item_size
from tests.support.earlier_courses import course_item, lessons_items, make_earlier
from tests.support.queues import RECHECK
from tests.support.service import ADMIN, Answer, Service
from tests.support.steps import (
    ANNA,
    COURSE_ID,
    SLUG,
    completed,
    course,
    deliver_completed_lessons,
    enable_certificates,
    enroll,
    finish_lessons,
    get_certificate,
    outcomes,
    playback,
    put_course,
    refusal,
    send,
)
from tests.support.wire import calls, just_before

COURSE = f"/admin/courses/{COURSE_ID}"
LESSONS = course()["lessons"]
OTHERS = LESSONS[:2]


def read(service: Service, url: str = COURSE) -> Answer:
    return service.call("GET", url, caller=ADMIN)


def largest_lessons() -> list[dict[str, Any]]:
    """As many of the longest lessons as a request can have, in characters that are hard to compress."""
    chance = random.Random(0)  # noqa: S311 - reproducible

    def title() -> str:
        return "".join(chr(chance.randrange(0x20000, 0x2A6D0)) for _ in range(200))

    return [{"lesson_id": f"{chance.getrandbits(512):0128x}", "title": title(), "kind": "article"} for _ in range(1000)]


def test_the_largest_course_that_a_request_can_have_fits(service: Service) -> None:
    lessons = largest_lessons()
    body = json.dumps(course(lessons=lessons), ensure_ascii=False)
    assert 0.9 * MAX_BODY_BYTES < len(body.encode()) < MAX_BODY_BYTES
    assert service.call("PUT", COURSE, caller=ADMIN, body=body).status == 200
    assert len(lessons_items()) > 1
    assert max(map(item_size, lessons_items())) <= 400_000
    assert item_size(course_item()) < 1024
    course_cache.clear()
    assert [(one["lesson_id"], one["title"]) for one in read(service).json["lessons"]] == [
        (one["lesson_id"], one["title"]) for one in lessons
    ]
    put_course(service)
    assert len(lessons_items()) == 1


def test_the_items_of_lessons_that_were_replaced_are_removed(service: Service) -> None:
    put_course(service)
    [before] = lessons_items()
    put_course(service, lessons=OTHERS)
    [after] = lessons_items()
    assert before["course_id"] != after["course_id"]
    put_course(service)
    assert lessons_items() == [before]


@pytest.mark.parametrize("change", [{"title": "Rye bread"}, {"slug": "rye"}, {"published": False}], ids=str)
def test_lessons_that_stay_as_they_are_are_not_written_again(service: Service, change: dict[str, Any]) -> None:
    put_course(service)
    before = lessons_items()
    put_course(service, **change)
    assert lessons_items() == before
    enable_certificates(service)
    assert lessons_items() == before


def test_two_courses_with_the_same_lessons_do_not_share_them(service: Service) -> None:
    put_course(service)
    put_course(service, "course-2", slug="another")
    put_course(service, "course-2", slug="another", lessons=[])
    course_cache.clear()
    assert [one["lesson_id"] for one in read(service).json["lessons"]] == [one["lesson_id"] for one in LESSONS]


def test_a_process_reads_lessons_once(service: Service) -> None:
    put_course(service)
    enroll(service)
    course_cache.clear()
    with calls() as cold:
        service.call("GET", f"/my-courses/{SLUG}", caller=ANNA)
    assert cold.count("BatchGetItem") == 1
    with calls() as warm:
        service.call("GET", f"/my-courses/{SLUG}", caller=ANNA)
        read(service)
        send(service, playback("starter", [0, 10]))
        finish_lessons(service)
    assert "BatchGetItem" not in warm
    put_course(service, lessons=OTHERS)
    with calls() as changed:
        read(service)
    assert changed == ["GetItem", "BatchGetItem"]


def test_each_function_that_needs_lessons_may_read_them(service: Service) -> None:
    put_course(service)
    enable_certificates(service)
    enroll(service)
    finish_lessons(service)
    put_course(service, lessons=OTHERS)
    # The permissions of template.yaml are checked with each call.
    uses: list[Callable[[], object]] = [
        lambda: read(service),
        lambda: send(service, playback("starter", [0, 10])),
        lambda: get_certificate(service),
        lambda: deliver_completed_lessons(service),
        lambda: queues.run_until_empty(RECHECK),
    ]
    for use in uses:
        course_cache.clear()
        with calls() as made:
            use()
        assert made.count("BatchGetItem") == 1


def test_a_process_keeps_a_limited_number_of_lessons(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(course_lessons, "_MAX_KEPT", 10)
    for number in range(4):
        put_course(service, f"course-{number}", slug=f"course-{number}")

    def read_all() -> list[str]:
        with calls() as made:
            for number in range(4):
                assert len(read(service, f"/admin/courses/course-{number}").json["lessons"]) == len(LESSONS)
        return made

    assert read_all().count("BatchGetItem") == 4
    # Two courses of four lessons are kept: those that were read last.
    with calls() as made:
        for number in (2, 3, 2, 3):
            read(service, f"/admin/courses/course-{number}")
    assert "BatchGetItem" not in made
    assert read_all().count("BatchGetItem") == 4


@pytest.mark.parametrize("url", [COURSE, f"/my-courses/{SLUG}"])
def test_lessons_that_are_replaced_while_they_are_read_are_read_again(service: Service, url: str) -> None:
    put_course(service)
    enroll(service)
    course_cache.clear()
    caller = ADMIN if url == COURSE else ANNA
    with just_before("BatchGetItem", lambda: put_course(service, lessons=OTHERS)):
        answer = service.call("GET", url, caller=caller)
    assert [one["lesson_id"] for one in answer.json["lessons"]] == ["starter", "dough"]


def test_the_dashboard_reads_replaced_lessons_again(service: Service) -> None:
    put_course(service)
    enroll(service)
    # What no check has counted yet is computed from the lessons.
    send(service, completed("flour"))
    course_cache.clear()
    with just_before("BatchGetItem", lambda: put_course(service, lessons=OTHERS), skip=1):
        [card] = service.call("GET", "/my-courses", caller=ANNA).json["items"]
    assert card["published_lessons"] == 2


def test_lessons_that_are_replaced_at_each_attempt_are_unavailable(service: Service) -> None:
    put_course(service)
    versions = iter(range(100))

    def replace() -> None:
        put_course(service, lessons=[{**LESSONS[0], "title": f"Version {next(versions)}"}])

    with just_before("BatchGetItem", replace, times=8):
        assert refusal(read(service)) == (503, "unavailable")
    assert read(service).status == 200


# ---------------------------------------------------------------- from the release before
def test_a_course_of_the_release_before_is_read_as_it_was(service: Service) -> None:
    put_course(service)
    enable_certificates(service)
    enroll(service)
    finish_lessons(service)

    def answers() -> list[Any]:
        course_cache.clear()
        urls = [
            (COURSE, ADMIN),
            (f"{COURSE}/certificate", ADMIN),
            (f"{COURSE}/learners", ADMIN),
            (f"{COURSE}/learners/anna", ADMIN),
            ("/my-courses", ANNA),
            (f"/my-courses/{SLUG}", ANNA),
        ]
        told = [service.call("GET", url, caller=caller) for url, caller in urls]
        assert {answer.status for answer in told} == {200}
        return [answer.json for answer in told]

    now = answers()
    make_earlier()
    assert answers() == now
    assert enroll(service).status == 200
    assert outcomes(send(service, playback("starter", [0, 10]))) == ["recorded"]


def test_a_course_of_the_release_before_is_converted_when_it_is_saved(service: Service) -> None:
    put_course(service)
    enable_certificates(service)
    make_earlier()
    before = read(service).json
    after = put_course(service).json
    assert after == {**before, "version": before["version"] + 1}
    assert "lessons" not in course_item()
    assert len(lessons_items()) == 1
    course_cache.clear()
    assert read(service).json == after


def test_settings_of_a_course_of_the_release_before_leave_its_lessons(service: Service) -> None:
    put_course(service)
    text = make_earlier()["lessons"]
    enable_certificates(service)
    assert course_item()["lessons"] == text
    assert len(read(service).json["lessons"]) == len(LESSONS)
