"""What changes on the enrollments and certificates of an order when the order changes."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from shared.aws.transactions import MAX_WRITES, Transaction
from shared.domain.certificate import Certificate
from shared.domain.enrollment import Enrollment, EnrollmentStatus
from shared.domain.entitlement import (
    add_order,
    certificate_status_of,
    end_access,
    link_to_order,
    select_paying_order,
    sync_with_order,
)
from shared.domain.ids import OrderId
from shared.domain.order import Line, Order
from shared.domain.payment import Purchase
from shared.stores import certificates, enrollments, order_lines, orders

# The line's entry, its enrollment, its certificate, another order that pays from now on, and the record of a purchase.
_WRITES_OF_A_LINE = 5
# An event, its order and its links take up to a dozen.
_OTHER_WRITES = 20
# Of one transaction.
MAX_LINES = (MAX_WRITES - _OTHER_WRITES) // _WRITES_OF_A_LINE


@dataclass(frozen=True, slots=True, kw_only=True)
class LineChange:
    """The enrollment and certificate of one line of an order: as they were read, and as they will be.

    Attributes:
        is_new: whether the line is added to the order.
        is_bought: whether it is bought now, of an order that may have it already.
        enrollment: as it was read; None where there is none yet.
        certificate: as it was read; None where none was issued.
        other_payer: another order that pays for the enrollment, from now on or although this one pays as well; the
            transaction must have a condition on it.
    """

    line: Line
    is_new: bool
    is_bought: bool
    enrollment: Enrollment | None
    enrollment_after: Enrollment | None
    certificate: Certificate | None
    certificate_after: Certificate | None
    other_payer: OrderId | None

    @property
    def changes_anything(self) -> bool:
        """Whether there is anything to write."""
        read = (self.enrollment, self.certificate)
        return self.is_new or read != (self.enrollment_after, self.certificate_after)

    @property
    def is_written(self) -> bool:
        """Whether it is part of the transaction: if not to change anything, then to require that another order pays."""
        return self.changes_anything or self.other_payer is not None


def line_changes(
    order: Order,
    lines: Sequence[Line],
    now: datetime,
    *,
    bought: Purchase | None = None,
    existing: Collection[Line] = (),
    ends_access: bool = False,
) -> list[LineChange]:
    """Find the lines of an order that are written with it; see `read_lines`."""
    read = read_lines(order, lines, now, bought=bought, existing=existing, ends_access=ends_access)
    return [line for line in read if line.is_written]


def read_lines(
    order: Order,
    lines: Sequence[Line],
    now: datetime,
    *,
    bought: Purchase | None = None,
    existing: Collection[Line] = (),
    ends_access: bool = False,
) -> list[LineChange]:
    """Read lines of an order, and find out what must change on each.

    Args:
        order: as it will be.
        lines: to look at.
        now: the time of a revocation or a reinstatement.
        bought: the purchase of these lines; None for lines that were not bought now.
        existing: bought lines that the order has already.
        ends_access: whether the order's subscription has ended since the lines were last brought in line.
    """
    # The enrollments first: a certificate issued between the two reads changes its enrollment, so that the write
    # conflicts and all is read again. The other way round, that certificate would be missed.
    enrolled = enrollments.get_many(lines)
    certified = certificates.get_many(lines)
    changes = []
    for line in lines:
        enrollment, certificate = enrolled.get(line), certified.get(line)
        enrollment_after, certificate_after = enrollment, certificate
        if bought is not None:
            enrollment_after = _bought(line, enrollment, order, bought)
            if certificate is not None:
                certificate_after = link_to_order(certificate, enrollment, order.order_id)
        if ends_access and enrollment_after is not None:
            enrollment_after = end_access(enrollment_after, order)
        enrollment_after, certificate_after = _in_line(enrollment_after, certificate_after, order, now)
        changes.append(
            LineChange(
                line=line,
                is_new=bought is not None and line not in existing,
                is_bought=bought is not None,
                enrollment=enrollment,
                enrollment_after=enrollment_after,
                certificate=certificate,
                certificate_after=certificate_after,
                other_payer=_other_payer(order, enrollment, enrollment_after),
            )
        )
    return changes


def _other_payer(order: Order, before: Enrollment | None, after: Enrollment | None) -> OrderId | None:
    """Find the order that pays instead of this one, if the enrollment follows from that.

    An event that ends the other order at the same time may have read that this one pays nothing: as it was a moment
    ago. Of the two, one must conflict and read again, or the enrollment would end although this order pays.
    """
    if after is None or after.status is EnrollmentStatus.REFUNDED or after.order_id in {None, order.order_id}:
        return None
    is_newly_paying = before is not None and before.order_id != after.order_id
    return after.order_id if is_newly_paying or not order.is_reversed else None


def _bought(line: Line, enrollment: Enrollment | None, order: Order, purchase: Purchase) -> Enrollment:
    if enrollment is not None:
        return add_order(enrollment, order, purchase)
    user_id, course_id = line
    return Enrollment(
        user_id=user_id,
        course_id=course_id,
        status=EnrollmentStatus.ACTIVE,
        order_id=order.order_id,
        subscription_id=purchase.subscription_id,
        access_expires_at=order.access_ends_at,
        purchaser_name=purchase.purchaser_name,
    )


def _in_line(
    enrollment: Enrollment | None, certificate: Certificate | None, order: Order, now: datetime
) -> tuple[Enrollment | None, Certificate | None]:
    """Bring an enrollment and its certificate in line with one of the enrollment's orders."""
    if certificate is not None and certificate.order_id == order.order_id:
        certificate = sync_with_order(certificate, order, order.provider, now)
    if enrollment is not None and order.order_id in enrollment.order_ids:
        others = (orders.get(order_id) for order_id in sorted(enrollment.order_ids - {order.order_id}))
        enrollment = select_paying_order(enrollment, [order, *(other for other in others if other is not None)])
    if enrollment is not None:
        enrollment = replace(enrollment, certificate_status=certificate_status_of(enrollment, certificate))
    return enrollment, certificate


def write_lines(
    transaction: Transaction, order_id: OrderId, lines: Sequence[LineChange], guarded: set[OrderId], now: datetime
) -> None:
    """Add the changes of some lines to a transaction, which has at most four writes for each.

    A purchase of the lines has a record of each beside these: see `purchase_records`.

    Args:
        transaction: to add to; fails with `WriteConflict` when a line is no longer as it was read.
        order_id: of the order.
        lines: to write.
        guarded: orders that the transaction already has a condition on: it may have one item once only.
        now: the time of the change.
    """
    for line in lines:
        if line.is_new:
            order_lines.add(transaction, order_id, line.line, now)
        if line.enrollment_after is not None and line.enrollment_after != line.enrollment:
            enrollments.put(transaction, line.enrollment_after, line.enrollment, now)
        # A learner who was erased and buys again may have a certificate that is being changed at this moment, by a
        # request that has not seen this enrollment: writing the certificate unchanged makes one of the two conflict.
        writes_certificate = line.enrollment is None or line.certificate_after != line.certificate
        if line.certificate is not None and line.certificate_after is not None and writes_certificate:
            certificates.put(transaction, line.certificate_after, line.certificate, now)
    others = {line.other_payer for line in lines if line.other_payer is not None}
    for other in sorted(others - guarded):
        orders.require_paying_instead(transaction, other)
