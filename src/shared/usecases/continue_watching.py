"""The lesson that a learner is offered to continue or to start with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from shared.domain.completion import last_played, standing
from shared.domain.course import Course, Lesson
from shared.domain.enrollment import PLAYED_PRECISION
from shared.domain.ids import CourseId, UserId
from shared.domain.progress import LessonProgress, is_done
from shared.stores import courses, enrollments, lesson_progress
from shared.usecases import enrolled_courses
from shared.usecases.enrolled_courses import EnrolledCourse, Lessons

# Of courses that are not on the page, as many as were played last are considered.
RECENT = 25
# Of an enrollment that does not say when it was made.
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContinueWatching:
    """The lesson to continue or to start with.

    Attributes:
        started: whether anything of the course was played or completed.
    """

    course: Course
    lesson: Lesson
    position_seconds: float
    started: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Played(ContinueWatching):
    played_at: datetime

    def after(self, other: "_Played | None") -> bool:
        """Whether this course was played after the other; of two at the same time, the one with the larger id."""
        if other is None:
            return True
        return (self.played_at, self.course.course_id) > (other.played_at, other.course.course_id)


def find(user_id: UserId, shown: Sequence[EnrolledCourse], now: datetime, *, is_all: bool) -> ContinueWatching | None:
    """Find the lesson to continue with, in the course last played that has one.

    Args:
        user_id: the learner.
        shown: the courses that were read for the page.
        now: the time of the request.
        is_all: whether the learner has no others.
    """
    known = {entry.course.course_id: entry for entry in shown}
    played = {} if is_all else dict(enrollments.last_played(user_id, limit=RECENT))
    played |= {course_id: at for course_id, entry in known.items() if (at := _played_at(entry)) is not None}
    best: _Played | None = None
    for course_id, at in sorted(played.items(), key=lambda one: (one[1], one[0]), reverse=True):
        if best is not None and at + PLAYED_PRECISION <= best.played_at:
            break
        entry = known.get(course_id) or _read(user_id, course_id, now)
        if entry is None or not _is_open(entry, now):
            continue
        found = _in_lessons(entry.lessons) if entry.lessons else _in_course(entry, best)
        if found is not None and found.after(best):
            best = found
    return best


def start(shown: Sequence[EnrolledCourse], now: datetime) -> ContinueWatching | None:
    """Find the first lesson that is not complete in a course of which nothing was played.

    Of several, one with a complete lesson is under way, such as an article; then the one last enrolled in is chosen.

    Args:
        shown: the courses on the page.
        now: the time of the request.
    """
    unplayed = [entry for entry in shown if _is_open(entry, now) and entry.published_lessons and not _played_at(entry)]
    chosen = max(unplayed, key=_urgency, default=None)
    if chosen is None:
        return None
    lessons = chosen.lessons or _lessons_of(chosen)
    lesson = _next_lesson(lessons) if lessons else None
    if lessons is None or lesson is None:
        return None
    started = chosen.completed_lessons > 0
    return ContinueWatching(course=lessons.course, lesson=lesson, position_seconds=0.0, started=started)


def _urgency(entry: EnrolledCourse) -> tuple[bool, datetime, CourseId]:
    return entry.completed_lessons > 0, entry.enrollment.created_at or _LONG_AGO, entry.course.course_id


def _lessons_of(entry: EnrolledCourse) -> Lessons | None:
    """Read the lessons of a course, and the progress in them if the enrollment says that there is any."""
    user_id, course_id = entry.enrollment.user_id, entry.course.course_id
    course = courses.get(course_id)
    if course is None:
        return None
    progress = lesson_progress.of_course(user_id, course_id) if entry.completed_lessons else {}
    return Lessons(course=course, progress=progress)


def _is_open(entry: EnrolledCourse, now: datetime) -> bool:
    return entry.course.published and not entry.all_lessons_done and entry.enrollment.has_access(now)


def _played_at(entry: EnrolledCourse) -> datetime | None:
    if entry.lessons is None:
        return entry.enrollment.last_played_at
    last = last_played(entry.lessons.course, entry.lessons.progress)
    return last and last[1]


def _read(user_id: UserId, course_id: CourseId, now: datetime) -> EnrolledCourse | None:
    enrollment = enrollments.get(user_id, course_id)
    return next(iter(enrolled_courses.read([enrollment], now)), None) if enrollment else None


def _in_course(entry: EnrolledCourse, best: _Played | None) -> _Played | None:
    """Find the lesson by the one that the enrollment shows, and the next one; all are read only if both are complete.

    Returns:
        None also for a course that was played before the best one so far.
    """
    user_id, course_id, shown = entry.enrollment.user_id, entry.course.course_id, entry.enrollment.last_lesson
    last = lesson_progress.get(user_id, course_id, shown) if shown else None
    if best is not None and last is not None and last.position and last.position.occurred_at < best.played_at:
        return None
    course = courses.get(course_id)
    if course is None:
        return None
    lesson = course.published_lesson(last.lesson_id) if last else None
    if last is not None and last.position and lesson is not None:
        if not is_done(lesson, last, course.completion_rule):
            return _continue(course, lesson, last, last.position.occurred_at)
        for following in course.published_lessons[course.published_lessons.index(lesson) + 1 :][:1]:
            progress = lesson_progress.get(user_id, course_id, following.lesson_id)
            if not is_done(following, progress, course.completion_rule):
                return _continue(course, following, progress, last.position.occurred_at)
    return _in_lessons(Lessons(course=course, progress=lesson_progress.of_course(user_id, course_id)))


def _in_lessons(lessons: Lessons) -> _Played | None:
    course, progress = lessons.course, lessons.progress
    last, lesson = last_played(course, progress), _next_lesson(lessons)
    if last is None or lesson is None:
        return None
    return _continue(course, lesson, progress.get(lesson.lesson_id), last[1])


def _next_lesson(lessons: Lessons) -> Lesson | None:
    following = standing(lessons.course, lessons.progress).next_lesson
    return lessons.course.published_lesson(following) if following else None


def _continue(course: Course, lesson: Lesson, progress: LessonProgress | None, played_at: datetime) -> _Played:
    position = progress.position if progress else None
    seconds = position.seconds if position else 0.0
    return _Played(course=course, lesson=lesson, position_seconds=seconds, started=True, played_at=played_at)
