"""The rows of certificates and of the public register."""

from datetime import datetime
from typing import Any

from pynamodb.attributes import ListAttribute, MapAttribute, NumberAttribute, UnicodeAttribute, UnicodeSetAttribute
from pynamodb.indexes import GlobalSecondaryIndex, KeysOnlyProjection

from shared.aws.row import Row, UtcAttribute, table_name
from shared.domain.certificate import Certificate, CertificateStatus, PublicCertificate, Revocation, RevocationCause
from shared.domain.course import ENGLISH
from shared.domain.ids import CourseId, OrderId, SubscriptionId, UserId
from shared.domain.issuer import Issuer
from shared.domain.local_dates import DEFAULT_TIME_ZONE
from shared.domain.printed_names import NameSource


class RevocationEntry(MapAttribute[str, Any]):
    """One revocation, and its reversal, if any."""

    cause = UnicodeAttribute()
    reason = UnicodeAttribute()
    revoked_at = UtcAttribute()
    revoked_by = UnicodeAttribute()
    reinstated_at = UtcAttribute(null=True)
    reinstated_by = UnicodeAttribute(null=True)


class IssuerEntry(MapAttribute[str, Any]):
    """The organisation that issued a certificate, as it was then."""

    name = UnicodeAttribute()
    url = UnicodeAttribute(null=True)
    linkedin_organization_id = UnicodeAttribute(null=True)
    logo_sha256 = UnicodeAttribute(null=True)


class _ByIssue(GlobalSecondaryIndex[Any]):  # type: ignore[no-untyped-call]
    """The certificates of a course by time of issue: only keys, so that nothing but an issue costs an index write."""

    class Meta:
        index_name = "by_issue"
        projection = KeysOnlyProjection()

    course_id = UnicodeAttribute(hash_key=True)
    issued_at = UtcAttribute(range_key=True)


class CertificateRow(Row):
    class Meta:
        table_name = table_name("course-certificates")

    user_id = UnicodeAttribute(hash_key=True)
    course_id = UnicodeAttribute(range_key=True)
    public_id = UnicodeAttribute()
    verification_code = UnicodeAttribute()
    verification_url = UnicodeAttribute()
    issued_name = UnicodeAttribute()
    issued_course_title = UnicodeAttribute()
    issued_at = UtcAttribute()
    name_source = UnicodeAttribute(null=True)
    signatory_name = UnicodeAttribute(null=True)
    signatory_title = UnicodeAttribute(null=True)
    template_version = NumberAttribute()
    order_id = UnicodeAttribute(null=True)
    subscription_id = UnicodeAttribute(null=True)
    pdf_sha256 = UnicodeAttribute()
    # None in rows from before they were recorded: English, UTC, no issuer, no extra line.
    language = UnicodeAttribute(null=True)
    time_zone = UnicodeAttribute(null=True)
    issuer = IssuerEntry(null=True)  # type: ignore[no-untyped-call]
    extra_line = UnicodeAttribute(null=True)
    status = UnicodeAttribute()
    revoked_at = UtcAttribute(null=True)
    revoke_reason = UnicodeAttribute(null=True)
    revocations = ListAttribute(of=RevocationEntry, null=True)
    earlier_codes = UnicodeSetAttribute(null=True)
    created_at = UtcAttribute()
    updated_at = UtcAttribute()

    by_issue = _ByIssue()


class RegisterRow(Row):
    """What the public may know of a certificate, under `code#…`; or whose certificate it is, under `id#…`.

    So codes and public ids are unique.
    """

    class Meta:
        table_name = table_name("certificate-register")

    register_key = UnicodeAttribute(hash_key=True)
    status = UnicodeAttribute(null=True)
    issued_name = UnicodeAttribute(null=True)
    issued_course_title = UnicodeAttribute(null=True)
    issued_at = UtcAttribute(null=True)
    revoked_at = UtcAttribute(null=True)
    revoke_reason = UnicodeAttribute(null=True)
    pdf_sha256 = UnicodeAttribute(null=True)
    time_zone = UnicodeAttribute(null=True)
    issuer = IssuerEntry(null=True)  # type: ignore[no-untyped-call]
    signatory_name = UnicodeAttribute(null=True)
    signatory_title = UnicodeAttribute(null=True)
    extra_line = UnicodeAttribute(null=True)
    # The statuses in which a picture of the certificate is stored.
    pictures = UnicodeSetAttribute(null=True)
    # Only in `id#…` entries.
    user_id = UnicodeAttribute(null=True)
    course_id = UnicodeAttribute(null=True)


def code_key(code: str) -> str:
    """Return the register's key of a code."""
    return f"code#{code}"


def id_key(public_id: str) -> str:
    """Return the register's key of a public id."""
    return f"id#{public_id}"


