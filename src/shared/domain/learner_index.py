"""What is counted of the enrollments of a course, and by which words their learners are found."""

from dataclasses import dataclass
from datetime import datetime

from shared.domain.certificate import CertificateStatus
from shared.domain.enrollment import Enrollment
from shared.domain.search_words import name_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Indexed:
    """What is counted of one enrollment, and the words by which its learner is found, sorted."""

    completed: bool
    certificate_status: CertificateStatus | None
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnerCounts:
    """Counts of enrollments, or how they change."""

    enrolled: int = 0
    completed: int = 0
    certificates_active: int = 0
    certificates_revoked: int = 0

    def __add__(self, other: "LearnerCounts") -> "LearnerCounts":
        return LearnerCounts(
            enrolled=self.enrolled + other.enrolled,
            completed=self.completed + other.completed,
            certificates_active=self.certificates_active + other.certificates_active,
            certificates_revoked=self.certificates_revoked + other.certificates_revoked,
        )

    def __neg__(self) -> "LearnerCounts":
        return LearnerCounts(
            enrolled=-self.enrolled,
            completed=-self.completed,
            certificates_active=-self.certificates_active,
            certificates_revoked=-self.certificates_revoked,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CountsAsOf:
    """Counts over a course.

    Attributes:
        as_of: the time of the newest change that is counted; None while a course is counted for the first time.
    """

    counts: LearnerCounts
    as_of: datetime | None


def indexed(enrollment: Enrollment | None) -> Indexed | None:
    """What of an enrollment is to be counted and found; None without one."""
    if enrollment is None:
        return None
    return Indexed(
        completed=enrollment.completed_at is not None,
        certificate_status=enrollment.certificate_status,
        words=name_words(enrollment.learner_name),
    )


def counted(one: Indexed | None) -> LearnerCounts:
    """What one enrollment adds to the counts."""
    if one is None:
        return LearnerCounts()
    return LearnerCounts(
        enrolled=1,
        completed=int(one.completed),
        certificates_active=int(one.certificate_status is CertificateStatus.ACTIVE),
        certificates_revoked=int(one.certificate_status is CertificateStatus.REVOKED),
    )
