"""The learner's name in an enrollment, corrected by the staff."""

from datetime import datetime

from shared.aws.transactions import Transaction, WriteConflict, unchanged
from shared.domain.enrollment import Enrollment
from shared.stores.enrollments import EnrollmentRow


def put(transaction: Transaction, before: Enrollment, name: str, now: datetime) -> None:
    """Set the name; all else of the enrollment may change at the same time.

    Args:
        transaction: fails with `WriteConflict` when the name is no longer as it was read, or the enrollment was erased.
        before: as it was read.
        name: as it will be printed.
        now: the time of the change.
    """
    row = EnrollmentRow
    transaction.update(
        row(before.user_id, before.course_id),
        [row.learner_name.set(name), row.updated_at.set(now)],
        row.user_id.exists() & unchanged(row.learner_name, before.learner_name),
        WriteConflict,
    )
