"""Certificates, and the public register: always written together."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from shared.aws.transactions import Transaction, WriteConflict, set_or_remove, unchanged, update
from shared.domain.certificate import (
    REPLACED,
    Certificate,
    CertificateStatus,
    PublicCertificate,
)
from shared.domain.dates import utc_text
from shared.domain.errors import CertificateNotFound, CertificateReplaced
from shared.domain.ids import CourseId, UserId
from shared.domain.period import Period
from shared.stores.certificate_rows import (
    CertificateRow,
    RegisterRow,
    certificate_of,
    code_key,
    id_key,
    public_certificate_of,
    register_row_of,
    revocation_entries,
    row_of,
)

# Keys that one query of the index reads; by itself, it would read a megabyte of them.
_INDEX_PAGE = 200


def get(user_id: str, course_id: str) -> Certificate | None:
    """Read a learner's certificate of a course, the newest one, or None."""
    try:
        return certificate_of(CertificateRow.get(user_id, course_id, consistent_read=True))
    except CertificateRow.DoesNotExist:
        return None


def get_many(lines: Iterable[tuple[UserId, CourseId]]) -> Mapping[tuple[UserId, CourseId], Certificate]:
    """Read the certificates of these learners and courses that were issued."""
    found = map(certificate_of, CertificateRow.batch_get(list(lines), consistent_read=True))
    return {(certificate.user_id, certificate.course_id): certificate for certificate in found}


def of_learner(user_id: str) -> list[Certificate]:
    """Read all of a learner's certificates."""
    return [certificate_of(row) for row in CertificateRow.query(user_id, consistent_read=True)]


def issued_for(course_id: str, period: Period, after: tuple[str, str] | None) -> Iterator[tuple[UserId, CourseId]]:
    """Iterate over who has certificates of a course that were issued in a period, the newest first.

    The index may lag behind by a moment.

    Args:
        course_id: of the course.
        period: of issue.
        after: time of issue, as stored, and user id of the certificate to continue after.
    """
    start = None
    if after is not None:
        issued_at, user_id = after
        start = {"course_id": {"S": course_id}, "issued_at": {"S": issued_at}, "user_id": {"S": user_id}}
    rows = CertificateRow.by_issue.query(
        course_id,
        CertificateRow.issued_at.between(period.begins_at, period.ends_at),
        scan_index_forward=False,
        last_evaluated_key=start,
        page_size=_INDEX_PAGE,
    )
    for row in rows:
        yield UserId(row.user_id), CourseId(row.course_id)


def position(certificate: Certificate) -> tuple[str, str]:
    """Return the position of a certificate in the list of a course's certificates."""
    return utc_text(certificate.issued_at), certificate.user_id


def course_of(public_id: str) -> CourseId | None:
    """Read the course of a certificate, in force or not, also of one that was replaced; None for an unknown id."""
    try:
        return CourseId(RegisterRow.get(id_key(public_id), consistent_read=True).course_id)
    except RegisterRow.DoesNotExist:
        return None


def by_public_id(public_id: str) -> Certificate:
    """Find a certificate by its public id.

    Raises:
        CertificateNotFound: no certificate has this id.
        CertificateReplaced: a newer one has replaced it.
    """
    try:
        entry = RegisterRow.get(id_key(public_id), consistent_read=True)
    except RegisterRow.DoesNotExist:
        entry = None
    certificate = get(entry.user_id, entry.course_id) if entry else None
    if certificate is None:
        raise CertificateNotFound("No certificate has this id.")
    if certificate.public_id != public_id:
        raise CertificateReplaced("A newer certificate has replaced this one.")
    return certificate


def by_code(code: str) -> PublicCertificate | None:
    """Read what the public may know of the certificate with a code, or None."""
    try:
        row = RegisterRow.get(code_key(code), consistent_read=True)
    except RegisterRow.DoesNotExist:
        return None
    return public_certificate_of(row)


def add(transaction: Transaction, certificate: Certificate, before: Certificate | None, now: datetime) -> None:
    """Add a certificate that is issued, its public entry under its code, and its id.

    Args:
        transaction: fails with `WriteConflict` when another request issued first, the earlier certificate is no longer
            as it was read, or, once in 2**100, the code or the id is taken.
        certificate: to be issued.
        before: the learner's earlier certificate as it was read, which this one replaces; its code is revoked, unless
            it is already. None when there is none.
        now: the time of the change.
    """
    if before is not None:
        certificate = replace(certificate, earlier_codes=before.codes)
        if before.status is CertificateStatus.ACTIVE:
            transaction.update(
                RegisterRow(code_key(before.verification_code)),
                [
                    RegisterRow.status.set(CertificateStatus.REVOKED),
                    RegisterRow.revoked_at.set(now),
                    RegisterRow.revoke_reason.set(REPLACED),
                ],
                RegisterRow.register_key.exists(),
                WriteConflict,
            )
    transaction.put(
        row_of(certificate, now),
        CertificateRow.user_id.does_not_exist()
        if before is None
        else (CertificateRow.public_id == before.public_id)
        & (CertificateRow.status == before.status)
        & (CertificateRow.issued_name == before.issued_name),
        WriteConflict,
    )
    transaction.put(register_row_of(certificate), RegisterRow.register_key.does_not_exist(), WriteConflict)
    transaction.put(
        RegisterRow(id_key(certificate.public_id), user_id=certificate.user_id, course_id=certificate.course_id),
        RegisterRow.register_key.does_not_exist(),
        WriteConflict,
    )


