"""Who may enter which course."""

from dataclasses import dataclass
from datetime import datetime

from shared.domain.course import Course, CourseHeader
from shared.domain.enrollment import Enrollment
from shared.domain.errors import CourseNotFound, NotEnrolled
from shared.domain.ids import UserId
from shared.stores import courses, enrollments


@dataclass(frozen=True, slots=True, kw_only=True)
class Learner:
    """The caller, from the token.

    Attributes:
        name: which may be printed on a certificate, see `choose_name`; None where the token has none.
        verified_email: in lower case; None without one, and for one that the issuer did not verify.
    """

    user_id: UserId
    name: str | None
    verified_email: str | None = None


def published_course(slug: str) -> Course:
    """Find a course that learners see.

    Raises:
        CourseNotFound: no published course has this slug.
    """
    return _published(courses.by_slug(slug))


def published_header(slug: str) -> CourseHeader:
    """Find a course that learners see, without its lessons.

    Raises:
        CourseNotFound: no published course has this slug.
    """
    return _published(courses.header_by_slug(slug))


def _published[Found: CourseHeader](course: Found | None) -> Found:
    if course is None or not course.published:
        raise CourseNotFound("No published course has this slug.")
    return course


def enrollment_with_access(
    user_id: UserId, course: CourseHeader, now: datetime, *, consistent: bool = True
) -> Enrollment:
    """Find the enrollment of a learner who may enter a course.

    Raises:
        NotEnrolled: there is none.
        AccessEnded: it is cancelled, refunded or past its end.
    """
    enrollment = enrollments.get(user_id, course.course_id, consistent=consistent)
    if enrollment is None:
        raise NotEnrolled("You are not enrolled in this course.")
    enrollment.require_access(now)
    return enrollment
