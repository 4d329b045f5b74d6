"""Domain events, published for other systems, with all that a receiver needs to act on them.

`docs/events.md` documents them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from shared.domain.certificate import REPLACED, Certificate, CertificateStatus, printed_code
from shared.domain.completion import Completion
from shared.domain.dates import utc_text
from shared.domain.local_dates import local_date

VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class DomainEvent:
    """Something that happened.

    Attributes:
        type: such as `CourseCompleted`.
        detail: its contents, as JSON.
    """

    type: str
    occurred_at: datetime
    detail: Mapping[str, str | int | None]


def course_completed(completion: Completion) -> DomainEvent:
    """Build the event that announces a completed course."""
    return DomainEvent(
        type="CourseCompleted",
        occurred_at=completion.completed_at,
        detail={
            "version": VERSION,
            "user_id": completion.user_id,
            "learner_name": completion.learner_name,
            "course_id": completion.course_id,
            "course_title": completion.course_title,
            "completed_at": utc_text(completion.completed_at),
            "source": completion.source,
        },
    )


def certificate_events(before: Certificate | None, after: Certificate, changed_at: datetime) -> tuple[DomainEvent, ...]:
    """Build the events that announce a change of a certificate's record, in order; none where there is nothing to tell.

    Args:
        before: the record before the change; None for a new one.
        after: the record after the change.
        changed_at: when it was changed.
    """
    if before is None:
        return (_certificate("CertificateIssued", after, after.issued_at),)
    if before.public_id != after.public_id:
        # A correction has the date of what it corrects.
        issued = _certificate("CertificateIssued", after, changed_at)
        if before.status is CertificateStatus.REVOKED:
            return (issued,)
        replaced = replace(before, status=CertificateStatus.REVOKED, revoked_at=changed_at, revoke_reason=REPLACED)
        return _certificate("CertificateRevoked", replaced, changed_at), issued
    if before.status is after.status:
        return ()
    if after.status is CertificateStatus.REVOKED:
        return (_certificate("CertificateRevoked", after, after.revoked_at or changed_at),)
    return (_certificate("CertificateReinstated", after, changed_at),)


def _certificate(event_type: str, certificate: Certificate, occurred_at: datetime) -> DomainEvent:
    detail: dict[str, str | int | None] = {
        "version": VERSION,
        "public_id": certificate.public_id,
        "user_id": certificate.user_id,
        # Erased with the learner's data.
        "issued_name": certificate.issued_name or None,
        "course_id": certificate.course_id,
        "issued_course_title": certificate.issued_course_title,
        "issued_at": utc_text(certificate.issued_at),
        "issued_on": local_date(certificate.issued_at, certificate.time_zone).isoformat(),
        "time_zone": certificate.time_zone,
        "language": certificate.language,
        "issuer_name": certificate.issuer.name if certificate.issuer else None,
        "verification_code": printed_code(certificate.verification_code),
        "verification_url": certificate.verification_url,
    }
    if certificate.status is CertificateStatus.REVOKED:
        detail["revoked_at"] = utc_text(certificate.revoked_at) if certificate.revoked_at else None
        detail["revoke_reason"] = certificate.revoke_reason
    return DomainEvent(type=event_type, occurred_at=occurred_at, detail=detail)
