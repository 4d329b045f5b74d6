"""Certificates, for their learners, for admins, and for the public."""

from urllib.parse import urlencode

from shared.domain.certificate import Certificate, PublicCertificate, Revocation, printed_code
from shared.domain.dates import utc_text
from shared.domain.issuer import Issuer, IssuerSettings
from shared.domain.local_dates import local_date
from shared.domain.scripts import mixes_scripts
from shared.edge.answers.common import Json, time_or_null


def certificate_data(certificate: Certificate) -> Json:
    """Write `CertificateData`, for the learner whose certificate it is."""
    return {**_issued(certificate), "linkedin_url": _linkedin_url(certificate)}


def certificate_record(certificate: Certificate, *, shows_order: bool = True) -> Json:
    """Write a `Certificate`, for staff and exports; instructors see no orders."""
    return {
        **certificate_with_status(certificate),
        "user_id": certificate.user_id,
        "course_id": certificate.course_id,
        "order_id": certificate.order_id if shows_order else None,
        "subscription_id": certificate.subscription_id if shows_order else None,
        "name_source": certificate.name_source,
        "name_mixes_scripts": mixes_scripts(certificate.issued_name),
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
        "issued_on": local_date(certificate.issued_at, certificate.time_zone).isoformat(),
        "time_zone": certificate.time_zone,
        "language": certificate.language,
        "signatory_name": certificate.signatory_name,
        "signatory_title": certificate.signatory_title,
        "extra_line": certificate.extra_line,
        "issuer": _issuer(certificate.issuer),
        "status": certificate.status,
        "pdf_sha256": certificate.pdf_sha256,
    }


def _issuer(issuer: Issuer | None) -> Json | None:
    if issuer is None:
        return None
    return {"name": issuer.name, "url": issuer.url, "logo_sha256": issuer.logo_sha256}


def issuer_settings(settings: IssuerSettings) -> Json:
    """Write an `Issuer`, for admins; its properties are null while there is none."""
    issuer = settings.issuer
    return {
        "name": issuer.name if issuer else None,
        "url": issuer.url if issuer else None,
        "linkedin_organization_id": issuer.linkedin_organization_id if issuer else None,
        "logo_sha256": issuer.logo_sha256 if issuer else None,
        "primary_colour": settings.colours.primary,
        "accent_colour": settings.colours.accent,
    }


def _linkedin_url(certificate: Certificate) -> str:
    """Link to LinkedIn's form "Add to profile" (https://addtoprofile.linkedin.com), filled in."""
    issued_on = local_date(certificate.issued_at, certificate.time_zone)
    query = {
        "startTask": "CERTIFICATION_NAME",
        "name": certificate.issued_course_title,
        **_linkedin_organization(certificate.issuer),
        "issueYear": issued_on.year,
        "issueMonth": issued_on.month,
        "certUrl": certificate.verification_url,
        "certId": printed_code(certificate.verification_code),
    }
    return f"https://www.linkedin.com/profile/add?{urlencode(query)}"


def _linkedin_organization(issuer: Issuer | None) -> Json:
    """Name the organisation by the id of its page, from which LinkedIn takes the name, or else by its name."""
    if issuer is None:
        return {}
    if issuer.linkedin_organization_id is not None:
        return {"organizationId": issuer.linkedin_organization_id}
    return {"organizationName": issuer.name}


def verification(certificate: PublicCertificate) -> Json:
    """Write a `Verification`: all that the public may know."""
    return {
        "status": certificate.status,
        "issued_name": certificate.issued_name,
        "issued_course_title": certificate.issued_course_title,
        "issued_at": utc_text(certificate.issued_at),
        "issued_on": local_date(certificate.issued_at, certificate.time_zone).isoformat(),
        "time_zone": certificate.time_zone,
        "signatory_name": certificate.signatory_name,
        "signatory_title": certificate.signatory_title,
        "extra_line": certificate.extra_line,
        "issuer": _issuer(certificate.issuer),
        "revoked_at": time_or_null(certificate.revoked_at),
        "revoke_reason": certificate.revoke_reason,
        "pdf_sha256": certificate.pdf_sha256,
    }