def require_none(transaction: Transaction, user_id: UserId, course_id: CourseId) -> None:
    """Require that a learner has no certificate of a course; one whose name was erased does not count.

    The transaction fails with `WriteConflict` otherwise.
    """
    none = CertificateRow.user_id.does_not_exist() | (CertificateRow.issued_name == "")
    transaction.check(CertificateRow, user_id, course_id, none, WriteConflict)


def put(transaction: Transaction, certificate: Certificate, before: Certificate, now: datetime) -> None:
    """Update what may change of a certificate: its revocations, in the register too, and the order that pays.

    Args:
        transaction: fails with `WriteConflict` when the certificate is no longer as it was read.
        certificate: as it will be.
        before: as it was read.
        now: the time of the change.
    """
    transaction.update(
        CertificateRow(certificate.user_id, certificate.course_id),
        [
            CertificateRow.status.set(certificate.status),
            set_or_remove(CertificateRow.revoked_at, certificate.revoked_at),
            set_or_remove(CertificateRow.revoke_reason, certificate.revoke_reason),
            set_or_remove(CertificateRow.revocations, revocation_entries(certificate)),
            set_or_remove(CertificateRow.order_id, certificate.order_id),
            CertificateRow.updated_at.set(now),
        ],
        (CertificateRow.public_id == before.public_id)
        & (CertificateRow.issued_name == before.issued_name)
        & unchanged(CertificateRow.order_id, before.order_id)
        & unchanged(CertificateRow.revocations, revocation_entries(before)),
        WriteConflict,
    )
    transaction.update(
        RegisterRow(code_key(certificate.verification_code)),
        [
            RegisterRow.status.set(certificate.status),
            set_or_remove(RegisterRow.revoked_at, certificate.revoked_at),
            set_or_remove(RegisterRow.revoke_reason, certificate.revoke_reason),
        ],
        RegisterRow.register_key.exists(),
        WriteConflict,
    )


def put_pdf_sha256(transaction: Transaction, certificate: Certificate, sha256: str) -> None:
    """Store the hash of a PDF that was rendered again with other bytes, in the register too.

    Args:
        transaction: fails with `WriteConflict` when the certificate is no longer as it was read.
        certificate: as it was read.
        sha256: of the PDF, in hexadecimal.
    """
    transaction.update(
        CertificateRow(certificate.user_id, certificate.course_id),
        [CertificateRow.pdf_sha256.set(sha256)],
        (CertificateRow.public_id == certificate.public_id) & (CertificateRow.pdf_sha256 == certificate.pdf_sha256),
        WriteConflict,
    )
    transaction.update(
        RegisterRow(code_key(certificate.verification_code)),
        [RegisterRow.pdf_sha256.set(sha256)],
        RegisterRow.pdf_sha256 == certificate.pdf_sha256,
        WriteConflict,
    )


def erase_name(transaction: Transaction, certificate: Certificate, now: datetime) -> None:
    """Remove the learner's name from a certificate and from all of its codes, which remain verifiable.

    Args:
        transaction: fails with `WriteConflict` when another certificate has replaced this one.
        certificate: as it was read.
        now: the time of the change.
    """
    transaction.update(
        CertificateRow(certificate.user_id, certificate.course_id),
        [CertificateRow.issued_name.set(""), CertificateRow.updated_at.set(now)],
        CertificateRow.public_id == certificate.public_id,
        WriteConflict,
    )
    for code in sorted(certificate.codes):
        transaction.update(
            RegisterRow(code_key(code)),
            [RegisterRow.issued_name.set(""), RegisterRow.pictures.remove()],
            RegisterRow.register_key.exists(),
            WriteConflict,
        )


def mark_pictured(code: str, status: CertificateStatus, issued_name: str) -> bool:
    """Record that a picture of the certificate with a code is stored, as it is shown in a status.

    Returns:
        Whether it is recorded: it is not, if the name on the picture has been erased.
    """
    try:
        update(
            RegisterRow(code_key(code)),
            [RegisterRow.pictures.add({status})],
            RegisterRow.issued_name == issued_name,
            WriteConflict,
        )
    except WriteConflict:
        return False
    return True


def from_image(image: Mapping[str, Any]) -> Certificate:
    """Read a certificate from an image of it in the table's stream."""
    return certificate_of(_row(image))


def changed_at(image: Mapping[str, Any]) -> datetime:
    """Read from an image when the certificate was changed to what the image shows."""
    return _row(image).updated_at


def _row(image: Mapping[str, Any]) -> CertificateRow:
    row = CertificateRow()
    row.from_dynamodb_dict(dict(image))
    return row
