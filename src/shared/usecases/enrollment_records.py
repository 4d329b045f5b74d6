"""The record of a change of an enrollment, in the transaction that makes the change."""

from datetime import datetime

from shared.aws.transactions import Transaction
from shared.domain import changed_fields
from shared.domain.change_record import Change, ChangeRecord
from shared.domain.enrollment import Enrollment
from shared.stores import changes


def add(
    transaction: Transaction,
    after: Enrollment,
    before: Enrollment | None,
    change: Change,
    completed_at: datetime | None = None,
) -> None:
    """Add the record, if there is anything to record.

    Args:
        transaction: that requires that the enrollment is as it was read.
        after: the enrollment as it will be.
        before: as it was read; None for a new one.
        change: who changes it, and when.
        completed_at: when the learner completed the course elsewhere; None where the change does not say so.
    """
    changed = changed_fields.of_enrollment(before, after, completed_at)
    if changed is None:
        return
    action, fields = changed
    record = ChangeRecord(
        at=change.at,
        actor=change.actor,
        action=action,
        course_id=after.course_id,
        user_id=after.user_id,
        import_id=change.import_id,
        fields=fields,
    )
    changes.add(transaction, record)
