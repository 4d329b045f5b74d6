"""Detecting that a learner completed a course: always computed from stored progress, never by counting events."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shared.aws.retries import retry_on_conflict
from shared.aws.transactions import Transaction
from shared.domain.completion import (
    Completion,
    ProgressByLesson,
    Standing,
    last_played,
    marked_as_completed,
    standing,
    unmarked_lessons,
)
from shared.domain.course import Course
from shared.domain.enrollment import Enrollment
from shared.domain.ids import CourseId, LessonId, UserId
from shared.stores import completions, courses, enrollment_progress, enrollments, lesson_progress
from shared.stores.enrollment_progress import CheckedProgress


@dataclass(frozen=True, slots=True, kw_only=True)
class CompletionCheck:
    """A learner's enrollment after a check."""

    enrollment: Enrollment
    course: Course
    standing: Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRequest:
    """Whose completion a stream record asks to check.

    Attributes:
        of_recorded_progress: whether it is a record of lesson progress; otherwise it is one of an enrollment.
    """

    user_id: UserId
    course_id: CourseId
    of_recorded_progress: bool


def check_request(image: Mapping[str, Any]) -> CheckRequest:
    """Read a stream record's new image.

    Args:
        image: attributes of an item of lesson progress or of an enrollment, by name.

    Raises:
        KeyError: it is neither.
    """
    user_id = UserId(image["user_id"])
    if "course_lesson" in image:
        course_id = lesson_progress.course_of(image["course_lesson"])
        return CheckRequest(user_id=user_id, course_id=course_id, of_recorded_progress=True)
    return CheckRequest(user_id=user_id, course_id=CourseId(image["course_id"]), of_recorded_progress=False)


def check(user_id: str, course_id: str, now: datetime, *, of_recorded_progress: bool = False) -> CompletionCheck | None:
    """Record what a learner has reached in a course, if that is not recorded yet.

    The streams lead here, and so does every request that could find a learner complete: a lost or late stream record
    costs nobody a completion.

    Completion is for learners who have access. Nothing is recorded for one who has none, with one exception: progress
    is recorded only with access, so that what its stream record reports was reached with access, however late the
    record is. When access is restored, the stream of enrollments has completion checked again.

    Args:
        user_id: the learner.
        course_id: the course.
        now: the time of a completion found now.
        of_recorded_progress: whether a record of the lesson progress stream asks for the check.

    Returns:
        The enrollment as it is now; None when there is none, or no such course.

    Raises:
        ConcurrentChange: every attempt ended in a write conflict.
    """
    return retry_on_conflict(
        lambda: _check_once(
            user_id, course_id, lambda: courses.get(course_id), now, of_recorded_progress=of_recorded_progress
        )
    )


def check_in(course: Course, user_id: str, now: datetime) -> CompletionCheck | None:
    """Record what a learner has reached in a course that was read a moment ago, for many learners; see `check`."""
    return retry_on_conflict(
        lambda: _check_once(user_id, course.course_id, lambda: course, now, of_recorded_progress=False)
    )


def _check_once(
    user_id: str,
    course_id: str,
    read_course: Callable[[], Course | None],
    now: datetime,
    *,
    of_recorded_progress: bool,
) -> CompletionCheck | None:
    # The enrollment first: an access that was restored before this is checked by the rule that was in force then.
    enrollment = enrollments.get(user_id, course_id)
    course = read_course()
    if enrollment is None or course is None:
        return None
    progress: ProgressByLesson = lesson_progress.of_course(user_id, course_id)
    has_access = enrollment.has_access(now)
    completed = {*marked_as_completed(progress)}
    if has_access:
        for lesson_id in unmarked_lessons(course, progress):
            lesson_progress.mark_completed(user_id, course_id, lesson_id, now)
            completed.add(lesson_id)
    counted = enrollment.pending_lessons & completed
    played = None if enrollment.is_tracked else _played_since(enrollment, last_played(course, progress))
    if not has_access:
        # A rule that was loosened since access ended completes no lesson.
        progress = marked_as_completed(progress)
    reached = standing(course, progress)
    is_recorded = enrollment.is_tracked and not counted and _is_recorded(enrollment, reached)
    if is_recorded or not (has_access or of_recorded_progress):
        return CompletionCheck(enrollment=enrollment, course=course, standing=reached)
    _record(
        CheckedProgress(
            enrollment=enrollment,
            course=course,
            standing=reached,
            counted=counted,
            played=played,
            checked_at=now,
            requires_access=has_access,
        )
    )
    after = enrollments.get(user_id, course_id) or enrollment
    return CompletionCheck(enrollment=after, course=course, standing=reached)


def _played_since(enrollment: Enrollment, played: tuple[LessonId, datetime] | None) -> tuple[LessonId, datetime] | None:
    """Keep what was played only if the enrollment shows nothing newer: it is noted there before it is recorded."""
    shown_at = enrollment.last_played_at
    return played if played is not None and (shown_at is None or shown_at < played[1]) else None


def _record(checked: CheckedProgress) -> None:
    """Record a learner's standing; `completed_at` and the completion record appear in one transaction."""
    enrollment, course = checked.enrollment, checked.course
    if enrollment.completed_at is not None or not checked.standing.rule_met:
        enrollment_progress.put_summary(checked)
        return
    completion = Completion(
        user_id=enrollment.user_id,
        course_id=enrollment.course_id,
        completed_at=checked.checked_at,
        course_title=course.title,
        lesson_ids=frozenset(lesson.lesson_id for lesson in course.published_lessons),
        learner_name=enrollment.learner_name,
    )
    transaction = Transaction()
    enrollment_progress.complete(transaction, checked)
    completions.add(transaction, completion)
    transaction.commit()


def _is_recorded(enrollment: Enrollment, reached: Standing) -> bool:
    """Whether there is nothing to write, as for most checks of a learner who goes back to a finished lesson."""
    return (
        enrollment.access_restored_at is None
        and (enrollment.completed_at is not None or not reached.rule_met)
        and (enrollment.all_lessons_completed_at is not None or not reached.all_lessons_done)
        and (enrollment.completed_lessons, enrollment.published_lessons, enrollment.percent)
        == (reached.completed_lessons, reached.published_lessons, reached.percent)
    )
