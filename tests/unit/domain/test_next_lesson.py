"""The lesson with which a learner continues."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from shared.domain.completion import last_played, standing
from shared.domain.course import Course
from shared.domain.ids import LessonId
from shared.domain.progress import LessonProgress
from tests.unit.domain.examples import NOW, article, at, course, courses, done, progress_in

A, B, C = LessonId("a"), LessonId("b"), LessonId("c")
ON = course(article("a"), article("b"), article("c"), article("hidden", published=False))
EARLIER = NOW - timedelta(minutes=1)


def test_a_new_learner_starts_with_the_first_lesson() -> None:
    assert standing(ON, {}).next_lesson == A
    assert last_played(ON, {}) is None


def test_a_learner_continues_the_last_played_lesson_while_it_is_unfinished() -> None:
    progress = {A: at("a", EARLIER), B: at("b", NOW)}
    assert last_played(ON, progress) == (B, NOW)
    assert standing(ON, progress).next_lesson == B


def test_a_learner_continues_after_a_finished_lesson() -> None:
    assert standing(ON, {B: at("b", completed=True)}).next_lesson == C


def test_after_the_last_lesson_a_learner_continues_with_the_first_missing_one() -> None:
    assert standing(ON, done("a") | {C: at("c", completed=True)}).next_lesson == B


def test_a_learner_who_finished_every_lesson_has_no_next_one() -> None:
    assert standing(ON, done("a", "b", "c")).next_lesson is None


def test_a_course_without_lessons_has_no_next_one() -> None:
    assert standing(course(), {}).next_lesson is None


def test_of_two_lessons_played_at_the_same_time_the_later_in_the_course_counts() -> None:
    assert last_played(ON, {B: at("b"), A: at("a")}) == (B, NOW)


def test_a_lesson_without_a_position_was_not_played() -> None:
    assert last_played(ON, done("a")) is None


def test_a_learner_does_not_continue_with_an_unpublished_lesson() -> None:
    progress = {A: at("a", EARLIER), LessonId("hidden"): at("hidden", NOW)}
    assert last_played(ON, progress) == (A, EARLIER)


@given(courses().flatmap(lambda on: st.tuples(st.just(on), progress_in(on))))
def test_the_next_lesson_is_a_missing_one_if_any_is_missing(
    example: tuple[Course, dict[LessonId, LessonProgress]],
) -> None:
    reached = standing(*example)
    assert reached.next_lesson in (reached.missing_lessons or {None})
