"""Importing files of learners into a course: a preview, and a job that imports row by row and writes a result."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from itertools import batched

from shared.aws import time_budget
from shared.aws.connection import attempt_seconds
from shared.aws.retries import retry_on_conflict
from shared.domain.course import Course
from shared.domain.enrollment_import import (
    MAX_FILE_BYTES,
    EnrollmentImport,
    ImportFile,
    ImportKind,
    ImportRow,
    ImportStatus,
    Verdict,
)
from shared.domain.errors import ImportInvalid, ImportNotFound, ImportTooLarge
from shared.domain.ids import CourseId, UserId
from shared.stores import courses, enrollment_import_queue, enrollment_imports, import_files
from shared.stores.documents import Upload
from shared.stores.objects import UploadForm
from shared.usecases import existing_courses
from shared.usecases.import_rows import import_row, known

# Reads a file: its bytes, what it is imported for, and the time of the request.
type ReadFile = Callable[[bytes, ImportKind, datetime], ImportFile]
# Writes the result: the rows, and the verdict of each.
type WriteResult = Callable[[Sequence[ImportRow], Sequence[Verdict]], str]

# After so many rows, the progress is recorded: about each second.
CHUNK = 100
# Rows that are read at once for a preview: DynamoDB's limit of a batch.
PREVIEWED_AT_ONCE = 100
# Shown of a course's imports.
SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRequest:
    """An import as the staff wants it.

    Attributes:
        upload_id: of the file.
        sha256: of the file that was previewed.
        announces: whether completions that it records are announced.
    """

    upload_id: str
    sha256: str
    kind: ImportKind
    announces: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What an import would do; nothing is changed.

    Attributes:
        sha256: of the file.
        verdicts: one for each row.
    """

    file_name: str
    sha256: str
    file: ImportFile
    verdicts: Sequence[Verdict]

    @property
    def counts(self) -> Counter[Verdict]:
        """How many rows have each verdict."""
        return Counter(self.verdicts)


def create_upload(course_id: str, file_name: str, size_bytes: int, new_id: Callable[[], str]) -> tuple[str, UploadForm]:
    """Presign a form for the upload of a file.

    Args:
        course_id: the course.
        file_name: of the file.
        size_bytes: of the file.
        new_id: generates an id that cannot be guessed; of two, the later one is greater.

    Returns:
        The upload's id, and the form.

    Raises:
        CourseNotFound: there is no such course.
        ImportTooLarge: the file is larger than `MAX_FILE_BYTES`.
    """
    _course(course_id)
    if size_bytes > MAX_FILE_BYTES:
        megabytes = MAX_FILE_BYTES // 1024**2
        raise ImportTooLarge(f"A file to import has at most {megabytes} MB. Split it into several files.")
    upload_id = new_id()
    return upload_id, import_files.upload_form(course_id, upload_id, file_name)


def preview(course_id: CourseId, upload_id: str, kind: ImportKind, read: ReadFile, now: datetime) -> Preview:
    """Tell what the import of an uploaded file would do.

    Raises:
        CourseNotFound: there is no such course.
        ImportInvalid: there is no such upload, or it cannot be imported.
    """
    _course(course_id)
    upload = _upload(course_id, upload_id)
    file = read(upload.content, kind, now)
    verdicts: list[Verdict] = []
    for rows in batched(file.rows, PREVIEWED_AT_ONCE, strict=False):
        stored = known(course_id, rows, consistent=False)
        verdicts += [stored.verdict_on(row, kind, now) for row in rows]
    return Preview(file_name=upload.file_name, sha256=sha256(upload.content).hexdigest(), file=file, verdicts=verdicts)


def start(course_id: CourseId, wanted: ImportRequest, actor: UserId, read: ReadFile, now: datetime) -> EnrollmentImport:
    """Start the import of an uploaded file; repeating it returns the same import, and continues one that failed.

    Args:
        course_id: the course.
        wanted: the upload, and what is done with it.
        actor: who of the staff does it.
        read: reads the file.
        now: the time of the request.

    Raises:
        CourseNotFound: there is no such course.
        ImportInvalid: there is no such upload, it is not the file that was previewed, or it cannot be imported.
        Unavailable: the import is stored, and could not be queued; the same request queues it.
    """
    _course(course_id)
    stored = retry_on_conflict(lambda: _started(course_id, wanted, actor, read, now))
    # One that is stored may not have been queued; a second message finds what the first has done.
    if stored.finished_at is None:
        enrollment_import_queue.put(stored)
    return stored


