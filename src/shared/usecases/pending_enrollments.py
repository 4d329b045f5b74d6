"""Enrolling learners by e-mail address: it waits until a learner with the verified address claims it."""

from dataclasses import replace
from datetime import datetime

from shared.aws.retries import retry_on_conflict
from shared.aws.transactions import Transaction
from shared.domain.errors import PendingEnrollmentNotFound
from shared.domain.ids import CourseId, UserId
from shared.domain.pending_enrollment import PendingEnrollment
from shared.stores import pending_enrollments
from shared.usecases import existing_courses


def put(
    course_id: CourseId,
    email: str,
    learner_name: str | None,
    access_expires_at: datetime | None,
    actor: UserId,
    now: datetime,
) -> PendingEnrollment:
    """Enroll whoever has an address, or change what waits for it; repeating it changes nothing.

    Args:
        course_id: the course, published or not yet.
        email: in lower case.
        learner_name: None for none.
        access_expires_at: None for never.
        actor: who of the staff does it.
        now: the time of the change.

    Returns:
        What is stored.

    Raises:
        CourseNotFound: there is no such course.
    """
    existing_courses.header(course_id)

    def decide() -> PendingEnrollment:
        before = pending_enrollments.get(course_id, email)
        base = before or PendingEnrollment(course_id=course_id, email=email, enrolled_by=actor, changed_by=actor)
        after = replace(
            base, learner_name=learner_name, access_expires_at=access_expires_at, changed_by=actor, import_id=None
        )
        if before is not None and after.has_same_effect_as(before):
            return before
        transaction = Transaction()
        pending_enrollments.put(transaction, after, before, now)
        transaction.commit()
        return replace(after, created_at=base.created_at or now, updated_at=now)

    return retry_on_conflict(decide)


def page(course_id: str, *, after: str | None, limit: int) -> tuple[list[PendingEnrollment], bool]:
    """List what waits in a course, in order of address; and whether there is more.

    Raises:
        CourseNotFound: there is no such course.
    """
    existing_courses.header(course_id)
    found = pending_enrollments.page(course_id, after=after, limit=limit + 1)
    return found[:limit], len(found) > limit


def cancel(course_id: str, email: str) -> None:
    """Cancel what waits for an address; of a cancellation and a claim at the same time, one is first.

    Raises:
        PendingEnrollmentNotFound: nothing waits: it was claimed or cancelled.
    """

    def decide() -> None:
        pending = pending_enrollments.get(course_id, email)
        if pending is None:
            raise PendingEnrollmentNotFound(
                "No enrollment waits for this address: the learner has signed in, or it was cancelled."
            )
        transaction = Transaction()
        pending_enrollments.remove(transaction, pending)
        transaction.commit()

    retry_on_conflict(decide)
