"""Issuing certificates at the first download, and serving them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from shared.aws.retries import retry_on_conflict
from shared.aws.transactions import Transaction, WriteConflict
from shared.config import CertificateConfig
from shared.domain.certificate import (
    Certificate,
    CertificateStatus,
    draw_code,
    printed_code,
)
from shared.domain.course import CourseHeader
from shared.domain.enrollment import Enrollment, EnrollmentStatus
from shared.domain.errors import (
    CertificateRevoked,
    CertificatesDisabled,
    CourseNotCompleted,
    CourseNotFound,
    LearnerNameMissing,
    NotEnrolled,
)
from shared.domain.ids import OrderId
from shared.domain.order import Order
from shared.pdf.render import render, require_printable
from shared.stores import certificates, courses, documents, enrollments, orders, settings, templates
from shared.usecases import completion, current_template, order_work, profiles
from shared.usecases.access import Learner


@dataclass(frozen=True, slots=True, kw_only=True)
class Obtained:
    """A learner's certificate.

    Attributes:
        pdf: its bytes, if this request rendered them; `document` reads them otherwise.
    """

    certificate: Certificate
    pdf: bytes | None


def obtain(
    learner: Learner,
    slug: str,
    public_base_url: str,
    config: CertificateConfig,
    *,
    now: datetime,
    randbelow: Callable[[int], int],
) -> Obtained:
    """Return a learner the certificate of the course with a slug; see `obtain_for`."""
    return obtain_for(
        learner, lambda: courses.header_by_slug(slug), public_base_url, config, now=now, randbelow=randbelow
    )


def obtain_for(
    learner: Learner,
    find_course: Callable[[], CourseHeader | None],
    public_base_url: str,
    config: CertificateConfig,
    *,
    now: datetime,
    randbelow: Callable[[int], int],
) -> Obtained:
    """Return a learner the certificate of a course; the first time, issue it.

    Of concurrent requests, one issues it in a transaction; the others return the same certificate.

    Args:
        learner: the caller, or for whom a service calls.
        find_course: reads the course.
        public_base_url: the beginning of the verification URL of a certificate issued now.
        config: whether certificates are served, and which name is printed.
        now: the date of a certificate issued now.
        randbelow: the source of random codes, see `draw_code`.

    Raises:
        CertificatesDisabled: for this course, or altogether.
        CourseNotFound: there is no such course, or it is not published.
        CertificateRevoked: the learner's certificate was revoked, and no new order has paid since.
        NotEnrolled: the learner is not enrolled.
        AccessEnded: the learner's access is over.
        CourseNotCompleted: a published lesson is missing.
        LearnerNameMissing: there is no name to print.
        NameNotPrintable: no font contains a character of the name or the title.
    """
    if not config.enabled:
        raise CertificatesDisabled("Certificates are not available here.")
    config = replace(config, public_base_url=public_base_url)
    return retry_on_conflict(lambda: _obtain_once(learner, find_course, config, now, randbelow))


def _obtain_once(
    learner: Learner,
    find_course: Callable[[], CourseHeader | None],
    config: CertificateConfig,
    now: datetime,
    randbelow: Callable[[int], int],
) -> Obtained:
    course = find_course()
    if course is None:
        raise CourseNotFound("There is no such published course.")
    # The enrollment first, as in `line_changes`.
    enrollment = enrollments.get(learner.user_id, course.course_id)
    certificate = certificates.get(learner.user_id, course.course_id)
    require_in_line_with_orders(enrollment, certificate, now)
    if certificate is not None and certificate.status is CertificateStatus.REVOKED:
        _require_new_order(certificate, enrollment)
    if not course.published:
        raise CourseNotFound("There is no such published course.")
    if not course.certificate.enabled:
        raise CertificatesDisabled("This course has no certificates.")
    if enrollment is None:
        raise NotEnrolled("You are not enrolled in this course.")
    enrollment.require_access(now)
    # A certificate whose name was erased is not served: a learner who returns after an erasure earns a new one.
    if certificate is not None and certificate.status is CertificateStatus.ACTIVE and certificate.issued_name:
        return Obtained(certificate=certificate, pdf=None)
    enrollment = _completed(enrollment, now)
    drafted, pdf = _draft(learner, enrollment, course, config, now, randbelow)
    _issue(drafted, enrollment, certificate, now)
    # The record is the source of truth: a PDF that is lost from here on is rendered again from it.
    documents.put_certificate(drafted, pdf)
    delete_pdf_if_erased(drafted)
    return Obtained(certificate=drafted, pdf=pdf)


def require_in_line_with_orders(
    enrollment: Enrollment | None, certificate: Certificate | None, now: datetime
) -> Mapping[OrderId, Order]:
    """Require that what was read, of one learner and course, is in line with the orders that paid for it.

    The lines of a large order are brought in line by a queue, some time after the order was refunded; a certificate of
    the order is not served from the refund on.

    Returns:
        The orders of the two, as they were read.

    Raises:
        WriteConflict: it was not in line, and must be read again.
    """
    order_ids = {entry.order_id for entry in (enrollment, certificate) if entry is not None and entry.order_id}
    known: dict[OrderId, Order] = {}
    for order_id in sorted(order_ids):
        order = orders.get(order_id)
        if order is None:
            continue
        known[order_id] = order
        if order.is_reversed or order.pending is not None:
            order_work.catch_up(order, enrollment, certificate, now)
    return known


def _issue(certificate: Certificate, enrollment: Enrollment, before: Certificate | None, now: datetime) -> None:
    """Issue a certificate: the one transaction that decides which of many concurrent requests does.

    Args:
        certificate: to be issued.
        enrollment: as it was read: active, and every lesson completed.
        before: the learner's certificate as it was read, revoked or its name erased, which this one replaces; None
            when there is none.
        now: the time of the change.

    Raises:
        WriteConflict: another request issued first, the order was reversed, or the enrollment, the earlier certificate
            or the template is no longer as it was read.
    """
    transaction = Transaction()
    if certificate.order_id is not None:
        # A refund ends the enrollment in its own transaction: the next attempt reads that.
        orders.require_paying(transaction, certificate.order_id, WriteConflict)
    templates.use(transaction, certificate.course_id, certificate.template_version)
    enrollments.mark_certificate_issued(transaction, enrollment)
    certificates.add(transaction, certificate, before, now)
    transaction.commit()


def _require_new_order(certificate: Certificate, enrollment: Enrollment | None) -> None:
    """Require, after a revocation, that another order pays now: then the learner may earn a new certificate."""
    has_new_order = (
        enrollment is not None
        and enrollment.status is EnrollmentStatus.ACTIVE
        and enrollment.order_id not in {None, certificate.order_id}
    )
    if not has_new_order:
        assert certificate.revoked_at is not None  # noqa: S101 - a revoked certificate says when
        raise CertificateRevoked(certificate.revoked_at, certificate.revoke_reason or "")


def _completed(enrollment: Enrollment, now: datetime) -> Enrollment:
    """Require that every published lesson is, or once was, complete; this checks again, as the stream may be late."""
    if enrollment.all_lessons_completed_at is not None:
        return enrollment
    checked = completion.check(enrollment.user_id, enrollment.course_id, now)
    if checked is None:
        raise WriteConflict
    checked.enrollment.require_access(now)
    if checked.enrollment.all_lessons_completed_at is None:
        raise CourseNotCompleted(checked.standing.missing_lessons)
    return checked.enrollment


def _draft(
    learner: Learner,
    enrollment: Enrollment,
    course: CourseHeader,
    config: CertificateConfig,
    now: datetime,
    randbelow: Callable[[int], int],
) -> tuple[Certificate, bytes]:
    """Create a certificate and its PDF; neither is issued yet."""
    printed = profiles.name_to_print(learner, enrollment, config)
    if printed is None:
        raise LearnerNameMissing("There is no name to print on the certificate.")
    version = course.certificate.template_version
    if version is None:
        raise CertificatesDisabled("This course has no certificate template.")
    for text in filter(None, (printed.name, course.title, course.certificate.extra_line)):
        require_printable(text)
    code = draw_code(randbelow)
    draft = Certificate(
        user_id=enrollment.user_id,
        course_id=course.course_id,
        public_id=draw_code(randbelow),
        verification_code=code,
        verification_url=f"{config.public_base_url}/certificates/verify/{printed_code(code)}",
        issued_name=printed.name,
        name_source=printed.source,
        issued_course_title=course.title,
        issued_at=now,
        signatory_name=course.certificate.signatory_name,
        signatory_title=course.certificate.signatory_title,
        template_version=version,
        order_id=enrollment.order_id,
        subscription_id=enrollment.subscription_id,
        language=course.language,
        time_zone=config.time_zone,
        issuer=settings.issuer(),
        extra_line=course.certificate.extra_line,
        pdf_sha256="",  # known once it is rendered
    )
    pdf = render(current_template.read(course, version), draft.face())
    return replace(draft, pdf_sha256=sha256(pdf).hexdigest()), pdf


def document(obtained: Obtained) -> bytes:
    """Get the PDF of a certificate: the bytes that were issued.

    A stored PDF that is missing, or not what was issued, is rendered again from the record and stored. A later version
    of the renderer may draw the same record with other bytes: then their hash replaces the one of a PDF that is lost,
    or that was never downloaded.
    """
    if obtained.pdf is not None:
        return obtained.pdf
    certificate = obtained.certificate
    stored = documents.certificate_pdf(certificate)
    if stored is not None and sha256(stored).hexdigest() == certificate.pdf_sha256:
        return stored
    prepared = documents.prepared_template(certificate.course_id, certificate.template_version)
    pdf = render(prepared, certificate.face())
    rendered = sha256(pdf).hexdigest()
    if rendered != certificate.pdf_sha256:
        # Before the PDF is stored: nobody downloads one that its hash does not verify.
        retry_on_conflict(lambda: _record_hash(certificate, rendered))
    documents.replace_certificate(certificate, pdf)
    delete_pdf_if_erased(certificate)
    return pdf


def _record_hash(certificate: Certificate, pdf_sha256: str) -> None:
    newest = certificates.get(certificate.user_id, certificate.course_id)
    if newest is None or newest.public_id != certificate.public_id or newest.pdf_sha256 == pdf_sha256:
        return
    transaction = Transaction()
    certificates.put_pdf_sha256(transaction, newest, pdf_sha256)
    transaction.commit()


def delete_pdf_if_erased(certificate: Certificate) -> None:
    """Remove a PDF that was just stored, if its learner was erased in the meantime.

    The erasure blanks the name before it removes the PDFs: either it finds this one, or the blank name is found here.
    """
    newest = certificates.get(certificate.user_id, certificate.course_id)
    if newest is None or (newest.public_id, newest.issued_name) != (certificate.public_id, certificate.issued_name):
        documents.delete_certificate(certificate)


def link(certificate: Certificate, file_name: str) -> str:
    """Presign a URL to a certificate's stored PDF, valid for a minute."""
    return documents.certificate_link(certificate, file_name)
