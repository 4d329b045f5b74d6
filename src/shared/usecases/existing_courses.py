"""Courses that a request names: reading one that does not exist has an error."""

from shared.domain.course import Course, CourseHeader
from shared.domain.errors import CourseNotFound
from shared.stores import courses

_MESSAGE = "There is no such course."


def course(course_id: str) -> Course:
    """Read a course.

    Raises:
        CourseNotFound: there is none with this id.
    """
    found = courses.get(course_id)
    if found is None:
        raise CourseNotFound(_MESSAGE)
    return found


def header(course_id: str) -> CourseHeader:
    """Read a course without its lessons.

    Raises:
        CourseNotFound: there is none with this id.
    """
    found = courses.header(course_id)
    if found is None:
        raise CourseNotFound(_MESSAGE)
    return found
