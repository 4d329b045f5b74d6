"""What recording progress notes on an enrollment: the lesson last played, and lessons that are being completed."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import datetime

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from shared.aws.transactions import Transaction, WriteConflict, unchanged, update
from shared.domain.enrollment import Enrollment
from shared.domain.errors import NotEnrolled
from shared.domain.ids import CourseId, LessonId, UserId
from shared.stores.enrollments import EnrollmentRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """A lesson that was played, and when."""

    lesson_id: LessonId
    at: datetime


def put_played(enrollment: Enrollment, played: Played, pending: Set[LessonId]) -> None:
    """Set the lesson last played, and add pending lessons.

    Args:
        enrollment: as it was read.
        played: the lesson, which replaces one that was played before it, or at the same time if it is as it was read.
        pending: lessons that are being completed.

    Raises:
        WriteConflict: a lesson that was played later is stored, or the enrollment was erased. Nothing was written.
    """
    row = EnrollmentRow
    is_newest = (
        row.last_played_at.does_not_exist()
        | (row.last_played_at < played.at)
        | ((row.last_played_at == played.at) & (row.last_lesson == (enrollment.last_lesson or played.lesson_id)))
    )
    update(
        EnrollmentRow(enrollment.user_id, enrollment.course_id),
        [row.last_lesson.set(played.lesson_id), row.last_played_at.set(played.at), *_add(pending)],
        row.user_id.exists() & is_newest,
        WriteConflict,
    )


def add_pending(user_id: UserId, course_id: CourseId, lessons: Set[LessonId]) -> None:
    """Add lessons that are being completed.

    Raises:
        NotEnrolled: the enrollment was erased.
    """
    enrolled: Condition = EnrollmentRow.user_id.exists()
    refusal = NotEnrolled("You are not enrolled in this course.")
    update(EnrollmentRow(user_id, course_id), _add(lessons), enrolled, refusal)


def add_pending_with_access(transaction: Transaction, enrollment: Enrollment, lessons: Set[LessonId]) -> None:
    """Add lessons that are completed in the same transaction.

    Args:
        transaction: fails with `WriteConflict` when the access is no longer as it was read, or a lesson was undone
            since.
        enrollment: as it was read, with access.
        lessons: at least one.
    """
    transaction.update(
        EnrollmentRow(enrollment.user_id, enrollment.course_id),
        _add(lessons),
        (EnrollmentRow.status == enrollment.status)
        & unchanged(EnrollmentRow.access_expires_at, enrollment.access_expires_at)
        & unchanged(EnrollmentRow.undone_marks, enrollment.undone_marks or None),
        WriteConflict,
    )


def _add(lessons: Set[LessonId]) -> list[Action]:
    return [EnrollmentRow.pending_lessons.add(set(lessons))] if lessons else []
