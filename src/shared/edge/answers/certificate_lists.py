"""Many certificates: pages for staff, as JSON and as CSV, archives, and the verdicts on what a service issues."""

import csv
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from io import StringIO

from shared.domain.certificate import Certificate
from shared.domain.dates import utc_text
from shared.edge.answers import spreadsheets
from shared.edge.answers.certificates import certificate_record
from shared.edge.answers.common import Json
from shared.edge.problems import problem_of
from shared.usecases.issued_certificates import Archive
from shared.usecases.service_certificates import Verdict

# Of one response: a school's year, and what Lambda can return.
MAX_CSV_ROWS = 5000
MAX_CSV_BYTES = 4 * 1024 * 1024
# Validity of the link to an archive.
ARCHIVE_LINK = timedelta(seconds=60)
_COLUMNS = (
    "public_id",
    "user_id",
    "issued_name",
    "issued_course_title",
    "issued_at",
    "issued_on",
    "status",
    "revoked_at",
    "revoke_reason",
    "verification_code",
    "verification_url",
    "order_id",
)


def page(certificates: Sequence[Certificate], cursor: str | None, *, shows_order: bool) -> Json:
    """Write a `CertificateList`; instructors see no orders."""
    items = [certificate_record(certificate, shows_order=shows_order) for certificate in certificates]
    return {"items": items, "next_cursor": cursor}


def as_csv(certificates: Iterable[Certificate], *, shows_order: bool) -> tuple[str, Certificate | None]:
    """Write certificates as CSV (RFC 4180), with a byte order mark, by which spreadsheets know UTF-8.

    Returns:
        The text, and the last certificate in it if there are more, None otherwise.
    """
    lines, last, size = [spreadsheets.BYTE_ORDER_MARK, _line(_COLUMNS)], None, 0
    for rows, certificate in enumerate(certificates):
        if rows == MAX_CSV_ROWS or size >= MAX_CSV_BYTES:
            return "".join(lines), last
        record, last = certificate_record(certificate, shows_order=shows_order), certificate
        lines.append(_line([_cell(record[name]) for name in _COLUMNS]))
        size += len(lines[-1].encode())
    return "".join(lines), None


def _line(cells: Sequence[str]) -> str:
    line = StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue()


def _cell(value: str | None) -> str:
    # A learner chooses the name.
    return spreadsheets.escaped(value or "")


def archive(made: Archive, cursor: str | None, now: datetime) -> Json:
    """Write a `CertificateArchive`."""
    return {
        "url": made.url,
        "expires_at": utc_text(now + ARCHIVE_LINK) if made.url else None,
        "certificates": made.certificates,
        "next_cursor": cursor,
    }


def verdicts(found: Sequence[Verdict]) -> Json:
    """Write `CertificateIssueResults`."""
    return {"results": [_verdict(verdict) for verdict in found]}


def _verdict(verdict: Verdict) -> Json:
    about = {"user_id": verdict.user_id, "course_id": verdict.course_id}
    if verdict.refusal is not None:
        problem = problem_of(verdict.refusal)
        more: Json = {name: problem[name] for name in ("code", "detail", "missing_lessons") if name in problem}
        return {**about, "status": "rejected", **more}
    assert verdict.certificate is not None  # noqa: S101 - it is issued, or refused
    status = "issued" if verdict.is_new else "unchanged"
    return {**about, "status": status, "certificate": certificate_record(verdict.certificate)}
