"""Exporting a course's learners as CSV: a job that reads them once, and writes a file to S3 part by part."""

from collections.abc import Callable, Iterator
from datetime import datetime

from shared.aws import time_budget
from shared.aws.connection import attempt_seconds
from shared.aws.retries import retry_on_conflict
from shared.aws.transactions import WriteConflict
from shared.config import CertificateConfig
from shared.domain.certificate import CertificateState
from shared.domain.course import CourseHeader
from shared.domain.enrollment import Enrollment, certificate_state
from shared.domain.errors import LearnerExportNotFound
from shared.domain.learner_export import ExportStatus, LearnerExport
from shared.domain.local_dates import local_date
from shared.stores import courses, enrollments, learner_export_files, learner_export_queue, learner_exports, multipart
from shared.usecases import existing_courses

# Writes a line of the file: of an enrollment, the state of its certificate, and how many lessons the course has.
type WriteLine = Callable[[Enrollment, CertificateState, int], str]

# After so many learners, the progress is recorded: about each second.
PROGRESS_ROWS = 10_000


def start(course_id: str, config: CertificateConfig, now: datetime, new_id: Callable[[], str]) -> LearnerExport:
    """Start an export of a course's learners; while one is running, return that.

    Args:
        course_id: of the course.
        config: with the time zone of the date in the file's name.
        now: the time of the request.
        new_id: generates an id that cannot be guessed.

    Raises:
        CourseNotFound: there is no such course.
        Unavailable: the export is stored, and could not be queued; the same request queues it.
    """
    course = existing_courses.header(course_id)
    export = retry_on_conflict(lambda: _started(course, config, now, new_id()))
    # One that has no part yet may not have been queued.
    if export.finished_at is None and not export.parts:
        learner_export_queue.put(export)
    return export


def _started(course: CourseHeader, config: CertificateConfig, now: datetime, export_id: str) -> LearnerExport:
    export = LearnerExport(
        course_id=course.course_id,
        export_id=export_id,
        file_name=f"{course.slug}-learners-{local_date(now, config.time_zone)}.csv",
        requested_at=now,
        advanced_at=now,
    )
    try:
        learner_exports.start(export)
    except WriteConflict:
        running = learner_exports.get(course.course_id)
        if running is None:
            raise
        return running
    return export


def get(course_id: str, export_id: str, now: datetime) -> tuple[LearnerExport, str | None]:
    """Read an export, and presign a URL to its file, valid for a minute; None while it is not complete.

    Raises:
        LearnerExportNotFound: it has expired, a newer one has replaced it, or there is none.
    """
    export = learner_exports.get(course_id)
    if export is None or export.export_id != export_id or now >= export.expires_at:
        raise LearnerExportNotFound("There is no such export; it has expired, or a newer one has replaced it.")
    return export, learner_export_files.link(export) if export.status(now) is ExportStatus.DONE else None


def run_queued(body: str, config: CertificateConfig, now: datetime, *, header: str, line: WriteLine) -> None:
    """Write an export that a message of the queue asks for, while there is time, and queue the rest.

    What is recorded is only what S3 has stored, so an interrupted run continues after its last part.

    Args:
        body: of the message.
        config: whether certificates are served.
        now: the time of the run.
        header: the beginning of the file.
        line: writes a line of it.

    Raises:
        ConcurrentChange: other runs of the same export were ahead each time; the message must be delivered again.
    """
    asked = learner_export_queue.read(body)

    def write() -> None:
        export = learner_exports.get(asked.course_id)
        course = courses.header(asked.course_id)
        if export is None or course is None or export.export_id != asked.export_id or export.finished_at is not None:
            return
        _Run(course, export, config, now).write(header, line)

    # A conflict may be with this run's own write, whose response was lost: what is stored says where to continue.
    retry_on_conflict(write)


class _Run:
    """One invocation's work on an export."""

    def __init__(self, course: CourseHeader, export: LearnerExport, config: CertificateConfig, now: datetime) -> None:
        self._course = course
        self._export = export
        self._config = config
        self._now = now
        self._rows = self._shown = export.stored_rows
        self._after = export.after

    def write(self, header: str, line: WriteLine) -> None:
        content = bytearray() if self._export.parts else bytearray(header.encode())
        before = time_budget.seconds_left()
        for enrollment in () if self._export.is_read else self._left_to_read():
            if len(content) >= multipart.PART_BYTES:
                self._store(content, is_read=False)
                content.clear()
                left = time_budget.seconds_left()
                # The next part may take twice as long as this one, and the rest must still be queued after it.
                if left < 2 * (before - left) + 2 * attempt_seconds():
                    learner_export_queue.put(self._export)
                    return
                before = left
            content += line(
                enrollment, self._certificate_state(enrollment), self._course.published_lesson_count
            ).encode()
            self._count(enrollment)
        self._complete(content)

    def _left_to_read(self) -> Iterator[Enrollment]:
        return enrollments.of_course(self._course.course_id, after=self._export.after)

    def _certificate_state(self, enrollment: Enrollment) -> CertificateState:
        return certificate_state(
            self._course,
            certificates_enabled=self._config.enabled,
            certificate_status=enrollment.certificate_status,
            all_lessons_done=enrollment.all_lessons_completed_at is not None,
        )

    def _count(self, enrollment: Enrollment) -> None:
        self._rows += 1
        self._after = enrollment.user_id
        if self._rows - self._shown >= PROGRESS_ROWS:
            learner_exports.show(self._export, self._rows, self._now)
            self._shown = self._rows

    def _store(self, content: bytearray, *, is_read: bool) -> None:
        upload_id = self._export.upload_id
        if upload_id is None:
            upload_id = learner_export_files.begin(self._export)
            self._export = learner_exports.begin_upload(self._export, upload_id, self._now)
        rows = self._rows - self._export.stored_rows
        part = learner_export_files.put_part(self._export, upload_id, bytes(content), rows)
        self._export = learner_exports.add_part(
            self._export, part, after=self._after or "", is_read=is_read, now=self._now
        )
        self._shown = self._rows

    def _complete(self, content: bytearray) -> None:
        upload_id = self._export.upload_id
        if upload_id is None:
            learner_export_files.put(self._export, bytes(content))
        else:
            if content:
                self._store(content, is_read=True)
            elif not self._export.is_read:
                # Those who were left have been erased.
                self._export = learner_exports.end_reading(self._export, self._now)
            learner_export_files.complete(self._export, upload_id)
        learner_exports.finish(self._export, self._rows, self._now)
