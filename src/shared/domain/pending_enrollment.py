"""Enrollments by e-mail address: they wait until a learner whose token has the verified address claims them."""

from dataclasses import dataclass, replace
from datetime import datetime

from shared.domain.enrollment import Enrollment, EnrollmentStatus
from shared.domain.ids import CourseId, UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingEnrollment:
    """An enrollment in a course that waits for an e-mail address.

    Attributes:
        email: in lower case.
        learner_name: None where the staff gave none.
        access_expires_at: when access will end; None for never.
        completed_at: when the learner completed the course elsewhere; None for not.
        is_silent: whether that completion is not announced.
        enrolled_by: who of the staff created it.
        changed_by: who of the staff changed it last.
        import_id: the import of a file that this change was part of; None for a change by hand.
        version: incremented by every change; 0 before it is stored.
    """

    course_id: CourseId
    email: str
    enrolled_by: UserId
    changed_by: UserId
    learner_name: str | None = None
    access_expires_at: datetime | None = None
    completed_at: datetime | None = None
    is_silent: bool = False
    import_id: str | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    version: int = 0

    def has_same_effect_as(self, other: "PendingEnrollment") -> bool:
        """Whether both enroll the learner in the same way."""
        return (
            self.learner_name == other.learner_name
            and self.access_expires_at == other.access_expires_at
            and self.completed_at == other.completed_at
        )

    def claimed_by(self, user_id: UserId, before: Enrollment | None, now: datetime) -> Enrollment | None:
        """Return the enrollment of the learner who claims it.

        Whoever is enrolled already keeps what there is: a name stays, and access is restored or extended, never
        shortened.

        Args:
            user_id: the learner.
            before: the learner's enrollment in the course, as it was read; None without one.
            now: the time of the claim.

        Returns:
            None where the learner's own enrollment was refunded: that is what the order decided.
        """
        if before is None:
            return Enrollment(
                user_id=user_id,
                course_id=self.course_id,
                status=EnrollmentStatus.ACTIVE,
                learner_name=self.learner_name,
                access_expires_at=self.access_expires_at,
            )
        if before.status is EnrollmentStatus.REFUNDED:
            return None
        after = replace(before, learner_name=before.learner_name or self.learner_name)
        if not before.has_access(now):
            return replace(after, status=EnrollmentStatus.ACTIVE, access_expires_at=self.access_expires_at)
        ends = (before.access_expires_at, self.access_expires_at)
        if all(end is not None for end in ends):
            return replace(after, access_expires_at=max(end for end in ends if end is not None))
        return after
