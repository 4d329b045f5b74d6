"""The lesson that a learner is offered to continue with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

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


@dataclass(frozen=True, slots=True, kw_only=True)
class ContinueWatching:
    """The lesson to continue with.

    Attributes:
        played_at: when the course was last played.
    """

    course: Course
    lesson: Lesson
    position_seconds: float
    played_at: datetime

    def after(self, other: "ContinueWatching | None") -> bool:
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
    best: ContinueWatching | None = None
    for course_id, at in sorted(played.items(), key=lambda one: (one[1], one[0]), reverse=True):
        if best is not None and at + PLAYED_PRECISION <= best.played_at:
            break
        entry = known.get(course_id) or _read(user_id, course_id, now)
        if entry is None or entry.all_lessons_done or not entry.enrollment.has_access(now):
            continue
        found = _in_lessons(entry.lessons) if entry.lessons else _in_course(entry, best)
        if found is not None and found.after(best):
            best = found
    return best


def _played_at(entry: EnrolledCourse) -> datetime | None:
    if entry.lessons is None:
        return entry.enrollment.last_played_at
    last = last_played(entry.lessons.course, entry.lessons.progress)
    return last and last[1]


def _read(user_id: UserId, course_id: CourseId, now: datetime) -> EnrolledCourse | None:
    enrollment = enrollments.get(user_id, course_id)
    return next(iter(enrolled_courses.read([enrollment], now)), None) if enrollment else None


def _in_course(entry: EnrolledCourse, best: ContinueWatching | None) -> ContinueWatching | None:
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


def _in_lessons(lessons: Lessons) -> ContinueWatching | None:
    course, progress = lessons.course, lessons.progress
    last, following = last_played(course, progress), standing(course, progress).next_lesson
    lesson = course.published_lesson(following) if following else None
    if last is None or lesson is None:
        return None
    return _continue(course, lesson, progress.get(lesson.lesson_id), last[1])


def _continue(course: Course, lesson: Lesson, progress: LessonProgress | None, played_at: datetime) -> ContinueWatching:
    position = progress.position if progress else None
    return ContinueWatching(
        course=course, lesson=lesson, position_seconds=position.seconds if position else 0.0, played_at=played_at
    )
