"""Imports of a file of learners into a course: what its rows ask for, and a job that does it row by row."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from shared.domain.enrollment import Enrollment, EnrollmentStatus
from shared.domain.ids import CourseId, UserId
from shared.domain.pending_enrollment import PendingEnrollment

MAX_ROWS = 10_000
MAX_FILE_BYTES = 4 * 1024**2
# The item and the files are deleted after it.
RETENTION = timedelta(days=7)
# Without progress for so long, the import has failed: the message has been delivered again in the meantime.
STALLED_AFTER = timedelta(minutes=15)


class ImportKind(StrEnum):
    """What a file is imported for: to enroll learners, or to record what they completed elsewhere as well."""

    ENROLL = "enroll"
    HISTORY = "history"


class Verdict(StrEnum):
    """What a row means, before it is imported, or what became of it.

    `BAD`: the row itself cannot be imported. `REFUNDED`: the learner's order was refunded, which stays so. `ENDED`: the
    learner's access has ended, and the row gives no new end. `BUSY`: others changed the enrollment at the same time,
    again and again.
    """

    NEW = "new"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    BAD = "bad"
    REFUNDED = "refunded"
    ENDED = "ended"
    BUSY = "busy"


class ImportStatus(StrEnum):
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """The texts of a row's cells, as they are in the file; empty where there is none."""

    user_id: str = ""
    email: str = ""
    name: str = ""
    access_expires_at: str = ""
    completed_at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRow:
    """A row of a file.

    Attributes:
        number: as a spreadsheet counts its rows, from 1.
        user_id: the learner; None where the row has an e-mail address.
        email: in lower case; None where the row has a user id.
        name: None for none, which keeps the name that there is.
        access_expires_at: None for none, which keeps the end that there is.
        completed_at: None in an import that only enrolls.
        problem: why the row cannot be imported, as a sentence; None where it can.
    """

    number: int
    cells: Cells
    user_id: UserId | None = None
    email: str | None = None
    name: str | None = None
    access_expires_at: datetime | None = None
    completed_at: datetime | None = None
    problem: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportFile:
    """A file as it was read.

    Attributes:
        encoding: `utf-8`, `utf-16` or `windows-1252`.
        delimiter: between its cells.
        ignored_columns: names of columns that are not imported.
    """

    encoding: str
    delimiter: str
    ignored_columns: Sequence[str]
    rows: Sequence[ImportRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrollmentImport:
    """An import of a file into a course.

    Attributes:
        import_id: that of the upload, which cannot be guessed.
        file_name: of the upload.
        sha256: of the file; no other content is imported under this id.
        announces: whether completions that it records are announced.
        requested_by: who of the staff started it.
        advanced_at: when its progress was last recorded.
        finished_at: when all was done; None until then.
        rows: of the file.
        verdicts: of the rows that are done, in their order.
    """

    course_id: CourseId
    import_id: str
    kind: ImportKind
    file_name: str
    sha256: str
    announces: bool
    requested_by: UserId
    requested_at: datetime
    advanced_at: datetime
    rows: int
    finished_at: datetime | None = None
    verdicts: Sequence[Verdict] = ()

    def status(self, now: datetime) -> ImportStatus:
        """Return how it is doing."""
        if self.finished_at is not None:
            return ImportStatus.DONE
        return ImportStatus.FAILED if now - self.advanced_at >= STALLED_AFTER else ImportStatus.RUNNING

    @property
    def counts(self) -> Counter[Verdict]:
        """How many rows have each verdict so far."""
        return Counter(self.verdicts)

    @property
    def expires_at(self) -> datetime:
        """When it is no longer available."""
        return self.requested_at + RETENTION


def wanted(before: Enrollment, row: ImportRow, kind: ImportKind) -> Enrollment:
    """Return a learner's enrollment as a row wants it; what the row leaves open stays.

    Enrolling restores one that was cancelled; recording history does not.
    """
    return replace(
        before,
        learner_name=row.name or before.learner_name,
        access_expires_at=row.access_expires_at or before.access_expires_at,
        status=EnrollmentStatus.ACTIVE
        if kind is ImportKind.ENROLL and before.status is EnrollmentStatus.CANCELLED
        else before.status,
    )


def verdict_on(before: Enrollment | None, row: ImportRow, kind: ImportKind, now: datetime) -> Verdict:
    """Tell what a good row with a user id does to the learner's enrollment; an existing completion stays as it is."""
    if before is None:
        return Verdict.NEW
    if before.status is EnrollmentStatus.REFUNDED:
        return Verdict.REFUNDED
    after = wanted(before, row, kind)
    if kind is ImportKind.ENROLL and not after.has_access(now):
        return Verdict.ENDED
    completes = row.completed_at is not None and before.completed_at is None
    return Verdict.UPDATED if completes or after != before else Verdict.UNCHANGED


def wanted_pending(before: PendingEnrollment, row: ImportRow) -> PendingEnrollment:
    """Return an enrollment that waits for an address as a row wants it; what the row leaves open stays."""
    return replace(
        before,
        learner_name=row.name or before.learner_name,
        access_expires_at=row.access_expires_at or before.access_expires_at,
        completed_at=before.completed_at or row.completed_at,
    )


def verdict_on_pending(before: PendingEnrollment | None, row: ImportRow) -> Verdict:
    """Tell what a good row with an e-mail address does to what waits for the address."""
    if before is None:
        return Verdict.NEW
    return Verdict.UNCHANGED if wanted_pending(before, row).has_same_effect_as(before) else Verdict.UPDATED
