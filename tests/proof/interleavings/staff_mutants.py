"""Mutants of enrollments by the staff; each must be killed by its scenario."""

from datetime import datetime

from pynamodb.expressions.condition import Condition

from shared.aws.transactions import Transaction
from shared.domain.enrollment import Enrollment
from shared.domain.pending_enrollment import PendingEnrollment
from shared.stores import enrollments, pending_enrollments, unclaimed
from shared.stores.enrollments import EnrollmentRow
from shared.stores.pending_enrollments import PendingEnrollmentRow
from shared.stores.unclaimed import UnclaimedRow
from shared.usecases import import_rows
from tests.proof.interleavings.executions import Mutant


def _exists(before: Enrollment | None) -> Condition:
    """In place of the condition that the enrollment is as it was read."""
    exists: Condition = EnrollmentRow.user_id.exists()
    return EnrollmentRow.user_id.does_not_exist() if before is None else exists


def _remove_unconditionally(transaction: Transaction, pending: PendingEnrollment) -> None:
    transaction.delete(PendingEnrollmentRow(pending.course_id, pending.email), None, Exception)
    transaction.delete(UnclaimedRow(pending.email, f"course#{pending.course_id}"), None, Exception)


def _put_alone(
    transaction: Transaction, pending: PendingEnrollment, before: PendingEnrollment | None, now: datetime
) -> None:
    """Store what waits, and let it be found by its address only the first time."""
    added, unclaimed.add_enrollment = unclaimed.add_enrollment, lambda *_: None
    try:
        _PUT(transaction, pending, before, now)
    finally:
        unclaimed.add_enrollment = added


_PUT = pending_enrollments.put

STAFF_MUTANTS = (
    (
        "access that the staff extends, and a change by the shop",
        Mutant(name="a change overwrites what others changed", patches=((enrollments, "_all_unchanged", _exists),)),
    ),
    (
        "two claims of an enrollment that waits",
        Mutant(
            name="a claim does not require that it still waits",
            patches=((pending_enrollments, "remove", _remove_unconditionally),),
        ),
    ),
    (
        "a claim and a change of an enrollment that waits",
        Mutant(
            name="what waits is found by its address only if it is new",
            patches=((pending_enrollments, "put", _put_alone),),
        ),
    ),
    (
        "two deliveries of an import",
        Mutant(
            name="a row does not recognise what its import did",
            patches=((import_rows, "_was_imported", lambda *_: False),),
        ),
    ),
)
