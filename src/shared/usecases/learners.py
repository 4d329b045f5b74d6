"""All data about a learner: export and erasure."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from itertools import chain, islice

from shared.aws import time_budget
from shared.aws.connection import attempt_seconds
from shared.aws.retries import retry_on_conflict
from shared.aws.transactions import Transaction
from shared.domain.certificate import Certificate
from shared.domain.change_record import ChangeRecord
from shared.domain.completion import Completion
from shared.domain.enrollment import Enrollment
from shared.domain.entitlement import certificate_status_of
from shared.domain.errors import LearnerNotFound
from shared.domain.ids import CourseId, UserId
from shared.domain.profile import Profile
from shared.domain.progress import LessonProgress
from shared.stores import (
    certificates,
    changes,
    completions,
    documents,
    enrollments,
    learner_data_files,
    lesson_progress,
    pictures,
    profiles,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """All data about a learner.

    Attributes:
        progress: read while it is iterated over, which is possible once: a learner may have many lessons.
        changes: likewise.
    """

    user_id: UserId
    enrollments: Sequence[Enrollment]
    progress: Iterator[tuple[CourseId, LessonProgress]]
    completions: Sequence[Completion]
    certificates: Sequence[Certificate]
    profile: Profile | None
    changes: Iterator[ChangeRecord]


def export(user_id: UserId) -> Export:
    """Collect all data about a learner.

    Raises:
        LearnerNotFound: there is none.
    """
    progress = lesson_progress.each_of_learner(user_id)
    first = list(islice(progress, 1))
    changes_of_learner = changes.of_learner(user_id)
    first_change = list(islice(changes_of_learner, 1))
    collected = Export(
        user_id=user_id,
        enrollments=enrollments.of_learner(user_id),
        progress=chain(first, progress),
        completions=completions.of_learner(user_id),
        certificates=certificates.of_learner(user_id),
        profile=profiles.get(user_id),
        changes=chain(first_change, changes_of_learner),
    )
    stored = (collected.enrollments, collected.completions, collected.certificates, collected.profile)
    if not any((*stored, first, first_change)):
        raise LearnerNotFound("No data is stored about this learner.")
    return collected


def store_export(user_id: UserId, chunks: Iterable[bytes], new_id: Callable[[], str]) -> str:
    """Store a written export that is too large for a response; return a URL to it, valid for a minute.

    Args:
        user_id: whose data it is.
        chunks: of its text.
        new_id: generates an id that cannot be guessed.
    """
    return learner_data_files.put(user_id, new_id(), chunks)


def erase(user_id: UserId, now: datetime) -> bool:
    """Remove a learner's data, and the name from certificates, whose codes remain verifiable.

    The profile is removed before the enrollments, and those before all else: without an enrollment, nothing can be
    issued or completed in the meantime, and a learner who is enrolled again meanwhile gets no certificate with the
    erased name. Each step finds what is left to do, so an erasure that was interrupted is finished by repeating it.

    Returns:
        Whether it is finished; otherwise the time ran out, and repeating it continues.
    """
    profiles.delete(user_id)
    # Each begins when the one before it is done, and says so after each of its batches.
    steps: Iterable[Iterable[object]] = (
        enrollments.delete_all(user_id),
        _erase_names(user_id, now),
        _delete_pictures(user_id),
        documents.delete_certificates(user_id),
        learner_data_files.delete_all(user_id),
        completions.delete_all(user_id),
        lesson_progress.delete_all(user_id),
        changes.delete_all(user_id),
    )
    return all(_has_time() for step in steps for _ in step)


def _has_time() -> bool:
    """Whether there is time for another batch, whose calls are not sent otherwise."""
    return time_budget.seconds_left() >= 2 * attempt_seconds()


def _erase_names(user_id: UserId, now: datetime) -> Iterator[None]:
    """Remove the name from each certificate that has one."""
    for certificate in certificates.of_learner(user_id):
        if certificate.issued_name:
            retry_on_conflict(partial(_erase_name, certificate, now))
            yield


def _delete_pictures(user_id: UserId) -> Iterator[int]:
    """Remove the pictures of certificates without a name, which may show it.

    All of them each time: nothing records whose pictures are gone, and a call removes a thousand.
    """
    nameless = (one for one in certificates.of_learner(user_id) if not one.issued_name)
    yield from pictures.delete_all(code for one in nameless for code in sorted(one.codes))


def _erase_name(certificate: Certificate, now: datetime) -> None:
    """Remove the name from a certificate and its codes."""
    newest = certificates.get(certificate.user_id, certificate.course_id)
    if newest is None:
        return
    transaction = Transaction()
    certificates.erase_name(transaction, newest, now)
    # A learner who was enrolled again in the meantime has an enrollment that shows the certificate's status.
    enrollment = enrollments.get(newest.user_id, newest.course_id)
    if enrollment is None:
        enrollments.require_absent(transaction, newest.user_id, newest.course_id)
    else:
        status = certificate_status_of(enrollment, replace(newest, issued_name=""))
        enrollments.put(transaction, replace(enrollment, certificate_status=status), enrollment, now)
    transaction.commit()
