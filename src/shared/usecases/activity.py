"""Noting on an enrollment what is about to be recorded in lessons, so that a learner's list reads no lessons."""

from collections.abc import Sequence, Set
from contextlib import suppress

from shared.aws.transactions import WriteConflict
from shared.domain.course import Course
from shared.domain.enrollment import PLAYED_PRECISION, Enrollment
from shared.domain.ids import LessonId
from shared.domain.progress import LessonChange
from shared.stores import enrollment_activity, lesson_progress
from shared.stores.enrollment_activity import Played


def note(enrollment: Enrollment, course: Course, changes: Sequence[LessonChange], completing: Set[LessonId]) -> None:
    """Note a batch before it is recorded: a write when the lesson changes or one is completed, else nothing.

    A lesson is pending before it is complete, so that a summary which does not count it is never taken for current. If
    it is not completed then, because the process ended, it stays pending until it is: the list computes more, and shows
    the same.

    Args:
        enrollment: as it was read, a moment ago.
        course: the course.
        changes: that are going to be recorded.
        completing: the lessons that are going to be completed.

    Raises:
        NotEnrolled: the learner was erased in the meantime.
    """
    played = _last_played(course, changes)
    if played is not None and _is_news(enrollment, course, played):
        with suppress(WriteConflict):
            enrollment_activity.put_played(enrollment, played, completing)
            return
    if completing:
        enrollment_activity.add_pending(enrollment.user_id, enrollment.course_id, completing)


def _last_played(course: Course, changes: Sequence[LessonChange]) -> Played | None:
    """Find the lesson of a batch that was played last, by the rule of `shared.domain.completion.last_played`."""
    order = _order(course)
    played = [
        (change.position.occurred_at, order[change.lesson.lesson_id], change.lesson.lesson_id)
        for change in changes
        if change.position is not None
    ]
    if not played:
        return None
    at, _, lesson_id = max(played)
    return Played(lesson_id=lesson_id, at=at)


def _is_news(enrollment: Enrollment, course: Course, played: Played) -> bool:
    """Whether a lesson was played after the one that the enrollment shows, or long after the time that it shows."""
    shown, shown_at = enrollment.last_lesson, enrollment.last_played_at
    if shown is None or shown_at is None:
        return True
    if shown == played.lesson_id:
        return played.at >= shown_at + PLAYED_PRECISION
    order = _order(course)
    if played.at < shown_at or shown not in order:
        return played.at > shown_at
    # A device that was offline may report what was before the newest position of the lesson that is shown.
    progress = lesson_progress.get(enrollment.user_id, enrollment.course_id, shown)
    if progress is None or progress.position is None:
        return True
    return (played.at, order[played.lesson_id]) > (progress.position.occurred_at, order[shown])


def _order(course: Course) -> dict[LessonId, int]:
    return {lesson.lesson_id: index for index, lesson in enumerate(course.published_lessons)}
