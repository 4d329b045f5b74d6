"""How enrollments and certificates follow the orders that pay for them."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

from shared.domain.certificate import Certificate, CertificateStatus, Revocation, RevocationCause
from shared.domain.enrollment import Enrollment, EnrollmentStatus
from shared.domain.ids import OrderId, SubscriptionId
from shared.domain.order import Order

# What the public is told.
_REASONS = {RevocationCause.REFUND: "refunded", RevocationCause.CHARGEBACK: "chargeback"}


def bought_with(enrollment: Enrollment, order: Order, subscription_id: SubscriptionId | None) -> Enrollment:
    """Add an order to those that bought an enrollment; one that still has its money starts access anew."""
    if order.order_id in enrollment.order_ids:
        return enrollment
    after = replace(enrollment, further_order_ids=enrollment.further_order_ids | {order.order_id})
    if order.is_taken_back:
        return after
    return replace(
        after,
        status=EnrollmentStatus.ACTIVE,
        subscription_id=subscription_id,
        access_expires_at=None,
        status_before_refund=None,
    )


def paid_by(enrollment: Enrollment, orders: Iterable[Order]) -> Enrollment:
    """Say which of its orders pays for an enrollment, and end it when none does.

    The newest whose money was not taken back pays. What was ended so has its status back when one pays again.

    Args:
        enrollment: to follow them.
        orders: all that bought it, as they are now; one at least.
    """
    by_age = sorted(orders, key=lambda order: (_bought_at(order), order.order_id))
    paying = [order for order in by_age if not order.is_taken_back]
    order_id = (paying or by_age)[-1].order_id
    after = replace(enrollment, order_id=order_id, further_order_ids=enrollment.order_ids - {order_id})
    if paying and enrollment.status is EnrollmentStatus.REFUNDED:
        status = enrollment.status_before_refund or EnrollmentStatus.ACTIVE
        return replace(after, status=status, status_before_refund=None)
    if not paying and enrollment.status is not EnrollmentStatus.REFUNDED:
        return replace(after, status=EnrollmentStatus.REFUNDED, status_before_refund=enrollment.status)
    return after


def _bought_at(order: Order) -> datetime:
    return order.purchased_at or order.created_at or datetime.min.replace(tzinfo=UTC)


def linked(certificate: Certificate, enrollment: Enrollment | None, order_id: OrderId) -> Certificate:
    """Let a certificate that was issued before any order was known follow the first one that is."""
    known_before = enrollment is not None and enrollment.order_id is not None
    return certificate if known_before or certificate.order_id is not None else replace(certificate, order_id=order_id)


def following(certificate: Certificate, order: Order, by: str, now: datetime) -> Certificate:
    """Revoke a certificate whose order's money was taken back; take that back once the money is there again.

    Args:
        certificate: to follow its order.
        order: that pays for it.
        by: whoever tells of the order's money.
        now: the time of a revocation or a reinstatement.
    """
    after = certificate
    if order.refunded_at is None:
        after = after.reinstated({RevocationCause.REFUND}, by, now)
    elif not after.is_revoked_for(RevocationCause.REFUND):
        after = after.revoked(_revocation(RevocationCause.REFUND, by, now))
    # A lost dispute revokes once: an admin may take that back for good.
    was_charged_back = any(revocation.cause is RevocationCause.CHARGEBACK for revocation in after.revocations)
    if order.charged_back_at is not None and not was_charged_back:
        after = after.revoked(_revocation(RevocationCause.CHARGEBACK, by, now))
    return after


def _revocation(cause: RevocationCause, by: str, now: datetime) -> Revocation:
    return Revocation(cause=cause, reason=_REASONS[cause], revoked_at=now, revoked_by=by)


def status_in_step(enrollment: Enrollment, certificate: Certificate | None) -> CertificateStatus | None:
    """Say what an enrollment's `certificate_status` must be.

    Returns:
        None where the learner may earn a certificate: there is none, its name was erased, or it was revoked and another
        order has paid since.
    """
    if certificate is None:
        return None
    if certificate.status is CertificateStatus.ACTIVE:
        return CertificateStatus.ACTIVE if certificate.issued_name else None
    paid_anew = enrollment.order_id not in {None, certificate.order_id}
    return None if paid_anew and enrollment.status is not EnrollmentStatus.REFUNDED else CertificateStatus.REVOKED
