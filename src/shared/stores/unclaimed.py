"""What waits for an e-mail address: purchases whose learner is not known yet, and enrollments by the staff."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pynamodb.attributes import UnicodeAttribute

from shared.aws.row import Row, UtcAttribute, table_name
from shared.aws.transactions import Transaction, WriteConflict
from shared.domain.ids import CourseId, OrderId

# Before the course of an enrollment, in place of an order: ids have no such character.
_COURSE = "course#"


class UnclaimedRow(Row):
    """An unclaimed purchase, whose order has its courses; or an enrollment that waits, which is in its own table."""

    class Meta:
        table_name = table_name("unclaimed-purchases")

    email = UnicodeAttribute(hash_key=True)
    order_id = UnicodeAttribute(range_key=True)
    created_at = UtcAttribute(null=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What waits for an address.

    Attributes:
        order_ids: of purchases.
        course_ids: of enrollments by the staff.
    """

    order_ids: Sequence[OrderId]
    course_ids: Sequence[CourseId]


def of_email(email: str) -> Waiting | None:
    """Read what waits for an address, in lower case; None for nothing."""
    keys = [str(row.order_id) for row in UnclaimedRow.query(email, consistent_read=True)]
    if not keys:
        return None
    return Waiting(
        order_ids=[OrderId(key) for key in keys if not key.startswith(_COURSE)],
        course_ids=[CourseId(key.removeprefix(_COURSE)) for key in keys if key.startswith(_COURSE)],
    )


def add(transaction: Transaction, email: str, order_id: OrderId, now: datetime) -> None:
    """Add an unclaimed purchase, in the transaction that stores its order."""
    _add(transaction, email, order_id, now)


def add_enrollment(transaction: Transaction, email: str, course_id: CourseId, now: datetime) -> None:
    """Add an enrollment that waits, in the transaction that stores it."""
    _add(transaction, email, _COURSE + course_id, now)


def _add(transaction: Transaction, email: str, key: str, now: datetime) -> None:
    row = UnclaimedRow(email, key)
    transaction.update(row, [UnclaimedRow.created_at.set(UnclaimedRow.created_at | now)], None, WriteConflict)


def remove(transaction: Transaction, email: str, order_id: OrderId) -> None:
    """Remove a purchase that is claimed; fails with `WriteConflict` when another request has claimed it."""
    _remove(transaction, email, order_id)


def remove_enrollment(transaction: Transaction, email: str, course_id: CourseId) -> None:
    """Remove an enrollment that is claimed or cancelled; fails with `WriteConflict` when another request did."""
    _remove(transaction, email, _COURSE + course_id)


def _remove(transaction: Transaction, email: str, key: str) -> None:
    transaction.delete(UnclaimedRow(email, key), UnclaimedRow.email.exists(), WriteConflict)
