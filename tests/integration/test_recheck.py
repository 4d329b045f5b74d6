"""The recheck: after an admin changes a course's completion rule, every enrollment is checked again."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError

from shared.domain.ids import LessonId
from shared.stores import lesson_progress
from shared.usecases import course_cache, recheck
from tests.support import queues
from tests.support.aws import items
from tests.support.queues import AMPLE, RECHECK
from tests.support.service import ADMIN, Caller, Context, Service
from tests.support.steps import (
    ANNA,
    COURSE_ID,
    completed,
    course,
    deliver_completed_lessons,
    enroll,
    enrollment,
    finish_lessons,
    my_course,
    playback,
    put_course,
    send,
)
from tests.support.template import resources, template
from tests.support.wire import broken, calls, just_before

LESSONS = course()["lessons"]
# Enough for each call, but not for another learner.
SHORT = Context(get_remaining_time_in_millis=lambda: 10_500)
WITHOUT_ASSIGNMENT = [{**lesson, "published": lesson["lesson_id"] != "loaf"} for lesson in LESSONS]


queued = partial(queues.received, RECHECK)
run_function = partial(queues.run_function, RECHECK)
run_until_empty = partial(queues.run_until_empty, RECHECK)


def due() -> object:
    """The version of the course whose recheck is unfinished; None when no recheck is due."""
    return next(item for item in items("courses") if item["course_id"]["S"] == COURSE_ID).get("recheck_due")


def finish_all_but_the_assignment(service: Service, learner: Caller = ANNA) -> None:
    enroll(service, learner)
    send(service, playback("starter", [0, 100]), playback("dough", [0, 200]), completed("flour"), learner=learner)


def test_removing_a_lesson_completes_the_learners_who_lacked_only_it(service: Service) -> None:
    put_course(service)
    finish_all_but_the_assignment(service)
    deliver_completed_lessons(service)
    assert enrollment(service)["completed_at"] is None
    put_course(service, lessons=WITHOUT_ASSIGNMENT)
    assert run_until_empty() == 1
    assert enrollment(service)["completed_at"] == enrollment(service)["all_lessons_completed_at"] is not None


def test_lessons_completed_by_a_looser_rule_stay_completed(service: Service) -> None:
    strict = {"lesson_watch_percent": 90}
    video = [lesson for lesson in LESSONS if lesson["lesson_id"] == "starter"]
    put_course(service, lessons=video, completion_rule=strict)
    enroll(service)
    send(service, playback("starter", [0, 85]))
    put_course(service, lessons=video, completion_rule={"lesson_watch_percent": 80})
    run_until_empty()
    reached = enrollment(service)["completed_at"]
    assert reached is not None
    put_course(service, lessons=video, completion_rule=strict)
    run_until_empty()
    assert my_course(service)["lessons"][0]["completed_at"] == reached
    assert my_course(service)["percent"] == 100


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Bread, from the start"},
        {"lessons": [{**LESSONS[0], "duration_seconds": 120, "title": "The starter"}, *LESSONS[1:]]},
        {"lessons": LESSONS[::-1]},
        {"published": False},
    ],
)
def test_a_change_that_leaves_the_requirements_the_same_queues_nothing(
    service: Service, change: dict[str, Any]
) -> None:
    put_course(service)
    put_course(service, **change)
    assert queued() == []


def test_a_new_course_queues_nothing(service: Service) -> None:
    put_course(service)
    assert queued() == []


def test_one_course_is_one_message_group_so_that_it_is_not_divided_twice_at_the_same_time(service: Service) -> None:
    put_course(service)
    put_course(service, lessons=LESSONS[:3])
    put_course(service, lessons=LESSONS[:2])
    assert len({message["Attributes"]["MessageGroupId"] for message in queued()}) == 1


def test_two_courses_are_two_message_groups_so_that_neither_waits_for_the_other(service: Service) -> None:
    for course_id in (COURSE_ID, "course-2"):
        put_course(service, course_id, slug=course_id)
        put_course(service, course_id, slug=course_id, lessons=LESSONS[:3])
    assert len({message["Attributes"]["MessageGroupId"] for message in queued()}) == 2


def test_each_change_is_queued_and_repeated_messages_are_deduplicated(service: Service) -> None:
    put_course(service)
    for learner in (ANNA, Caller("ben")):
        enroll(service, learner)
    put_course(service, lessons=LESSONS[:3])
    put_course(service, lessons=LESSONS[:2])
    older, newer = queued()
    assert [json.loads(message["Body"])["version"] for message in (older, newer)] == [2, 3]
    run_function([newer, newer], SHORT)
    (rest,) = queued()
    learners = {"run": "3", "number": 1, "after": "anna", "until": "ben", "again": []}
    assert json.loads(rest["Body"]) == {"course_id": COURSE_ID, "version": 3, "range": learners}


@pytest.mark.parametrize(("context", "messages"), [(AMPLE, 1), (SHORT, 7)])
def test_a_recheck_stops_after_any_learner_before_its_time_is_up_and_goes_on_there(
    service: Service, monkeypatch: pytest.MonkeyPatch, context: Context, messages: int
) -> None:
    monkeypatch.setattr(recheck, "PAGE", 3)
    put_course(service)
    learners = [Caller(f"learner-{number}", name=f"Learner {number}") for number in range(7)]
    for learner in learners:
        finish_all_but_the_assignment(service, learner)
    put_course(service, lessons=WITHOUT_ASSIGNMENT)
    assert run_until_empty(context) == messages
    assert all(enrollment(service, learner)["completed_at"] for learner in learners)


@pytest.mark.parametrize("seconds_after", [0, 4.9, 24.9])
def test_the_recheck_sees_progress_recorded_by_the_previous_rule(
    service: Service, monkeypatch: pytest.MonkeyPatch, seconds_after: float
) -> None:
    """A warm function caches the course for 5 s, and a request that uses it may run for its function's 20 s."""
    put_course(service, lessons=LESSONS[:1], completion_rule={"lesson_watch_percent": 90})
    enroll(service)
    send(service, playback("starter", [0, 40]))  # which caches the course
    put_course(service, lessons=LESSONS[:1], completion_rule={"lesson_watch_percent": 60})
    changed_at = datetime.now(UTC)
    delay = timedelta(seconds=resources()["RecheckQueue"]["Properties"].get("DelaySeconds", 0))

    def record() -> None:
        kept = changed_at if seconds_after > 5 else changed_at + timedelta(seconds=seconds_after)
        monkeypatch.setattr("shared.edge.clock.now", lambda: kept)
        send(service, playback("starter", [0, 75]))

    in_order: list[Callable[[], object]] = [record, run_until_empty]
    if delay < timedelta(seconds=seconds_after):
        in_order.reverse()
    for happen in in_order:
        happen()
    assert enrollment(service)["completed_at"] is not None


