"""One learner in all courses, for admins."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from shared.config import CertificateConfig
from shared.domain.certificate import Certificate, CertificateState
from shared.domain.course import CourseHeader
from shared.domain.enrollment import Enrollment, certificate_state
from shared.domain.errors import LearnerNotFound
from shared.domain.ids import CourseId, UserId
from shared.domain.profile import Profile
from shared.stores import certificates, courses, enrollments, profiles


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnersCourse:
    """A learner in a course, as last detected.

    Attributes:
        certificate: the newest of the course; None without one.
    """

    enrollment: Enrollment
    course: CourseHeader
    certificate_state: CertificateState
    certificate: Certificate | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnerOverview:
    """A page of a learner's courses.

    Attributes:
        profile: what the learner told Laurel; None for nothing.
        after: the course id that the next page continues after; None at the end.
    """

    user_id: UserId
    profile: Profile | None
    courses: Sequence[LearnersCourse]
    after: CourseId | None


def get(user_id: UserId, config: CertificateConfig, *, after: str | None, limit: int) -> LearnerOverview:
    """Show a learner's enrollments, in order of course id, whatever the access.

    Args:
        user_id: the learner.
        config: whether certificates are served.
        after: the course id to continue after; None for the beginning.
        limit: how many at most, up to 100.

    Raises:
        LearnerNotFound: there is neither an enrollment nor a profile.
    """
    found = enrollments.page_of_learner(user_id, after=after, limit=limit + 1)
    profile = profiles.get(user_id)
    if not found and profile is None and after is None:
        raise LearnerNotFound("No enrollment of this learner is stored.")
    shown = list(islice(found, limit))
    known = courses.headers(enrollment.course_id for enrollment in shown) if shown else {}
    lines = [(user_id, enrollment.course_id) for enrollment in shown if enrollment.certificate_status is not None]
    issued = certificates.get_many(lines) if lines else {}
    return LearnerOverview(
        user_id=user_id,
        profile=profile,
        courses=[
            LearnersCourse(
                enrollment=enrollment,
                course=known[enrollment.course_id],
                certificate_state=certificate_state(
                    known[enrollment.course_id],
                    certificates_enabled=config.enabled,
                    certificate_status=enrollment.certificate_status,
                    all_lessons_done=enrollment.all_lessons_completed_at is not None,
                ),
                certificate=issued.get((user_id, enrollment.course_id)),
            )
            for enrollment in shown
            if enrollment.course_id in known
        ],
        after=shown[-1].course_id if len(found) > limit else None,
    )
