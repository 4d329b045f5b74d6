"""The courses of an instructor, and whether a course is one of them."""

from collections.abc import Sequence

from shared.domain.course import CourseSummary
from shared.domain.errors import Forbidden
from shared.stores import certificates, courses, instructors


def require_own_course(user_id: str, course_id: str) -> None:
    """Require that a course is among those of an instructor, as of now.

    Raises:
        Forbidden: it is not; or there is no such course, which an instructor is not told.
    """
    if not instructors.teaches(user_id, course_id):
        raise _not_own()


def require_own_certificate(user_id: str, public_id: str) -> None:
    """Require that a certificate, also one that was replaced, is of a course of an instructor, as of now.

    Raises:
        Forbidden: it is not; or there is no such certificate, which an instructor is not told.
    """
    course_id = certificates.course_of(public_id)
    if course_id is None:
        raise _not_own()
    require_own_course(user_id, course_id)


def _not_own() -> Forbidden:
    return Forbidden("This is not one of your courses.")


def own_courses(user_id: str, *, after: str | None, limit: int) -> tuple[Sequence[CourseSummary], str | None]:
    """List the courses of an instructor, published or not, in order of slug.

    Which courses these are may be read a moment late. Each course itself is not, and it decides: a course whose
    instructor somebody no longer is, is not listed, so a page may have fewer than `limit`.

    Args:
        user_id: of the instructor.
        after: the slug to continue after; None to start at the beginning.
        limit: how many at most.

    Returns:
        The courses, and the slug to continue after; None at the end.
    """
    found = instructors.by_slug(user_id, after=after, limit=limit + 1)
    known = courses.headers((course_id for _, course_id in found[:limit]), consistent=True) if found else {}
    listed = [known[course_id] for _, course_id in found[:limit] if course_id in known]
    summaries = [
        CourseSummary(
            course_id=course.course_id,
            slug=course.slug,
            title=course.title,
            published=course.published,
            published_lessons=course.published_lesson_count,
        )
        for course in listed
        if user_id in course.instructors
    ]
    return summaries, found[limit - 1][0] if len(found) > limit else None
