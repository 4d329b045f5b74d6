"""Claiming an enrollment that waits for an e-mail address.

Apart from `claims`, which imports it when there is one to claim: most processes never do.
"""

from datetime import datetime

from shared.aws.transactions import Transaction
from shared.domain.change_record import Actor, ActorKind, Change
from shared.domain.completion import Completion
from shared.domain.errors import OrderRefunded
from shared.domain.ids import CourseId, UserId
from shared.domain.pending_enrollment import PendingEnrollment
from shared.stores import courses, enrollments, pending_enrollments
from shared.usecases import staff_changes


def claim_enrollment(user_id: UserId, email: str, course_id: CourseId, now: datetime) -> None:
    """Enroll a learner in a course, as the staff wanted it; of concurrent claims and changes, one is first.

    The same transaction removes what waited and records a completion that waits with it. Of a learner whose own
    enrollment was refunded, it removes what waited alone: that is what the order decided.

    Raises:
        WriteConflict: the enrollment, its order, or what waits was changed by others.
    """
    pending = pending_enrollments.get(course_id, email)
    if pending is None:
        return  # another request has claimed it, or the staff cancelled it
    transaction = Transaction()
    pending_enrollments.remove(transaction, pending)
    before = enrollments.get(user_id, course_id)
    after = pending.claimed_by(user_id, before, now)
    completion = None if before is not None and before.completed_at is not None else _completion(pending, user_id)
    if after is not None and (after != before or completion is not None):
        actor = Actor(kind=ActorKind.STAFF, user_id=pending.changed_by)
        change = Change(actor=actor, at=now, import_id=pending.import_id)
        try:
            staff_changes.add(transaction, after, before, change, completion)
        except OrderRefunded:
            # The order was refunded; its enrollment is about to follow.
            transaction = Transaction()
            pending_enrollments.remove(transaction, pending)
    transaction.commit()


def _completion(pending: PendingEnrollment, user_id: UserId) -> Completion | None:
    """Make the record of the completion that waits; None where none does."""
    course = None if pending.completed_at is None else courses.get(pending.course_id)
    if course is None or pending.completed_at is None:
        return None
    return staff_changes.imported_completion(course, user_id, pending.completed_at, is_silent=pending.is_silent)
