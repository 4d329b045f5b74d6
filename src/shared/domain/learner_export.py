"""A CSV of a course's learners: a job that writes it part by part, with its progress."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from shared.domain.ids import CourseId

# The item and the file are deleted after it.
RETENTION = timedelta(days=1)
# Without progress for so long, the export has failed: the message has been delivered again in the meantime.
STALLED_AFTER = timedelta(minutes=15)


class ExportStatus(StrEnum):
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A stored part of the file.

    Attributes:
        etag: S3's.
        crc32: the checksum that S3 has verified, if it gives one.
        rows: learners in it.
    """

    etag: str
    crc32: str | None
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnerExport:
    """An export of a course's learners.

    Attributes:
        export_id: cannot be guessed.
        file_name: to save the file under.
        requested_at: when an admin asked for it.
        advanced_at: when its progress was last recorded.
        finished_at: when the file was complete; None until then.
        rows: learners written so far; some may not be in a stored part yet.
        upload_id: of the file in parts; None for a file that fits into one.
        parts: those that are stored.
        after: the user id of the last learner in them; None before the first part.
        is_read: whether they have all learners.
    """

    course_id: CourseId
    export_id: str
    file_name: str
    requested_at: datetime
    advanced_at: datetime
    finished_at: datetime | None = None
    rows: int = 0
    upload_id: str | None = None
    parts: Sequence[Part] = ()
    after: str | None = None
    is_read: bool = False

    def status(self, now: datetime) -> ExportStatus:
        """Return how it is doing."""
        if self.finished_at is not None:
            return ExportStatus.DONE
        return ExportStatus.FAILED if now - self.advanced_at >= STALLED_AFTER else ExportStatus.RUNNING

    @property
    def stored_rows(self) -> int:
        """How many learners the stored parts have."""
        return sum(part.rows for part in self.parts)

    @property
    def expires_at(self) -> datetime:
        """When it is no longer available."""
        return self.requested_at + RETENTION
