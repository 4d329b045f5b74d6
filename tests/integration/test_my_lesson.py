"""One lesson of a learner: which parts of a video were played, and what that costs."""

import uuid
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.edge import clock
from tests.support.aws import load, metered
from tests.support.service import Answer, Caller, Service
from tests.support.sizes import size
from tests.support.steps import (
    ANNA,
    BEN,
    COURSE_ID,
    SLUG,
    completed,
    course,
    enroll,
    lesson,
    my_course,
    playback,
    put_course,
    refusal,
    send,
)

EXAMPLES = size(25, full=300)
# Seconds; the last one is shorter than its hundredths are apart in milliseconds.
DURATIONS = {"even": 200, "hundred": 100, "uneven": 612.5, "short": 7, "shortest": 0.02}


def my_lesson(service: Service, lesson_id: str, learner: Caller = ANNA, slug: str = SLUG) -> Answer:
    return service.call("GET", f"/my-courses/{slug}/lessons/{lesson_id}", caller=learner)


def played(service: Service, lesson_id: str, learner: Caller = ANNA) -> Any:  # noqa: ANN401
    answer = my_lesson(service, lesson_id, learner)
    assert answer.status == 200, answer.content
    return answer.json["played"]


def parts_of(ranges: Sequence[Sequence[float]], duration: float) -> set[int]:
    """The hundredths whose midpoints are in the ranges, computed with exact numbers."""
    exact = [(Fraction(start), Fraction(end)) for start, end in ranges]
    midpoints = {part: (part + Fraction(1, 2)) * Fraction(duration) / 100 for part in range(100)}
    return {part for part, second in midpoints.items() if any(start <= second < end for start, end in exact)}


@st.composite
def plays(draw: st.DrawFn) -> tuple[str, list[list[list[float]]]]:
    """A video, and the ranges that several reports say were played of it."""
    lesson_id = draw(st.sampled_from(sorted(DURATIONS)))
    end = DURATIONS[lesson_id]
    # Thousandths of the video, without the midpoints of hundredths, where numbers are rounded either way.
    thousandths = st.integers(0, 1000).filter(lambda thousandth: thousandth % 10 != 5)
    second = thousandths.map(lambda thousandth: end * thousandth / 1000)
    pieces = st.tuples(second, second).map(sorted)
    return lesson_id, draw(st.lists(st.lists(pieces, max_size=6), min_size=1, max_size=4))


@pytest.fixture
def learners(service: Service) -> Iterator[Caller]:
    """An unlimited supply of learners, enrolled in a course of videos of different lengths."""
    videos = [
        {"lesson_id": name, "title": name, "kind": "video", "duration_seconds": DURATIONS[name]} for name in DURATIONS
    ]
    put_course(service, lessons=videos)

    def supply() -> Iterator[Caller]:
        while True:
            learner = Caller(uuid.uuid4().hex)
            enroll(service, learner)
            yield learner

    return supply()


def test_the_ranges_are_the_union_of_all_that_was_played_to_the_hundredth(
    service: Service, learners: Iterator[Caller]
) -> None:
    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(plays())
    def check(drawn: tuple[str, list[list[list[float]]]]) -> None:
        lesson_id, reports = drawn
        learner, duration = next(learners), DURATIONS[lesson_id]
        for report in reports:
            send(service, playback(lesson_id, *report), learner=learner)
        answer = my_lesson(service, lesson_id, learner).json
        expected = parts_of([piece for report in reports for piece in report], duration)
        assert parts_of(answer["played"], duration) == expected
        assert answer["percent_watched"] == len(expected)
        edges = [second for piece in answer["played"] for second in piece]
        assert edges == sorted(set(edges)), "in order, and no two touch"
        assert all(0 <= second <= duration for second in edges)

    check()


def test_a_lesson_is_shown_as_in_its_course_with_what_was_played(service: Service) -> None:
    put_course(service)
    enroll(service)
    send(service, playback("dough", [0, 14.5], [60, 75], [75, 80]))
    assert my_lesson(service, "dough").json == {
        **lesson(service, "dough"),
        "played": [[0.0, 14.0], [60.0, 80.0]],
    }
    assert not any("played" in entry for entry in my_course(service)["lessons"])


def test_other_kinds_and_an_untouched_video_have_no_ranges(service: Service) -> None:
    put_course(service)
    enroll(service)
    send(service, completed("flour"))
    assert [played(service, lesson_id) for lesson_id in ("starter", "flour", "loaf")] == [[], [], []]


def test_progress_of_earlier_releases_shows_what_was_played(service: Service) -> None:
    put_course(service)
    enroll(service)
    at = {"S": "2026-03-02T12:00:00.000000Z"}
    item = {
        "user_id": {"S": ANNA.sub},
        "course_lesson": {"S": f"{COURSE_ID}#starter"},
        "watched": {"NS": ["99", "0", "10", "1", "9"]},
        "position_seconds": {"N": "99.5"},
        **dict.fromkeys(("position_at", "started_at", "updated_at"), at),
    }
    load("lesson-progress", [item])
    assert played(service, "starter") == [[0.0, 2.0], [9.0, 11.0], [99.0, 100.0]]


@pytest.mark.parametrize("lessons", [1, 1000])
def test_a_lesson_costs_two_reads_and_at_most_two_kilobytes_however_many_the_course_has(
    service: Service, lessons: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now)  # so that the course stays in the cache
    videos = [
        {"lesson_id": f"video-{number}", "title": "Watch", "kind": "video", "duration_seconds": 172_799.3}
        for number in range(lessons)
    ]
    put_course(service, lessons=videos)
    enroll(service)
    # Every other hundredth: the most ranges that there can be.
    midpoints = [(part + 0.5) * 1727.993 for part in range(0, 100, 2)]
    send(service, playback("video-0", *([second - 1, second + 1] for second in midpoints)))
    my_lesson(service, "video-0")
    with metered() as made:
        answer = my_lesson(service, "video-0")
    assert [(call.operation, call.reads, call.writes) for call in made] == [("GetItem", 1, 0), ("GetItem", 1, 0)]
    assert len(answer.json["played"]) == 50
    assert len(answer.content) < 2_500


def test_who_may_not_enter_the_course_sees_no_lesson_of_it(service: Service) -> None:
    put_course(service)
    assert refusal(my_lesson(service, "starter", BEN)) == (403, "not_enrolled")
    enroll(service, status="cancelled")
    assert refusal(my_lesson(service, "starter")) == (403, "access_ended")
    assert refusal(my_lesson(service, "starter", slug="nowhere")) == (404, "course_not_found")


def test_there_are_only_published_lessons(service: Service) -> None:
    hidden = {"lesson_id": "hidden", "title": "Hidden", "kind": "article", "published": False}
    put_course(service, lessons=[*course()["lessons"], hidden])
    enroll(service)
    assert refusal(my_lesson(service, "hidden")) == (404, "lesson_not_found")
    assert refusal(my_lesson(service, "no-such-lesson")) == (404, "lesson_not_found")
    assert refusal(my_lesson(service, "not%20an%20id")) == (400, "invalid_request")


def test_a_lesson_that_was_just_published_is_found_though_the_course_is_cached(service: Service) -> None:
    put_course(service)
    enroll(service)
    send(service, playback("starter", [0, 10]))
    added = {"lesson_id": "new", "title": "New", "kind": "video", "duration_seconds": 10}
    put_course(service, lessons=[*course()["lessons"], added])
    assert played(service, "new") == []
