"""Correcting a certificate: a new one replaces it, with another code."""

from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256

from shared.aws.retries import retry_on_conflict
from shared.aws.transactions import Transaction
from shared.config import CertificateConfig
from shared.domain.certificate import Certificate, CertificateStatus, RevocationCause, draw_code, printed_code
from shared.domain.change_record import Change, ChangeAction, ChangeRecord, differences
from shared.domain.correction import Correction
from shared.domain.entitlement import certificate_status_of
from shared.domain.errors import (
    CertificateRevoked,
    CertificatesDisabled,
    EnrollmentNotFound,
    LearnerNotFound,
    OrderRefunded,
    TemplateMissing,
)
from shared.domain.printed_names import NameSource
from shared.pdf.render import render
from shared.stores import certificates, changes, documents, enrollments, orders, templates
from shared.usecases import current_template, existing_courses, profiles
from shared.usecases.certificates import require_in_line_with_orders


def reissue(
    public_id: str,
    correction: Correction,
    public_base_url: str,
    config: CertificateConfig,
    *,
    change: Change,
    randbelow: Callable[[int], int],
) -> Certificate:
    """Replace a certificate in force by a corrected one with a new code; the old code is revoked as replaced.

    Of concurrent requests, one replaces it. A request that is repeated finds that it is replaced, and changes nothing.

    Args:
        public_id: of the certificate.
        correction: what to change.
        public_base_url: the beginning of the new certificate's verification URL.
        config: whether certificates are served.
        change: who corrects it, and when.
        randbelow: the source of random codes, see `draw_code`.

    Returns:
        The new certificate.

    Raises:
        CertificatesDisabled: altogether.
        CertificateNotFound: no certificate has this id.
        CertificateReplaced: a newer certificate has replaced it.
        OrderRefunded: its order is refunded in full.
        CertificateRevoked: it was revoked for another reason; an admin may reinstate it first.
        EnrollmentNotFound: the learner was erased; and so LearnerNotFound, once enrolled again.
        TemplateMissing: the course has no current template.
        InvalidRequest: nothing of the name is visible.
        NameNotPrintable: no font contains a character of the name.
    """
    if not config.enabled:
        raise CertificatesDisabled("Certificates are not available here.")
    if correction.name is not None:
        correction = replace(correction, name=profiles.printable(correction.name))
    return retry_on_conflict(lambda: _reissue_once(public_id, correction, public_base_url, change, randbelow))


def _reissue_once(
    public_id: str,
    correction: Correction,
    public_base_url: str,
    change: Change,
    randbelow: Callable[[int], int],
) -> Certificate:
    now = change.at
    before = certificates.by_public_id(public_id)
    enrollment = enrollments.get(before.user_id, before.course_id)
    paid_by = require_in_line_with_orders(enrollment, before, now)
    _require_in_force(before)
    # Only an erasure removes an enrollment, and a name.
    if enrollment is None:
        raise EnrollmentNotFound("The learner is no longer enrolled in this course.")
    if not before.issued_name:
        raise LearnerNotFound("The name on this certificate was erased with its learner's data.")
    version, template = _template(before, correction)
    code = draw_code(randbelow)
    draft = replace(
        before,
        public_id=draw_code(randbelow),
        verification_code=code,
        verification_url=f"{public_base_url}/certificates/verify/{printed_code(code)}",
        issued_name=correction.name or before.issued_name,
        name_source=NameSource.ADMIN if correction.name else before.name_source,
        template_version=version,
    )
    after = replace(draft, pdf_sha256=sha256(render(template, draft.face())).hexdigest())
    transaction = Transaction()
    if before.order_id is not None:
        # In line with the order as it was read, the certificate is in force: a refund since then changes the order.
        orders.require_unchanged(transaction, before.order_id, paid_by.get(before.order_id))
    templates.use(transaction, after.course_id, version)
    status = certificate_status_of(enrollment, after)
    enrollments.put(transaction, replace(enrollment, certificate_status=status), enrollment, now)
    certificates.add(transaction, after, before, now)
    changes.add(transaction, _record(after, before, change))
    # The first download stores the PDF, as it does with one that is lost: nothing can fail once this is committed.
    transaction.commit()
    return after


def _record(after: Certificate, before: Certificate, change: Change) -> ChangeRecord:
    kept = ("public_id", "issued_name", "template_version")
    return ChangeRecord(
        at=change.at,
        actor=change.actor,
        action=ChangeAction.CERTIFICATE_REISSUED,
        course_id=after.course_id,
        user_id=after.user_id,
        certificate_id=after.public_id,
        fields=differences(*({name: getattr(one, name) for name in kept} for one in (before, after))),
    )


def _require_in_force(certificate: Certificate) -> None:
    if certificate.status is CertificateStatus.ACTIVE:
        return
    if certificate.is_revoked_for(RevocationCause.REFUND):
        raise OrderRefunded("The order of this certificate was refunded in full.")
    assert certificate.revoked_at is not None  # noqa: S101 - a revoked certificate says when
    raise CertificateRevoked(certificate.revoked_at, certificate.revoke_reason or "")


def _template(before: Certificate, correction: Correction) -> tuple[int, bytes]:
    """Read the template of the new certificate; a version that a certificate was issued with is never removed."""
    if not correction.current_template:
        return before.template_version, documents.prepared_template(before.course_id, before.template_version)
    course = existing_courses.header(before.course_id)
    version = course.certificate.template_version
    if version is None:
        raise TemplateMissing("The course has no template.")
    return version, current_template.read(course, version)
