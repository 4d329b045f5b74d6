"""A cache of courses for recording: players report every few seconds, and courses change rarely."""

from datetime import datetime, timedelta

from shared.domain.course import Course
from shared.usecases.access import published_course

# For this long, progress may still be recorded with a course as it was before a change. The recheck after a change
# starts later (RecheckQueue in template.yaml), so that it includes what was recorded by the old rule.
MAX_AGE = timedelta(seconds=5)
_MAX_COURSES = 500

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
    if len(_courses) >= _MAX_COURSES:
        _courses.clear()
    _courses[slug] = (now, course)
    return course


def clear() -> None:
    """Empty the cache."""
    _courses.clear()
