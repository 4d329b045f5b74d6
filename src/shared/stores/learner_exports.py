"""Exports of the learners of courses: one item per course, the newest export."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pynamodb.attributes import (
    BooleanAttribute,
    ListAttribute,
    MapAttribute,
    NumberAttribute,
    TTLAttribute,
    UnicodeAttribute,
)
from pynamodb.exceptions import PutError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from shared.aws.row import Row, UtcAttribute, table_name
from shared.aws.transactions import WriteConflict, condition_failed, unchanged, update
from shared.domain.ids import CourseId
from shared.domain.learner_export import STALLED_AFTER, LearnerExport, Part


class PartEntry(MapAttribute[str, Any]):
    """A stored part of the file."""

    etag = UnicodeAttribute()
    crc32 = UnicodeAttribute(null=True)
    rows = NumberAttribute()


class LearnerExportRow(Row):
    class Meta:
        table_name = table_name("learner-exports")

    course_id = UnicodeAttribute(hash_key=True)
    export_id = UnicodeAttribute()
    file_name = UnicodeAttribute()
    requested_at = UtcAttribute()
    advanced_at = UtcAttribute()
    finished_at = UtcAttribute(null=True)
    rows_written = NumberAttribute(default=0)
    after = UnicodeAttribute(null=True)
    upload_id = UnicodeAttribute(null=True)
    parts = ListAttribute(of=PartEntry, null=True)
    is_read = BooleanAttribute(null=True)
    expires_at = TTLAttribute()


def get(course_id: str) -> LearnerExport | None:
    """Read the newest export of a course, or None."""
    try:
        return _export(LearnerExportRow.get(course_id, consistent_read=True))
    except LearnerExportRow.DoesNotExist:
        return None


def start(export: LearnerExport) -> None:
    """Store a new export in place of an earlier one that is finished or has failed.

    Raises:
        WriteConflict: another one is running.
    """
    row = LearnerExportRow(
        export.course_id,
        export_id=export.export_id,
        file_name=export.file_name,
        requested_at=export.requested_at,
        advanced_at=export.advanced_at,
        expires_at=export.expires_at,
    )
    none_runs = (
        LearnerExportRow.course_id.does_not_exist()
        | LearnerExportRow.finished_at.exists()
        | (LearnerExportRow.advanced_at <= export.requested_at - STALLED_AFTER)
    )
    try:
        row.save(condition=none_runs)
    except PutError as error:
        if condition_failed(error):
            raise WriteConflict from error
        raise


def show(export: LearnerExport, rows: int, now: datetime) -> None:
    """Record how many learners the file has, of which not all are in a stored part yet.

    Raises:
        WriteConflict: another export has replaced this one, or another delivery has written more.
    """
    row = LearnerExportRow
    _update(export, [row.rows_written.set(rows), row.advanced_at.set(now)])


def begin_upload(export: LearnerExport, upload_id: str, now: datetime) -> LearnerExport:
    """Record that the file is stored in parts.

    Raises:
        WriteConflict: as `show`.
    """
    return _update(export, [LearnerExportRow.upload_id.set(upload_id), LearnerExportRow.advanced_at.set(now)])


def add_part(export: LearnerExport, part: Part, *, after: str, is_read: bool, now: datetime) -> LearnerExport:
    """Record that a part is stored.

    Args:
        export: as it was before.
        part: that is stored.
        after: the last learner in it.
        is_read: whether the parts have all learners now.
        now: the time of the change.

    Raises:
        WriteConflict: as `show`.
    """
    row = LearnerExportRow
    actions: list[Action] = [
        row.rows_written.set(export.stored_rows + part.rows),
        row.parts.set(_entries([*export.parts, part])),
        row.after.set(after),
        row.is_read.set(is_read),
        row.advanced_at.set(now),
    ]
    return _update(export, actions)


def end_reading(export: LearnerExport, now: datetime) -> LearnerExport:
    """Record that the stored parts have all learners.

    Raises:
        WriteConflict: as `show`.
    """
    return _update(export, [LearnerExportRow.is_read.set(True), LearnerExportRow.advanced_at.set(now)])


def finish(export: LearnerExport, rows: int, now: datetime) -> None:
    """Record that the file is complete.

    Raises:
        WriteConflict: as `show`.
    """
    row = LearnerExportRow
    _update(export, [row.rows_written.set(rows), row.finished_at.set(now), row.advanced_at.set(now)])


def _update(export: LearnerExport, actions: Sequence[Action]) -> LearnerExport:
    row = LearnerExportRow(export.course_id)
    update(row, actions, _as_read(export), WriteConflict)
    return _export(row)


def _as_read(export: LearnerExport) -> Condition:
    """Require that this export still is the newest one, unfinished, and with the parts that were read."""
    row = LearnerExportRow
    condition: Condition = row.export_id == export.export_id
    condition &= row.finished_at.does_not_exist()
    condition &= unchanged(row.upload_id, export.upload_id)
    condition &= unchanged(row.parts, _entries(export.parts) or None)
    return condition


def _entries(parts: Sequence[Part]) -> list[PartEntry]:
    return [PartEntry(etag=part.etag, crc32=part.crc32, rows=part.rows) for part in parts]  # type: ignore[no-untyped-call]


def _export(row: LearnerExportRow) -> LearnerExport:
    return LearnerExport(
        course_id=CourseId(row.course_id),
        export_id=row.export_id,
        file_name=row.file_name,
        requested_at=row.requested_at,
        advanced_at=row.advanced_at,
        finished_at=row.finished_at,
        rows=int(row.rows_written),
        upload_id=row.upload_id,
        parts=[Part(etag=entry.etag, crc32=entry.crc32, rows=int(entry.rows)) for entry in row.parts or ()],
        after=row.after,
        is_read=bool(row.is_read),
    )
