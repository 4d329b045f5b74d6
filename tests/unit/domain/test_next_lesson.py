"""Where a learner goes on."""

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


def test_a_new_learner_begins_at_the_first_lesson() -> None:
    assert standing(ON, {}).next_lesson == A
    assert last_played(ON, {}) is None


def test_a_learner_goes_on_with_the_lesson_last_played_while_it_is_unfinished() -> None:
    progress = {A: at("a", EARLIER), B: at("b", NOW)}
    assert last_played(ON, progress) == (B, NOW)
    assert standing(ON, progress).next_lesson == B


def test_a_learner_goes_on_behind_a_finished_lesson() -> None:
    assert standing(ON, {B: at("b", completed=True)}).next_lesson == C


def test_behind_the_last_lesson_a_learner_goes_on_with_the_first_one_missing() -> None:
    assert standing(ON, done("a") | {C: at("c", completed=True)}).next_lesson == B


def test_whoever_finished_everything_has_nowhere_to_go_on() -> None:
    assert standing(ON, done("a", "b", "c")).next_lesson is None


def test_a_course_without_lessons_has_no_next_one() -> None:
    assert standing(course(), {}).next_lesson is None


def test_of_two_lessons_played_at_one_time_the_later_in_the_course_counts() -> None:
    assert last_played(ON, {B: at("b"), A: at("a")}) == (B, NOW)


def test_a_lesson_that_nobody_was_at_was_not_played() -> None:
    assert last_played(ON, done("a")) is None


def test_a_hidden_lesson_is_not_gone_on_with() -> None:
    progress = {A: at("a", EARLIER), LessonId("hidden"): at("hidden", NOW)}
    assert last_played(ON, progress) == (A, EARLIER)


@given(courses().flatmap(lambda on: st.tuples(st.just(on), progress_in(on))))
def test_the_next_lesson_is_a_missing_one_wherever_one_is_missing(
    example: tuple[Course, dict[LessonId, LessonProgress]],
) -> None:
    reached = standing(*example)
    assert reached.next_lesson in (reached.missing_lessons or {None})
