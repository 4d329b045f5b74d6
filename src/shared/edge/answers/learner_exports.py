"""Exports of a course's learners: the job, and the lines of its file."""

from datetime import datetime, timedelta

from shared.domain.certificate import CertificateState
from shared.domain.dates import utc_text
from shared.domain.enrollment import Enrollment
from shared.domain.learner_export import LearnerExport
from shared.edge.answers.common import Json
from shared.edge.answers.spreadsheets import BYTE_ORDER_MARK, line
from shared.stores.objects import LINK_SECONDS

HEADER = BYTE_ORDER_MARK + line(
    (
        "Name",
        "User id",
        "Lessons completed",
        "Lessons in the course",
        "Percent",
        "Completed at (UTC)",
        "Certificate",
    )
)
# As on the instructors' pages.
_CERTIFICATES = {
    CertificateState.DISABLED: "Not offered",
    CertificateState.LOCKED: "Not earned yet",
    CertificateState.AVAILABLE: "Ready to download",
    CertificateState.ISSUED: "Issued",
    CertificateState.REVOKED: "Revoked",
}


def export(stored: LearnerExport, url: str | None, now: datetime) -> Json:
    """Write a `LearnersExport`."""
    return {
        "export_id": stored.export_id,
        "status": stored.status(now),
        "rows": stored.rows,
        "requested_at": utc_text(stored.requested_at),
        "file_name": stored.file_name,
        "url": url,
        "url_expires_at": utc_text(now + timedelta(seconds=LINK_SECONDS)) if url else None,
    }


def learner(enrollment: Enrollment, certificate: CertificateState, lessons: int) -> str:
    """Write a learner's line.

    Args:
        enrollment: with the summary of the learner's progress.
        certificate: its state.
        lessons: of the course, for a learner without progress.
    """
    completed_at = enrollment.completed_at
    return line(
        (
            enrollment.learner_name or "",
            enrollment.user_id,
            enrollment.completed_lessons,
            enrollment.published_lessons or lessons,
            enrollment.percent,
            # A format that spreadsheets parse.
            "" if completed_at is None else f"{completed_at:%Y-%m-%d %H:%M:%S}",
            _CERTIFICATES[certificate],
        )
    )