def _started(
    course_id: CourseId, wanted: ImportRequest, actor: UserId, read: ReadFile, now: datetime
) -> EnrollmentImport:
    """Store an import, or find it; one that has failed runs again."""
    stored = enrollment_imports.get(course_id, wanted.upload_id)
    if stored is not None and stored.status(now) is ImportStatus.FAILED:
        return enrollment_imports.advance(stored, (), now)
    if stored is not None:
        return stored
    upload = _upload(course_id, wanted.upload_id)
    digest = sha256(upload.content).hexdigest()
    if digest != wanted.sha256:
        raise ImportInvalid("The file was replaced after it was previewed. Choose it again.")
    started = EnrollmentImport(
        course_id=course_id,
        import_id=wanted.upload_id,
        kind=wanted.kind,
        file_name=upload.file_name,
        sha256=digest,
        announces=wanted.announces,
        requested_by=actor,
        requested_at=now,
        advanced_at=now,
        rows=len(read(upload.content, wanted.kind, now).rows),
    )
    import_files.put(course_id, wanted.upload_id, digest, upload.content)
    enrollment_imports.start(started)
    return started


def get(course_id: str, import_id: str, now: datetime) -> tuple[EnrollmentImport, str | None]:
    """Read an import, and presign a URL to its result, valid for a minute; None while it is not complete.

    Raises:
        ImportNotFound: it has expired, or there is none.
    """
    stored = enrollment_imports.get(course_id, import_id)
    if stored is None or now >= stored.expires_at:
        raise ImportNotFound("There is no such import; it may have expired.")
    return stored, import_files.result_link(stored, "import-result.csv") if stored.finished_at else None


def newest(course_id: str, now: datetime) -> list[EnrollmentImport]:
    """List the newest imports of a course.

    Raises:
        CourseNotFound: there is no such course.
    """
    _course(course_id)
    return [stored for stored in enrollment_imports.of_course(course_id, SHOWN) if now < stored.expires_at]


def run_queued(body: str, now: datetime, *, read: ReadFile, write: WriteResult) -> None:
    """Do an import that a message of the queue asks for, while there is time, and queue the rest.

    The verdicts of rows are recorded after them. An interrupted run continues after the last recorded one; a row that
    is imported again changes nothing.

    Args:
        body: of the message.
        now: the time of the run.
        read: reads the file.
        write: writes the result.

    Raises:
        ConcurrentChange: other runs of the same import were ahead each time; the message must be delivered again.
    """
    asked = enrollment_import_queue.read(body)

    def run() -> None:
        stored = enrollment_imports.get(asked.course_id, asked.import_id)
        course = courses.get(asked.course_id)
        content = None if stored is None or stored.finished_at is not None else import_files.get(stored)
        if stored is None or course is None or content is None:
            return
        file = read(content, stored.kind, stored.requested_at)
        done = _import_rows(course, stored, file.rows, now)
        if len(done.verdicts) < len(file.rows):
            enrollment_import_queue.put(done)
            return
        import_files.put_result(done, write(file.rows, done.verdicts).encode())
        enrollment_imports.finish(done, now)

    # A conflict may be with this run's own write, whose response was lost: what is stored says where to continue.
    retry_on_conflict(run)


def _import_rows(
    course: Course, stored: EnrollmentImport, rows: Sequence[ImportRow], now: datetime
) -> EnrollmentImport:
    """Import the rows that are left, while there is time; returns the import as it is then."""
    pace = _Pace()
    has_time = True
    while has_time and len(stored.verdicts) < len(rows):
        chunk = rows[len(stored.verdicts) :][:CHUNK]
        read = known(course.course_id, chunk, consistent=True)
        verdicts: list[Verdict] = []
        for row in chunk:
            verdicts.append(import_row(course, stored, row, read, now))
            has_time = pace.allows_another()
            if not has_time:
                break
        stored = enrollment_imports.advance(stored, verdicts, now)
    return stored


class _Pace:
    """How long a row takes, and whether there is time for another, and for recording and queueing after it."""

    def __init__(self) -> None:
        self._before = time_budget.seconds_left()
        self._longest = 0.0

    def allows_another(self) -> bool:
        """Whether the next row may take twice as long as the longest one so far; a row is done."""
        left = time_budget.seconds_left()
        self._longest = max(self._longest, self._before - left)
        self._before = left
        return left >= 2 * self._longest + 4 * attempt_seconds()


def _upload(course_id: str, upload_id: str) -> Upload:
    upload = import_files.upload(course_id, upload_id)
    if upload is None:
        raise ImportInvalid("There is no such upload for this course, or it has expired. Choose the file again.")
    return upload


def _course(course_id: str) -> None:
    existing_courses.header(course_id)
