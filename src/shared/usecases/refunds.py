"""What payment events do: a full refund revokes, a partial one is written down."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import batched

from shared.domain.certificate import Certificate, CertificateStatus
from shared.domain.enrollment import Enrollment, EnrollmentStatus
from shared.domain.order import REFUNDED, Order, Refund
from shared.stores import certificates, enrollments, orders, webhook_events
from shared.stores.enrollments import EnrollmentRow
from shared.stores.webhook_events import WebhookEvent
from shared.stores.writes import MAX_TRANSACTION_ITEMS, Transaction
from shared.usecases.deciding import until_settled

# Of one line of an order: its enrollment, its certificate and the register's entry; of the last step besides: the
# order and the event.
_ITEMS_A_LINE = 3
_LINES_A_TRANSACTION = (MAX_TRANSACTION_ITEMS - 2) // _ITEMS_A_LINE
_BY = "stripe"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """A line of an order that a full refund changes, as it was read."""

    enrollment: Enrollment | None
    certificate: Certificate | None


def ignore(event_id: str, event_type: str, now: datetime) -> WebhookEvent:
    """Write down an event of a type that changes nothing here."""
    event = WebhookEvent(event_id=event_id, type=event_type, received_at=now, outcome="ignored", order_id=None)
    webhook_events.add(event)
    return event


def apply(event_id: str, event_type: str, refund: Refund, now: datetime) -> WebhookEvent:
    """Apply what a payment event says was refunded.

    A full refund ends the order's enrollments and revokes its certificates in the transaction that marks the order,
    so that no certificate of a refunded order is ever active. An order with more lines than one transaction takes is
    refunded in steps; the order is marked with the last of them, and only if it is still as it was read.

    Args:
        event_id: of the event; the same event again changes nothing.
        event_type: as the sender calls it.
        refund: what it says; amounts only ever grow, so an older, smaller one is late news.
        now: time of receipt.

    Returns:
        The event with its outcome: `refunded`, `partially_refunded` or `unchanged`.

    Raises:
        ConcurrentChange: others interfered each time.
    """
    return until_settled(lambda: _apply_once(event_id, event_type, refund, now))


def _apply_once(event_id: str, event_type: str, refund: Refund, now: datetime) -> WebhookEvent:
    came_before = webhook_events.get(event_id)
    if came_before is not None:
        return came_before
    order = orders.get(refund.order_id)
    event = WebhookEvent(
        event_id=event_id,
        type=event_type,
        received_at=now,
        outcome=_outcome(order, refund),
        order_id=refund.order_id,
    )
    if event.outcome == "unchanged":
        webhook_events.add(event)
        return event
    steps: list[list[_Line]] = [[]]
    if refund.is_full and order is not None:
        steps = [list(step) for step in batched(_lines(order), _LINES_A_TRANSACTION, strict=False)] or [[]]
    for step in steps[:-1]:
        transaction = Transaction()
        _end(transaction, order, step, now)
        transaction.commit()
    transaction = Transaction()
    _end(transaction, order, steps[-1], now)
    orders.put_refund(transaction, refund, order, event, now)
    webhook_events.add_in(transaction, event)
    transaction.commit()
    return event


def _outcome(order: Order | None, refund: Refund) -> str:
    if order is not None and order.refunded_at is not None:
        return "unchanged"
    if refund.is_full:
        return "refunded"
    if order is not None and refund.amount_refunded <= order.amount_refunded:
        return "unchanged"
    return "partially_refunded"


def _lines(order: Order) -> Iterator[_Line]:
    """Read the order's lines that are not over yet."""
    for user_id, course_id in sorted(order.lines):
        # The enrollment first: a certificate issued between the two reads changes it, so that the write fails and all
        # is read again. The other way round, that certificate would be missed.
        enrollment = enrollments.get(user_id, course_id)
        certificate = certificates.get(user_id, course_id)
        ends = enrollment is not None and (
            enrollment.order_id == order.order_id and enrollment.status is not EnrollmentStatus.REFUNDED
        )
        revokes = certificate is not None and (
            certificate.order_id == order.order_id and certificate.status is CertificateStatus.ACTIVE
        )
        if ends or revokes:
            yield _Line(enrollment=enrollment, certificate=certificate if revokes else None)


def _end(transaction: Transaction, order: Order | None, lines: Sequence[_Line], now: datetime) -> None:
    """End the enrollments and revoke the certificates of some lines of an order."""
    for line in lines:
        if line.certificate is not None:
            certificates.revoke(transaction, line.certificate, REFUNDED, _BY, now)
        if line.enrollment is None:
            continue
        if order is not None and line.enrollment.order_id == order.order_id:
            status = CertificateStatus.REVOKED if line.certificate else line.enrollment.certificate_status
            enrollments.set_certificate_status(
                transaction,
                line.enrollment,
                status,
                EnrollmentRow.status.set(EnrollmentStatus.REFUNDED),
                EnrollmentRow.updated_at.set(now),
            )
        elif line.certificate is not None:
            # Paid anew by another order since: the learner may earn a new certificate.
            enrollments.set_certificate_status(transaction, line.enrollment, None)
