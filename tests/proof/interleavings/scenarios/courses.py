"""Scenarios of courses, their templates, and the completion of learners."""

from functools import partial

from tests.proof.interleavings import final_states as final
from tests.proof.interleavings import initial_states as initial
from tests.proof.interleavings.history import Rule, accepted, refused, shows
from tests.proof.interleavings.initial_states import LESSONS, ORDER_ID, VIDEO
from tests.proof.interleavings.operations import (
    article,
    assignment,
    detector,
    device,
    download,
    edit,
    enrollment,
    read_page,
    read_twice,
    recheck,
    refund,
    restored_detector,
    shorter_course,
    swap,
)
from tests.proof.interleavings.scenario import Scenario
from tests.proof.invariants import INVARIANTS, completion_needs_access
from tests.support.service import ADMIN, Answer
from tests.support.steps import ANNA, COURSE_ID, put_course


def _read(answer: Answer) -> bool:
    return any(one["lesson_id"] == "flour" and one["completed_at"] for one in answer.json["lessons"])


def _completed_as(one: str, other: str) -> Rule:
    return Rule(
        earlier=one,
        later=other,
        holds=lambda first, second: first.json["completed_at"] in {None, second.json["completed_at"]},
        requirement="must show the same completed_at",
    )


_LOOSE_RULE = {"lesson_watch_percent": 50, "course_percent": 100, "required_lessons": []}
_MOST = {"lesson_watch_percent": 90, "course_percent": 80, "required_lessons": []}
_HALF = {"lesson_watch_percent": 90, "course_percent": 50, "required_lessons": []}

