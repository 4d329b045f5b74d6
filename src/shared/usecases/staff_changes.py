"""Changes of enrollments by the staff: each is one transaction, which stores who made it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from shared.aws.retries import retry_on_conflict
from shared.aws.transactions import Transaction
from shared.domain.change_record import Actor, Change
from shared.domain.completion import Completion
from shared.domain.course import Course
from shared.domain.enrollment import CompletionSource, Enrollment, EnrollmentStatus, StaffChange
from shared.domain.errors import OrderRefunded
from shared.domain.ids import CourseId, UserId
from shared.stores import completions, enrollments
from shared.usecases import enrollment_records, existing_courses
from shared.usecases.enrollments import bound


def put(user_id: UserId, course_id: CourseId, changes: Mapping[str, Any], actor: Actor, now: datetime) -> None:
    """Enroll a learner, or change the access or the name in an enrollment; repeating it changes nothing.

    Args:
        user_id: the learner.
        course_id: the course, published or not yet.
        changes: of `status`, `learner_name` and `access_expires_at`; what is omitted stays as it is.
        actor: who of the staff does it.
        now: the time of the change.

    Raises:
        CourseNotFound: there is no such course.
        OrderRefunded: the enrollment's order was refunded in full, which no change by the staff undoes.
    """
    existing_courses.header(course_id)

    def decide() -> None:
        before = enrollments.get(user_id, course_id)
        if before is not None and before.status is EnrollmentStatus.REFUNDED:
            raise OrderRefunded(
                "The order of this enrollment was refunded or charged back; only a new order restores it."
            )
        base = before or Enrollment(user_id=user_id, course_id=course_id, status=EnrollmentStatus.ACTIVE)
        after = replace(base, **changes)
        if after == before:
            return
        transaction = Transaction()
        add(transaction, after, before, Change(actor=actor, at=now))
        transaction.commit()

    retry_on_conflict(decide)


def add(
    transaction: Transaction,
    after: Enrollment,
    before: Enrollment | None,
    change: Change,
    completion: Completion | None = None,
) -> None:
    """Add a change of an enrollment to a transaction, with its order, its certificate, its completion and its record.

    Args:
        transaction: fails with `WriteConflict` when any of these is no longer as it was read; with a completion also
            when the learner has completed the course in the meantime.
        after: the enrollment as it will be.
        before: as it was read; None for a new one.
        change: who of the staff makes it, when, and in which import.
        completion: that is imported; None for none.

    Raises:
        OrderRefunded: its order was refunded in full.
    """
    after = bound(transaction, after, before, change.at)
    completed_at = None if completion is None else completion.completed_at
    if completion is not None:
        completions.add(transaction, replace(completion, learner_name=after.learner_name))
    by_staff = StaffChange(by=change.actor.person, import_id=change.import_id, completed_at=completed_at)
    enrollments.put(transaction, after, before, change.at, change=by_staff)
    enrollment_records.add(transaction, after, before, change, completed_at)


def imported_completion(course: Course, user_id: UserId, completed_at: datetime, *, is_silent: bool) -> Completion:
    """Make the record of a course that a learner completed elsewhere.

    Args:
        course: as it is now.
        user_id: the learner.
        completed_at: when.
        is_silent: whether it is not announced.
    """
    return Completion(
        user_id=user_id,
        course_id=course.course_id,
        completed_at=completed_at,
        course_title=course.title,
        lesson_ids=frozenset(lesson.lesson_id for lesson in course.published_lessons),
        source=CompletionSource.IMPORTED,
        is_silent=is_silent,
    )
