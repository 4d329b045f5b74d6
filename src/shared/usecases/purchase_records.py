"""Records of what purchases change on enrollments; what else an order does to them is kept by the order itself."""

from collections.abc import Iterable
from datetime import datetime

from shared.aws.transactions import Transaction
from shared.domain.change_record import PAYMENTS, Change
from shared.usecases import enrollment_records
from shared.usecases.line_changes import LineChange


def add(transaction: Transaction, lines: Iterable[LineChange], now: datetime) -> None:
    """Add a record of each enrollment that a purchase creates, restores or extends, one for each line at most.

    Args:
        transaction: that writes the lines.
        lines: that are written, bought or not.
        now: the time of the change.
    """
    change = Change(actor=PAYMENTS, at=now)
    for line in lines:
        if line.is_bought and line.enrollment_after is not None:
            enrollment_records.add(transaction, line.enrollment_after, line.enrollment, change)
