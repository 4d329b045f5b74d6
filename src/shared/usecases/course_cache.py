"""Courses as this process has just read them: a player reports every few seconds, a course changes once a month."""

from datetime import datetime, timedelta

from shared.domain.course import Course
from shared.usecases.access import published_course

# So long may recording go on as a course was before its admin changed it. The recheck that follows a change waits
# longer (RecheckQueue in template.yaml), so that it sees what was recorded by the old rule.
KEPT = timedelta(seconds=5)
_MOST = 500

_courses: dict[str, tuple[datetime, Course]] = {}


def recently_published(slug: str, now: datetime) -> tuple[Course, bool]:
    """Find a course that learners see, as it is or was at most `KEPT` ago.

    Returns:
        The course, and whether it was read just now.

    Raises:
        CourseNotFound: no published course has this slug; that is never kept.
    """
    read_at, course = _courses.get(slug, (None, None))
    if read_at is not None and course is not None and now - read_at < KEPT:
        return course, False
    return read_again(slug, now), True


def read_again(slug: str, now: datetime) -> Course:
    """Read a course that learners see, and keep it.

    Raises:
        CourseNotFound: no published course has this slug.
    """
    _courses.pop(slug, None)
    # Strongly consistent: how old a kept course may be is counted from here.
    course = published_course(slug)
    if len(_courses) >= _MOST:
        _courses.clear()
    _courses[slug] = (now, course)
    return course


def forget() -> None:
    """Forget every course."""
    _courses.clear()
