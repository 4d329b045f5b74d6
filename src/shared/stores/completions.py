"""Completion records: what a learner had completed, and when."""

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from pynamodb.attributes import BooleanAttribute, UnicodeAttribute

from shared.aws import batches
from shared.aws.row import Row, UtcAttribute, table_name
from shared.aws.transactions import Transaction, WriteConflict, update
from shared.domain.completion import Completion
from shared.domain.enrollment import CompletionSource
from shared.domain.ids import CourseId, LessonId, UserId


class CompletionRow(Row):
    """The record that a learner completed a course."""

    class Meta:
        table_name = table_name("completions")

    user_id = UnicodeAttribute(hash_key=True)
    course_id = UnicodeAttribute(range_key=True)
    completed_at = UtcAttribute()
    course_title = UnicodeAttribute()
    # JSON text, as the lessons of a course.
    lesson_ids = UnicodeAttribute()
    learner_name = UnicodeAttribute(null=True)
    announced_at = UtcAttribute(null=True)
    source = UnicodeAttribute(null=True)
    is_silent = BooleanAttribute(null=True)


def add(transaction: Transaction, completion: Completion) -> None:
    """Add a completion record, in the transaction that sets the enrollment's `completed_at`.

    Args:
        transaction: fails with `WriteConflict` when there is a record already.
        completion: not announced yet.
    """
    transaction.put(
        CompletionRow(
            completion.user_id,
            completion.course_id,
            completed_at=completion.completed_at,
            course_title=completion.course_title,
            lesson_ids=json.dumps(sorted(completion.lesson_ids)),
            learner_name=completion.learner_name,
            source=completion.source,
            is_silent=completion.is_silent or None,
        ),
        CompletionRow.user_id.does_not_exist(),
        WriteConflict,
    )


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
    """Record that a completion was announced, unless it was erased in the meantime."""
    row = CompletionRow(completion.user_id, completion.course_id)
    with suppress(WriteConflict):
        update(
            row,
            [CompletionRow.announced_at.set(CompletionRow.announced_at | now)],
            CompletionRow.user_id.exists(),
            WriteConflict,
        )


def delete_all(user_id: str) -> Iterator[int]:
    """Remove a learner's completion records; yields after each batch."""
    return batches.delete(CompletionRow.query(user_id, consistent_read=True))


def _completion(row: CompletionRow) -> Completion:
    return Completion(
        user_id=UserId(row.user_id),
        course_id=CourseId(row.course_id),
        completed_at=row.completed_at,
        course_title=row.course_title,
        lesson_ids=frozenset(LessonId(lesson_id) for lesson_id in json.loads(row.lesson_ids)),
        learner_name=row.learner_name,
        announced_at=row.announced_at,
        source=None if row.source is None else CompletionSource(row.source),
        is_silent=bool(row.is_silent),
    )
