"""A learner's standing in a course: completed lessons, missing lessons, and how many more are needed."""

from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.completion import standing
from shared.domain.course import CompletionRule, Course, Lesson
from shared.domain.ids import LessonId
from shared.domain.progress import LessonProgress, is_done
from tests.support.sizes import FULL
from tests.unit.domain.examples import article, course, courses, done, progress_in, video

type Example = tuple[Course, dict[LessonId, LessonProgress]]

examples = courses().flatmap(lambda on: st.tuples(st.just(on), progress_in(on)))


def rule_met(on: Course, finished: set[LessonId]) -> bool:
    """The definition of completion in the contract, word for word."""
    published = {lesson.lesson_id for lesson in on.published_lessons}
    share = Fraction(on.completion_rule.course_percent, 100) * len(published)
    required = published & set(on.completion_rule.required_lessons)
    return bool(published) and len(published & finished) >= share and required <= finished


def finished_lessons(on: Course, progress: dict[LessonId, LessonProgress]) -> set[LessonId]:
    return {
        lesson.lesson_id
        for lesson in on.published_lessons
        if is_done(lesson, progress.get(lesson.lesson_id), on.completion_rule)
    }


@given(examples)
def test_a_course_is_complete_with_its_percentage_and_every_required_lesson(example: Example) -> None:
    on, progress = example
    assert standing(on, progress).rule_met == rule_met(on, finished_lessons(on, progress))


@given(examples)
def test_the_lessons_needed_are_the_fewest_that_complete_the_course(example: Example) -> None:
    on, progress = example
    reached = standing(on, progress)
    finished = finished_lessons(on, progress)
    if not on.published_lessons:
        assert reached.lessons_needed == 0
        return
    fewest = next(
        count
        for count in range(len(on.lessons) + 1)
        if any(rule_met(on, finished.union(more)) for more in combinations(reached.missing_lessons, count))
    )
    assert reached.lessons_needed == fewest


@given(examples)
def test_completed_and_missing_lessons_together_are_the_published_ones(example: Example) -> None:
    on, progress = example
    reached = standing(on, progress)
    published = [lesson.lesson_id for lesson in on.published_lessons]
    finished = finished_lessons(on, progress)
    assert reached.published_lessons == len(published)
    assert reached.completed_lessons == len(finished)
    assert list(reached.missing_lessons) == [lesson_id for lesson_id in published if lesson_id not in finished]
    assert set(reached.missing_required) == set(reached.missing_lessons) & set(on.completion_rule.required_lessons)
    assert reached.all_lessons_done == (bool(published) and set(published) == finished)


@given(examples)
def test_the_percentage_is_100_only_when_every_lesson_is_completed(example: Example) -> None:
    on, progress = example
    reached = standing(on, progress)
    assert 0 <= reached.percent <= 100
    assert (reached.percent == 100) == reached.all_lessons_done


@given(examples)
def test_the_rule_is_met_when_every_lesson_is_completed(example: Example) -> None:
    reached = standing(*example)
    assert reached.rule_met or not reached.all_lessons_done


@given(examples, st.data())
def test_more_progress_never_reduces_the_standing(example: Example, data: st.DataObject) -> None:
    on, progress = example
    before = standing(on, progress)
    more = data.draw(st.lists(st.sampled_from(before.missing_lessons or [LessonId("removed")]), unique=True))
    after = standing(on, progress | done(*more))
    assert after.percent >= before.percent
    assert after.lessons_needed <= before.lessons_needed
    assert after.rule_met >= before.rule_met


@pytest.mark.parametrize("lessons", [[], [article("hidden", published=False)]])
def test_a_course_without_published_lessons_is_never_complete(lessons: list[Lesson]) -> None:
    reached = standing(course(*lessons), done("hidden"))
    assert (reached.percent, reached.rule_met, reached.all_lessons_done) == (0, False, False)


@pytest.mark.parametrize(("lessons", "needed"), [(1, 1), (2, 2), (3, 3), (4, 4), (5, 4), (10, 8), (11, 9)])
def test_the_required_percentage_is_rounded_up_to_whole_lessons(lessons: int, needed: int) -> None:
    four_fifths = CompletionRule(course_percent=80)
    on = course(*(article(str(number)) for number in range(lessons)), rule=four_fifths)
    assert standing(on, {}).lessons_needed == needed


# Any other share differs from a whole number of lessons by at least 1/100: only whole ones could be rounded wrongly.
SHARES = [
    (lessons, percent)
    for lessons in range(1, 1001)
    for percent in range(1, 101)
    if lessons <= 100 or (lessons * percent % 100 == 0 and (FULL or lessons % 7 == 0 or lessons == 1000))
]


def test_the_lessons_needed_are_exact_for_up_to_a_thousand_lessons() -> None:
    thousand = tuple(article(str(number)) for number in range(1000))
    for lessons, percent in SHARES:
        on = course(*thousand[:lessons], rule=CompletionRule(course_percent=percent))
        assert standing(on, {}).lessons_needed == -(-lessons * percent // 100), (lessons, percent)


def test_the_percentage_is_rounded_down() -> None:
    on = course(*(article(str(number)) for number in range(3)))
    assert standing(on, done("0", "1")).percent == 66


def test_a_stricter_watch_percentage_keeps_completed_lessons() -> None:
    strict = course(video("a"), rule=CompletionRule(lesson_watch_percent=100))
    assert standing(strict, done("a")).all_lessons_done


def test_a_required_lesson_counts_whatever_the_percentage() -> None:
    rule = CompletionRule(course_percent=50, required_lessons=(LessonId("b"),))
    on = course(article("a"), article("b"), rule=rule)
    assert not standing(on, done("a")).rule_met
    assert standing(on, done("a")).missing_required == ("b",)
    assert standing(on, done("b")).rule_met


def test_a_required_lesson_that_was_unpublished_is_not_required() -> None:
    rule = CompletionRule(required_lessons=(LessonId("b"),))
    on = course(article("a"), article("b", published=False), rule=rule)
    assert standing(on, done("a")).rule_met
