"""Marks of assignments, in the items of lesson progress."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from pynamodb.expressions.condition import Condition

from shared.aws.transactions import Transaction, WriteConflict, set_or_remove, update
from shared.domain.ids import CourseId, LessonId, UserId
from shared.domain.marks import Mark, Undo
from shared.domain.progress import LessonProgress
from shared.stores.lesson_progress import LessonProgressRow, completing, progress_of, range_key


def of_learners(
    user_ids: Iterable[UserId], course_id: CourseId, lesson_id: LessonId
) -> Mapping[UserId, LessonProgress]:
    """Read the progress of these learners in one lesson, as of now, for those who have any."""
    keys = [(user_id, range_key(course_id, lesson_id)) for user_id in user_ids]
    rows = LessonProgressRow.batch_get(keys, consistent_read=True) if keys else ()
    return {UserId(row.user_id): progress_of(row.attribute_values) for row in rows}


def put_mark(transaction: Transaction, user_id: UserId, course_id: CourseId, lesson_id: LessonId, mark: Mark) -> None:
    """Complete an assignment, and record who marked it.

    Args:
        transaction: that notes the lesson on the enrollment; fails with `WriteConflict` when it is complete already.
        user_id: the learner.
        course_id: the course.
        lesson_id: the assignment.
        mark: its time is that of the completion.
    """
    row = LessonProgressRow
    transaction.update(
        LessonProgressRow(user_id, range_key(course_id, lesson_id)),
        [
            *completing(mark.marked_at),
            row.started_at.set(row.started_at | mark.marked_at),
            row.updated_at.set(mark.marked_at),
            row.marked_by.set(mark.marked_by),
            row.marked_at.set(mark.marked_at),
            set_or_remove(row.mark_note, mark.note),
            set_or_remove(row.after_all_lessons, mark.after_all_lessons or None),
        ],
        row.completed_at.does_not_exist(),
        WriteConflict,
    )


def put_undo(
    transaction: Transaction,
    user_id: UserId,
    course_id: CourseId,
    lesson_id: LessonId,
    *,
    completed_at: datetime,
    undo: Undo,
) -> None:
    """Undo the completion of an assignment: the note is removed, and who marked it stays on record.

    Args:
        transaction: fails with `WriteConflict` when the assignment is no longer complete since `completed_at`.
        user_id: the learner.
        course_id: the course.
        lesson_id: the assignment.
        completed_at: as it was read.
        undo: who undoes it, and when.
    """
    row = LessonProgressRow
    transaction.update(
        LessonProgressRow(user_id, range_key(course_id, lesson_id)),
        [
            row.completed_at.remove(),
            row.settled.remove(),
            row.mark_note.remove(),
            row.updated_at.set(undo.undone_at),
            row.undone_by.set(undo.undone_by),
            row.undone_at.set(undo.undone_at),
        ],
        row.completed_at == completed_at,
        WriteConflict,
    )


def complete_unless_undone(
    user_id: UserId, course_id: CourseId, lesson_id: LessonId, *, done_at: datetime, now: datetime
) -> LessonProgress | None:
    """Complete an assignment, as a service reports, unless it was undone since.

    Args:
        user_id: the learner.
        course_id: the course.
        lesson_id: the assignment.
        done_at: when it was done, as the service says.
        now: the time of the change.

    Returns:
        The progress as it is now; None where it was undone at that time or later, and nothing was written.
    """
    row = LessonProgressRow(user_id, range_key(course_id, lesson_id))
    fields = LessonProgressRow
    not_undone: Condition = fields.undone_at.does_not_exist() | (fields.undone_at < done_at)
    actions = [fields.started_at.set(fields.started_at | now), fields.updated_at.set(now), *completing(now)]
    try:
        update(row, actions, not_undone, WriteConflict)
    except WriteConflict:
        return None
    return progress_of(row.attribute_values)
