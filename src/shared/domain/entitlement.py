"""Entitlement: which order pays for an enrollment, and what that means for access and certificate."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

from shared.domain.certificate import Certificate, CertificateStatus, Revocation, RevocationCause
from shared.domain.enrollment import Enrollment, EnrollmentStatus, FurtherOrder
from shared.domain.ids import OrderId
from shared.domain.order import Order
from shared.domain.payment import Purchase

# The public reason of a revocation.
_REASONS = {RevocationCause.REFUND: "refunded", RevocationCause.CHARGEBACK: "chargeback"}


def add_order(enrollment: Enrollment, order: Order, purchase: Purchase) -> Enrollment:
    """Add an order to those that bought an enrollment; `select_paying_order` decides whether it pays.

    Of one that the shop has added already, the purchase tells what the shop did not.
    """
    if enrollment.order_id == order.order_id:
        return replace(
            enrollment,
            subscription_id=enrollment.subscription_id or purchase.subscription_id,
            purchaser_name=enrollment.purchaser_name or purchase.purchaser_name,
        )
    further = {one.order_id: one for one in enrollment.further_orders}
    known = further.get(
        order.order_id,
        FurtherOrder(
            order_id=order.order_id,
            status=EnrollmentStatus.ACTIVE,
            subscription_id=None,
            access_expires_at=order.access_ends_at,
            purchaser_name=None,
        ),
    )
    further[order.order_id] = replace(
        known,
        subscription_id=known.subscription_id or purchase.subscription_id,
        purchaser_name=known.purchaser_name or purchase.purchaser_name,
    )
    return replace(enrollment, further_orders=frozenset(further.values()))


def end_access(enrollment: Enrollment, order: Order) -> Enrollment:
    """End the access that an order gives when the order's subscription ended, unless it ends before."""

    def ending(access_expires_at: datetime | None) -> datetime | None:
        ends = [end for end in (access_expires_at, order.access_ends_at) if end is not None]
        return min(ends, default=None)

    if enrollment.order_id == order.order_id:
        return replace(enrollment, access_expires_at=ending(enrollment.access_expires_at))
    further = frozenset(
        replace(one, access_expires_at=ending(one.access_expires_at)) if one.order_id == order.order_id else one
        for one in enrollment.further_orders
    )
    return replace(enrollment, further_orders=further)


def select_paying_order(enrollment: Enrollment, orders: Iterable[Order]) -> Enrollment:
    """Select the order that pays for an enrollment, and end the enrollment when none does.

    The newest order that was neither refunded in full nor charged back pays; one whose subscription ended does so only
    when no other is left. It gives the access that was bought with it, or that the shop has changed it to since. So the
    result follows from the orders alone, not from the order in which their events arrived.

    Args:
        enrollment: as it is stored.
        orders: all that bought it, as they are now; at least one.
    """
    by_age = sorted(orders, key=lambda order: (order.access_ends_at is None, _bought_at(order), order.order_id))
    paying = [order for order in by_age if not order.is_reversed]
    order_id = (paying or by_age)[-1].order_id
    access = {further.order_id: further for further in enrollment.further_orders}
    if enrollment.order_id is not None:
        access[enrollment.order_id] = FurtherOrder(
            order_id=enrollment.order_id,
            status=_status_when_paid(enrollment),
            subscription_id=enrollment.subscription_id,
            access_expires_at=enrollment.access_expires_at,
            purchaser_name=enrollment.purchaser_name,
        )
    selected = access.pop(order_id)
    return replace(
        enrollment,
        order_id=order_id,
        further_orders=frozenset(access.values()),
        status=selected.status if paying else EnrollmentStatus.REFUNDED,
        status_before_refund=None if paying else selected.status,
        subscription_id=selected.subscription_id,
        access_expires_at=selected.access_expires_at,
        purchaser_name=selected.purchaser_name,
    )


def _status_when_paid(enrollment: Enrollment) -> EnrollmentStatus:
    if enrollment.status is not EnrollmentStatus.REFUNDED:
        return enrollment.status
    return enrollment.status_before_refund or EnrollmentStatus.ACTIVE


def _bought_at(order: Order) -> datetime:
    return order.purchased_at or order.created_at or datetime.min.replace(tzinfo=UTC)


def link_to_order(certificate: Certificate, enrollment: Enrollment | None, order_id: OrderId) -> Certificate:
    """Link a certificate that was issued before any order was known to the first order that is."""
    known_before = enrollment is not None and enrollment.order_id is not None
    return certificate if known_before or certificate.order_id is not None else replace(certificate, order_id=order_id)


def sync_with_order(certificate: Certificate, order: Order, by: str, now: datetime) -> Certificate:
    """Revoke a certificate whose order was refunded in full or charged back; reinstate it when that is no longer so.

    Args:
        certificate: as it is stored.
        order: that pays for it.
        by: who revokes or reinstates: the payment provider's name.
        now: the time of a revocation or a reinstatement.
    """
    after = certificate
    if order.refunded_at is None:
        after = after.reinstated({RevocationCause.REFUND}, by, now)
    elif not after.is_revoked_for(RevocationCause.REFUND):
        after = after.revoked(_revocation(RevocationCause.REFUND, by, now))
    if order.charged_back_at is None:
        after = after.reinstated({RevocationCause.CHARGEBACK}, by, now)
    elif not _keeps_charged_back(after, by):
        after = after.revoked(_revocation(RevocationCause.CHARGEBACK, by, now))
    return after


def _keeps_charged_back(certificate: Certificate, by: str) -> bool:
    """Whether a lost dispute has revoked it once, which is enough: what an admin reinstated since stays active."""
    return any(
        revocation.cause is RevocationCause.CHARGEBACK and (revocation.in_effect or revocation.reinstated_by != by)
        for revocation in certificate.revocations
    )


def _revocation(cause: RevocationCause, by: str, now: datetime) -> Revocation:
    return Revocation(cause=cause, reason=_REASONS[cause], revoked_at=now, revoked_by=by)


def certificate_status_of(enrollment: Enrollment, certificate: Certificate | None) -> CertificateStatus | None:
    """Compute an enrollment's `certificate_status`.

    Returns:
        None where the learner may earn a certificate: there is none, its name was erased, or it was revoked and another
        order has paid since.
    """
    if certificate is None:
        return None
    if certificate.status is CertificateStatus.ACTIVE:
        return CertificateStatus.ACTIVE if certificate.issued_name else None
    has_new_order = enrollment.order_id not in {None, certificate.order_id}
    return None if has_new_order and enrollment.status is not EnrollmentStatus.REFUNDED else CertificateStatus.REVOKED
