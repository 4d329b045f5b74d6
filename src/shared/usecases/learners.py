"""All data about a learner: export and erasure."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from shared.aws.retries import retry_on_conflict
from shared.aws.transactions import Transaction
from shared.domain.certificate import Certificate
from shared.domain.completion import Completion
from shared.domain.enrollment import Enrollment
from shared.domain.entitlement import certificate_status_of
from shared.domain.errors import LearnerNotFound
from shared.domain.ids import CourseId, LessonId, UserId
from shared.domain.profile import Profile
from shared.domain.progress import LessonProgress
from shared.stores import certificates, completions, documents, enrollments, lesson_progress, pictures, profiles


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """All data about a learner."""

    user_id: UserId
    enrollments: Sequence[Enrollment]
    progress: Mapping[CourseId, Mapping[LessonId, LessonProgress]]
    completions: Sequence[Completion]
    certificates: Sequence[Certificate]
    profile: Profile | None


def export(user_id: UserId) -> Export:
    """Collect all data about a learner.

    Raises:
        LearnerNotFound: there is none.
    """
    collected = Export(
        user_id=user_id,
        enrollments=enrollments.of_learner(user_id),
        progress=lesson_progress.of_learner(user_id),
        completions=completions.of_learner(user_id),
        certificates=certificates.of_learner(user_id),
        profile=profiles.get(user_id),
    )
    if not (
        collected.enrollments
        or collected.progress
        or collected.completions
        or collected.certificates
        or collected.profile
    ):
        raise LearnerNotFound("No data is stored about this learner.")
    return collected


def erase(user_id: UserId, now: datetime) -> None:
    """Remove a learner's data, and the name from certificates, whose codes remain verifiable.

    The profile is removed before the enrollments, and those before all else: without an enrollment, nothing can be
    issued or completed in the meantime, and a learner who is enrolled again meanwhile gets no certificate with the
    erased name. Each step finds what is left to do, so an erasure that was interrupted is finished by repeating it.
    """
    profiles.delete(user_id)
    for enrollment in enrollments.of_learner(user_id):
        enrollments.delete(user_id, enrollment.course_id)
    for certificate in certificates.of_learner(user_id):
        for code in sorted(retry_on_conflict(partial(_erase_name, certificate, now))):
            pictures.delete(code)
    documents.delete_certificates(user_id)
    completions.delete_all(user_id)
    lesson_progress.delete_all(user_id)


def _erase_name(certificate: Certificate, now: datetime) -> Set[str]:
    """Remove the name from a certificate; returns its codes, whose pictures show the name."""
    newest = certificates.get(certificate.user_id, certificate.course_id)
    if newest is None:
        return frozenset()
    transaction = Transaction()
    certificates.erase_name(transaction, newest, now)
    # A learner who was enrolled again in the meantime has an enrollment that shows the certificate's status.
    enrollment = enrollments.get(newest.user_id, newest.course_id)
    if enrollment is None:
        enrollments.require_absent(transaction, newest.user_id, newest.course_id)
    else:
        status = certificate_status_of(enrollment, replace(newest, issued_name=""))
        enrollments.put(transaction, replace(enrollment, certificate_status=status), enrollment, now)
    transaction.commit()
    return newest.codes
