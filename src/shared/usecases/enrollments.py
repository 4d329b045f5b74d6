"""Enrolling learners, for the shop's own services."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from shared.domain.certificate import CertificateStatus
from shared.domain.enrollment import Enrollment, EnrollmentStatus
from shared.domain.errors import CourseNotFound, EnrollmentNotFound, OrderRefunded
from shared.domain.ids import CourseId, UserId
from shared.stores import courses, enrollments, orders
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
        after = replace(base, **changes)
        if after.order_id is not None:
            order = orders.get(after.order_id)
            if order is not None and order.refunded_at is not None:
                raise OrderRefunded("The order of this enrollment was refunded in full.")
            if after.order_id != base.order_id and base.certificate_status is CertificateStatus.REVOKED:
                # Paid anew: the learner may earn a new certificate; the old code stays revoked.
                after = replace(after, certificate_status=None)
        enrollments.put(after, before, now)
        return get(user_id, course_id)

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
