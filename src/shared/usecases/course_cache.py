"""A cache of courses for recording: players report every few seconds, and courses change rarely."""

from datetime import datetime, timedelta

from shared.domain.course import Course
from shared.stores import course_lessons
from shared.usecases.access import published_course

# For this long, progress may still be recorded with a course as it was before a change. The recheck after a change
# starts later (RecheckQueue in template.yaml), so that it includes what was recorded by the old rule.
MAX_AGE = timedelta(seconds=5)

_courses: dict[str, tuple[datetime, Course]] = {}


def recently_published(slug: str, now: datetime) -> tuple[Course, bool]:
    """Find a course that learners see, as it was at most `MAX_AGE` ago.

    Returns:
        The course, and whether it was read just now.

    Raises:
        CourseNotFound: no published course has this slug; that is never cached.
    """
    read_at, course = _courses.get(slug, (None, None))
    if read_at is not None and course is not None and now - read_at < MAX_AGE:
        return course, False
    return read_again(slug, now), True


def read_again(slug: str, now: datetime) -> Course:
    """Read a course that learners see, and cache it.

    Raises:
        CourseNotFound: no published course has this slug.
    """
    _courses.pop(slug, None)
    # A strongly consistent read: the age of the cached course counts from here.
    course = published_course(slug)
    for expired in [slug for slug, (read_at, _) in _courses.items() if now - read_at >= MAX_AGE]:
        del _courses[expired]
    _courses[slug] = (now, course)
    return course


def clear() -> None:
    """Forget all courses, as in a new process."""
    _courses.clear()
    course_lessons.clear()
