"""Domain events, published for other systems; they have ids, but no names and no verification codes.

`docs/events.md` documents them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from shared.domain.certificate import Certificate, CertificateStatus
from shared.domain.completion import Completion
from shared.domain.dates import utc_text

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
            "course_id": completion.course_id,
            "course_title": completion.course_title,
            "completed_at": utc_text(completion.completed_at),
        },
    )


def certificate_event(before: Certificate | None, after: Certificate, changed_at: datetime) -> DomainEvent | None:
    """Build the event that announces a change of a certificate's record; None where there is nothing to announce.

    Args:
        before: the record before the change; None for a new one.
        after: the record after the change.
        changed_at: when it was changed.
    """
    reissued = before is not None and before.public_id != after.public_id
    if before is None or reissued:
        return _certificate("CertificateIssued", after, after.issued_at)
    if before.status is after.status:
        return None
    if after.status is CertificateStatus.REVOKED:
        return _certificate("CertificateRevoked", after, after.revoked_at or changed_at)
    return _certificate("CertificateReinstated", after, changed_at)


def _certificate(event_type: str, certificate: Certificate, occurred_at: datetime) -> DomainEvent:
    detail: dict[str, str | int | None] = {
        "version": VERSION,
        "public_id": certificate.public_id,
        "user_id": certificate.user_id,
        "course_id": certificate.course_id,
        "issued_course_title": certificate.issued_course_title,
        "issued_at": utc_text(certificate.issued_at),
    }
    if certificate.status is CertificateStatus.REVOKED:
        detail["revoked_at"] = utc_text(certificate.revoked_at) if certificate.revoked_at else None
        detail["revoke_reason"] = certificate.revoke_reason
    return DomainEvent(type=event_type, occurred_at=occurred_at, detail=detail)
