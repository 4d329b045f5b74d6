"""Certificates, for their learners, for admins, and for the public."""

from urllib.parse import urlencode

from shared.domain.certificate import Certificate, PublicCertificate, Revocation, printed_code
from shared.domain.dates import utc_text
from shared.edge.answers.common import Json, time_or_null


def certificate_data(certificate: Certificate) -> Json:
    """Write `CertificateData`, for the learner whose certificate it is."""
    return {**_issued(certificate), "linkedin_url": _linkedin_url(certificate)}


def certificate_record(certificate: Certificate) -> Json:
    """Write a `Certificate`, for admins and exports."""
    return {
        **certificate_with_status(certificate),
        "user_id": certificate.user_id,
        "course_id": certificate.course_id,
        "order_id": certificate.order_id,
        "subscription_id": certificate.subscription_id,
        "name_source": certificate.name_source,
        "revocations": revocations(certificate),
    }


def revocations(certificate: Certificate) -> list[Json]:
    """Write each `Revocation` of a certificate, oldest first."""
    return [_revocation(revocation) for revocation in certificate.revocations]


def _revocation(revocation: Revocation) -> Json:
    return {
        "cause": revocation.cause,
        "reason": revocation.reason,
        "revoked_at": utc_text(revocation.revoked_at),
        "revoked_by": revocation.revoked_by,
        "reinstated_at": time_or_null(revocation.reinstated_at),
        "reinstated_by": revocation.reinstated_by,
    }


def certificate_with_status(certificate: Certificate) -> Json:
    """Write what a `CertificateStanding` has besides its state."""
    return {
        **_issued(certificate),
        "revoked_at": time_or_null(certificate.revoked_at),
        "revoke_reason": certificate.revoke_reason,
    }


def _issued(certificate: Certificate) -> Json:
    return {
        "public_id": certificate.public_id,
        "verification_code": printed_code(certificate.verification_code),
        "verification_url": certificate.verification_url,
        "issued_name": certificate.issued_name,
        "issued_course_title": certificate.issued_course_title,
        "issued_at": utc_text(certificate.issued_at),
        "status": certificate.status,
        "pdf_sha256": certificate.pdf_sha256,
    }


def _linkedin_url(certificate: Certificate) -> str:
    """Link to LinkedIn's form "Add to profile" (https://addtoprofile.linkedin.com), filled in."""
    query = {
        "startTask": "CERTIFICATION_NAME",
        "name": certificate.issued_course_title,
        "issueYear": certificate.issued_at.year,
        "issueMonth": certificate.issued_at.month,
        "certUrl": certificate.verification_url,
        "certId": printed_code(certificate.verification_code),
    }
    return f"https://www.linkedin.com/profile/add?{urlencode(query)}"


def verification(certificate: PublicCertificate) -> Json:
    """Write a `Verification`: all that the public may know."""
    return {
        "status": certificate.status,
        "issued_name": certificate.issued_name,
        "issued_course_title": certificate.issued_course_title,
        "issued_at": utc_text(certificate.issued_at),
        "revoked_at": time_or_null(certificate.revoked_at),
        "revoke_reason": certificate.revoke_reason,
        "pdf_sha256": certificate.pdf_sha256,
    }
