"""One lesson of a learner: what a page needs that a course with a thousand lessons would be too large for."""

from dataclasses import dataclass
from datetime import datetime

from shared.domain.course import Lesson
from shared.domain.errors import LessonNotFound
from shared.domain.ids import UserId
from shared.domain.progress import LessonProgress
from shared.stores import lesson_progress
from shared.usecases import course_cache
from shared.usecases.access import enrollment_with_access


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonView:
    """A lesson, with the learner's progress; None before there is any."""

    lesson: Lesson
    progress: LessonProgress | None


def my_lesson(user_id: UserId, slug: str, lesson_id: str, now: datetime) -> LessonView:
    """Show a learner one lesson.

    Raises:
        CourseNotFound: no published course has this slug.
        NotEnrolled: the learner is not enrolled.
        AccessEnded: the learner's access is over.
        LessonNotFound: the course has no such published lesson.
    """
    course, is_fresh = course_cache.recently_published(slug, now)
    enrollment_with_access(user_id, course, now)
    lesson = course.published_lesson(lesson_id)
    if lesson is None and not is_fresh:
        # It may be new: the course was read from the cache.
        course = course_cache.read_again(slug, now)
        lesson = course.published_lesson(lesson_id)
    if lesson is None:
        raise LessonNotFound("The course has no such lesson.")
    return LessonView(lesson=lesson, progress=lesson_progress.get(user_id, course.course_id, lesson.lesson_id))
