"""Correcting a learner's name in one course: in the enrollment, and on a certificate in force."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from shared.aws.retries import retry_on_conflict
from shared.aws.transactions import Transaction
from shared.config import CertificateConfig
from shared.domain.certificate import Certificate, CertificateStatus
from shared.domain.change_record import Change
from shared.domain.correction import Correction
from shared.domain.errors import (
    CertificateReplaced,
    CertificateRevoked,
    ConcurrentChange,
    EnrollmentNotFound,
    LearnerNotFound,
)
from shared.domain.ids import CourseId, UserId
from shared.stores import certificates, enrollment_names, enrollments
from shared.usecases import enrollment_records, profiles, reissue


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectedName:
    """A learner's name in a course after a correction.

    Attributes:
        name: as it will be printed.
        certificate: the newest of the course; None without one.
        is_replaced: whether this correction issued it.
    """

    user_id: UserId
    course_id: CourseId
    name: str
    certificate: Certificate | None
    is_replaced: bool


def correct(
    user_id: UserId,
    course_id: CourseId,
    name: str,
    config: CertificateConfig,
    *,
    change: Change,
    randbelow: Callable[[int], int],
) -> CorrectedName:
    """Correct the name in an enrollment, and then reissue a certificate in force that has another one.

    A first certificate requires the name of the enrollment that it was drafted from: one that is issued at the same
    moment has the corrected name, or is found here and replaced. Each step is harmless when repeated; a certificate
    that has the name, or that is revoked, stays as it is.

    Args:
        user_id: the learner.
        course_id: the course.
        name: as somebody typed it.
        config: whether certificates are served, and the beginning of a new one's verification URL.
        change: who corrects it, and when.
        randbelow: the source of random codes, see `draw_code`.

    Raises:
        EnrollmentNotFound: the learner is not enrolled in the course.
        InvalidRequest: nothing of the name is visible.
        NameNotPrintable: no font contains a character of it.
        OrderRefunded: the name in the enrollment is corrected; its order was refunded at this moment.
        ConcurrentChange: somebody else changed the certificate at the same time.
    """
    printed = profiles.printable(name)
    retry_on_conflict(lambda: _put(user_id, course_id, printed, change))
    certificate = certificates.get(user_id, course_id)
    is_replaced = (
        config.enabled
        and certificate is not None
        and certificate.status is CertificateStatus.ACTIVE
        and certificate.issued_name not in {"", printed}
    )
    if is_replaced and certificate is not None:
        correction = Correction(name=printed, current_template=False)
        try:
            certificate = reissue.reissue(
                certificate.public_id,
                correction,
                config.public_base_url,
                config,
                change=change,
                randbelow=randbelow,
            )
        except (CertificateReplaced, CertificateRevoked, LearnerNotFound) as error:
            raise ConcurrentChange("Somebody else changed the certificate. Please try again.") from error
    return CorrectedName(
        user_id=user_id, course_id=course_id, name=printed, certificate=certificate, is_replaced=is_replaced
    )


def _put(user_id: UserId, course_id: CourseId, name: str, change: Change) -> None:
    """Set the name in the enrollment, unless it has that name."""
    before = enrollments.get(user_id, course_id)
    if before is None:
        raise EnrollmentNotFound("This learner is not enrolled in this course.")
    if before.learner_name == name:
        return
    transaction = Transaction()
    enrollment_names.put(transaction, before, name, change.at)
    enrollment_records.add(transaction, replace(before, learner_name=name), before, change)
    transaction.commit()
