"""Completion records, and the marks of completion on enrollments that appear with them."""

import json
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from pynamodb.attributes import UnicodeAttribute
from pynamodb.expressions.update import Action

from shared.domain.completion import Completion, Standing
from shared.domain.course import Course
from shared.domain.enrollment import Enrollment
from shared.domain.ids import CourseId, LessonId, UserId
from shared.stores.enrollments import EnrollmentRow
from shared.stores.rows import Row, UtcAttribute, table_name
from shared.stores.writes import ChangedMeanwhile, Transaction, unchanged, update


class CompletionRow(Row):
    """The milestone: a learner completed a course."""

    class Meta:
        table_name = table_name("completions")

    user_id = UnicodeAttribute(hash_key=True)
    course_id = UnicodeAttribute(range_key=True)
    completed_at = UtcAttribute()
    course_title = UnicodeAttribute()
    # JSON text, as the lessons of a course.
    lesson_ids = UnicodeAttribute()
    announced_at = UtcAttribute(null=True)


def record(enrollment: Enrollment, course: Course, standing: Standing, now: datetime, *, with_access: bool) -> None:
    """Write down how a learner stands, and what is reached for the first time.

    `completed_at` and the completion record appear in one transaction that the first writer wins. The summary for
    instructors never goes back behind one computed from a newer course, or from more lessons.

    Args:
        enrollment: as it was read.
        course: that the standing was computed from.
        standing: computed from strongly consistent reads made after `enrollment` was read.
        now: the time of this check.
        with_access: whether this holds only while the learner's access is as it was read.

    Raises:
        ChangedMeanwhile: somebody else wrote a completion, or a newer summary, changed the access or erased the
            enrollment.
    """
    row = EnrollmentRow(enrollment.user_id, enrollment.course_id)
    actions: list[Action] = [
        EnrollmentRow.completed_lessons.set(standing.completed_lessons),
        EnrollmentRow.published_lessons.set(standing.published_lessons),
        EnrollmentRow.percent.set(standing.percent),
        EnrollmentRow.summary_version.set(course.version),
        EnrollmentRow.access_restored_at.remove(),
    ]
    if standing.all_lessons_done:
        actions.append(EnrollmentRow.all_lessons_completed_at.set(EnrollmentRow.all_lessons_completed_at | now))
    as_read = EnrollmentRow.user_id.exists()
    as_read &= unchanged(EnrollmentRow.access_restored_at, enrollment.access_restored_at)
    if with_access:
        as_read &= EnrollmentRow.status == enrollment.status
        as_read &= unchanged(EnrollmentRow.access_expires_at, enrollment.access_expires_at)
    newer = as_read & (
        EnrollmentRow.summary_version.does_not_exist()
        | (EnrollmentRow.summary_version < course.version)
        | (
            (EnrollmentRow.summary_version == course.version)
            & (EnrollmentRow.completed_lessons <= standing.completed_lessons)
        )
    )
    if enrollment.completed_at is not None or not standing.rule_met:
        update(row, actions, newer, ChangedMeanwhile)
        return
    transaction = Transaction()
    transaction.update(
        row,
        [*actions, EnrollmentRow.completed_at.set(now)],
        newer & EnrollmentRow.completed_at.does_not_exist(),
        ChangedMeanwhile,
    )
    transaction.put(
        CompletionRow(
            enrollment.user_id,
            enrollment.course_id,
            completed_at=now,
            course_title=course.title,
            lesson_ids=json.dumps([lesson.lesson_id for lesson in course.published_lessons]),
        ),
        CompletionRow.user_id.does_not_exist(),
        ChangedMeanwhile,
    )
    transaction.commit()


def get(user_id: str, course_id: str) -> Completion | None:
    """Read a completion record, or None."""
    try:
        return _completion(CompletionRow.get(user_id, course_id, consistent_read=True))
    except CompletionRow.DoesNotExist:
        return None


def of_learner(user_id: str) -> list[Completion]:
    """Read all of a learner's completion records."""
    return [_completion(row) for row in CompletionRow.query(user_id, consistent_read=True)]


def from_image(image: Mapping[str, Any]) -> Completion:
    """Read a record from an image of it in the table's stream."""
    row = CompletionRow()
    row.from_dynamodb_dict(dict(image))
    return _completion(row)


def mark_announced(completion: Completion, now: datetime) -> None:
    """Note that a completion was announced; one that was erased meanwhile stays erased."""
    row = CompletionRow(completion.user_id, completion.course_id)
    with suppress(ChangedMeanwhile):
        update(
            row,
            [CompletionRow.announced_at.set(CompletionRow.announced_at | now)],
            CompletionRow.user_id.exists(),
            ChangedMeanwhile,
        )


def delete_all(user_id: str) -> None:
    """Remove a learner's completion records."""
    for row in CompletionRow.query(user_id, consistent_read=True):
        row.delete()


def _completion(row: CompletionRow) -> Completion:
    return Completion(
        user_id=UserId(row.user_id),
        course_id=CourseId(row.course_id),
        completed_at=row.completed_at,
        course_title=row.course_title,
        lesson_ids=frozenset(LessonId(lesson_id) for lesson_id in json.loads(row.lesson_ids)),
        announced_at=row.announced_at,
    )
