"""Revoking a certificate by hand, and taking that back."""

from datetime import datetime

from shared.domain.certificate import Certificate, CertificateStatus
from shared.domain.errors import OrderRefunded
from shared.stores import certificates, enrollments, orders
from shared.stores.writes import Transaction
from shared.usecases.deciding import until_settled


def revoke(public_id: str, reason: str, by: str, now: datetime) -> Certificate:
    """Revoke a certificate; one that is revoked already stays as it is.

    Args:
        public_id: of the certificate.
        reason: for the public.
        by: user id of the admin.
        now: the time of the revocation.

    Raises:
        CertificateNotFound: no certificate has this id.
    """

    def decide() -> Certificate:
        certificate = certificates.by_public_id(public_id)
        if certificate.status is CertificateStatus.REVOKED:
            return certificate
        transaction = Transaction()
        certificates.revoke(transaction, certificate, reason, by, now)
        _keep_enrollment_in_step(transaction, certificate, CertificateStatus.REVOKED)
        transaction.commit()
        return certificates.by_public_id(public_id)

    return until_settled(decide)


def reinstate(public_id: str, by: str, now: datetime) -> Certificate:
    """Make a revoked certificate active again; an active one stays as it is.

    Raises:
        CertificateNotFound: no certificate has this id, or it gave way to a newer one.
        OrderRefunded: its order is refunded in full.
    """

    def decide() -> Certificate:
        certificate = certificates.by_public_id(public_id)
        if certificate.status is CertificateStatus.ACTIVE:
            return certificate
        transaction = Transaction()
        if certificate.order_id is not None:
            refused = OrderRefunded("The order behind this certificate was refunded in full.")
            orders.require_not_refunded(transaction, certificate.order_id, refused)
        certificates.reinstate(transaction, certificate, by, now)
        _keep_enrollment_in_step(transaction, certificate, CertificateStatus.ACTIVE)
        transaction.commit()
        return certificates.by_public_id(public_id)

    return until_settled(decide)


def _keep_enrollment_in_step(transaction: Transaction, certificate: Certificate, status: CertificateStatus) -> None:
    enrollment = enrollments.get(certificate.user_id, certificate.course_id)
    if enrollment is not None:
        enrollments.set_certificate_status(transaction, enrollment, status)
