"""Courses, as admins keep them."""

from dataclasses import replace

from shared.domain.course import CompletionRule, Course, check_course
from shared.domain.errors import CourseNotFound
from shared.stores import courses
from shared.usecases.access import published_course
from shared.usecases.deciding import until_settled


def put(course: Course) -> Course:
    """Create or replace a course; its certificate settings stay as they are.

    Returns:
        The course as stored.

    Raises:
        InvalidRequest: the course contradicts itself.
        SlugTaken: another course has its slug.
        CourseTooLarge: it does not fit into one item.
    """
    check_course(course)

    def decide() -> Course:
        before = courses.get(course.course_id)
        after = replace(course, version=before.version + 1 if before else 1)
        if before:
            after = replace(after, certificate=before.certificate)
        courses.put(after, before)
        return after

    return until_settled(decide)


def get(course_id: str) -> Course:
    """Read a course.

    Raises:
        CourseNotFound: there is none with this id.
    """
    course = courses.get(course_id)
    if course is None:
        raise CourseNotFound("There is no such course.")
    return course


def completion_rule(slug: str) -> CompletionRule:
    """Read what completes a published course.

    Raises:
        CourseNotFound: no published course has this slug.
    """
    return published_course(slug).completion_rule
