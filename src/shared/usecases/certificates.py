"""Issuing, serving, revoking and reinstating certificates."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from shared.domain.certificate import (
    Certificate,
    CertificateFace,
    CertificateStatus,
    draw_code,
    printed_code,
)
from shared.domain.course import Course
from shared.domain.enrollment import Enrollment, EnrollmentStatus
from shared.domain.errors import (
    CertificateRevoked,
    CertificatesDisabled,
    CourseNotCompleted,
    CourseNotFound,
    LearnerNameMissing,
    NotEnrolled,
)
from shared.domain.names import printed_name
from shared.pdf.render import render, require_printable
from shared.settings import CertificateSettings
from shared.stores import certificates, courses, documents, enrollments
from shared.stores.writes import ChangedMeanwhile
from shared.usecases import completion, current_template
from shared.usecases.access import Learner
from shared.usecases.deciding import until_settled


@dataclass(frozen=True, slots=True, kw_only=True)
class Obtained:
    """A learner's certificate.

    Attributes:
        pdf: its bytes, where they are at hand; `document` gets them otherwise.
        newly_issued: whether this request issued it.
    """

    certificate: Certificate
    pdf: bytes | None
    newly_issued: bool


def obtain(
    learner: Learner,
    slug: str,
    public_base_url: str,
    settings: CertificateSettings,
    *,
    now: datetime,
    randbelow: Callable[[int], int],
) -> Obtained:
    """Give a learner the certificate of a course; the first time, issue it.

    Of any number of requests at once, one transaction issues; the others find what it issued.

    Args:
        learner: who asks.
        slug: of the course.
        public_base_url: where a certificate issued now says that it is verified.
        settings: whether certificates are served.
        now: the date of a certificate issued now.
        randbelow: where codes come from, as `draw_code` takes it.

    Raises:
        CertificatesDisabled: for this course, or altogether.
        CourseNotFound: no published course has this slug.
        CertificateRevoked: the learner's certificate was revoked, and no new order has paid since.
        NotEnrolled: the learner is not enrolled.
        AccessEnded: the learner's access is over.
        CourseNotCompleted: a published lesson is missing.
        LearnerNameMissing: there is no name to print.
        NameNotPrintable: no font can draw the name or the title.
    """
    if not settings.enabled:
        raise CertificatesDisabled("Certificates are not available here.")
    return until_settled(lambda: _obtain_once(learner, slug, public_base_url, now, randbelow))


def _obtain_once(
    learner: Learner, slug: str, public_base_url: str, now: datetime, randbelow: Callable[[int], int]
) -> Obtained:
    course = courses.by_slug(slug)
    if course is None:
        raise CourseNotFound("No published course has this slug.")
    certificate = certificates.get(learner.user_id, course.course_id)
    enrollment = enrollments.get(learner.user_id, course.course_id)
    if certificate is not None and certificate.status is CertificateStatus.REVOKED:
        _require_paid_anew(certificate, enrollment)
    if not course.published:
        raise CourseNotFound("No published course has this slug.")
    if not course.certificate.enabled:
        raise CertificatesDisabled("This course has no certificates.")
    if enrollment is None:
        raise NotEnrolled("You are not enrolled in this course.")
    enrollment.require_access(now)
    # A certificate whose name was erased is not handed out: who comes back after being erased earns a new one.
    if certificate is not None and certificate.status is CertificateStatus.ACTIVE and certificate.issued_name:
        return Obtained(certificate=certificate, pdf=None, newly_issued=False)
    enrollment = _completed(enrollment, now)
    drafted, pdf = _draft(learner, enrollment, course, public_base_url, now, randbelow)
    certificates.issue(drafted, enrollment, certificate)
    # The record decides; a PDF that gets lost from here on is rendered again from it.
    documents.put_certificate(drafted, pdf)
    _take_back_if_erased(drafted)
    return Obtained(certificate=drafted, pdf=pdf, newly_issued=True)


def _require_paid_anew(certificate: Certificate, enrollment: Enrollment | None) -> None:
    """Let a learner whose certificate was revoked earn a new one once another order pays for the enrollment."""
    paid_anew = (
        enrollment is not None
        and enrollment.status is EnrollmentStatus.ACTIVE
        and enrollment.order_id not in {None, certificate.order_id}
    )
    if not paid_anew:
        assert certificate.revoked_at is not None  # noqa: S101 - a revoked certificate says when
        raise CertificateRevoked(certificate.revoked_at, certificate.revoke_reason or "")


def _completed(enrollment: Enrollment, now: datetime) -> Enrollment:
    """Make sure that every published lesson is, or once was, complete; what the stream has missed is made up for."""
    if enrollment.all_lessons_completed_at is not None:
        return enrollment
    checked = completion.check(enrollment.user_id, enrollment.course_id, now)
    if checked is None:
        raise ChangedMeanwhile
    checked.enrollment.require_access(now)
    if checked.enrollment.all_lessons_completed_at is None:
        raise CourseNotCompleted(checked.standing.missing_lessons)
    return checked.enrollment


def _draft(
    learner: Learner,
    enrollment: Enrollment,
    course: Course,
    public_base_url: str,
    now: datetime,
    randbelow: Callable[[int], int],
) -> tuple[Certificate, bytes]:
    """Draw up a certificate and its PDF, neither of which is issued yet."""
    name = printed_name(enrollment.learner_name) or printed_name(learner.name)
    if not name:
        raise LearnerNameMissing("There is no name to put on the certificate.")
    version = course.certificate.template_version
    if version is None:
        raise CertificatesDisabled("This course has no certificate template.")
    code = draw_code(randbelow)
    face = CertificateFace(
        issued_name=name,
        issued_course_title=course.title,
        issued_at=now,
        signatory_name=course.certificate.signatory_name,
        signatory_title=course.certificate.signatory_title,
        verification_url=f"{public_base_url}/certificates/verify/{printed_code(code)}",
        verification_code=printed_code(code),
    )
    for text in (name, course.title):
        require_printable(text)
    pdf = render(current_template.read(course, version), face)
    certificate = Certificate(
        user_id=enrollment.user_id,
        course_id=course.course_id,
        public_id=draw_code(randbelow),
        verification_code=code,
        verification_url=face.verification_url,
        issued_name=name,
        issued_course_title=course.title,
        issued_at=now,
        signatory_name=face.signatory_name,
        signatory_title=face.signatory_title,
        template_version=version,
        order_id=enrollment.order_id,
        subscription_id=enrollment.subscription_id,
        pdf_sha256=sha256(pdf).hexdigest(),
    )
    return certificate, pdf


def document(obtained: Obtained) -> bytes:
    """Get the PDF of a certificate: the bytes that were issued.

    A stored PDF that is missing, or not what was issued, is rendered again from the record and stored.
    """
    if obtained.pdf is not None:
        return obtained.pdf
    certificate = obtained.certificate
    stored = documents.certificate_pdf(certificate)
    if stored is not None and sha256(stored).hexdigest() == certificate.pdf_sha256:
        return stored
    prepared = documents.prepared_template(certificate.course_id, certificate.template_version)
    pdf = render(
        prepared,
        CertificateFace(
            issued_name=certificate.issued_name,
            issued_course_title=certificate.issued_course_title,
            issued_at=certificate.issued_at,
            signatory_name=certificate.signatory_name,
            signatory_title=certificate.signatory_title,
            verification_url=certificate.verification_url,
            verification_code=printed_code(certificate.verification_code),
        ),
    )
    documents.mend_certificate(certificate, pdf)
    _take_back_if_erased(certificate)
    return pdf


def _take_back_if_erased(certificate: Certificate) -> None:
    """Remove a PDF that was kept just now, if its learner was erased meanwhile.

    The erasure blanks the name before it removes the PDFs: either it finds this one, or the blank name is found here.
    """
    newest = certificates.get(certificate.user_id, certificate.course_id)
    if newest is None or (newest.public_id, newest.issued_name) != (certificate.public_id, certificate.issued_name):
        documents.delete_certificate(certificate)


def link(certificate: Certificate, file_name: str) -> str:
    """Sign a link to a certificate's stored PDF, that lives for a minute."""
    return documents.certificate_link(certificate, file_name)
