"""Enrolling learners, for the shop's own services."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from shared.aws.retries import retry_on_conflict
from shared.aws.transactions import Transaction
from shared.domain.change_record import Actor, Change
from shared.domain.enrollment import Enrollment, EnrollmentStatus
from shared.domain.entitlement import certificate_status_of, link_to_order
from shared.domain.errors import EnrollmentNotFound, OrderRefunded
from shared.domain.ids import CourseId, OrderId, UserId
from shared.stores import certificates, enrollments, order_lines, orders
from shared.usecases import enrollment_records, existing_courses


def put(user_id: UserId, course_id: CourseId, changes: Mapping[str, Any], actor: Actor, now: datetime) -> Enrollment:
    """Create or update an enrollment.

    Args:
        user_id: the learner.
        course_id: the course, published or not yet.
        changes: fields of `Enrollment` to change; the others stay as they are.
        actor: which service does it.
        now: the time of the change.

    Returns:
        The enrollment as stored.

    Raises:
        CourseNotFound: there is no such course.
        OrderRefunded: its order was refunded in full; a new order may pay for it.
    """
    existing_courses.header(course_id)

    def decide() -> Enrollment:
        before = enrollments.get(user_id, course_id)
        base = before or Enrollment(user_id=user_id, course_id=course_id, status=EnrollmentStatus.ACTIVE)
        after = replace(base, status_before_refund=None, **changes)
        transaction = Transaction()
        after = bound(transaction, after, before, now)
        enrollments.put(transaction, after, before, now)
        enrollment_records.add(transaction, after, before, Change(actor=actor, at=now))
        transaction.commit()
        stored = enrollments.get(user_id, course_id)
        # If it is gone, an erasure followed this request, which succeeded.
        return stored or replace(after, created_at=base.created_at or now, updated_at=now)

    return retry_on_conflict(decide)


def bound(transaction: Transaction, after: Enrollment, before: Enrollment | None, now: datetime) -> Enrollment:
    """Add to the transaction that puts an enrollment what it depends on: the order that pays, and the certificate.

    Args:
        transaction: fails with `WriteConflict` when either is no longer as it was read.
        after: the enrollment as it is wanted; its order may be given by the id of a payment.
        before: as it was read; None for a new one.
        now: the time of the change.

    Returns:
        The enrollment to put.

    Raises:
        OrderRefunded: its order was refunded in full; a new order may pay for it.
    """
    order_before = None if before is None else before.order_id
    if after.order_id is not None:
        after = replace(after, order_id=_paid_order(transaction, after, after.order_id, now))
    if after.order_id != order_before:
        # The shop decides which order pays: the orders that bought it before, and who paid them, no longer count.
        after = replace(after, further_orders=frozenset(), purchaser_name=None)
    if before is None or after.order_id != order_before:
        after = _with_certificate_status(transaction, after, before, now)
    return after


def _paid_order(transaction: Transaction, enrollment: Enrollment, order_id: OrderId, now: datetime) -> OrderId:
    """Add an enrollment to its order, which the shop may call by the id of a payment; return the order's own id."""
    order = orders.find(order_id)
    if order is not None and order.is_reversed:
        raise OrderRefunded("The order of this enrollment was refunded or charged back.")
    if order is not None:
        order_id = order.order_id
    # The order lists the enrollment, so that a refund of the order includes it, also when both happen at once. This
    # includes a cancelled enrollment, which the order pays for once it is active again.
    orders.touch(transaction, order_id, now)
    order_lines.add(transaction, order_id, (enrollment.user_id, enrollment.course_id), now)
    return order_id


def _with_certificate_status(
    transaction: Transaction, after: Enrollment, before: Enrollment | None, now: datetime
) -> Enrollment:
    """Set the certificate status of an enrollment that is new, or that another order pays for now."""
    certificate = certificates.get(after.user_id, after.course_id)
    if certificate is None:
        return replace(after, certificate_status=None)
    linked = certificate
    if before is not None and after.order_id is not None:
        linked = link_to_order(certificate, before, after.order_id)
    if before is None or linked != certificate:
        # A learner who was erased and enrolls again may have a certificate that is being revoked at this moment, by a
        # request that has not seen this enrollment.
        certificates.put(transaction, linked, certificate, now)
    # Once another order pays, the learner may earn a new certificate; the old code stays revoked.
    return replace(after, certificate_status=certificate_status_of(after, linked))


def get(user_id: str, course_id: str) -> Enrollment:
    """Read an enrollment.

    Raises:
        EnrollmentNotFound: there is none.
    """
    enrollment = enrollments.get(user_id, course_id)
    if enrollment is None:
        raise EnrollmentNotFound("This learner is not enrolled in this course.")
    return enrollment
