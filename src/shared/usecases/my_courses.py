"""A learner's list of courses, and the lesson to continue with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from shared.config import CertificateConfig
from shared.domain.certificate import Certificate, CertificateState
from shared.domain.enrollment import certificate_state
from shared.domain.ids import CourseId, UserId
from shared.stores import certificates
from shared.usecases import continue_watching, enrolled_courses
from shared.usecases.continue_watching import ContinueWatching
from shared.usecases.enrolled_courses import EnrolledCourse


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseCard:
    """One course on a learner's dashboard.

    Attributes:
        percent: share of the published lessons that are complete, 0 to 100, rounded down.
        certificate: the learner's own, issued or revoked, where the course no longer gives it; None otherwise.
    """

    entry: EnrolledCourse
    percent: int
    certificate_state: CertificateState
    access_ended: bool
    certificate: Certificate | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dashboard:
    """A page of a learner's courses.

    Attributes:
        more: whether there are others after the last card.
        continue_watching: of all the learner's courses, or else to start one of this page; None where there is none.
    """

    cards: Sequence[CourseCard]
    more: bool
    continue_watching: ContinueWatching | None


def my_courses(
    user_id: UserId, config: CertificateConfig, now: datetime, *, after: str | None, limit: int
) -> Dashboard:
    """Show a learner some courses, in order of course id: their enrollments alone tell what is shown, most times.

    Args:
        user_id: the learner.
        config: about certificates.
        now: the time of the request.
        after: the course id to continue after; None to start at the beginning.
        limit: how many at most.
    """
    # One more, to know whether there is another page.
    mine = enrolled_courses.page(user_id, now, after=after, count=limit + 1)
    more, shown = len(mine) > limit, mine[:limit]
    kept = _kept_certificates(shown, config, now)
    return Dashboard(
        cards=[_card(entry, config, now, kept.get(entry.course.course_id)) for entry in shown],
        more=more,
        continue_watching=continue_watching.find(user_id, mine, now, is_all=after is None and not more)
        or continue_watching.start(shown, now),
    )


def _kept_certificates(
    shown: Sequence[EnrolledCourse], config: CertificateConfig, now: datetime
) -> Mapping[CourseId, Certificate]:
    """Read the certificates that learners keep where the course no longer gives them, most times none."""
    lines = [
        (entry.enrollment.user_id, entry.course.course_id)
        for entry in shown
        if config.enabled and entry.enrollment.certificate_status is not None and not _gives_certificate(entry, now)
    ]
    found = certificates.get_many(lines) if lines else {}
    return {course_id: certificate for (_, course_id), certificate in found.items()}


def _gives_certificate(entry: EnrolledCourse, now: datetime) -> bool:
    return entry.course.published and entry.course.certificate.enabled and entry.enrollment.has_access(now)


def _card(
    entry: EnrolledCourse, config: CertificateConfig, now: datetime, certificate: Certificate | None
) -> CourseCard:
    enrollment, course = entry.enrollment, entry.course
    published = entry.published_lessons
    return CourseCard(
        entry=entry,
        percent=entry.completed_lessons * 100 // published if published else 0,
        certificate_state=certificate_state(
            course,
            certificates_enabled=config.enabled,
            certificate_status=enrollment.certificate_status,
            all_lessons_done=enrollment.all_lessons_completed_at is not None or entry.all_lessons_done,
        ),
        access_ended=not enrollment.has_access(now),
        certificate=certificate,
    )
