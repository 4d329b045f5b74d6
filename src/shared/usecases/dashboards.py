"""A learner's course, and the courses of instructors: computed from the stored progress, as of now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shared.config import CertificateConfig
from shared.domain.certificate import Certificate, CertificateState
from shared.domain.completion import Standing, new_lessons, standing
from shared.domain.course import Course, CourseHeader
from shared.domain.enrollment import Enrollment, certificate_state
from shared.domain.errors import EnrollmentNotFound
from shared.domain.ids import LessonId, UserId
from shared.domain.progress import LessonProgress
from shared.stores import certificates, completions, enrollments, lesson_progress
from shared.usecases import existing_courses
from shared.usecases.access import enrollment_with_access, published_course


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseView:
    """A learner's course, lesson by lesson.

    Attributes:
        new_lessons: published since the learner completed the course, and not complete yet.
        certificate: the learner's own, issued or revoked; None without one.
    """

    course: Course
    enrollment: Enrollment
    progress: dict[LessonId, LessonProgress]
    standing: Standing
    new_lessons: Sequence[LessonId]
    certificate_state: CertificateState
    certificate: Certificate | None


def my_course(user_id: UserId, slug: str, config: CertificateConfig, now: datetime) -> CourseView:
    """Show a learner one course.

    Raises:
        CourseNotFound: no published course has this slug.
        NotEnrolled: the learner is not enrolled.
        AccessEnded: the learner's access is over.
    """
    course = published_course(slug)
    return _view(course, enrollment_with_access(user_id, course, now), config)


def learner_of_course(course_id: str, user_id: str, config: CertificateConfig) -> CourseView:
    """Show an instructor one learner's course, whatever the learner's access.

    Raises:
        CourseNotFound: there is no such course.
        EnrollmentNotFound: the learner is not enrolled in it.
    """
    course = existing_courses.course(course_id)
    enrollment = enrollments.get(user_id, course_id)
    if enrollment is None:
        raise EnrollmentNotFound("This learner is not enrolled in this course.")
    return _view(course, enrollment, config)


def _view(course: Course, enrollment: Enrollment, config: CertificateConfig) -> CourseView:
    progress = lesson_progress.of_course(enrollment.user_id, course.course_id)
    reached = standing(course, progress)
    completion = completions.get(enrollment.user_id, course.course_id) if enrollment.completed_at else None
    return CourseView(
        course=course,
        enrollment=enrollment,
        progress=progress,
        standing=reached,
        new_lessons=new_lessons(course, progress, completion) if completion else (),
        certificate_state=_certificate_state(course, enrollment, reached, config),
        certificate=certificates.get(enrollment.user_id, course.course_id)
        if enrollment.certificate_status is not None
        else None,
    )


def _certificate_state(
    course: CourseHeader, enrollment: Enrollment, reached: Standing, config: CertificateConfig
) -> CertificateState:
    return certificate_state(
        course,
        certificates_enabled=config.enabled,
        certificate_status=enrollment.certificate_status,
        all_lessons_done=enrollment.all_lessons_completed_at is not None or reached.all_lessons_done,
    )