def revocation_entries(certificate: Certificate) -> list[RevocationEntry] | None:
    """Write a certificate's revocations; None where there are none."""
    return [
        RevocationEntry(  # type: ignore[no-untyped-call]
            cause=revocation.cause,
            reason=revocation.reason,
            revoked_at=revocation.revoked_at,
            revoked_by=revocation.revoked_by,
            reinstated_at=revocation.reinstated_at,
            reinstated_by=revocation.reinstated_by,
        )
        for revocation in certificate.revocations
    ] or None


def _revocation(entry: RevocationEntry) -> Revocation:
    return Revocation(
        cause=RevocationCause(entry.cause),
        reason=entry.reason,
        revoked_at=entry.revoked_at,
        revoked_by=entry.revoked_by,
        reinstated_at=entry.reinstated_at,
        reinstated_by=entry.reinstated_by,
    )


def _issuer_entry(issuer: Issuer | None) -> IssuerEntry | None:
    if issuer is None:
        return None
    return IssuerEntry(  # type: ignore[no-untyped-call]
        name=issuer.name,
        url=issuer.url,
        linkedin_organization_id=issuer.linkedin_organization_id,
        logo_sha256=issuer.logo_sha256,
    )


def _issuer(entry: IssuerEntry | None) -> Issuer | None:
    if entry is None:
        return None
    return Issuer(
        name=entry.name,
        url=entry.url,
        linkedin_organization_id=entry.linkedin_organization_id,
        logo_sha256=entry.logo_sha256,
    )


def row_of(certificate: Certificate, now: datetime) -> CertificateRow:
    """Write a certificate as it is issued."""
    return CertificateRow(
        certificate.user_id,
        certificate.course_id,
        public_id=certificate.public_id,
        verification_code=certificate.verification_code,
        verification_url=certificate.verification_url,
        issued_name=certificate.issued_name,
        issued_course_title=certificate.issued_course_title,
        issued_at=certificate.issued_at,
        name_source=certificate.name_source,
        signatory_name=certificate.signatory_name,
        signatory_title=certificate.signatory_title,
        template_version=certificate.template_version,
        order_id=certificate.order_id,
        subscription_id=certificate.subscription_id,
        pdf_sha256=certificate.pdf_sha256,
        language=certificate.language,
        time_zone=certificate.time_zone,
        issuer=_issuer_entry(certificate.issuer),
        extra_line=certificate.extra_line,
        status=certificate.status,
        revocations=revocation_entries(certificate),
        earlier_codes=set(certificate.earlier_codes) or None,
        created_at=now,
        updated_at=now,
    )


def certificate_of(row: CertificateRow) -> Certificate:
    """Read a certificate."""
    return Certificate(
        user_id=UserId(row.user_id),
        course_id=CourseId(row.course_id),
        public_id=row.public_id,
        verification_code=row.verification_code,
        verification_url=row.verification_url,
        issued_name=row.issued_name,
        issued_course_title=row.issued_course_title,
        issued_at=row.issued_at,
        signatory_name=row.signatory_name,
        signatory_title=row.signatory_title,
        template_version=int(row.template_version),
        order_id=None if row.order_id is None else OrderId(row.order_id),
        subscription_id=None if row.subscription_id is None else SubscriptionId(row.subscription_id),
        pdf_sha256=row.pdf_sha256,
        name_source=None if row.name_source is None else NameSource(row.name_source),
        language=row.language or ENGLISH,
        time_zone=row.time_zone or DEFAULT_TIME_ZONE,
        issuer=_issuer(row.issuer),
        extra_line=row.extra_line,
        status=CertificateStatus(row.status),
        revoked_at=row.revoked_at,
        revoke_reason=row.revoke_reason,
        revocations=tuple(_revocation(entry) for entry in row.revocations or ()),
        earlier_codes=frozenset(row.earlier_codes or ()),
    )


def register_row_of(certificate: Certificate) -> RegisterRow:
    """Write what the public may know of a certificate as it is issued."""
    return RegisterRow(
        code_key(certificate.verification_code),
        status=certificate.status,
        issued_name=certificate.issued_name,
        issued_course_title=certificate.issued_course_title,
        issued_at=certificate.issued_at,
        pdf_sha256=certificate.pdf_sha256,
        time_zone=certificate.time_zone,
        issuer=_issuer_entry(certificate.issuer),
        signatory_name=certificate.signatory_name,
        signatory_title=certificate.signatory_title,
        extra_line=certificate.extra_line,
    )


def public_certificate_of(row: RegisterRow) -> PublicCertificate:
    """Read what the public may know of a certificate."""
    return PublicCertificate(
        status=CertificateStatus(row.status),
        issued_name=row.issued_name,
        issued_course_title=row.issued_course_title,
        issued_at=row.issued_at,
        revoked_at=row.revoked_at,
        revoke_reason=row.revoke_reason,
        pdf_sha256=row.pdf_sha256,
        time_zone=row.time_zone or DEFAULT_TIME_ZONE,
        issuer=_issuer(row.issuer),
        signatory_name=row.signatory_name,
        signatory_title=row.signatory_title,
        extra_line=row.extra_line,
        has_picture=row.status in (row.pictures or ()),
    )
