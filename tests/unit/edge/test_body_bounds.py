"""Limits of request bodies: bytes, values and levels are limited before parsing, and the number of errors reported."""

import json
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest

from shared.domain.course_check import check_course
from shared.domain.errors import BodyTooLarge, DomainError, InvalidRequest, TooManyEvents
from shared.edge import bodies
from shared.edge.problems import MAX_ERRORS, problem_of
from shared.edge.requests import courses as course_requests
from shared.edge.requests import progress as progress_requests
from tests.unit.edge.exchange import request

MEBIBYTE = bodies.MAX_BODY_BYTES
EVENT = {"event_id": "e1", "lesson_id": "flour", "type": "completed", "occurred_at": "2026-01-12T08:29:58Z"}
LESSON = {"lesson_id": "flour", "title": "Flour", "kind": "article"}
COURSE = {"slug": "bread", "title": "Bread"}
# Just below the limit of values in a batch.
JUST_BELOW_LIMIT = progress_requests.MAX_BATCH_VALUES - 100


def repeated(part: str, count: int | None = None) -> str:
    """The items of a list: as many as fit into a mebibyte, or `count`, padded to a mebibyte with blanks."""
    if count is None:
        return ",".join([part] * ((MEBIBYTE - 200) // (len(part) + 1)))
    inside = ",".join([part] * count)
    return inside + " " * (MEBIBYTE - 200 - len(inside))


PARTS = ["1", "1.5", "{}", "[]", '""', "null", '"\\ud83d\\ude00"', '{"":0}']
INSIDES = {
    **{f"as many {part} as fit": repeated(part) for part in PARTS},
    **{
        f"{part}, just below the limit": repeated(part, JUST_BELOW_LIMIT // (1 + part.count("{") + part.count("[")))
        for part in PARTS
    },
    **{f"100 {part}": repeated(part, 100) for part in PARTS},
    **{f"1000 {part}": repeated(part, 1000) for part in PARTS},
    "one long text": json.dumps("a" * (MEBIBYTE - 200)),
    "one long number": "1" * (MEBIBYTE - 200),
    "deep lists": "[" * 9_000 + "]" * 9_000,
    "deep objects": '{"a":' * 9_000 + "1" + "}" * 9_000,
}
MANY_KEYS = "{" + ",".join(f'"{number:x}":0' for number in range(JUST_BELOW_LIMIT)) + "}"
LONG_KEYS = "{" + ",".join(f'"{number:0500}":0' for number in range(2_000)) + "}"
PROGRESS = {
    **{name: f'{{"events":[{inside}]}}' for name, inside in INSIDES.items()},
    **{
        f"played: {name}": json.dumps({"events": [{**EVENT, "played": "HERE"}]}).replace('"HERE"', f"[{inside}]")
        for name, inside in INSIDES.items()
        if name.startswith("as many")
    },
    "many keys": f'{{"events":[{MANY_KEYS}]}}',
    "keys of keys": MANY_KEYS,
}
COURSES = {
    **{name: f'{{"lessons":[{inside}]}}' for name, inside in INSIDES.items()},
    **{
        f"required: {name}": f'{{"completion_rule":{{"required_lessons":[{inside}]}}}}'
        for name, inside in INSIDES.items()
        if not name.startswith("100")  # 100 keys are allowed, and each of them is validated
    },
    "many keys": f'{{"lessons":[{MANY_KEYS}]}}',
    "long keys": f'{{"lessons":[{LONG_KEYS}]}}',
    "keys of keys": LONG_KEYS,
}


def read_progress(body: str) -> object:
    return progress_requests.progress_batch(request(body=body))


def read_course(body: str) -> object:
    return course_requests.course(request(body=body), "bread")


BODIES = [
    *(pytest.param(read_progress, body, id=f"progress: {name}") for name, body in PROGRESS.items()),
    *(pytest.param(read_course, body, id=f"course: {name}") for name, body in COURSES.items()),
]


def refusal(read: Callable[[str], object], body: str) -> DomainError:
    with pytest.raises((InvalidRequest, TooManyEvents, BodyTooLarge)) as refused:
        read(body)
    return refused.value


def calls(work: Callable[[], object]) -> int:
    """Count the Python function calls: the same on every machine, whatever its load."""
    count = 0

    def note(_frame: FrameType, event: str, _argument: Any) -> None:  # noqa: ANN401
        nonlocal count
        count += event == "call"

    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize(("read", "body"), BODIES)
def test_a_malformed_mebibyte_has_a_small_response(read: Callable[[str], object], body: str) -> None:
    problem = problem_of(refusal(read, body))
    assert len(problem.get("errors", [])) <= MAX_ERRORS
    assert len(json.dumps(problem)) < 8_000


@pytest.mark.parametrize(("read", "body"), BODIES)
def test_a_malformed_mebibyte_takes_at_most_ten_times_the_calls_of_a_small_body(
    read: Callable[[str], object], body: str
) -> None:
    def refuse(sent: str) -> int:
        refusal(read, sent)  # schemas are compiled on first use
        return calls(lambda: refusal(read, sent))

    small = refuse('{"events":[1],"lessons":[1]}')
    assert refuse(body) <= 10 * small


def test_too_many_values_are_refused_before_parsing() -> None:
    # Invalid JSON: parsing it would cause another error.
    with pytest.raises(BodyTooLarge):
        bodies.parse_json(b"[" + b"no JSON," * bodies.MAX_VALUES)


def test_the_largest_course_is_not_too_large() -> None:
    lessons = [
        {
            "lesson_id": f"{number:0128}",
            "title": "Flour, water, [salt] and time",
            "kind": "video",
            "duration_seconds": 612.5,
            "published": True,
            "section": "First steps, and then some",
            "video_url": f"https://media.example/course-1/lesson-{number}.mp4?size=1080,720",
            "captions_url": f"https://media.example/course-1/lesson-{number}.vtt",
            "article_url": None,
        }
        for number in range(1_000)
    ]
    rule = {"required_lessons": [lesson["lesson_id"] for lesson in lessons]}
    body = json.dumps({**COURSE, "lessons": lessons, "completion_rule": rule})
    course = course_requests.course(request(body=body), "bread").course
    assert len(course.lessons) == len(course.completion_rule.required_lessons) == 1_000


def test_a_hundred_events_with_thirty_ranges_each_are_accepted() -> None:
    played = [[start, start + 1.5] for start in range(30)]
    event = {**EVENT, "type": "playback", "position_seconds": 31.5, "played": played}
    assert len(progress_requests.progress_batch(request(body=json.dumps({"events": [event] * 100})))) == 100


def test_an_event_has_at_most_a_thousand_ranges() -> None:
    event = {**EVENT, "type": "playback", "position_seconds": 1, "played": [[0, 1]] * 1_001}
    error = refusal(read_progress, json.dumps({"events": [event]}))
    assert isinstance(error, InvalidRequest)
    assert [place for place, _ in error.errors] == [("events", 0, "played")]


def test_events_are_counted_even_if_they_are_malformed() -> None:
    error = refusal(read_progress, json.dumps({"events": [1] * 101}))
    assert isinstance(error, TooManyEvents)


@pytest.mark.parametrize("count", [MAX_ERRORS - 1, MAX_ERRORS, 50])
def test_at_most_the_first_twenty_errors_are_reported(count: int) -> None:
    error = refusal(read_progress, json.dumps({"events": [EVENT, *[{**EVENT, "type": "seeked"}] * count]}))
    assert isinstance(error, InvalidRequest)
    named = min(count, MAX_ERRORS)
    assert [place for place, _ in error.errors] == [("events", index, "type") for index in range(1, named + 1)]


def test_a_course_with_many_errors_reports_the_first_ones() -> None:
    rule = {"required_lessons": [f"missing-{number}" for number in range(1_000)]}
    body = json.dumps({**COURSE, "lessons": [LESSON], "completion_rule": rule})
    course = course_requests.course(request(body=body), "bread").course
    with pytest.raises(InvalidRequest) as refused:
        check_course(course)
    assert len(problem_of(refused.value)["errors"]) == MAX_ERRORS
