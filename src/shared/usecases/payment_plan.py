"""All that a payment event changes: planned from reads, then written on the condition that they still hold."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import batched

from shared.aws.transactions import MAX_TRANSACTION_ITEMS, Transaction
from shared.domain.ids import OrderId
from shared.domain.order import Order, Outcome
from shared.domain.payment import Payment, PaymentEvent, Purchase
from shared.stores import certificates, enrollments, orders, webhook_events
from shared.stores.webhook_events import WebhookEvent
from shared.usecases.line_changes import LineChange, line_changes
from shared.usecases.order_resolution import ResolvedOrder, resolve

# A line writes at most its enrollment, its certificate, the register's entry, and another order that pays from now on.
_WRITES_PER_LINE = 4
# Besides its lines, a transaction has at most the order, the payment's link, what was stored of the payment, the event.
_LINES_PER_TRANSACTION = (MAX_TRANSACTION_ITEMS - 4) // _WRITES_PER_LINE


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentPlan:
    """What a payment event changes.

    Attributes:
        resolved: the order as it was found.
        order: the order as it will be, with the version that is stored.
        lines: its enrollments and certificates that change.
        event: the event's entry in the log of events.
    """

    resolved: ResolvedOrder
    order: Order
    lines: Sequence[LineChange]
    event: WebhookEvent

    def write(self, now: datetime) -> None:
        """Write the plan, in one transaction where it fits.

        An order with more lines than a transaction takes is written in steps. An order that is reversed is marked so
        in the last step, so that no certificate is active once it is; one that is no longer reversed, in the first.
        Each step increments the order's version. When a step fails, the next delivery of the event plans and writes
        what is left.

        Args:
            now: the time of the change.

        Raises:
            WriteConflict: something is no longer as it was read.
        """
        steps = list(batched(self.lines, _LINES_PER_TRANSACTION, strict=False)) or [()]
        last = len(steps) - 1
        order_step = last if self.order.is_reversed else 0
        for number, lines in enumerate(steps):
            transaction = Transaction()
            guarded = {self.order.order_id}
            version = self.order.version + number
            if number == order_step:
                self._write_order(transaction, version)
                guarded.add(self.resolved.reference)
            elif self.resolved.stored is None and number < order_step:
                orders.require_unchanged(transaction, self.order.order_id, None)
            else:
                orders.increment_version(transaction, self.order.order_id, version)
            _write_lines(transaction, lines, guarded, now)
            if number == last:
                webhook_events.add_in(transaction, self.event)
            transaction.commit()

    def _write_order(self, transaction: Transaction, version: int) -> None:
        """Write the order, which has this version after the steps before, and the payment's link to it."""
        stored, reference = self.resolved.stored, self.resolved.reference
        stored = None if stored is None else replace(stored, version=version)
        orders.put(transaction, replace(self.order, version=version + 1), stored)
        orders.link_payment(transaction, reference, self.order.order_id, self.resolved.linked_to)
        if reference != self.order.order_id:
            orders.require_unchanged(transaction, reference, self.resolved.unnamed)


def plan(event: PaymentEvent, payment: Payment, now: datetime) -> PaymentPlan:
    """Plan what an event with a fact changes, from strongly consistent reads.

    Args:
        event: with a fact; a purchase that it reports is paid.
        payment: that the event is about.
        now: time of receipt.
    """
    purchase = event.fact if isinstance(event.fact, Purchase) else None
    resolved = resolve(payment, now)
    order, outcome = resolved.order.apply(event, now)
    lines = line_changes(order, purchase, now)
    if purchase is not None:
        outcome = Outcome.ENROLLED if lines and not order.is_reversed else Outcome.UNCHANGED
    updated_at = resolved.order.updated_at if outcome is Outcome.UNCHANGED else now
    order = replace(order, updated_at=updated_at)
    logged = WebhookEvent(
        event_id=event.event_id, type=event.type, received_at=now, outcome=outcome, order_id=order.order_id
    )
    return PaymentPlan(resolved=resolved, order=order, lines=lines, event=logged)


def _write_lines(transaction: Transaction, lines: Sequence[LineChange], guarded: set[OrderId], now: datetime) -> None:
    """Add the changes of some lines to a transaction.

    Args:
        transaction: to add to.
        lines: to write.
        guarded: orders that the transaction already has a condition on: it may have one item once only.
        now: the time of the change.
    """
    for line in lines:
        if line.enrollment_after is not None and line.enrollment_after != line.enrollment:
            enrollments.put(transaction, line.enrollment_after, line.enrollment, now)
        # A learner who was erased and buys again may have a certificate that is being changed at this moment, by a
        # request that has not seen this enrollment: writing the certificate unchanged makes one of the two conflict.
        writes_certificate = line.enrollment is None or line.certificate_after != line.certificate
        if line.certificate is not None and line.certificate_after is not None and writes_certificate:
            certificates.put(transaction, line.certificate_after, line.certificate, now)
    newly_paying = {order_id for line in lines if (order_id := line.newly_paying_order_id) is not None}
    for order_id in sorted(newly_paying - guarded):
        orders.require_paying_for_new_line(transaction, order_id)