SCENARIOS = (
    Scenario("two detectors", initial.finished, (detector("first", 40), detector("second", 41)), final.completed),
    Scenario(
        "a detector, and a learner who reads the course twice",
        initial.finished,
        (detector(), read_page("first read"), read_page("second read")),
        final.completed,
        history=(_completed_as("first read", "second read"), _completed_as("second read", "first read")),
    ),
    Scenario("a detector and a refund", initial.finished, (detector(), refund()), final.completed_and_refunded),
    Scenario(
        "a template swap and a download", initial.detected, (swap(), download()), final.issued_and_template_replaced
    ),
    Scenario("two template swaps", initial.enrolled, (swap(), swap("other swap", 21)), final.any_final_state),
    Scenario(
        "a template swap and a read of the settings",
        initial.enrolled,
        (swap(), read_page("settings", f"/admin/courses/{COURSE_ID}/certificate", ADMIN)),
        final.template_replaced,
        history=(
            shows(
                "settings",
                lambda answer: bool((answer.json["template"] or {}).get("version") == 2),
                after="swap",
                requirement="must show the new template",
            ),
        ),
    ),
    Scenario(
        "a renamed course, and reads of it",
        initial.enrolled,
        (edit(slug="rye-bread"), read_page("old slug"), read_page("new slug", "/my-courses/rye-bread")),
        final.any_final_state,
        history=(refused("old slug", after="edit"), accepted("new slug", after="edit")),
    ),
    Scenario(
        "two new courses with the same slug",
        lambda _: None,
        (edit(), edit("other edit", 21, course_id="course-2")),
        final.one_is_refused("slug_taken"),
    ),
    Scenario(
        "two course edits from the same version",
        put_course,
        (edit(version=1), edit("other edit", 21, version=1)),
        final.one_is_refused("concurrent_change"),
    ),
    Scenario(
        "two changes of a course's lessons, one back to those before, and a process that reads them twice",
        partial(put_course, lessons=VIDEO),
        (
            edit(lessons=LESSONS, title="Flour and loaf"),
            edit("edit back", 21, lessons=VIDEO, title="Starter"),
            read_twice("reads", f"/admin/courses/{COURSE_ID}", ADMIN),
        ),
        final.read_as_saved("reads", {"Sourdough bread": VIDEO, "Flour and loaf": LESSONS, "Starter": VIDEO}),
    ),
    Scenario(
        "a longer course and two detectors",
        initial.finished,
        (edit(), detector("first", 40), detector("second", 41)),
        final.any_final_state,
    ),
    Scenario(
        "a changed course and a detector",
        initial.one_lesson_short,
        (shorter_course(), recheck(), detector(lesson_id="flour")),
        final.rechecked,
    ),
    Scenario(
        "two course edits and their rechecks",
        initial.one_lesson_short,
        (
            edit(lessons=LESSONS, completion_rule=_MOST),
            edit("other edit", 21, lessons=LESSONS, completion_rule=_HALF),
            recheck(),
            recheck("other edit", 51),
        ),
        final.rechecked_if_half_is_enough,
    ),
    Scenario(
        "a warm recorder, a looser rule and its recheck",
        initial.half_watched,
        (
            device("phone", 10, [20, 30], [30, 60], pause=2),
            edit(lessons=VIDEO, completion_rule=_LOOSE_RULE),
            recheck(),
            detector(lesson_id="starter", waits=True),
        ),
        final.rechecked,
    ),
    Scenario(
        "a recorder that pauses, a looser rule and its recheck",
        initial.half_watched,
        (
            device("phone", 10, [20, 30], [30, 60], pause=40),
            edit(lessons=VIDEO, completion_rule=_LOOSE_RULE),
            recheck(),
            detector(lesson_id="starter", waits=True),
        ),
        final.rechecked,
    ),
    Scenario(
        "a warm recorder, and a cancellation by the shop",
        initial.half_watched,
        (
            device("phone", 10, [20, 60], [60, 100], pause=2),
            enrollment("shop", ANNA, status="cancelled"),
            detector(lesson_id="starter", waits=True),
        ),
        final.any_final_state,
    ),
    Scenario(
        "a recheck, and a cancellation by the shop",
        initial.one_lesson_short,
        (shorter_course(), recheck(), enrollment("shop", ANNA, status="cancelled")),
        final.any_final_state,
        invariants=(*INVARIANTS, completion_needs_access),
    ),
    Scenario(
        "a recheck, and a change of the access expiry by the shop",
        initial.one_lesson_short,
        (shorter_course(), recheck(), enrollment("shop", ANNA, access_expires_at="2026-03-02T12:00:00Z")),
        final.any_final_state,
        invariants=(*INVARIANTS, completion_needs_access),
    ),
    Scenario(
        "an article, and reads of the course and the dashboard",
        initial.enrolled,
        (article(), read_page("course"), read_page("dashboard", "/my-courses")),
        final.any_final_state,
        history=(
            shows("course", _read, after="article", requirement="must show it as read"),
            shows(
                "dashboard",
                lambda answer: bool(answer.json["items"][0]["completed_lessons"] == 1),
                after="article",
                requirement="must count it",
            ),
        ),
    ),
    Scenario(
        "two completed lessons, their checks, and reads of the dashboard",
        initial.one_lesson_short,
        (
            assignment(),
            detector("first check", lesson_id="flour"),
            detector("second check", 42, waits=True),
            read_page("dashboard", "/my-courses"),
        ),
        final.completed,
        history=(
            shows(
                "dashboard",
                lambda answer: bool(answer.json["items"][0]["completed_lessons"] == 2),
                after="assignment",
                requirement="must count it",
            ),
        ),
    ),
    Scenario(
        "a video that completes, its check, and a read of the dashboard",
        initial.half_watched,
        (
            device("phone", 10, [20, 60], [60, 100], pause=2),
            detector(lesson_id="starter", waits=True),
            read_page("dashboard", "/my-courses"),
        ),
        final.completed,
        history=(
            shows(
                "dashboard",
                lambda answer: bool(
                    (answer.json["items"][0]["percent"], answer.json["continue_watching"]) == (100, None)
                ),
                after="phone",
                requirement="must count it",
            ),
        ),
    ),
    Scenario(
        "a finished video that is played again, a longer course and its recheck",
        initial.watched,
        (device("phone", 10, [0, 20]), edit(lessons=[*VIDEO, LESSONS[0]]), recheck()),
        final.any_final_state,
    ),
    Scenario(
        "a video that was finished before there was detection, and is played again",
        initial.watched_before_there_was_detection,
        (
            device("phone", 10, [0, 20], [20, 40], pause=2),
            detector(lesson_id="starter"),
            read_page("dashboard", "/my-courses"),
        ),
        final.completed,
        history=(
            shows(
                "dashboard",
                lambda answer: bool(answer.json["items"][0]["percent"] == 100),
                after="phone",
                requirement="must show all lessons",
            ),
        ),
    ),
    Scenario(
        "a video that is played, and a read of the dashboard",
        initial.half_watched,
        (device("phone", 10, [20, 40]), read_page("dashboard", "/my-courses")),
        final.any_final_state,
        history=(
            shows(
                "dashboard",
                lambda answer: bool(answer.json["continue_watching"]["position_seconds"] == 40),
                after="phone",
                requirement="must continue where it was",
            ),
        ),
    ),
    Scenario(
        "an article, and a video that is played later",
        initial.enrolled_in_three_lessons,
        (article(), device("phone", 20, [0, 20])),
        final.video_was_played_last,
    ),
    Scenario(
        "a video that is played, and the check of an enrollment of an earlier release",
        initial.enrolled_in_an_earlier_release,
        (
            device("phone", 20, [0, 20]),
            detector(lesson_id="flour"),
            read_page("dashboard", "/my-courses"),
        ),
        final.video_was_played_last,
        history=(
            shows(
                "dashboard",
                lambda answer: bool(
                    [answer.json["continue_watching"][name] for name in ("lesson_id", "position_seconds")]
                    == ["starter", 20]
                ),
                after="phone",
                requirement="must offer the video",
            ),
        ),
    ),
    Scenario(
        "a restored access, a report, and their checks",
        initial.finished_and_cancelled,
        (
            enrollment("shop", ANNA, status="active"),
            article("phone"),
            restored_detector(),
            read_page("dashboard", "/my-courses"),
        ),
        final.completed,
        history=(
            shows(
                "dashboard",
                lambda answer: bool(answer.json["items"][0]["percent"] == 100),
                after="phone",
                requirement="must show all lessons",
            ),
        ),
    ),
    Scenario(
        "an enrollment, and a read of the dashboard",
        put_course,
        (enrollment("shop", ANNA, order_id=ORDER_ID), read_page("dashboard", "/my-courses")),
        final.any_final_state,
        history=(
            shows(
                "dashboard", lambda answer: bool(answer.json["items"]), after="shop", requirement="must show the course"
            ),
        ),
    ),
    Scenario(
        "three devices",
        initial.enrolled,
        (device("phone", 10, [0, 40]), device("tablet", 20, [30, 80]), device("laptop", 30, [80, 100], [50, 70])),
        final.all_watched,
    ),
)
