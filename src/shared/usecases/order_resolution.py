"""Which order an event is about: the one that it names, else the one that its references are linked to."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from shared.aws.transactions import WriteConflict
from shared.domain.ids import OrderId
from shared.domain.order import Order
from shared.domain.payment import PaymentEvent, Reference
from shared.stores import orders


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolvedOrder:
    """The order of an event, and what the event links to it.

    Attributes:
        order: to apply the event to.
        stored: as it was read; None where nothing is stored of it.
        joined: what was recorded of payments before this event linked them to the order.
        new_links: ids that no event named before, which belong to the order from now on.
    """

    order: Order
    stored: Order | None
    joined: Sequence[Order]
    new_links: Sequence[Reference]


def resolve(event: PaymentEvent, now: datetime) -> ResolvedOrder:
    """Find the order of an event.

    All ids that an event carries belong to one order, and each may have been named before. What was recorded under an
    id whose order was not known is joined to the order; two orders that the shop itself has named stay apart.

    Raises:
        WriteConflict: an id became that of an order between two reads: it cannot be both new and known.
    """
    found = {reference: orders.find(reference) for reference in event.references.all}
    linked = {order.order_id: order for order in found.values() if order is not None}
    named = orders.find(event.order_id) if event.order_id is not None else None
    stored = _choose(event, named, tuple(linked.values()))
    order = stored or _new(event, now)
    if event.order_id is not None:
        order = replace(order, is_unlinked=False)
    joined = [other for other in linked.values() if other.is_unlinked and other.order_id != order.order_id]
    unknown = [reference for reference, known in found.items() if known is None]
    if event.order_id is not None and named is None:
        unknown.append(event.order_id)
    if any(reference in linked for reference in unknown):
        raise WriteConflict
    return ResolvedOrder(
        order=order,
        stored=stored,
        joined=joined,
        new_links=[reference for reference in dict.fromkeys(unknown) if reference != order.order_id],
    )


def _choose(event: PaymentEvent, named: Order | None, linked: Sequence[Order]) -> Order | None:
    """Choose among the orders that are known; None for one that nothing is stored of."""
    if named is not None:
        return named
    known = [order for order in linked if not order.is_unlinked]
    if event.order_id is None:
        return next(iter([*known, *linked]), None)
    # An order that was bought without an id keeps the id that stands in for it, whatever later events call it. That is
    # the id which arrived first: not all events about the order carry it.
    references = set(event.references.all)
    return next((one for one in known if one.order_id in references or one.lacks_own_id), None)


def _new(event: PaymentEvent, now: datetime) -> Order:
    order_id = event.order_id or OrderId(event.references.all[0])
    return Order(order_id=order_id, is_unlinked=True, created_at=now, updated_at=now)
