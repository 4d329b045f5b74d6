"""When a course is complete, what is missing, and where to continue."""

import math
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime

from shared.domain.course import CompletionRule, Course
from shared.domain.enrollment import CompletionSource
from shared.domain.ids import CourseId, LessonId, UserId
from shared.domain.progress import LessonProgress, is_done


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """The record that a learner completed a course.

    Attributes:
        lesson_ids: the lessons that were published then; later ones are new to this learner.
        learner_name: that the shop gave the enrollment; None for none, and in records from before it was recorded.
        announced_at: when its event was published; None until then.
        source: where it comes from; None where Laurel detected it.
        is_silent: whether no event is to announce it, as the staff chose for an import.
    """

    user_id: UserId
    course_id: CourseId
    completed_at: datetime
    course_title: str
    lesson_ids: frozenset[LessonId]
    learner_name: str | None = None
    announced_at: datetime | None = None
    source: CompletionSource | None = None
    is_silent: bool = False


type ProgressByLesson = Mapping[LessonId, LessonProgress]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A learner's standing in a course, computed from its current lessons.

    Attributes:
        percent: share of the published lessons that are complete, 0 to 100, rounded down.
        missing_lessons: published lessons not complete, in course order.
        missing_required: those of them that the rule names.
        lessons_needed: how many more lessons must be completed for the course to be complete.
        next_lesson: the first lesson not complete, after the one last played where there is one.
    """

    published_lessons: int
    completed_lessons: int
    percent: int
    missing_lessons: tuple[LessonId, ...]
    missing_required: tuple[LessonId, ...]
    lessons_needed: int
    next_lesson: LessonId | None

    @property
    def rule_met(self) -> bool:
        """Whether the course is complete by its own rule."""
        return self.published_lessons > 0 and self.lessons_needed == 0

    @property
    def all_lessons_done(self) -> bool:
        """Whether every published lesson is complete, which a certificate requires."""
        return self.published_lessons > 0 and not self.missing_lessons


def _lessons_needed(rule: CompletionRule, published: Sequence[LessonId], done: Set[LessonId]) -> int:
    """Count the fewest lessons that would meet the rule: the required ones, and others up to the required share."""
    minimum = math.ceil(len(published) * rule.course_percent / 100)
    completed = sum(lesson_id in done for lesson_id in published)
    required = len(set(rule.required_lessons) & set(published) - done)
    return max(minimum - completed, required)


def standing(course: Course, progress: ProgressByLesson) -> Standing:
    """Compute a learner's standing in a course.

    Args:
        course: as it is now.
        progress: by lesson; lessons that the course no longer has are ignored.
    """
    rule = course.completion_rule
    published = [lesson.lesson_id for lesson in course.published_lessons]
    done = {
        lesson.lesson_id for lesson in course.published_lessons if is_done(lesson, progress.get(lesson.lesson_id), rule)
    }
    missing = tuple(lesson_id for lesson_id in published if lesson_id not in done)
    required = set(rule.required_lessons)
    return Standing(
        published_lessons=len(published),
        completed_lessons=len(done),
        percent=len(done) * 100 // len(published) if published else 0,
        missing_lessons=missing,
        missing_required=tuple(lesson_id for lesson_id in missing if lesson_id in required),
        lessons_needed=_lessons_needed(rule, published, done),
        next_lesson=_next_lesson(course, missing, progress),
    )


def unmarked_lessons(course: Course, progress: ProgressByLesson) -> tuple[LessonId, ...]:
    """List the lessons that the present rule counts as complete and that are not marked so yet."""
    return tuple(
        lesson.lesson_id
        for lesson in course.published_lessons
        if (entry := progress.get(lesson.lesson_id))
        and entry.completed_at is None
        and is_done(lesson, entry, course.completion_rule)
    )


def marked_as_completed(progress: ProgressByLesson) -> ProgressByLesson:
    """Keep only the lessons that are marked complete, which count under any rule."""
    return {lesson_id: entry for lesson_id, entry in progress.items() if entry.completed_at is not None}


def new_lessons(course: Course, progress: ProgressByLesson, completion: Completion) -> tuple[LessonId, ...]:
    """Name the lessons that were published after a learner completed the course, and are not complete yet."""
    return tuple(
        lesson.lesson_id
        for lesson in course.published_lessons
        if lesson.lesson_id not in completion.lesson_ids
        and not is_done(lesson, progress.get(lesson.lesson_id), course.completion_rule)
    )


def last_played(course: Course, progress: ProgressByLesson) -> tuple[LessonId, datetime] | None:
    """Find the published lesson with the newest position, and its time; of two at the same time, the later lesson."""
    played = [
        (position.occurred_at, index, lesson.lesson_id)
        for index, lesson in enumerate(course.published_lessons)
        if (entry := progress.get(lesson.lesson_id)) and (position := entry.position)
    ]
    if not played:
        return None
    at, _, lesson_id = max(played)
    return lesson_id, at


def _next_lesson(course: Course, missing: Sequence[LessonId], progress: ProgressByLesson) -> LessonId | None:
    """Find where to continue: in the lesson last played if it is unfinished, else in the next unfinished one."""
    if not missing:
        return None
    published = [lesson.lesson_id for lesson in course.published_lessons]
    last = last_played(course, progress)
    start = published.index(last[0]) if last else 0
    unfinished = set(missing)
    return next((lesson_id for lesson_id in published[start:] if lesson_id in unfinished), missing[0])
