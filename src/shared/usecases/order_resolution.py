"""Which order a payment belongs to: the one that an event names, else one with the payment's own id."""

from dataclasses import dataclass
from datetime import datetime

from shared.domain.ids import OrderId
from shared.domain.order import Order
from shared.domain.payment import Payment
from shared.stores import orders


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolvedOrder:
    """The order of a payment, and the reads that this was concluded from.

    Attributes:
        order: the order, with what events reported of the payment before the order's own id was known.
        stored: the order as it was read; None where nothing is stored of it.
        reference: of the payment.
        linked_to: the order that the payment was linked to so far.
        unnamed: what is stored under the payment's reference, where that is not the order itself.
    """

    order: Order
    stored: Order | None
    reference: OrderId
    linked_to: OrderId | None
    unnamed: Order | None


def resolve(payment: Payment, now: datetime) -> ResolvedOrder:
    """Find the order of a payment.

    An event without the order's id finds the order that an earlier event named. What was stored under the payment's
    reference before the order's id was known counts for the order too.
    """
    reference = payment.reference
    linked_to = orders.of_payment(reference)
    order_id = payment.order_id or linked_to or reference
    stored = orders.get(order_id)
    unnamed = orders.get(reference) if reference != order_id else None
    if unnamed is not None and unnamed.purchased_at is not None and stored is None:
        # Bought without an order id: the order keeps the payment's reference as its id, whatever later events call it.
        return ResolvedOrder(order=unnamed, stored=unnamed, reference=reference, linked_to=linked_to, unnamed=None)
    order = stored or Order(order_id=order_id, created_at=now, updated_at=now)
    if unnamed is not None and not unnamed.lines:
        order = order.with_history_of(unnamed, now)
    return ResolvedOrder(order=order, stored=stored, reference=reference, linked_to=linked_to, unnamed=unnamed)
