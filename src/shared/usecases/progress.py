"""Recording what learners did."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shared.domain.course import Lesson
from shared.domain.errors import NotEnrolled
from shared.domain.ids import CourseId, LessonId, UserId
from shared.domain.progress import (
    EventStatus,
    LessonProgress,
    Position,
    ProgressEvent,
    Rejection,
    merge_events,
)
from shared.stores import enrollments, lesson_progress
from shared.usecases import course_cache
from shared.usecases.access import enrollment_with_access


@dataclass(frozen=True, slots=True, kw_only=True)
class EventResult:
    """What became of one event.

    Attributes:
        lesson: with its progress as it is now; None for a rejected event.
    """

    event_id: str
    status: EventStatus
    rejection: Rejection | None = None
    lesson: tuple[Lesson, LessonProgress] | None = None


def record(
    user_id: UserId, slug: str, events: Sequence[ProgressEvent], *, by_service: bool, now: datetime
) -> list[EventResult]:
    """Record a batch of events of one learner in one course.

    Args:
        user_id: the learner.
        slug: of the course.
        events: at most `MAX_EVENTS`, in any order; one bad event never spoils the others.
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
        # The lesson may be new, as the course is kept for a moment.
        course = course_cache.read_again(slug, now)
        verdicts, changes = merge_events(events, course, by_service=by_service, now=now)
    enrollment_with_access(user_id, course, now, consistent=False)
    recorded: dict[LessonId, tuple[Lesson, LessonProgress, bool]] = {}
    for change in changes:
        progress, is_older = lesson_progress.record(
            user_id,
            course.course_id,
            change,
            watch_percent=course.completion_rule.lesson_watch_percent,
            now=now,
        )
        recorded[change.lesson.lesson_id] = (change.lesson, progress, is_older)
    first = [lesson_id for lesson_id, (_, progress, _) in recorded.items() if progress.started_at == now]
    _require_not_erased(user_id, course.course_id, first, now)
    newest: dict[LessonId, Position] = {}
    results: list[EventResult] = []
    for event, verdict in zip(events, verdicts, strict=True):
        if isinstance(verdict, Rejection):
            results.append(EventResult(event_id=event.event_id, status=EventStatus.REJECTED, rejection=verdict))
            continue
        lesson, progress, is_older = recorded[verdict]
        position = Position(occurred_at=min(event.occurred_at, now), seconds=0)
        earlier = newest.get(verdict)
        is_older = is_older or (earlier is not None and position.occurred_at < earlier.occurred_at)
        if not is_older:
            newest[verdict] = position
        results.append(
            EventResult(
                event_id=event.event_id,
                status=EventStatus.MERGED if is_older else EventStatus.RECORDED,
                lesson=(lesson, progress),
            )
        )
    return results


def _require_not_erased(user_id: UserId, course_id: CourseId, first: Sequence[LessonId], now: datetime) -> None:
    """Take back what was recorded behind an erasure, which found nothing of it to remove.

    An erasure removes the enrollment first. So only the first progress in a lesson can have come behind it, and then
    the enrollment is gone: one more read for that one, none for what follows.

    Args:
        user_id: the learner.
        course_id: the course.
        first: lessons that nothing was stored of before.
        now: when that was recorded.

    Raises:
        NotEnrolled: the learner was erased meanwhile.
    """
    if first and enrollments.get(user_id, course_id) is None:
        for lesson_id in first:
            lesson_progress.take_back(user_id, course_id, lesson_id, now)
        raise NotEnrolled("You are not enrolled in this course.")
