"""Keeping enrollments and certificates in step with the orders that pay for them."""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime

from shared.domain.certificate import Certificate
from shared.domain.enrollment import Enrollment, EnrollmentStatus
from shared.domain.ids import CourseId, OrderId, UserId
from shared.domain.order import Order
from shared.domain.paying import bought_with, following, linked, paid_by, status_in_step
from shared.domain.payment import Purchase
from shared.stores import certificates, enrollments, orders
from shared.stores.writes import Transaction

# What a line writes at most: its enrollment, its certificate, the register's entry, and another order that pays for it.
WRITES_A_LINE = 4
_BY = "stripe"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of an order that is out of step with it: as it was read, and as it shall be."""

    enrollment: Enrollment | None
    enrollment_after: Enrollment | None
    certificate: Certificate | None
    certificate_after: Certificate | None

    @property
    def other_order_id(self) -> OrderId | None:
        """The order that pays from now on and did not before; None where that does not change."""
        before, after = self.enrollment, self.enrollment_after
        if before is None or after is None or after.status is EnrollmentStatus.REFUNDED:
            return None
        return after.order_id if after.order_id != before.order_id else None


def out_of_step(order: Order, purchase: Purchase | None, now: datetime) -> list[Line]:
    """Find what must change for an order's lines to follow it.

    Args:
        order: as it shall be.
        purchase: of some of its lines, where that is what happens.
        now: the time of a revocation or a reinstatement.
    """
    lines = (_line(order, user_id, course_id, purchase, now) for user_id, course_id in sorted(order.lines))
    return [
        line for line in lines if (line.enrollment, line.certificate) != (line.enrollment_after, line.certificate_after)
    ]


def _line(order: Order, user_id: UserId, course_id: CourseId, purchase: Purchase | None, now: datetime) -> Line:
    # The enrollment first: a certificate issued between the two reads changes it, so that the write fails and all is
    # read again. The other way round, that certificate would be missed.
    enrollment = enrollments.get(user_id, course_id)
    certificate = certificates.get(user_id, course_id)
    enrollment_after, certificate_after = enrollment, certificate
    if purchase is not None and purchase.user_id == user_id and course_id in purchase.course_ids:
        enrollment_after = _bought(user_id, course_id, enrollment, order, purchase)
        if certificate is not None:
            certificate_after = linked(certificate, enrollment, order.order_id)
    if certificate_after is not None and certificate_after.order_id == order.order_id:
        certificate_after = following(certificate_after, order, _BY, now)
    if enrollment_after is not None and order.order_id in enrollment_after.order_ids:
        others = (orders.get(order_id) for order_id in sorted(enrollment_after.order_ids - {order.order_id}))
        enrollment_after = paid_by(enrollment_after, [order, *(other for other in others if other is not None)])
    if enrollment_after is not None:
        status = status_in_step(enrollment_after, certificate_after)
        enrollment_after = replace(enrollment_after, certificate_status=status)
    return Line(
        enrollment=enrollment,
        enrollment_after=enrollment_after,
        certificate=certificate,
        certificate_after=certificate_after,
    )


def _bought(
    user_id: UserId, course_id: CourseId, enrollment: Enrollment | None, order: Order, purchase: Purchase
) -> Enrollment:
    if enrollment is not None:
        return bought_with(enrollment, order, purchase.subscription_id)
    return Enrollment(
        user_id=user_id,
        course_id=course_id,
        status=EnrollmentStatus.ACTIVE,
        order_id=order.order_id,
        subscription_id=purchase.subscription_id,
    )


def write(transaction: Transaction, lines: Sequence[Line], guarded: Set[OrderId], now: datetime) -> None:
    """Bring lines of an order in step.

    Args:
        transaction: refused with `ChangedMeanwhile` when something is no longer as it was read.
        lines: of the order.
        guarded: orders that the transaction requires to be as they were read; it may do so once each.
        now: the time of the change.
    """
    for line in lines:
        if line.enrollment_after is not None and line.enrollment_after != line.enrollment:
            enrollments.put(transaction, line.enrollment_after, line.enrollment, now)
        if line.certificate is not None and line.certificate_after not in {None, line.certificate}:
            certificates.put(transaction, line.certificate_after, line.certificate, now)
    for order_id in sorted(_others(lines) - guarded):
        orders.rely_on(transaction, order_id)


def _others(lines: Iterable[Line]) -> set[OrderId]:
    return {line.other_order_id for line in lines if line.other_order_id is not None}
