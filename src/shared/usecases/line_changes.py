"""What changes on the enrollments and certificates of an order when the order changes."""

from dataclasses import dataclass, replace
from datetime import datetime

from shared.domain.certificate import Certificate
from shared.domain.enrollment import Enrollment, EnrollmentStatus
from shared.domain.entitlement import (
    add_order,
    certificate_status_of,
    link_to_order,
    select_paying_order,
    sync_with_order,
)
from shared.domain.ids import CourseId, OrderId, UserId
from shared.domain.order import Order
from shared.domain.payment import Purchase
from shared.stores import certificates, enrollments, orders

_PROVIDER = "stripe"


@dataclass(frozen=True, slots=True, kw_only=True)
class LineChange:
    """The enrollment and certificate of one line of an order: as they were read, and as they will be.

    Attributes:
        enrollment: as it was read; None where there is none yet.
        certificate: as it was read; None where none was issued.
    """

    enrollment: Enrollment | None
    enrollment_after: Enrollment | None
    certificate: Certificate | None
    certificate_after: Certificate | None

    @property
    def changes_anything(self) -> bool:
        """Whether there is anything to write."""
        return (self.enrollment, self.certificate) != (self.enrollment_after, self.certificate_after)

    @property
    def newly_paying_order_id(self) -> OrderId | None:
        """The order that pays from now on and did not before; None where that does not change."""
        before, after = self.enrollment, self.enrollment_after
        if before is None or after is None or after.status is EnrollmentStatus.REFUNDED:
            return None
        return after.order_id if after.order_id != before.order_id else None


def line_changes(order: Order, purchase: Purchase | None, now: datetime) -> list[LineChange]:
    """Find the lines of an order whose enrollment or certificate must change with it.

    Args:
        order: as it will be.
        purchase: that the event reports; None for other events.
        now: the time of a revocation or a reinstatement.
    """
    changes = (_line_change(order, user_id, course_id, purchase, now) for user_id, course_id in sorted(order.lines))
    return [change for change in changes if change.changes_anything]


def _line_change(
    order: Order, user_id: UserId, course_id: CourseId, purchase: Purchase | None, now: datetime
) -> LineChange:
    # The enrollment first: a certificate issued between the two reads changes it, so that the write conflicts and all
    # is read again. The other way round, that certificate would be missed.
    enrollment = enrollments.get(user_id, course_id)
    certificate = certificates.get(user_id, course_id)
    enrollment_after, certificate_after = enrollment, certificate
    if purchase is not None and purchase.user_id == user_id and course_id in purchase.course_ids:
        enrollment_after = _with_purchase(user_id, course_id, enrollment, order, purchase)
        if certificate is not None:
            certificate_after = link_to_order(certificate, enrollment, order.order_id)
    if certificate_after is not None and certificate_after.order_id == order.order_id:
        certificate_after = sync_with_order(certificate_after, order, _PROVIDER, now)
    if enrollment_after is not None and order.order_id in enrollment_after.order_ids:
        others = (orders.get(order_id) for order_id in sorted(enrollment_after.order_ids - {order.order_id}))
        all_orders = [order, *(other for other in others if other is not None)]
        enrollment_after = select_paying_order(enrollment_after, all_orders)
    if enrollment_after is not None:
        status = certificate_status_of(enrollment_after, certificate_after)
        enrollment_after = replace(enrollment_after, certificate_status=status)
    return LineChange(
        enrollment=enrollment,
        enrollment_after=enrollment_after,
        certificate=certificate,
        certificate_after=certificate_after,
    )


def _with_purchase(
    user_id: UserId, course_id: CourseId, enrollment: Enrollment | None, order: Order, purchase: Purchase
) -> Enrollment:
    if enrollment is not None:
        return add_order(enrollment, order, purchase.subscription_id)
    return Enrollment(
        user_id=user_id,
        course_id=course_id,
        status=EnrollmentStatus.ACTIVE,
        order_id=order.order_id,
        subscription_id=purchase.subscription_id,
    )
