"""Enrollments that wait for an e-mail address: found by course here, and by address among the unclaimed purchases."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.expressions.condition import Condition

from shared.aws.row import Row, UtcAttribute, table_name
from shared.aws.transactions import Transaction, WriteConflict, set_or_remove
from shared.domain.ids import CourseId, UserId
from shared.domain.pending_enrollment import PendingEnrollment
from shared.stores import unclaimed


class PendingEnrollmentRow(Row):
    class Meta:
        table_name = table_name("pending-enrollments")

    course_id = UnicodeAttribute(hash_key=True)
    email = UnicodeAttribute(range_key=True)
    learner_name = UnicodeAttribute(null=True)
    access_expires_at = UtcAttribute(null=True)
    completed_at = UtcAttribute(null=True)
    is_silent = BooleanAttribute(null=True)
    enrolled_by = UnicodeAttribute()
    changed_by = UnicodeAttribute()
    import_id = UnicodeAttribute(null=True)
    created_at = UtcAttribute()
    updated_at = UtcAttribute()
    version = NumberAttribute()


def get(course_id: str, email: str) -> PendingEnrollment | None:
    """Read what waits for an address, in lower case, in a course; None for nothing."""
    try:
        return _pending(PendingEnrollmentRow.get(course_id, email, consistent_read=True))
    except PendingEnrollmentRow.DoesNotExist:
        return None


def get_many(course_id: str, emails: Iterable[str], *, consistent: bool = True) -> Mapping[str, PendingEnrollment]:
    """Read what waits for some addresses in a course, by address."""
    keys = [(course_id, email) for email in emails]
    rows = PendingEnrollmentRow.batch_get(keys, consistent_read=consistent) if keys else ()
    return {row.email: _pending(row) for row in rows}


def page(course_id: str, *, after: str | None, limit: int) -> list[PendingEnrollment]:
    """Read some of what waits in a course, in order of address.

    Args:
        course_id: the course.
        after: the address to continue after; None to start at the beginning.
        limit: how many at most; no more are read.
    """
    condition = PendingEnrollmentRow.email > after if after is not None else None
    rows = PendingEnrollmentRow.query(course_id, range_key_condition=condition, limit=limit, consistent_read=True)
    return [_pending(row) for row in rows]


def put(transaction: Transaction, pending: PendingEnrollment, before: PendingEnrollment | None, now: datetime) -> None:
    """Create or update what waits for an address.

    Args:
        transaction: fails with `WriteConflict` when it is no longer as it was read.
        pending: as it will be.
        before: as it was read; None for a new one.
        now: the time of the change.
    """
    row = PendingEnrollmentRow
    transaction.update(
        row(pending.course_id, pending.email),
        [
            set_or_remove(row.learner_name, pending.learner_name),
            set_or_remove(row.access_expires_at, pending.access_expires_at),
            set_or_remove(row.completed_at, pending.completed_at),
            set_or_remove(row.is_silent, pending.is_silent or None),
            row.enrolled_by.set(pending.enrolled_by),
            row.changed_by.set(pending.changed_by),
            set_or_remove(row.import_id, pending.import_id),
            row.created_at.set(row.created_at | now),
            row.updated_at.set(now),
            row.version.set(pending.version + 1),
        ],
        _is_unchanged(before),
        WriteConflict,
    )
    unclaimed.add_enrollment(transaction, pending.email, pending.course_id, now)


def remove(transaction: Transaction, pending: PendingEnrollment) -> None:
    """Remove what waited for an address; fails with `WriteConflict` when it is no longer as it was read."""
    row = PendingEnrollmentRow(pending.course_id, pending.email)
    transaction.delete(row, _is_unchanged(pending), WriteConflict)
    unclaimed.remove_enrollment(transaction, pending.email, pending.course_id)


def _is_unchanged(before: PendingEnrollment | None) -> Condition:
    row = PendingEnrollmentRow
    return row.course_id.does_not_exist() if before is None else row.version == before.version


def _pending(row: PendingEnrollmentRow) -> PendingEnrollment:
    return PendingEnrollment(
        course_id=CourseId(row.course_id),
        email=row.email,
        learner_name=row.learner_name,
        access_expires_at=row.access_expires_at,
        completed_at=row.completed_at,
        is_silent=bool(row.is_silent),
        enrolled_by=UserId(row.enrolled_by),
        changed_by=UserId(row.changed_by),
        import_id=row.import_id,
        created_at=row.created_at,
        updated_at=row.updated_at,
        version=int(row.version),
    )
