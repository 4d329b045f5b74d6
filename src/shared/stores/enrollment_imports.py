"""Imports of files of learners: one item for each, with the verdicts of the rows that are done."""

from collections.abc import Sequence
from datetime import datetime

from pynamodb.attributes import BooleanAttribute, NumberAttribute, TTLAttribute, UnicodeAttribute
from pynamodb.exceptions import PutError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from shared.aws.row import Row, UtcAttribute, table_name
from shared.aws.transactions import WriteConflict, condition_failed, update
from shared.domain.enrollment_import import EnrollmentImport, ImportKind, Verdict
from shared.domain.ids import CourseId, UserId

# One letter for each row: ten thousand rows are ten kilobytes.
_LETTERS = {
    Verdict.NEW: "n",
    Verdict.UPDATED: "u",
    Verdict.UNCHANGED: "s",
    Verdict.BAD: "b",
    Verdict.REFUNDED: "r",
    Verdict.ENDED: "e",
    Verdict.BUSY: "y",
}
_VERDICTS = {letter: verdict for verdict, letter in _LETTERS.items()}


class EnrollmentImportRow(Row):
    class Meta:
        table_name = table_name("enrollment-imports")

    course_id = UnicodeAttribute(hash_key=True)
    import_id = UnicodeAttribute(range_key=True)
    kind = UnicodeAttribute()
    file_name = UnicodeAttribute()
    sha256 = UnicodeAttribute()
    announces = BooleanAttribute()
    requested_by = UnicodeAttribute()
    requested_at = UtcAttribute()
    advanced_at = UtcAttribute()
    finished_at = UtcAttribute(null=True)
    row_count = NumberAttribute()
    rows_done = NumberAttribute(default=0)
    verdicts = UnicodeAttribute(null=True)
    expires_at = TTLAttribute()


def get(course_id: str, import_id: str) -> EnrollmentImport | None:
    """Read an import, or None."""
    try:
        return _import(EnrollmentImportRow.get(course_id, import_id, consistent_read=True))
    except EnrollmentImportRow.DoesNotExist:
        return None


def of_course(course_id: str, limit: int) -> list[EnrollmentImport]:
    """Read the newest imports of a course."""
    rows = EnrollmentImportRow.query(course_id, scan_index_forward=False, limit=limit, consistent_read=True)
    return [_import(row) for row in rows]


def start(started: EnrollmentImport) -> None:
    """Store a new import.

    Raises:
        WriteConflict: it was started before.
    """
    row = EnrollmentImportRow(
        started.course_id,
        started.import_id,
        kind=started.kind,
        file_name=started.file_name,
        sha256=started.sha256,
        announces=started.announces,
        requested_by=started.requested_by,
        requested_at=started.requested_at,
        advanced_at=started.advanced_at,
        row_count=started.rows,
        expires_at=started.expires_at,
    )
    try:
        row.save(condition=EnrollmentImportRow.course_id.does_not_exist())
    except PutError as error:
        if condition_failed(error):
            raise WriteConflict from error
        raise


def advance(before: EnrollmentImport, verdicts: Sequence[Verdict], now: datetime) -> EnrollmentImport:
    """Record the verdicts of the rows that follow those of before; none only shows that the import is alive.

    Raises:
        WriteConflict: another delivery has done rows since it was read.
    """
    row = EnrollmentImportRow
    actions: list[Action] = [row.advanced_at.set(now)]
    if verdicts:
        done = [*before.verdicts, *verdicts]
        actions += [row.verdicts.set(_letters(done)), row.rows_done.set(len(done))]
    return _update(before, actions)


def finish(before: EnrollmentImport, now: datetime) -> None:
    """Record that all rows are done and the result is stored.

    Raises:
        WriteConflict: another delivery was first.
    """
    _update(before, [EnrollmentImportRow.finished_at.set(now), EnrollmentImportRow.advanced_at.set(now)])


def _update(before: EnrollmentImport, actions: Sequence[Action]) -> EnrollmentImport:
    row = EnrollmentImportRow(before.course_id, before.import_id)
    update(row, actions, _is_as_read(before), WriteConflict)
    return _import(row)


def _is_as_read(before: EnrollmentImport) -> Condition:
    row = EnrollmentImportRow
    condition: Condition = row.finished_at.does_not_exist()
    # Verdicts are only added: where as many are stored, they are those that were read.
    condition &= row.rows_done == len(before.verdicts)
    return condition


def _letters(verdicts: Sequence[Verdict]) -> str:
    return "".join(_LETTERS[verdict] for verdict in verdicts)


def _import(row: EnrollmentImportRow) -> EnrollmentImport:
    return EnrollmentImport(
        course_id=CourseId(row.course_id),
        import_id=row.import_id,
        kind=ImportKind(row.kind),
        file_name=row.file_name,
        sha256=row.sha256,
        announces=bool(row.announces),
        requested_by=UserId(row.requested_by),
        requested_at=row.requested_at,
        advanced_at=row.advanced_at,
        finished_at=row.finished_at,
        rows=int(row.row_count),
        verdicts=[_VERDICTS[letter] for letter in row.verdicts or ""],
    )
