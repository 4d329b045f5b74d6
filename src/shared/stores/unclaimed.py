"""Purchases whose learner is not known yet, by the e-mail address that was given at the checkout."""

from datetime import datetime

from pynamodb.attributes import UnicodeAttribute

from shared.aws.row import Row, UtcAttribute, table_name
from shared.aws.transactions import Transaction, WriteConflict
from shared.domain.ids import OrderId


class UnclaimedRow(Row):
    """An unclaimed purchase; the order has its courses."""

    class Meta:
        table_name = table_name("unclaimed-purchases")

    email = UnicodeAttribute(hash_key=True)
    order_id = UnicodeAttribute(range_key=True)
    created_at = UtcAttribute(null=True)


def of_email(email: str) -> list[OrderId]:
    """Read the orders that were bought with an address, in lower case, and not claimed yet."""
    return [OrderId(row.order_id) for row in UnclaimedRow.query(email, consistent_read=True)]


def add(transaction: Transaction, email: str, order_id: OrderId, now: datetime) -> None:
    """Add an unclaimed purchase, in the transaction that stores its order."""
    row = UnclaimedRow(email, order_id)
    transaction.update(row, [UnclaimedRow.created_at.set(UnclaimedRow.created_at | now)], None, WriteConflict)


def remove(transaction: Transaction, email: str, order_id: OrderId) -> None:
    """Remove a purchase that is claimed; fails with `WriteConflict` when another request has claimed it."""
    transaction.delete(UnclaimedRow(email, order_id), UnclaimedRow.email.exists(), WriteConflict)
