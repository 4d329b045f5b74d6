"""All that a payment event changes: planned from reads, then written on the condition that they still hold."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import batched

from shared.aws.transactions import Transaction, WriteConflict
from shared.domain.order import Line, Order, PendingLines, UnclaimedPurchase
from shared.domain.payment import Outcome, PaymentEvent, Purchase
from shared.stores import order_lines, orders, unclaimed, webhook_events
from shared.stores.webhook_events import WebhookEvent
from shared.usecases import purchase_records
from shared.usecases.line_changes import MAX_LINES, LineChange, line_changes, write_lines
from shared.usecases.order_resolution import ResolvedOrder, resolve

# Lines that are compared with a further purchase of the same order: a course that was claimed waits for nobody. Of an
# order with more, one may wait again, and is claimed without an effect.
_MAX_CLAIMED = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentPlan:
    """What a payment event changes.

    Attributes:
        resolved: the order as it was found.
        order: the order as it will be.
        lines: its enrollments and certificates that change.
        event: the event's entry in the log of events.
    """

    resolved: ResolvedOrder
    order: Order
    lines: Sequence[LineChange]
    event: WebhookEvent

    @property
    def changes_order(self) -> bool:
        """Whether the order itself must be written."""
        resolved = self.resolved
        return bool(self.order != resolved.stored or resolved.joined or resolved.new_links or self.lines)

    def write(self, now: datetime) -> Order:
        """Write the plan: in one transaction, except for a purchase of more courses than fit into one.

        The first transaction has all that events report of the order, and the version that the lines need. When a later
        one fails, the next delivery of the event plans and writes the lines that are missing.

        Args:
            now: the time of the change.

        Returns:
            The order as it is stored.

        Raises:
            WriteConflict: something is no longer as it was read.
        """
        order = replace(self.order, version=self.resolved.order.version + 1)
        if order.pending is not None and order.pending != self.resolved.order.pending:
            order = replace(order, pending=replace(order.pending, version=order.version))
        steps = list(batched(self.lines, MAX_LINES, strict=False)) or [()]
        for number, lines in enumerate(steps):
            transaction = Transaction()
            if number > 0:
                orders.increment_version(transaction, order.order_id, order.version)
                order = replace(order, version=order.version + 1)
            elif self.changes_order:
                self._write_order(transaction, order, now)
            write_lines(transaction, order.order_id, lines, {order.order_id}, now)
            purchase_records.add(transaction, lines, now)
            if number == len(steps) - 1:
                webhook_events.add_in(transaction, self.event)
            transaction.commit()
        return order

    def _write_order(self, transaction: Transaction, order: Order, now: datetime) -> None:
        resolved = self.resolved
        ids = {*resolved.new_links, *(other.order_id for other in resolved.joined)}
        if not ids.isdisjoint(line.other_payer for line in self.lines):
            # The shop has used the id of a payment for an order since the id was read.
            raise WriteConflict
        orders.put(transaction, order, resolved.stored)
        for reference in resolved.new_links:
            orders.link(transaction, reference, order.order_id)
        for other in resolved.joined:
            orders.join(transaction, other, order.order_id)
        if order.unclaimed is not None and resolved.order.unclaimed is None:
            unclaimed.add(transaction, order.unclaimed.email, order.order_id, now)


def plan(event: PaymentEvent, now: datetime) -> PaymentPlan:
    """Plan what an event changes, from strongly consistent reads.

    Args:
        event: with at least one reference, or the id of an order.
        now: time of receipt.
    """
    purchase = event.purchase
    resolved = resolve(event, now)
    before = resolved.order
    order, outcome = before.apply(event, now, resolved.joined)
    bought = purchase if purchase is not None and purchase.is_paid else None
    if bought is not None:
        order = replace(order, is_unlinked=False)
        if bought.user_id is None:
            order = replace(order, unclaimed=_unclaimed(before, bought))
    lines, order = _changes(resolved, order, bought, now)
    outcome = _outcome(outcome, order, purchase, lines)
    if outcome is not Outcome.UNCHANGED:
        order = replace(order, updated_at=now)
    logged = WebhookEvent(
        event_id=event.event_id, type=event.type, received_at=now, outcome=outcome, order_id=order.order_id
    )
    return PaymentPlan(resolved=resolved, order=order, lines=lines, event=logged)


def _unclaimed(before: Order, bought: Purchase) -> UnclaimedPurchase | None:
    """Add a purchase without a learner to what waits for one; courses that were bought and claimed before do not."""
    assert bought.email is not None  # noqa: S101 - without a learner and an address, the event is ignored
    waiting = before.unclaimed
    known = set(waiting.course_ids) if waiting is not None else set()
    if before.purchased_at is not None:
        known |= {course_id for _, course_id in order_lines.page(before, after=None, limit=_MAX_CLAIMED)}
    new = tuple(course_id for course_id in bought.course_ids if course_id not in known)
    if waiting is not None:
        return replace(waiting, course_ids=(*waiting.course_ids, *new))
    if not new:
        return None
    return UnclaimedPurchase(
        email=bought.email,
        course_ids=new,
        subscription_id=bought.subscription_id,
        purchaser_name=bought.purchaser_name,
    )


def _changes(
    resolved: ResolvedOrder, order: Order, bought: Purchase | None, now: datetime
) -> tuple[list[LineChange], Order]:
    """Find the lines that change; the lines that a large order has already are left to the queue."""
    before = resolved.order
    known = order_lines.page(order, after=None, limit=MAX_LINES + 1) if resolved.stored is not None else []
    lines = _bought_lines(bought)
    existing = order_lines.existing(order, lines) if lines and len(known) > MAX_LINES else known
    ends_access = order.access_ends_at != before.access_ends_at
    changes = (
        line_changes(order, lines, now, bought=bought, existing=existing, ends_access=ends_access) if lines else []
    )
    others = [line for line in known if line not in lines]
    if len(set(lines).union(known)) <= MAX_LINES:
        return changes + (line_changes(order, others, now, ends_access=ends_access) if others else []), order
    if known and not order.has_same_effect_as(before):
        had_ended = before.pending is not None and before.pending.ends_access
        order = replace(order, pending=PendingLines(version=0, ends_access=ends_access or had_ended))
    return changes, order


def _bought_lines(bought: Purchase | None) -> list[Line]:
    """Name the lines that a purchase is about; the order may have some already, as the shop enrolls learners, too."""
    if bought is None or bought.user_id is None:
        return []
    return [(bought.user_id, course_id) for course_id in bought.course_ids]


def _outcome(outcome: Outcome, order: Order, purchase: Purchase | None, lines: Sequence[LineChange]) -> Outcome:
    if purchase is None:
        return outcome
    if not purchase.is_paid:
        return Outcome.AWAITING_PAYMENT
    if purchase.user_id is None:
        return Outcome.UNCLAIMED if order.unclaimed is not None else Outcome.UNCHANGED
    changes = any(line.changes_anything for line in lines)
    return Outcome.ENROLLED if changes and not order.is_reversed else Outcome.UNCHANGED
