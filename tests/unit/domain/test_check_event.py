"""What a progress event records, or why it is rejected."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.progress import Position, ProgressEvent, Rejection, check_event
from tests.unit.domain.examples import DURATION, EVERY_KIND, NOW, completed, events, playback


def check_result(event: ProgressEvent, *, by_service: bool = False) -> object:
    checked = check_event(event, EVERY_KIND, by_service=by_service)
    return (
        checked
        if isinstance(checked, Rejection)
        else (checked.lesson.lesson_id, checked.position_seconds, checked.played)
    )


@pytest.mark.parametrize("lesson_id", ["unknown", "hidden", ""])
@pytest.mark.parametrize("by_service", [False, True])
def test_an_unknown_or_unpublished_lesson_is_not_found(lesson_id: str, by_service: bool) -> None:  # noqa: FBT001
    assert check_result(completed(lesson_id), by_service=by_service) is Rejection.LESSON_NOT_FOUND
    assert check_result(playback(lesson_id, 0, []), by_service=by_service) is Rejection.LESSON_NOT_FOUND


def test_a_learner_may_complete_only_articles() -> None:
    assert check_result(completed("text")) == ("text", 0.0, ())
    assert check_result(completed("task")) is Rejection.COMPLETION_NOT_ALLOWED
    assert check_result(completed("film")) is Rejection.COMPLETION_NOT_ALLOWED


def test_a_service_may_complete_articles_and_assignments_without_a_position() -> None:
    assert check_result(completed("text"), by_service=True) == ("text", None, ())
    assert check_result(completed("task"), by_service=True) == ("task", None, ())
    assert check_result(completed("film"), by_service=True) is Rejection.COMPLETION_NOT_ALLOWED


def test_a_playback_has_its_position_and_ranges() -> None:
    assert check_result(playback("film", 75, [[0, 14.5], [60, 75]])) == ("film", 75.0, ((0.0, 14.5), (60.0, 75.0)))


def test_a_position_may_exceed_the_end_by_a_second_because_players_round() -> None:
    assert check_result(playback("film", DURATION + 1, [[0, DURATION + 1]])) == ("film", 201.0, ((0.0, 201.0),))
    assert check_result(playback("film", DURATION + 1.01, [])) is Rejection.INVALID_RANGE
    assert check_result(playback("film", 0, [[0, DURATION + 1.01]])) is Rejection.INVALID_RANGE


def test_an_article_has_no_duration_to_play() -> None:
    assert check_result(playback("text", 0, [])) == ("text", 0.0, ())
    assert check_result(playback("text", 2, [])) is Rejection.INVALID_RANGE


@pytest.mark.parametrize("value", [-0.1, float("nan"), float("inf"), float("-inf")])
def test_a_negative_or_non_finite_position_is_rejected(value: float) -> None:
    assert check_result(playback("film", value, [])) is Rejection.INVALID_RANGE
    assert check_result(playback("film", 1, [[0, value]])) is Rejection.INVALID_RANGE
    assert check_result(playback("film", 1, [[value, 1]])) is Rejection.INVALID_RANGE


def test_a_playback_without_a_position_or_ranges_is_rejected() -> None:
    assert check_result(playback("film", None, [])) is Rejection.INVALID_RANGE
    assert check_result(playback("film", 1, None)) is Rejection.INVALID_RANGE


def test_a_range_may_be_empty_but_not_reversed() -> None:
    assert check_result(playback("film", 1, [[1, 1]])) == ("film", 1.0, ((1.0, 1.0),))
    assert check_result(playback("film", 1, [[2, 1]])) is Rejection.INVALID_RANGE


@given(events, st.booleans())
def test_every_event_is_recorded_or_rejected(event: ProgressEvent, by_service: bool) -> None:  # noqa: FBT001
    checked = check_event(event, EVERY_KIND, by_service=by_service)
    if isinstance(checked, Rejection):
        return
    assert checked.lesson in EVERY_KIND.published_lessons
    limit = (checked.lesson.duration_seconds or 0) + 1
    assert checked.position_seconds is None or 0 <= checked.position_seconds <= limit
    assert all(0 <= start <= end <= limit for start, end in checked.played)


def test_the_newest_position_counts_and_of_two_with_the_same_time_the_furthest() -> None:
    position = Position(occurred_at=NOW, seconds=10)
    assert position.after(None)
    assert not position.after(position)
    assert Position(occurred_at=NOW + timedelta(seconds=1), seconds=5).after(position)
    assert Position(occurred_at=NOW, seconds=11).after(position)
    assert not Position(occurred_at=NOW, seconds=9).after(position)
    assert not Position(occurred_at=NOW - timedelta(seconds=1), seconds=99).after(position)
