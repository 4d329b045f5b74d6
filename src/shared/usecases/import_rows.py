"""Importing one row of a file: one transaction, and the same verdict however often the row is imported.

The enrollment keeps which import changed it last. So a row that was imported already, by a run that died before it
recorded the verdict, is found again, and has the verdict of the first time.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from shared.aws.retries import retry_on_conflict
from shared.aws.transactions import Transaction
from shared.domain.change_record import Actor, ActorKind, Change
from shared.domain.course import Course
from shared.domain.enrollment import Enrollment, EnrollmentStatus
from shared.domain.enrollment_import import (
    EnrollmentImport,
    ImportKind,
    ImportRow,
    Verdict,
    verdict_on,
    verdict_on_pending,
    wanted,
    wanted_pending,
)
from shared.domain.errors import ConcurrentChange, OrderRefunded
from shared.domain.ids import CourseId, UserId
from shared.domain.pending_enrollment import PendingEnrollment
from shared.stores import enrollments, pending_enrollments
from shared.usecases import staff_changes


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is stored about the learners of some rows.

    Attributes:
        enrolled: by user id.
        waiting: by e-mail address.
    """

    enrolled: Mapping[UserId, Enrollment]
    waiting: Mapping[str, PendingEnrollment]

    def verdict_on(self, row: ImportRow, kind: ImportKind, now: datetime) -> Verdict:
        """Tell what a row would do."""
        if row.problem is not None:
            return Verdict.BAD
        if row.user_id is not None:
            return verdict_on(self.enrolled.get(row.user_id), row, kind, now)
        return verdict_on_pending(self.waiting.get(row.email or ""), row)


def known(course_id: CourseId, rows: Sequence[ImportRow], *, consistent: bool) -> Known:
    """Read what is stored about the learners of some rows."""
    good = [row for row in rows if row.problem is None]
    lines = [(row.user_id, course_id) for row in good if row.user_id is not None]
    enrolled = enrollments.get_many(lines, consistent=consistent) if lines else {}
    return Known(
        enrolled={user_id: enrollment for (user_id, _), enrollment in enrolled.items()},
        waiting=pending_enrollments.get_many(
            course_id, [row.email for row in good if row.email is not None], consistent=consistent
        ),
    )


def import_row(course: Course, job: EnrollmentImport, row: ImportRow, read: Known, now: datetime) -> Verdict:
    """Do what a row asks for.

    Args:
        course: that the learner is enrolled in.
        job: the import.
        row: of its file.
        read: what was read about the learner a moment ago; it is read again after a conflict.
        now: the time of the change.

    Returns:
        What became of it.
    """
    if row.problem is not None:
        return Verdict.BAD
    try:
        if row.user_id is not None:
            return _enroll(course, job, row, row.user_id, read, now)
        return _wait(course, job, row, row.email or "", read, now)
    except OrderRefunded:
        return Verdict.REFUNDED
    except ConcurrentChange:
        return Verdict.BUSY


def _enroll(
    course: Course, job: EnrollmentImport, row: ImportRow, user_id: UserId, read: Known, now: datetime
) -> Verdict:
    def attempt(before: Enrollment | None) -> Verdict:
        if before is not None and _was_imported(before.changed_in, job):
            return Verdict.NEW if before.created_at == before.changed_at else Verdict.UPDATED
        verdict = verdict_on(before, row, job.kind, now)
        if verdict not in {Verdict.NEW, Verdict.UPDATED}:
            return verdict
        base = before or Enrollment(user_id=user_id, course_id=course.course_id, status=EnrollmentStatus.ACTIVE)
        completion = None
        if row.completed_at is not None and base.completed_at is None:
            completion = staff_changes.imported_completion(
                course, user_id, row.completed_at, is_silent=not job.announces
            )
        actor = Actor(kind=ActorKind.STAFF, user_id=job.requested_by)
        change = Change(actor=actor, at=now, import_id=job.import_id)
        transaction = Transaction()
        staff_changes.add(transaction, wanted(base, row, job.kind), before, change, completion)
        transaction.commit()
        return verdict

    return _first_with(read.enrolled.get(user_id), attempt, lambda: enrollments.get(user_id, course.course_id))


def _wait(course: Course, job: EnrollmentImport, row: ImportRow, email: str, read: Known, now: datetime) -> Verdict:
    actor = job.requested_by

    def attempt(before: PendingEnrollment | None) -> Verdict:
        if before is not None and _was_imported(before.import_id, job):
            return Verdict.NEW if before.created_at == before.updated_at else Verdict.UPDATED
        verdict = verdict_on_pending(before, row)
        if verdict is Verdict.UNCHANGED:
            return verdict
        base = before or PendingEnrollment(course_id=course.course_id, email=email, enrolled_by=actor, changed_by=actor)
        after = replace(wanted_pending(base, row), changed_by=actor, import_id=job.import_id)
        if base.completed_at is None:
            after = replace(after, is_silent=after.completed_at is not None and not job.announces)
        transaction = Transaction()
        pending_enrollments.put(transaction, after, before, now)
        transaction.commit()
        return verdict

    return _first_with(read.waiting.get(email), attempt, lambda: pending_enrollments.get(course.course_id, email))


def _was_imported(changed_in: str | None, job: EnrollmentImport) -> bool:
    """Whether the last change by the staff was this row, which another run has imported."""
    return changed_in == job.import_id


def _first_with[Stored](
    read: Stored | None, attempt: Callable[[Stored | None], Verdict], read_again: Callable[[], Stored | None]
) -> Verdict:
    """Attempt it with what was read before, and after a conflict with what is read then."""
    is_first = True

    def next_attempt() -> Verdict:
        nonlocal is_first
        before, is_first = (read if is_first else read_again()), False
        return attempt(before)

    return retry_on_conflict(next_attempt)