def test_the_recheck_waits_longer_than_recording_may_use_the_previous_rule() -> None:
    delay = timedelta(seconds=resources()["RecheckQueue"]["Properties"]["DelaySeconds"])
    assert delay > course_cache.MAX_AGE + timedelta(seconds=template()["Globals"]["Function"]["Timeout"])
    assert "Timeout" not in resources()["ProgressFunction"]["Properties"]


def test_a_page_processed_twice_changes_nothing_more(service: Service) -> None:
    put_course(service)
    finish_all_but_the_assignment(service)
    put_course(service, lessons=WITHOUT_ASSIGNMENT)
    messages = queued()
    run_function(messages)
    before = (items("enrollments"), items("completions"), items("courses"))
    run_function(messages)
    assert (items("enrollments"), items("completions"), items("courses")) == before


def test_a_newer_change_replaces_the_recheck_of_an_older_one(service: Service) -> None:
    put_course(service)
    finish_all_but_the_assignment(service)
    put_course(service, lessons=WITHOUT_ASSIGNMENT)
    older = queued()
    put_course(service, lessons=LESSONS[:2])
    with calls() as noted:
        run_function(older)
    assert noted == ["GetItem", "BatchGetItem"]
    run_until_empty()
    assert enrollment(service)["completed_at"] is not None


def test_a_recheck_that_ends_while_a_newer_change_is_stored_leaves_the_newer_one_due(service: Service) -> None:
    put_course(service)
    put_course(service, lessons=WITHOUT_ASSIGNMENT)
    # After the course was read, and right before its mark is cleared.
    with just_before("TransactWriteItems", lambda: put_course(service, lessons=LESSONS[:2])):
        run_function(queued()[:1])
    assert due() == {"N": "3"}
    finish_all_but_the_assignment(service)
    run_until_empty()
    assert enrollment(service)["completed_at"] is not None
    assert due() is None


def test_a_recheck_that_could_not_be_queued_is_queued_when_the_request_is_repeated(service: Service) -> None:
    put_course(service)
    finish_all_but_the_assignment(service)
    body = course(lessons=WITHOUT_ASSIGNMENT)
    with broken(EndpointConnectionError(endpoint_url=RECHECK), service="sqs"):
        refused = service.call("PUT", f"/admin/courses/{COURSE_ID}", caller=ADMIN, body=body)
    assert (refused.status, refused.json["code"]) == (503, "unavailable")
    assert queued() == []
    assert service.call("PUT", f"/admin/courses/{COURSE_ID}", caller=ADMIN, body=body).status == 200
    run_until_empty()
    assert enrollment(service)["completed_at"] is not None


def test_a_finished_recheck_is_no_longer_due(service: Service) -> None:
    put_course(service)
    put_course(service, lessons=WITHOUT_ASSIGNMENT)
    assert due() == {"N": "2"}
    run_until_empty()
    assert due() is None


def test_a_lesson_added_after_completion_is_shown_as_new_and_the_completion_stays(service: Service) -> None:
    put_course(service)
    enroll(service)
    finish_lessons(service)
    deliver_completed_lessons(service)
    before = enrollment(service)
    assert my_course(service)["new_lessons"] == []
    put_course(service, lessons=[*LESSONS, {"lesson_id": "rye", "title": "Rye", "kind": "article"}])
    run_until_empty()
    view = my_course(service)
    assert (view["new_lessons"], view["missing_lessons"], view["badge"]) == (["rye"], ["rye"], True)
    after = enrollment(service)
    assert (after["completed_at"], after["all_lessons_completed_at"]) == (before["completed_at"],) * 2
    assert view["certificate"]["state"] == "disabled"
    send(service, completed("rye"))
    assert my_course(service)["new_lessons"] == []
    deliver_completed_lessons(service)
    assert items("enrollments")[0]["completed_lessons"] == {"N": "5"}
    assert enrollment(service)["all_lessons_completed_at"] == before["all_lessons_completed_at"]


def test_the_recheck_updates_the_instructors_numbers(service: Service) -> None:
    put_course(service)
    finish_all_but_the_assignment(service)
    deliver_completed_lessons(service)
    put_course(service, lessons=WITHOUT_ASSIGNMENT)
    run_until_empty()
    (row,) = service.call("GET", f"/admin/courses/{COURSE_ID}/learners", caller=ADMIN).json["items"]
    assert (row["completed_lessons"], row["published_lessons"], row["percent"]) == (3, 3, 100)


def test_progress_erased_during_its_check_stays_erased(service: Service) -> None:
    put_course(service)
    lesson_progress.mark_completed("nobody", COURSE_ID, LessonId("starter"), datetime.now(UTC))
    assert items("lesson-progress") == []
