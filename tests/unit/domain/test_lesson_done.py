"""When a lesson is complete, and its percentage."""

import pytest

from shared.domain.course import CompletionRule, Lesson
from shared.domain.ids import LessonId
from shared.domain.progress import LessonProgress, is_done, percent_watched
from tests.unit.domain.examples import NOW, article, assignment, video

RULE = CompletionRule(lesson_watch_percent=90)
LESSONS = [video("lesson"), article("lesson"), assignment("lesson")]


def progress(parts: int = 0, *, completed: bool = False) -> LessonProgress:
    return LessonProgress(
        lesson_id=LessonId("lesson"), watched=frozenset(range(parts)), completed_at=NOW if completed else None
    )


@pytest.mark.parametrize("lesson", LESSONS)
def test_an_untouched_lesson_is_not_done(lesson: Lesson) -> None:
    assert not is_done(lesson, None, RULE)
    assert percent_watched(lesson, None) == 0


def test_a_video_is_done_at_the_watch_percentage_of_the_rule() -> None:
    assert not is_done(video("lesson"), progress(89), RULE)
    assert is_done(video("lesson"), progress(90), RULE)


def test_only_a_video_is_done_by_watching() -> None:
    assert not is_done(article("lesson"), progress(100), RULE)
    assert not is_done(assignment("lesson"), progress(100), RULE)


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_completed_lesson_stays_completed_whatever_the_current_rule_requires(lesson: Lesson) -> None:
    assert is_done(lesson, progress(completed=True), CompletionRule(lesson_watch_percent=100))


def test_the_percentage_of_a_video_is_what_was_watched_and_of_others_0_or_100() -> None:
    assert percent_watched(video("lesson"), progress(42, completed=True)) == 42
    assert percent_watched(article("lesson"), progress(42)) == 0
    assert percent_watched(assignment("lesson"), progress(completed=True)) == 100
