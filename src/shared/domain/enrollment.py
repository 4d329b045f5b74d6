"""A learner's enrollment in a course: access, completion, and what instructors see."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from shared.domain.certificate import CertificateState, CertificateStatus
from shared.domain.course import CourseHeader
from shared.domain.errors import AccessEnded
from shared.domain.ids import CourseId, LessonId, OrderId, SubscriptionId, UserId

# While one lesson is played on, its time on the enrollment is written again only this often.
PLAYED_PRECISION = timedelta(hours=1)


class EnrollmentStatus(StrEnum):
    ACTIVE = "active"
    CANCELLED = "cancelled"
    REFUNDED = "refunded"


class CompletionSource(StrEnum):
    """Where a completion comes from that Laurel did not detect."""

    IMPORTED = "imported"


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffChange:
    """A change of an enrollment by the staff: who made it, and what it is besides the enrollment's access and name.

    Attributes:
        import_id: the import of a file that it is part of; None for a change by hand.
        completed_at: when the learner completed the course elsewhere; None where the change does not say so.
    """

    by: UserId
    import_id: str | None = None
    completed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FurtherOrder:
    """Another order that bought an enrollment, and what the enrollment takes from it once it becomes the paying order.

    Attributes:
        purchaser_name: the name that the payer typed at the checkout; None where it is not known.
    """

    order_id: OrderId
    status: EnrollmentStatus
    subscription_id: SubscriptionId | None
    access_expires_at: datetime | None
    purchaser_name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrollment:
    """An enrollment as stored.

    Attributes:
        access_expires_at: when access ends by itself; None for never.
        order_id: the order that pays for it; a full refund of the order ends it.
        further_orders: others that bought it too, one of which pays for it once the first is reversed.
        status_before_refund: of one that is refunded, the status to restore if the refund fails.
        purchaser_name: the name that the payer of that order typed at the checkout; None where it is not known.
        access_restored_at: when access was restored, until completion is checked again; None otherwise.
        completed_at: when the course was first found complete by its rule. The source of truth; set once.
        all_lessons_completed_at: when every published lesson was first found complete; a certificate needs it. Staff
            who undo an assignment remove it, while there is no certificate.
        undone_marks: how many times staff undid an assignment: what was read before that must be read again.
        completed_lessons: of the published lessons, as last detected.
        summary_version: the course's version that the three numbers were computed from; None before the first check.
        is_tracked: whether the attributes below are kept. Not on those of earlier releases until they are checked.
        pending_lessons: lessons that were or are being completed, and that the three numbers may not count yet.
        last_lesson: the lesson last played; None before the first.
        last_played_at: a time at which it was played; its newest position is at most `PLAYED_PRECISION` newer.
        certificate_status: copy of the certificate's status; None without one.
        completion_source: where `completed_at` comes from; None for completions that Laurel detected.
        enrolled_by: who of the staff enrolled the learner; None for enrollments by the shop and by payments.
        changed_by: who of the staff changed the enrollment last; None for nobody.
        changed_at: when that was.
        changed_in: the import of a file that this change was part of; None for a change by hand.
    """

    user_id: UserId
    course_id: CourseId
    status: EnrollmentStatus
    learner_name: str | None = None
    order_id: OrderId | None = None
    further_orders: frozenset[FurtherOrder] = frozenset()
    status_before_refund: EnrollmentStatus | None = None
    subscription_id: SubscriptionId | None = None
    access_expires_at: datetime | None = None
    purchaser_name: str | None = None
    access_restored_at: datetime | None = None
    completed_at: datetime | None = None
    all_lessons_completed_at: datetime | None = None
    completed_lessons: int = 0
    published_lessons: int = 0
    percent: int = 0
    summary_version: int | None = None
    is_tracked: bool = False
    pending_lessons: frozenset[LessonId] = frozenset()
    last_lesson: LessonId | None = None
    last_played_at: datetime | None = None
    undone_marks: int = 0
    certificate_status: CertificateStatus | None = None
    completion_source: CompletionSource | None = None
    enrolled_by: UserId | None = None
    changed_by: UserId | None = None
    changed_at: datetime | None = None
    changed_in: str | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None

    def has_access(self, now: datetime) -> bool:
        """Whether the learner may enter the course: the enrollment is active and not past its end."""
        expired = self.access_expires_at is not None and self.access_expires_at <= now
        return self.status is EnrollmentStatus.ACTIVE and not expired

    def require_access(self, now: datetime) -> None:
        """Refuse a learner whose access is over.

        Raises:
            AccessEnded: cancelled, refunded, or past its end.
        """
        if not self.has_access(now):
            raise AccessEnded("Access to this course has ended.")

    @property
    def is_checked(self) -> bool:
        """Whether a check has seen every completed lesson, as far as this enrollment knows.

        Each newly completed lesson causes a check of its own. Further reports about it need none then.
        """
        return self.is_tracked and not self.pending_lessons and self.access_restored_at is None

    def summary_is_current(self, course: CourseHeader, now: datetime) -> bool:
        """Whether the summary is what would be computed now, from this course and all recorded progress.

        A new enrollment has none until its first check, which means that no lesson is complete.
        """
        version = self.summary_version or 0
        counts_all = self.summary_version is None or self.published_lessons == course.published_lesson_count
        # A recheck leaves out those without access.
        checked_since = version >= (course.recheck_due or 0) if self.has_access(now) else version >= course.version
        return self.is_checked and counts_all and checked_since

    @property
    def order_ids(self) -> frozenset[OrderId]:
        """All orders that bought it."""
        further = frozenset(order.order_id for order in self.further_orders)
        return further if self.order_id is None else further | {self.order_id}


def certificate_state(
    course: CourseHeader,
    *,
    certificates_enabled: bool,
    certificate_status: CertificateStatus | None,
    all_lessons_done: bool,
) -> CertificateState:
    """Compute the state of a learner's certificate of a course.

    Args:
        course: as it is now.
        certificates_enabled: whether this deployment serves certificates at all.
        certificate_status: of the learner's certificate; None without one.
        all_lessons_done: whether the learner has, or once had, finished every published lesson.
    """
    if certificates_enabled and certificate_status is CertificateStatus.REVOKED:
        return CertificateState.REVOKED
    if not (certificates_enabled and course.certificate.enabled):
        return CertificateState.DISABLED
    if certificate_status is CertificateStatus.ACTIVE:
        return CertificateState.ISSUED
    return CertificateState.AVAILABLE if all_lessons_done else CertificateState.LOCKED
