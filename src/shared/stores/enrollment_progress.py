"""The progress on an enrollment: the summary for instructors, and completion."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import datetime

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from shared.aws.transactions import Transaction, WriteConflict, unchanged, update
from shared.domain.completion import Standing
from shared.domain.course import Course
from shared.domain.enrollment import Enrollment
from shared.domain.ids import LessonId
from shared.stores.enrollments import EnrollmentRow


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedProgress:
    """A learner's standing in a course, to be recorded on the enrollment.

    It is recorded only while no summary of a newer course, or of more lessons, is stored.

    Attributes:
        enrollment: as it was read.
        course: that the standing was computed from.
        standing: computed from strongly consistent reads made after `enrollment` was read.
        counted: of the enrollment's pending lessons, those that the standing has seen complete.
        played: the lesson last played, and when, of an enrollment that was not tracked.
        checked_at: the time of the check.
        requires_access: whether the learner's access must still be as it was read.
    """

    enrollment: Enrollment
    course: Course
    standing: Standing
    counted: Set[LessonId]
    played: tuple[LessonId, datetime] | None
    checked_at: datetime
    requires_access: bool


def put_summary(checked: CheckedProgress) -> None:
    """Record the standing, and `all_lessons_completed_at` when that is reached for the first time.

    Raises:
        WriteConflict: a newer summary was written, a lesson was undone, the access changed, or the enrollment was
            erased.
    """
    update(_row(checked), _summary(checked), _summary_is_newest(checked), WriteConflict)


def complete(transaction: Transaction, checked: CheckedProgress) -> None:
    """Record the standing, and set `completed_at`.

    Args:
        transaction: that adds the completion record; fails with `WriteConflict` for the reasons of `put_summary`, and
            when `completed_at` is set already.
        checked: a standing that meets the course's rule.
    """
    transaction.update(
        _row(checked),
        [*_summary(checked), EnrollmentRow.completed_at.set(checked.checked_at)],
        _summary_is_newest(checked) & EnrollmentRow.completed_at.does_not_exist(),
        WriteConflict,
    )


def _row(checked: CheckedProgress) -> EnrollmentRow:
    return EnrollmentRow(checked.enrollment.user_id, checked.enrollment.course_id)


def _summary(checked: CheckedProgress) -> list[Action]:
    standing, row = checked.standing, EnrollmentRow
    actions: list[Action] = [
        *_counts(standing),
        row.summary_version.set(checked.course.version),
        row.access_restored_at.remove(),
        row.is_tracked.set(value=True),
    ]
    if checked.counted:
        # Only these: a lesson that is being completed at this moment stays pending until a check has seen it.
        actions.append(row.pending_lessons.delete(set(checked.counted)))
    if checked.played is not None:
        lesson_id, at = checked.played
        actions += [row.last_lesson.set(lesson_id), row.last_played_at.set(at)]
    if standing.all_lessons_done:
        actions.append(row.all_lessons_completed_at.set(row.all_lessons_completed_at | checked.checked_at))
    return actions


def _counts(standing: Standing) -> list[Action]:
    return [
        EnrollmentRow.completed_lessons.set(standing.completed_lessons),
        EnrollmentRow.published_lessons.set(standing.published_lessons),
        EnrollmentRow.percent.set(standing.percent),
    ]


def uncount(transaction: Transaction, enrollment: Enrollment, standing: Standing, *, ends_right: bool) -> None:
    """Record the standing without a lesson that is undone, and void the checks that may have seen it complete.

    `completed_at` stays: it is set once. Lessons stay pending: one that is completed again at this moment must be.

    Args:
        transaction: that undoes the lesson; fails with `WriteConflict` when another lesson was counted or undone since,
            or the enrollment was erased.
        enrollment: as it was read, before what the standing was computed from.
        standing: of the lessons that are marked complete, without this one.
        ends_right: whether the learner no longer has the right to a certificate that a completed course gives.
    """
    row = EnrollmentRow
    actions: list[Action] = [row.undone_marks.set(enrollment.undone_marks + 1)]
    condition = row.user_id.exists() & unchanged(row.undone_marks, enrollment.undone_marks or None)
    condition &= unchanged(row.summary_version, enrollment.summary_version)
    if enrollment.summary_version is not None:
        # Its version stays, so that a recheck that is due is still due.
        actions += _counts(standing)
        condition &= row.completed_lessons == enrollment.completed_lessons
    if ends_right:
        actions.append(row.all_lessons_completed_at.remove())
    transaction.update(EnrollmentRow(enrollment.user_id, enrollment.course_id), actions, condition, WriteConflict)


def _summary_is_newest(checked: CheckedProgress) -> Condition:
    enrollment, row = checked.enrollment, EnrollmentRow
    condition: Condition = row.user_id.exists()
    condition &= unchanged(row.access_restored_at, enrollment.access_restored_at)
    condition &= unchanged(row.undone_marks, enrollment.undone_marks or None)
    if checked.played is not None:
        condition &= unchanged(row.last_played_at, enrollment.last_played_at)
    if checked.requires_access:
        condition &= row.status == enrollment.status
        condition &= unchanged(row.access_expires_at, enrollment.access_expires_at)
    condition &= (
        row.summary_version.does_not_exist()
        | (row.summary_version < checked.course.version)
        | (
            (row.summary_version == checked.course.version)
            & (row.completed_lessons <= checked.standing.completed_lessons)
        )
    )
    return condition
