"""A course's certificates, for staff: listed by period, and their PDFs, one or many in a ZIP."""

import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import batched

from shared.aws import time_budget
from shared.domain.certificate import Certificate, CertificateStatus
from shared.domain.errors import CertificateNotFound, LearnerNotFound
from shared.domain.ids import CourseId, UserId
from shared.domain.period import Period
from shared.stores import certificates, documents
from shared.usecases import existing_courses
from shared.usecases.certificates import Obtained, document

# A list by time continues after a time, as stored, and a user id.
type Position = tuple[str, str]

# Records that are read at once.
_BATCH = 100
# Of one archive, about: it is put together in memory, and then stored.
MAX_ARCHIVE_BYTES = 32 * 1024**2
# An archive is closed, stored and answered in this time.
_CLOSING_SECONDS = 8.0
# The earliest time that a ZIP can have: with that of its making, equal archives would differ.
_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
# Characters of a name in a file name, which has at most 255 bytes on most systems.
_MAX_NAME = 50
# What a file name cannot have on some system.
_NOT_IN_FILE_NAMES = str.maketrans(dict.fromkeys('/\\:*?"<>|', " "))


def of_course(course_id: str, period: Period, *, after: Position | None, batch: int = _BATCH) -> Iterator[Certificate]:
    """Iterate over a course's certificates that were issued in a period, the newest first.

    Args:
        course_id: of the course.
        period: of issue.
        after: the position to continue after; None for the beginning.
        batch: how many are read at once.

    Raises:
        CourseNotFound: there is no such course.
    """
    existing_courses.header(course_id)
    return _read(course_id, period, after, min(batch, _BATCH))


def _read(course_id: str, period: Period, after: Position | None, batch: int) -> Iterator[Certificate]:
    for lines in batched(certificates.issued_for(course_id, period, after), batch, strict=False):
        found = certificates.get_many(lines)
        yield from (found[line] for line in lines if line in found)


def position(certificate: Certificate) -> Position:
    """Return a certificate's position in the list, to continue after."""
    return certificates.position(certificate)


def of_learner(user_id: UserId, course_id: CourseId) -> Certificate:
    """Read a learner's certificate of a course, the newest one.

    Raises:
        CertificateNotFound: none was issued.
    """
    certificate = certificates.get(user_id, course_id)
    if certificate is None:
        raise CertificateNotFound("No certificate was issued to this learner for this course.")
    return certificate


def pdf(public_id: str) -> Obtained:
    """Find a certificate, active or revoked, whose PDF `document` reads.

    Raises:
        CertificateNotFound: no certificate has this id.
        CertificateReplaced: a newer one has replaced it.
        LearnerNotFound: the learner was erased, and so was the PDF.
    """
    certificate = certificates.by_public_id(public_id)
    if not certificate.issued_name:
        raise LearnerNotFound("The name on this certificate was erased with its learner's data.")
    return Obtained(certificate=certificate, pdf=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """A ZIP of PDFs.

    Attributes:
        url: of the ZIP, valid for a minute; None if there is no certificate.
        certificates: how many PDFs it has.
        after: the position to continue after; None at the end.
    """

    url: str | None
    certificates: int
    after: Position | None


def archive(
    course_id: str, period: Period, *, after: Position | None, limit: int, new_id: Callable[[], str]
) -> Archive:
    """Store a ZIP of the PDFs of a course's certificates in force that were issued in a period, the newest first.

    It has fewer than `limit` once it has `MAX_ARCHIVE_BYTES`, or the time runs out.

    Args:
        course_id: of the course.
        period: of issue.
        after: the position to continue after; None for the beginning.
        limit: how many at most.
        new_id: generates an id that cannot be guessed.

    Raises:
        CourseNotFound: there is no such course.
    """
    content, added = BytesIO(), 0
    last: Certificate | None = None
    is_full = False
    with zipfile.ZipFile(content, "w") as archived:
        for certificate in of_course(course_id, period, after=after):
            if last is not None and (
                added == limit or content.tell() >= MAX_ARCHIVE_BYTES or time_budget.seconds_left() < _CLOSING_SECONDS
            ):
                is_full = True
                break
            last = certificate
            if certificate.status is CertificateStatus.ACTIVE and certificate.issued_name:
                member = zipfile.ZipInfo(_file_name(certificate), _ZIP_EPOCH)
                archived.writestr(member, document(Obtained(certificate=certificate, pdf=None)))
                added += 1
    url = documents.archive_link(course_id, new_id(), content.getvalue(), "certificates.zip") if added else None
    return Archive(url=url, certificates=added, after=position(last) if is_full and last is not None else None)


def _file_name(certificate: Certificate) -> str:
    """Name a PDF so that people find it, and no two are the same."""
    name = certificate.issued_name[:_MAX_NAME].translate(_NOT_IN_FILE_NAMES).strip(" .")
    return f"{name} {certificate.public_id}.pdf"
