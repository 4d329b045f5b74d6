"""Which order a payment event is about: shops name it, or leave that to the payment's own id."""

from dataclasses import dataclass
from datetime import datetime

from shared.domain.ids import OrderId
from shared.domain.order import Order
from shared.domain.payment import Payment
from shared.stores import orders
from shared.stores.writes import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """The order that an event is about, and what that was concluded from.

    Attributes:
        before: the order as it was read; None while nothing is known of it.
        order: the same, with what was told of the payment before the order had this name.
        payment: the payment's reference.
        bound_to: the order that the payment belonged to so far.
        unnamed: what is known under the payment's own reference, where that is not the order itself.
    """

    order: Order
    before: Order | None
    payment: OrderId
    bound_to: OrderId | None
    unnamed: Order | None

    def write(self, transaction: Transaction, after: Order) -> None:
        """Write down the order, and that the payment belongs to it.

        Args:
            transaction: refused with `ChangedMeanwhile` when something is no longer as it was read.
            after: the order as it shall be.
        """
        orders.put(transaction, after, self.before)
        orders.bind_payment(transaction, self.payment, after.order_id, self.bound_to)
        if self.payment != after.order_id:
            orders.require_as_read(transaction, self.payment, self.unnamed)


def find(payment: Payment, now: datetime) -> Meant:
    """Find the order of a payment, under the name that the shop gives it, else under the payment's reference.

    An event that lacks the name reaches the order that an earlier one named, and what came before the name was told is
    not lost: it counts for the named order too.
    """
    reference = payment.reference
    bound_to = orders.of_payment(reference)
    order_id = payment.order_name or bound_to or reference
    before = orders.get(order_id)
    unnamed = orders.get(reference) if reference != order_id else None
    if unnamed is not None and unnamed.purchased_at is not None and before is None:
        # Bought without a name: it is known by the payment's reference, whatever later events call it.
        return Meant(order=unnamed, before=unnamed, payment=reference, bound_to=bound_to, unnamed=None)
    order = before or Order(order_id=order_id, created_at=now, updated_at=now)
    if unnamed is not None and not unnamed.lines:
        order = order.with_history_of(unnamed, now)
    return Meant(order=order, before=before, payment=reference, bound_to=bound_to, unnamed=unnamed)
