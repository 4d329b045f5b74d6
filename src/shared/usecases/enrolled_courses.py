"""The courses that a learner sees, with the summaries on the enrollments where they are current."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from shared.domain.completion import standing
from shared.domain.course import Course, CourseHeader
from shared.domain.enrollment import Enrollment
from shared.domain.ids import LessonId, UserId
from shared.domain.progress import LessonProgress
from shared.stores import courses, enrollments, lesson_progress


@dataclass(frozen=True, slots=True, kw_only=True)
class Lessons:
    """A course with its lessons, and a learner's progress in all of them."""

    course: Course
    progress: Mapping[LessonId, LessonProgress]


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolledCourse:
    """A course of a learner: published, or earned before it was unpublished.

    Attributes:
        completed_lessons: of the published lessons.
        lessons: only where the enrollment's summary is not current.
    """

    enrollment: Enrollment
    course: CourseHeader
    completed_lessons: int
    published_lessons: int
    lessons: Lessons | None = None

    @property
    def all_lessons_done(self) -> bool:
        """Whether every published lesson is complete."""
        return self.completed_lessons >= self.published_lessons > 0


def page(user_id: UserId, now: datetime, *, after: str | None, count: int) -> list[EnrolledCourse]:
    """Read some of the courses that a learner sees, in order of course id.

    Args:
        user_id: the learner.
        now: the time of the request.
        after: the course id to continue after; None to start at the beginning.
        count: how many at most.
    """
    found: list[EnrolledCourse] = []
    while True:
        mine = enrollments.page_of_learner(user_id, after=after, limit=count)
        found += read(mine, now)
        if len(found) >= count or len(mine) < count:
            return found[:count]
        # Some courses are not shown.
        after = mine[-1].course_id


def read(mine: Sequence[Enrollment], now: datetime) -> list[EnrolledCourse]:
    """Read the courses of some of a learner's enrollments, in their order, without those that learners do not see.

    Args:
        mine: enrollments as they were read before: what is recorded since may be missing.
        now: the time of the request.
    """
    headers = courses.headers(enrollment.course_id for enrollment in mine)
    shown = [
        (enrollment, header)
        for enrollment in mine
        if (header := headers.get(enrollment.course_id)) is not None and (header.published or _is_earned(enrollment))
    ]
    stale = [header.course_id for enrollment, header in shown if not enrollment.summary_is_current(header, now)]
    whole = courses.get_many(stale) if stale else {}
    return [
        _computed(enrollment, whole[header.course_id])
        if header.course_id in whole
        else EnrolledCourse(
            enrollment=enrollment,
            course=header,
            completed_lessons=enrollment.completed_lessons,
            published_lessons=header.published_lesson_count,
        )
        for enrollment, header in shown
    ]


def _is_earned(enrollment: Enrollment) -> bool:
    """Whether the learner has something of the course that lasts: a completion, or a certificate."""
    return enrollment.completed_at is not None or enrollment.certificate_status is not None


def _computed(enrollment: Enrollment, course: Course) -> EnrolledCourse:
    progress = lesson_progress.of_course(enrollment.user_id, course.course_id)
    reached = standing(course, progress)
    return EnrolledCourse(
        enrollment=enrollment,
        course=course,
        completed_lessons=reached.completed_lessons,
        published_lessons=reached.published_lessons,
        lessons=Lessons(course=course, progress=progress),
    )
