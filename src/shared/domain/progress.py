"""What learners did in lessons, and how events from any number of devices merge.

Every part of the merge is commutative, associative and idempotent: what was watched is a union of sets, the position is
the newest one, and completion is permanent. So events may arrive in any order, any number of times. Only staff undo the
completion of an assignment; events from before that do not complete it again.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from shared.domain.course import CompletionRule, Course, Lesson, LessonKind
from shared.domain.ids import LessonId
from shared.domain.marks import Mark, Undo

# The most events of one batch.
MAX_EVENTS = 100
# A lesson is watched in hundredths, numbered 0 to 99.
_PARTS = 100
# Players round: the end of a range may be this far beyond the lesson's duration.
_TOLERANCE_SECONDS = 1.0

type Range = tuple[float, float]


class EventType(StrEnum):
    PLAYBACK = "playback"
    COMPLETED = "completed"


class EventStatus(StrEnum):
    RECORDED = "recorded"
    MERGED = "merged"
    REJECTED = "rejected"


class Rejection(StrEnum):
    """Why one event of a batch was not recorded."""

    LESSON_NOT_FOUND = "lesson_not_found"
    COMPLETION_NOT_ALLOWED = "completion_not_allowed"
    INVALID_RANGE = "invalid_range"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressEvent:
    """One event as a device sent it.

    Attributes:
        position_seconds: where the player was; None if the event's value is not a number.
        played: ranges in seconds; None if the event's value is something else.
    """

    event_id: str
    lesson_id: str
    type: EventType
    occurred_at: datetime
    position_seconds: float | None = None
    played: tuple[Range, ...] | None = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """Where a learner was in a lesson, and when. The newest counts; of two at the same time, the later in the video."""

    occurred_at: datetime
    seconds: float

    def after(self, other: "Position | None") -> bool:
        """Whether this position replaces the other."""
        return other is None or (self.occurred_at, self.seconds) > (other.occurred_at, other.seconds)


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonProgress:
    """A learner's progress in one lesson, as stored.

    Attributes:
        watched: the hundredths of the lesson, 0 to 99, that were really played.
        completed_at: when the lesson was first found complete; removed only where staff undo an assignment.
        started_at: when anything of it was first recorded.
        mark: the newest by staff, undone or not; None where only a service completed it.
        undo: the newest; None where nothing was undone.
    """

    lesson_id: LessonId
    position: Position | None = None
    watched: frozenset[int] = frozenset()
    completed_at: datetime | None = None
    started_at: datetime | None = None
    updated_at: datetime | None = None
    mark: Mark | None = None
    undo: Undo | None = None

    @property
    def mark_in_effect(self) -> Mark | None:
        """The mark that completed the lesson; None where it is not complete, or a service completed it."""
        return self.mark if self.mark is not None and self.mark.marked_at == self.completed_at else None


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonChange:
    """What a batch adds to one lesson, merged from all of its events: one write.

    Attributes:
        completes: whether an event marks the lesson done, whatever was watched of it.
        done_at: when, by the newest such event; None without one.
    """

    lesson: Lesson
    position: Position | None
    watched: frozenset[int]
    completes: bool
    done_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedEvent:
    """What a valid event records.

    Attributes:
        position_seconds: None where the learner was not in the lesson: a service completed it.
        played: ranges in seconds, within the lesson.
    """

    lesson: Lesson
    position_seconds: float | None
    played: tuple[Range, ...] = ()


def check_event(event: ProgressEvent, course: Course, *, by_service: bool) -> CheckedEvent | Rejection:
    """Return what an event records, or why it is rejected.

    Args:
        event: as sent.
        course: the course it was sent to.
        by_service: whether a service sent it, which may complete assignments.
    """
    lesson = course.published_lesson(event.lesson_id)
    if lesson is None:
        return Rejection.LESSON_NOT_FOUND
    if event.type is EventType.COMPLETED:
        allowed = lesson.kind is LessonKind.ARTICLE or (lesson.kind is LessonKind.ASSIGNMENT and by_service)
        if not allowed:
            return Rejection.COMPLETION_NOT_ALLOWED
        # A learner who marks a lesson as complete has opened it, so it counts as the one last played.
        return CheckedEvent(lesson=lesson, position_seconds=None if by_service else 0.0)
    limit = (lesson.duration_seconds or 0) + _TOLERANCE_SECONDS
    position, played = event.position_seconds, event.played
    # Written so that NaN, which compares as false, is rejected.
    if position is None or not 0 <= position <= limit:
        return Rejection.INVALID_RANGE
    if played is None or not all(0 <= start <= end <= limit for start, end in played):
        return Rejection.INVALID_RANGE
    return CheckedEvent(lesson=lesson, position_seconds=position, played=played)


def watched_parts(duration_seconds: float, played: Iterable[Range]) -> frozenset[int]:
    """List the hundredths of a lesson that played ranges cover.

    A hundredth counts when a range covers its midpoint: the result does not depend on how ranges are split, and very
    short ranges add nothing.

    Args:
        duration_seconds: length of the lesson, above 0.
        played: ranges in seconds, start included, end not.

    Returns:
        Numbers from 0 to 99.
    """
    parts: set[int] = set()
    for start, end in played:
        # Part p has its midpoint at (p + 0.5) * duration / 100; the first not before start, the last before end.
        # Clipped to the lesson first: a second beyond a very short lesson could be more parts than a float can hold.
        first = math.ceil(min(start, duration_seconds) * _PARTS / duration_seconds - 0.5)
        beyond = math.ceil(min(end, duration_seconds) * _PARTS / duration_seconds - 0.5)
        parts.update(range(first, beyond))
    return frozenset(parts)


def played_ranges(lesson: Lesson, progress: LessonProgress | None) -> tuple[Range, ...]:
    """List what counts as played of a video: the inverse of `watched_parts`.

    Returns:
        Ranges in seconds, whole hundredths, in order, with a gap between any two: at most 50. Empty for other kinds.
    """
    if progress is None or lesson.duration_seconds is None:
        return ()
    ranges: list[tuple[int, int]] = []
    for part in sorted(progress.watched):
        if ranges and ranges[-1][1] == part:
            ranges[-1] = (ranges[-1][0], part + 1)
        else:
            ranges.append((part, part + 1))
    seconds = lesson.duration_seconds
    return tuple((start * seconds / _PARTS, beyond * seconds / _PARTS) for start, beyond in ranges)


def merge_events(
    events: Sequence[ProgressEvent], course: Course, *, by_service: bool, now: datetime
) -> tuple[list[Rejection | LessonId], list[LessonChange]]:
    """Merge a batch into one change for each lesson.

    Args:
        events: in any order.
        course: the course they were sent to.
        by_service: whether a service sent them.
        now: time of receipt; an event from the future counts as of now.

    Returns:
        For each event, its lesson or its rejection; and the changes, one for each lesson, in order of first occurrence.
    """
    verdicts: list[Rejection | LessonId] = []
    changes: dict[LessonId, LessonChange] = {}
    for event in events:
        checked = check_event(event, course, by_service=by_service)
        if isinstance(checked, Rejection):
            verdicts.append(checked)
            continue
        lesson, seconds = checked.lesson, checked.position_seconds
        verdicts.append(lesson.lesson_id)
        at = min(event.occurred_at, now)
        position = None if seconds is None else Position(occurred_at=at, seconds=seconds)
        parts = watched_parts(lesson.duration_seconds, checked.played) if lesson.duration_seconds else frozenset()
        completes = event.type is EventType.COMPLETED
        done_at = at if completes else None
        before = changes.get(lesson.lesson_id)
        if before is not None:
            position = position if position and position.after(before.position) else before.position
            parts |= before.watched
            completes |= before.completes
            done_at = max(filter(None, (done_at, before.done_at)), default=None)
        changes[lesson.lesson_id] = LessonChange(
            lesson=lesson, position=position, watched=parts, completes=completes, done_at=done_at
        )
    return verdicts, list(changes.values())


def is_done(lesson: Lesson, progress: LessonProgress | None, rule: CompletionRule) -> bool:
    """Whether a lesson is complete: marked so before, or a video of which enough was watched."""
    if progress is None:
        return False
    return progress.completed_at is not None or (lesson.kind is LessonKind.VIDEO and rule.is_watched(progress.watched))


def percent_watched(lesson: Lesson, progress: LessonProgress | None) -> int:
    """Return how much of a lesson counts, 0 to 100: what was watched of a video; all or nothing for other kinds."""
    if progress is None:
        return 0
    if lesson.kind is LessonKind.VIDEO:
        return len(progress.watched)
    return 100 if progress.completed_at else 0
