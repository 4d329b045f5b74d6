"""Who teaches which course: one item for each instructor of a course."""

from collections.abc import Sequence
from typing import Any

from pynamodb.attributes import UnicodeAttribute
from pynamodb.indexes import GlobalSecondaryIndex, KeysOnlyProjection

from shared.aws.row import Row, table_name
from shared.aws.transactions import Transaction, WriteConflict
from shared.domain.course import CourseHeader
from shared.domain.ids import CourseId


class _BySlug(GlobalSecondaryIndex[Any]):  # type: ignore[no-untyped-call]
    """An instructor's courses in the order of the list of all courses."""

    class Meta:
        index_name = "by_slug"
        projection = KeysOnlyProjection()

    user_id = UnicodeAttribute(hash_key=True)
    slug = UnicodeAttribute(range_key=True)


class InstructorRow(Row):
    class Meta:
        table_name = table_name("instructors")

    user_id = UnicodeAttribute(hash_key=True)
    course_id = UnicodeAttribute(range_key=True)
    # Of the course: written in the transaction that changes it.
    slug = UnicodeAttribute()

    by_slug = _BySlug()


def teaches(user_id: str, course_id: str) -> bool:
    """Whether somebody is an instructor of a course, strongly consistent."""
    try:
        InstructorRow.get(user_id, course_id, consistent_read=True)
    except InstructorRow.DoesNotExist:
        return False
    return True


def course_ids(user_id: str, *, beginning: str | None, limit: int) -> Sequence[CourseId]:
    """Read which courses somebody teaches, in order of their ids, strongly consistent.

    Args:
        user_id: of the instructor.
        beginning: the id to begin with, if it is among them; None for the first.
        limit: how many at most.
    """
    condition = InstructorRow.course_id >= beginning if beginning is not None else None
    rows = InstructorRow.query(user_id, condition, consistent_read=True, limit=limit)
    return [CourseId(row.course_id) for row in rows]


def by_slug(user_id: str, *, after: str | None, limit: int) -> Sequence[tuple[str, CourseId]]:
    """Read which courses somebody teaches, in order of slug, eventually consistent.

    Args:
        user_id: of the instructor.
        after: the slug to continue after; None for the first.
        limit: how many at most.

    Returns:
        The slug of each, as it was when the item was written, and its id.
    """
    condition = InstructorRow.slug > after if after is not None else None
    rows = InstructorRow.by_slug.query(user_id, condition, limit=limit)
    return [(row.slug, CourseId(row.course_id)) for row in rows]


def replace(transaction: Transaction, course: CourseHeader, before: CourseHeader | None) -> None:
    """Write who teaches a course, where that or its slug has changed.

    Args:
        transaction: requires that the course is as it was read.
        course: as it will be.
        before: as it was read; None for a new one.
    """
    present = before.instructors if before is not None and before.slug == course.slug else ()
    for user_id in course.instructors:
        if user_id not in present:
            transaction.put(InstructorRow(user_id, course.course_id, slug=course.slug), None, WriteConflict)
    for user_id in before.instructors if before is not None else ():
        if user_id not in course.instructors:
            transaction.delete(InstructorRow(user_id, course.course_id), None, WriteConflict)
