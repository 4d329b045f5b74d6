"""Recording lesson progress."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from shared.domain.course import Course, Lesson, LessonKind
from shared.domain.enrollment import Enrollment
from shared.domain.errors import NotEnrolled
from shared.domain.ids import CourseId, LessonId, UserId
from shared.domain.progress import (
    EventStatus,
    LessonChange,
    LessonProgress,
    ProgressEvent,
    Rejection,
    merge_events,
)
from shared.stores import assignment_marks, enrollment_activity, enrollments, lesson_progress
from shared.usecases import activity, course_cache
from shared.usecases.access import enrollment_with_access


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedLesson:
    """A lesson with its progress after a batch.

    Attributes:
        is_older: whether the batch's position in it is older than the one that was stored, or staff undid the
            assignment since.
    """

    lesson: Lesson
    progress: LessonProgress
    is_older: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EventResult:
    """The result of one event.

    Attributes:
        lesson: the event's lesson; None for a rejected event.
    """

    event_id: str
    status: EventStatus
    rejection: Rejection | None = None
    lesson: RecordedLesson | None = None


def record(
    user_id: UserId, slug: str, events: Sequence[ProgressEvent], *, by_service: bool, now: datetime
) -> list[EventResult]:
    """Record a batch of events of one learner in one course.

    Args:
        user_id: the learner.
        slug: of the course.
        events: at most `MAX_EVENTS`, in any order; an invalid event does not affect the others.
        by_service: whether a service sent them, which may complete assignments.
        now: time of receipt.

    Returns:
        One result for each event, in the order sent.

    Raises:
        CourseNotFound: no published course has this slug.
        NotEnrolled: the learner is not enrolled.
        AccessEnded: the learner's access is over.
    """
    course, is_fresh = course_cache.recently_published(slug, now)
    verdicts, changes = merge_events(events, course, by_service=by_service, now=now)
    if Rejection.LESSON_NOT_FOUND in verdicts and not is_fresh:
        # The lesson may be new: the course was read from the cache.
        course = course_cache.read_again(slug, now)
        verdicts, changes = merge_events(events, course, by_service=by_service, now=now)
    enrollment = enrollment_with_access(user_id, course, now, consistent=False)
    completing = {change.lesson.lesson_id for change in changes if _completes(course, change)}
    activity.note(enrollment, course, changes, completing)
    recorded = {change.lesson.lesson_id: _record_change(enrollment, course, change, now) for change in changes}
    first = [lesson_id for lesson_id, lesson in recorded.items() if lesson.progress.started_at == now]
    _require_not_erased(user_id, course.course_id, first, now)
    return _results(events, verdicts, recorded, now)


def _completes(course: Course, change: LessonChange) -> bool:
    """Whether a change alone completes its lesson."""
    return change.completes or course.completion_rule.is_watched(change.watched)


def _record_change(enrollment: Enrollment, course: Course, change: LessonChange, now: datetime) -> RecordedLesson:
    if change.completes and change.lesson.kind is LessonKind.ASSIGNMENT:
        return _complete_assignment(enrollment, course, change, now)
    user_id, lesson_id = enrollment.user_id, change.lesson.lesson_id
    recorded = lesson_progress.record(
        user_id,
        course.course_id,
        change,
        completes=_completes(course, change),
        is_checked=enrollment.is_checked,
        now=now,
    )
    progress = recorded.progress
    if progress.completed_at is None and course.completion_rule.is_watched(progress.watched):
        # Several batches together may complete a lesson that none of them completes alone.
        with suppress(NotEnrolled):
            enrollment_activity.add_pending(user_id, course.course_id, {lesson_id})
        progress = lesson_progress.mark_completed(user_id, course.course_id, lesson_id, now) or progress
    return RecordedLesson(lesson=change.lesson, progress=progress, is_older=recorded.is_older)


def _complete_assignment(enrollment: Enrollment, course: Course, change: LessonChange, now: datetime) -> RecordedLesson:
    """Record that an assignment is done, unless staff undid it since; it stays pending then, until it is done."""
    user_id, lesson = enrollment.user_id, change.lesson
    if change.position is not None:
        _record_change(enrollment, course, replace(change, completes=False), now)
    completed = assignment_marks.complete_unless_undone(
        user_id, course.course_id, lesson.lesson_id, done_at=change.done_at or now, now=now
    )
    progress = completed or lesson_progress.get(user_id, course.course_id, lesson.lesson_id)
    return RecordedLesson(
        lesson=lesson,
        progress=progress or LessonProgress(lesson_id=lesson.lesson_id),
        is_older=completed is None,
    )


def _results(
    events: Sequence[ProgressEvent],
    verdicts: Sequence[Rejection | LessonId],
    recorded: Mapping[LessonId, RecordedLesson],
    now: datetime,
) -> list[EventResult]:
    """Return the result of each event; one older than what is stored, or than another of the batch, was merged."""
    newest: dict[LessonId, datetime] = {}
    results: list[EventResult] = []
    for event, verdict in zip(events, verdicts, strict=True):
        if isinstance(verdict, Rejection):
            results.append(EventResult(event_id=event.event_id, status=EventStatus.REJECTED, rejection=verdict))
            continue
        lesson, occurred_at = recorded[verdict], min(event.occurred_at, now)
        is_older = lesson.is_older or (verdict in newest and occurred_at < newest[verdict])
        if not is_older:
            newest[verdict] = occurred_at
        status = EventStatus.MERGED if is_older else EventStatus.RECORDED
        results.append(EventResult(event_id=event.event_id, status=status, lesson=lesson))
    return results


def _require_not_erased(user_id: UserId, course_id: CourseId, first: Sequence[LessonId], now: datetime) -> None:
    """Remove progress that was recorded after an erasure had looked for progress to remove.

    An erasure removes the enrollment first. So only the first progress in a lesson can be recorded after it, and the
    enrollment no longer exists then: this takes one more read for that one, and none for what follows.

    Args:
        user_id: the learner.
        course_id: the course.
        first: lessons without any progress before this batch.
        now: when the batch was recorded.

    Raises:
        NotEnrolled: the learner was erased in the meantime.
    """
    if first and enrollments.get(user_id, course_id) is None:
        for lesson_id in first:
            lesson_progress.remove_recorded_at(user_id, course_id, lesson_id, now)
        raise NotEnrolled("You are not enrolled in this course.")
