"""Manual revocation and reinstatement of certificates, by admins."""

from dataclasses import replace
from datetime import datetime

from shared.aws.retries import retry_on_conflict
from shared.aws.transactions import Transaction
from shared.domain.certificate import Certificate, CertificateStatus, Revocation, RevocationCause
from shared.domain.change_record import Actor, ChangeAction, ChangeRecord, FieldChange, differences
from shared.domain.entitlement import certificate_status_of
from shared.domain.errors import OrderRefunded
from shared.stores import certificates, changes, enrollments, orders


def revoke(public_id: str, reason: str, by: Actor, now: datetime) -> Certificate:
    """Revoke a certificate manually; repeating this changes nothing.

    A certificate that is revoked already keeps its time and reason; a failed refund no longer reinstates it.

    Args:
        public_id: of the certificate.
        reason: for the public.
        by: the admin.
        now: the time of the revocation.

    Raises:
        CertificateNotFound: no certificate has this id.
        CertificateReplaced: a newer one has replaced it; it is revoked.
    """

    def decide() -> Certificate:
        certificate = certificates.by_public_id(public_id)
        if certificate.is_revoked_for(RevocationCause.BY_HAND):
            return certificate
        revocation = Revocation(cause=RevocationCause.BY_HAND, reason=reason, revoked_at=now, revoked_by=by.person)
        transaction = Transaction()
        _put(transaction, certificate.revoked(revocation), certificate, now)
        fields = differences({}, {"reason": reason})
        _add_record(transaction, ChangeAction.CERTIFICATE_REVOKED, certificate, by, now, fields)
        transaction.commit()
        return certificates.by_public_id(public_id)

    return retry_on_conflict(decide)


def reinstate(public_id: str, by: Actor, now: datetime) -> Certificate:
    """Make a revoked certificate active again; an active one stays as it is.

    Raises:
        CertificateNotFound: no certificate has this id.
        CertificateReplaced: a newer one has replaced it; it stays revoked.
        OrderRefunded: its order is refunded in full.
    """

    def decide() -> Certificate:
        certificate = certificates.by_public_id(public_id)
        if certificate.status is CertificateStatus.ACTIVE:
            return certificate
        transaction = Transaction()
        if certificate.order_id is not None:
            refused = OrderRefunded("The order of this certificate was refunded in full.")
            order = orders.get(certificate.order_id)
            orders.require_not_refunded(transaction, order, certificate.order_id, refused)
        _put(transaction, certificate.reinstated(set(RevocationCause), by.person, now), certificate, now)
        _add_record(transaction, ChangeAction.CERTIFICATE_REINSTATED, certificate, by, now)
        transaction.commit()
        return certificates.by_public_id(public_id)

    return retry_on_conflict(decide)


def _put(transaction: Transaction, certificate: Certificate, before: Certificate, now: datetime) -> None:
    certificates.put(transaction, certificate, before, now)
    enrollment = enrollments.get(certificate.user_id, certificate.course_id)
    if enrollment is not None:
        status = certificate_status_of(enrollment, certificate)
        enrollments.put(transaction, replace(enrollment, certificate_status=status), enrollment, now)


def _add_record(
    transaction: Transaction,
    action: ChangeAction,
    certificate: Certificate,
    actor: Actor,
    now: datetime,
    fields: tuple[FieldChange, ...] = (),
) -> None:
    record = ChangeRecord(
        at=now,
        actor=actor,
        action=action,
        course_id=certificate.course_id,
        user_id=certificate.user_id,
        certificate_id=certificate.public_id,
        fields=fields,
    )
    changes.add(transaction, record)
