"""Enrolling learners, for the shop's own services."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from shared.domain.enrollment import Enrollment, EnrollmentStatus
from shared.domain.errors import CourseNotFound, EnrollmentNotFound, OrderRefunded
from shared.domain.ids import CourseId, OrderId, UserId
from shared.domain.paying import linked, status_in_step
from shared.stores import certificates, courses, enrollments, orders
from shared.stores.writes import Transaction
from shared.usecases.deciding import until_settled


def put(user_id: UserId, course_id: CourseId, changes: Mapping[str, Any], now: datetime) -> Enrollment:
    """Create or update an enrollment.

    Args:
        user_id: the learner.
        course_id: the course, published or not yet.
        changes: fields of `Enrollment` that shall change; those left out stay as they are.
        now: the time of the change.

    Returns:
        The enrollment as stored.

    Raises:
        CourseNotFound: there is no such course.
        OrderRefunded: its order was refunded in full; a new order may pay for it.
    """
    if courses.get(course_id) is None:
        raise CourseNotFound("There is no such course.")

    def decide() -> Enrollment:
        before = enrollments.get(user_id, course_id)
        base = before or Enrollment(user_id=user_id, course_id=course_id, status=EnrollmentStatus.ACTIVE)
        after = replace(base, status_before_refund=None, **changes)
        transaction = Transaction()
        if after.order_id != base.order_id:
            # The shop says which order pays: those that bought it before do no more.
            after = replace(after, further_order_ids=frozenset())
        if after.order_id is not None:
            after = _paid(transaction, after, base, after.order_id)
        enrollments.put(transaction, after, before, now)
        transaction.commit()
        return get(user_id, course_id)

    def _paid(transaction: Transaction, after: Enrollment, base: Enrollment, order_id: OrderId) -> Enrollment:
        order = orders.get(order_id)
        if order is not None and order.is_taken_back:
            raise OrderRefunded("The money of this enrollment's order was given back.")
        if after.status is EnrollmentStatus.ACTIVE:
            # The order learns of it, so that a refund of the order reaches it, however the two race.
            orders.add_line(transaction, order_id, user_id, course_id, now)
        if base.certificate_status is None:
            return after
        certificate = certificates.get(user_id, course_id)
        if certificate is not None and certificate != (link := linked(certificate, base, order_id)):
            certificates.put(transaction, link, certificate, now)
            certificate = link
        # Paid anew by another order, the learner may earn a new certificate; the old code stays revoked.
        return replace(after, certificate_status=status_in_step(after, certificate))

    return until_settled(decide)


def get(user_id: str, course_id: str) -> Enrollment:
    """Read an enrollment.

    Raises:
        EnrollmentNotFound: there is none.
    """
    enrollment = enrollments.get(user_id, course_id)
    if enrollment is None:
        raise EnrollmentNotFound("This learner is not enrolled in this course.")
    return enrollment
