"""Example courses, lessons and events, and Hypothesis strategies that generate them."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from shared.domain.course import CompletionRule, Course, Lesson, LessonKind
from shared.domain.ids import CourseId, LessonId
from shared.domain.progress import EventType, LessonProgress, Position, ProgressEvent

NOW = datetime(2026, 11, 20, 9, 51, tzinfo=UTC)
DURATION = 200


def video(lesson_id: str, duration_seconds: float = DURATION, *, published: bool = True) -> Lesson:
    return Lesson(
        lesson_id=LessonId(lesson_id),
        title=lesson_id,
        kind=LessonKind.VIDEO,
        duration_seconds=duration_seconds,
        published=published,
    )


def article(lesson_id: str, *, published: bool = True) -> Lesson:
    return Lesson(lesson_id=LessonId(lesson_id), title=lesson_id, kind=LessonKind.ARTICLE, published=published)


def assignment(lesson_id: str) -> Lesson:
    return Lesson(lesson_id=LessonId(lesson_id), title=lesson_id, kind=LessonKind.ASSIGNMENT)


def course(*lessons: Lesson, rule: CompletionRule | None = None) -> Course:
    return Course(
        course_id=CourseId("course"),
        slug="course",
        title="Course",
        published=True,
        completion_rule=rule or CompletionRule(),
        lessons=lessons,
    )


def done(*lesson_ids: str) -> dict[LessonId, LessonProgress]:
    """Progress in which these lessons are completed."""
    return {
        LessonId(lesson_id): LessonProgress(lesson_id=LessonId(lesson_id), completed_at=NOW) for lesson_id in lesson_ids
    }


def at(lesson_id: str, occurred_at: datetime = NOW, *, completed: bool = False) -> LessonProgress:
    """Progress with a position in a lesson."""
    return LessonProgress(
        lesson_id=LessonId(lesson_id),
        position=Position(occurred_at=occurred_at, seconds=1),
        completed_at=NOW if completed else None,
    )


def playback(
    lesson_id: str,
    position_seconds: float | None,
    played: Sequence[Sequence[float]] | None,
    **changes: Any,  # noqa: ANN401
) -> ProgressEvent:
    return ProgressEvent(
        event_id="event",
        lesson_id=lesson_id,
        type=EventType.PLAYBACK,
        occurred_at=changes.get("occurred_at", NOW),
        position_seconds=position_seconds,
        played=None if played is None else tuple((start, end) for start, end in played),
    )


def completed(lesson_id: str, occurred_at: datetime = NOW) -> ProgressEvent:
    return ProgressEvent(event_id="event", lesson_id=lesson_id, type=EventType.COMPLETED, occurred_at=occurred_at)


# Few values, so that events share times and lessons; some are from the future, some for unknown lessons.
_moments = st.integers(-5, 3).map(lambda minutes: NOW + timedelta(minutes=minutes))
_lesson_ids = st.sampled_from(["film", "short", "text", "task", "hidden", "unknown"])
_seconds = st.integers(-2, DURATION + 2) | st.floats()
_ranges = st.lists(st.tuples(_seconds, _seconds), max_size=4)

EVERY_KIND = course(
    video("film"), video("short", 1.5), article("text"), assignment("task"), video("hidden", published=False)
)
_played = st.lists(st.tuples(st.integers(0, DURATION), st.integers(0, DURATION)).map(sorted), max_size=3)
events = (
    st.builds(playback, _lesson_ids, st.none() | _seconds, st.none() | _ranges, occurred_at=_moments)
    | st.builds(playback, st.just("film"), st.integers(0, DURATION), _played, occurred_at=_moments)
    | st.builds(playback, st.just("text"), st.integers(0, 1), st.just([]), occurred_at=_moments)
    | st.builds(completed, _lesson_ids, _moments)
)
batches = st.lists(events, max_size=12)


@st.composite
def courses(draw: st.DrawFn, max_lessons: int = 6) -> Course:
    """Any valid course."""
    lessons = [
        draw(st.sampled_from([video, article]))(f"lesson-{number}", published=draw(st.booleans()))
        for number in range(draw(st.integers(0, max_lessons)))
    ]
    published = [lesson.lesson_id for lesson in lessons if lesson.published]
    rule = CompletionRule(
        lesson_watch_percent=draw(st.integers(1, 100)),
        course_percent=draw(st.integers(1, 100)),
        required_lessons=tuple(draw(st.lists(st.sampled_from(published), unique=True))) if published else (),
    )
    return course(*lessons, rule=rule)


@st.composite
def progress_in(draw: st.DrawFn, on: Course) -> dict[LessonId, LessonProgress]:
    """Any progress in a course, and in a lesson that was removed from it."""
    lesson_ids = [*(lesson.lesson_id for lesson in on.lessons), LessonId("removed")]
    return {
        lesson_id: LessonProgress(
            lesson_id=lesson_id,
            position=draw(st.none() | st.builds(Position, occurred_at=_moments, seconds=st.floats(0, DURATION))),
            watched=frozenset(range(draw(st.integers(0, 100)))),
            completed_at=draw(st.none() | _moments),
        )
        for lesson_id in draw(st.lists(st.sampled_from(lesson_ids), unique=True))
    }
