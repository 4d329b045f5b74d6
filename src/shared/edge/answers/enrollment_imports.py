"""Enrollments that wait for an address; previews of files of learners, imports, and the lines of their results."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from shared.domain.dates import utc_text
from shared.domain.enrollment_import import EnrollmentImport, ImportRow, Verdict
from shared.domain.pending_enrollment import PendingEnrollment
from shared.edge.answers.common import Json, time_or_null
from shared.edge.answers.spreadsheets import BYTE_ORDER_MARK, line
from shared.stores.objects import LINK_SECONDS
from shared.usecases.enrollment_imports import Preview

# Of each verdict; the counts are of all.
PREVIEWED = 100
# Of a cell, in characters: more can only be a mistake in the file.
_MAX_CELL = 300
# The names of columns are those that an import reads: what was not imported can be mended and imported again.
_HEADER = ("Row", "User id", "Email", "Name", "Access expires at", "Completed at", "Result", "Reason")
_RESULTS = {
    Verdict.NEW: "Enrolled",
    Verdict.UPDATED: "Updated",
    Verdict.UNCHANGED: "Unchanged",
    Verdict.BAD: "Not imported",
    Verdict.REFUNDED: "Not imported",
    Verdict.ENDED: "Not imported",
    Verdict.BUSY: "Not imported",
}
_WAITS = "Waits for this e-mail address"
_REASONS = {
    Verdict.REFUNDED: "The learner's order was refunded. Only a new order restores the enrollment.",
    Verdict.ENDED: "The learner's access has ended. Give a new end in the column access_expires_at.",
    Verdict.BUSY: "Others changed this enrollment at the same time. Import the file again.",
}


def pending(stored: PendingEnrollment) -> Json:
    """Write a `PendingEnrollment`."""
    return {
        "email": stored.email,
        "learner_name": stored.learner_name,
        "access_expires_at": time_or_null(stored.access_expires_at),
        "completed_at": time_or_null(stored.completed_at),
        "enrolled_by": stored.enrolled_by,
        "changed_by": stored.changed_by,
        "created_at": time_or_null(stored.created_at),
        "updated_at": time_or_null(stored.updated_at),
    }


def pending_list(found: Sequence[PendingEnrollment], next_cursor: str | None) -> Json:
    """Write a `PendingEnrollmentList`."""
    return {"items": [pending(one) for one in found], "next_cursor": next_cursor}


def preview(made: Preview) -> Json:
    """Write an `EnrollmentPreview`, with the first rows of each verdict."""
    shown: Counter[Verdict] = Counter()
    items = []
    for row, verdict in zip(made.file.rows, made.verdicts, strict=True):
        shown[verdict] += 1
        if shown[verdict] <= PREVIEWED:
            items.append(_row(row, verdict))
    return {
        "file_name": made.file_name,
        "sha256": made.sha256,
        "encoding": made.file.encoding,
        "delimiter": made.file.delimiter,
        "ignored_columns": [name[:_MAX_CELL] for name in made.file.ignored_columns],
        "rows": len(made.verdicts),
        "counts": _counts(made.counts),
        "items": items,
    }


def enrollment_import(stored: EnrollmentImport, url: str | None, now: datetime) -> Json:
    """Write an `EnrollmentImport`."""
    return {
        "import_id": stored.import_id,
        "kind": stored.kind,
        "announce": stored.announces,
        "file_name": stored.file_name,
        "sha256": stored.sha256,
        "status": stored.status(now),
        "rows": stored.rows,
        "done": len(stored.verdicts),
        "counts": _counts(stored.counts),
        "requested_by": stored.requested_by,
        "requested_at": utc_text(stored.requested_at),
        "finished_at": time_or_null(stored.finished_at),
        "url": url,
        "url_expires_at": utc_text(now + timedelta(seconds=LINK_SECONDS)) if url else None,
    }


def import_list(found: Sequence[EnrollmentImport], now: datetime) -> Json:
    """Write an `EnrollmentImportList`."""
    return {"items": [enrollment_import(stored, None, now) for stored in found]}


def result(rows: Sequence[ImportRow], verdicts: Sequence[Verdict]) -> str:
    """Write the result of an import as CSV."""
    lines = [
        (
            row.number,
            row.cells.user_id[:_MAX_CELL],
            row.cells.email[:_MAX_CELL],
            row.cells.name[:_MAX_CELL],
            _time(row.access_expires_at, row.cells.access_expires_at),
            _time(row.completed_at, row.cells.completed_at),
            _WAITS if verdict is Verdict.NEW and row.email is not None else _RESULTS[verdict],
            _reason(row, verdict) or "",
        )
        for row, verdict in zip(rows, verdicts, strict=True)
    ]
    return BYTE_ORDER_MARK + line(_HEADER) + "".join(map(line, lines))


def _row(row: ImportRow, verdict: Verdict) -> Json:
    return {
        "row": row.number,
        "user_id": row.cells.user_id[:_MAX_CELL] or None,
        "email": row.cells.email[:_MAX_CELL] or None,
        "name": row.cells.name[:_MAX_CELL] or None,
        "access_expires_at": time_or_null(row.access_expires_at),
        "completed_at": time_or_null(row.completed_at),
        "waits": row.email is not None,
        "verdict": verdict,
        "reason": _reason(row, verdict),
    }


def _reason(row: ImportRow, verdict: Verdict) -> str | None:
    return row.problem or _REASONS.get(verdict)


def _time(read: datetime | None, text: str) -> str:
    return text[:_MAX_CELL] if read is None else utc_text(read)


def _counts(counts: Mapping[Verdict, int]) -> Json:
    return {verdict.value: counts.get(verdict, 0) for verdict in Verdict}
