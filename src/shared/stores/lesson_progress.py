"""Lesson progress: one item per learner and lesson, written so that any order of writes has the same result."""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pynamodb.attributes import Attribute, BooleanAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.constants import NUMBER_SET
from pynamodb.exceptions import DeleteError, UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.operand import Path
from pynamodb.expressions.update import Action

from shared.aws import batches
from shared.aws.row import Row, UtcAttribute, table_name
from shared.aws.transactions import WriteConflict, condition_failed, update
from shared.domain.ids import CourseId, LessonId, UserId
from shared.domain.marks import Mark, Undo
from shared.domain.progress import LessonChange, LessonProgress, Position


class _PartsAttribute(Attribute[Set[int]]):
    """The hundredths of a lesson, as a set of numbers; PynamoDB's own attribute parses each number as a JSON text."""

    attr_type = NUMBER_SET

    def serialize(self, value: Set[int]) -> list[str]:
        return [str(part) for part in value]

    def deserialize(self, value: list[str]) -> frozenset[int]:
        return frozenset(map(int, value))


class LessonProgressRow(Row):
    class Meta:
        table_name = table_name("lesson-progress")

    user_id = UnicodeAttribute(hash_key=True)
    # `course_id#lesson_id`: no id has a number sign, so that one query reads one course. The ids are in no other
    # attribute, so that an item with the longest ids still fits into one write unit, 1 KB.
    course_lesson = UnicodeAttribute(range_key=True)
    position_seconds = NumberAttribute(null=True)
    position_at = UtcAttribute(null=True)
    watched = _PartsAttribute(null=True)
    completed_at = UtcAttribute(null=True)
    started_at = UtcAttribute(null=True)
    updated_at = UtcAttribute(null=True)
    # The `completed_at` that had been checked before this write, or `NOT_COMPLETED`. template.yaml's filter passes a
    # completed lesson without it.
    settled = UnicodeAttribute(null=True)
    # Of assignments that staff marked as done, or undid: see stores/assignment_marks.py.
    marked_by = UnicodeAttribute(null=True)
    marked_at = UtcAttribute(null=True)
    mark_note = UnicodeAttribute(null=True)
    after_all_lessons = BooleanAttribute(null=True)
    undone_by = UnicodeAttribute(null=True)
    undone_at = UtcAttribute(null=True)


NOT_COMPLETED = "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedChange:
    """A change that was merged into what is stored.

    Attributes:
        progress: as it is now.
        is_older: whether the change's position is older than the one that was stored.
    """

    progress: LessonProgress
    is_older: bool


def record(
    user_id: UserId, course_id: CourseId, change: LessonChange, *, completes: bool, is_checked: bool, now: datetime
) -> RecordedChange:
    """Merge a change into what is stored, with one write where the change is the newest.

    Adding to a set is a union and completion is set once, so neither reads first nor depends on order or repetition. A
    position older than the stored one is left out by a second write, as DynamoDB refuses the first.

    Args:
        user_id: the learner.
        course_id: the course.
        change: what a batch adds to one lesson.
        completes: whether the change alone completes the lesson.
        is_checked: whether completion needs no check after this write, if the lesson was complete before it.
        now: the time of the change.
    """
    row = LessonProgressRow(user_id, range_key(course_id, change.lesson.lesson_id))
    actions: list[Action] = [
        LessonProgressRow.started_at.set(LessonProgressRow.started_at | now),
        LessonProgressRow.updated_at.set(now),
    ]
    if change.watched:
        actions.append(LessonProgressRow.watched.add(change.watched))
    if completes:
        actions += completing(now)
    elif is_checked:
        # Of a lesson that is complete already. Whatever completes it later, in code of an earlier release too, finds
        # another value, and is checked.
        actions.append(LessonProgressRow.settled.set(Path("completed_at") | NOT_COMPLETED))
    else:
        actions.append(LessonProgressRow.settled.remove())
    is_older = not _update_with_position(row, actions, change.position)
    if is_older:
        row.update(actions=actions)
    return RecordedChange(progress=progress_of(row.attribute_values), is_older=is_older)


def _update_with_position(row: LessonProgressRow, actions: list[Action], position: Position | None) -> bool:
    """Write the actions with the position; if a newer position is stored, write nothing and return False."""
    if position is None:
        row.update(actions=actions)
        return True
    stored_at, stored_seconds = LessonProgressRow.position_at, LessonProgressRow.position_seconds
    newest = (
        stored_at.does_not_exist()
        | (stored_at < position.occurred_at)
        | ((stored_at == position.occurred_at) & (stored_seconds < position.seconds))
    )
    try:
        row.update(
            actions=[*actions, stored_at.set(position.occurred_at), stored_seconds.set(position.seconds)],
            condition=newest,
        )
    except UpdateError as error:
        if condition_failed(error):
            return False
        raise
    return True


def completing(now: datetime) -> list[Action]:
    """Mark a lesson complete, so that its stream record leads to a check."""
    return [
        LessonProgressRow.completed_at.set(LessonProgressRow.completed_at | now),
        LessonProgressRow.settled.remove(),
    ]


def mark_completed(user_id: str, course_id: str, lesson_id: LessonId, now: datetime) -> LessonProgress | None:
    """Mark a lesson complete, after enough of it was watched.

    Returns:
        The progress as it is now; None if it was erased in the meantime: it is not created again.
    """
    row = LessonProgressRow(user_id, range_key(course_id, lesson_id))
    try:
        update(row, completing(now), LessonProgressRow.user_id.exists(), WriteConflict)
    except WriteConflict:
        return None
    return progress_of(row.attribute_values)


def get(user_id: str, course_id: str, lesson_id: LessonId) -> LessonProgress | None:
    """Read a learner's progress in one lesson, as of now, or None."""
    try:
        row = LessonProgressRow.get(user_id, range_key(course_id, lesson_id), consistent_read=True)
    except LessonProgressRow.DoesNotExist:
        return None
    return progress_of(row.attribute_values)


def of_course(user_id: str, course_id: str) -> dict[LessonId, LessonProgress]:
    """Read a learner's progress in one course, by lesson, as of now."""
    found = map(progress_of, _read(user_id, LessonProgressRow.course_lesson.startswith(range_key(course_id, ""))))
    return {progress.lesson_id: progress for progress in found}


def each_of_learner(user_id: str) -> Iterator[tuple[CourseId, LessonProgress]]:
    """Iterate over a learner's progress in all courses, as of now, in order of course and lesson id."""
    for values in _read(user_id):
        yield course_of(values["course_lesson"]), progress_of(values)


def _read(user_id: str, condition: Condition | None = None) -> Iterator[Mapping[str, Any]]:
    """Query items as values by attribute: it takes as long again to make PynamoDB's rows of a thousand items."""
    attributes = LessonProgressRow.get_attributes()
    for page in LessonProgressRow.query(user_id, condition, consistent_read=True).page_iter:
        for item in page["Items"]:
            yield {name: attributes[name].deserialize(attributes[name].get_value(item[name])) for name in item}


def remove_recorded_at(user_id: str, course_id: str, lesson_id: LessonId, recorded_at: datetime) -> None:
    """Remove progress that was recorded at this moment, unless more was recorded since."""
    row = LessonProgressRow(user_id, range_key(course_id, lesson_id))
    try:
        row.delete(condition=LessonProgressRow.updated_at == recorded_at)
    except DeleteError as error:
        if not condition_failed(error):
            raise


def delete_all(user_id: str) -> Iterator[int]:
    """Remove a learner's progress in all courses; yields after each batch."""
    return batches.delete(LessonProgressRow.query(user_id, consistent_read=True))


def course_of(course_lesson: str) -> CourseId:
    """Read the course from an item's range key."""
    return CourseId(course_lesson.partition("#")[0])


def range_key(course_id: str, lesson_id: str) -> str:
    """Return the range key of a lesson's item."""
    return f"{course_id}#{lesson_id}"


def progress_of(values: Mapping[str, Any]) -> LessonProgress:
    """Read progress from the values of an item's attributes, by name."""
    at, seconds = values.get("position_at"), values.get("position_seconds")
    return LessonProgress(
        lesson_id=LessonId(values["course_lesson"].partition("#")[2]),
        position=None if at is None or seconds is None else Position(occurred_at=at, seconds=float(seconds)),
        watched=frozenset(values.get("watched") or ()),
        completed_at=values.get("completed_at"),
        started_at=values.get("started_at"),
        updated_at=values.get("updated_at"),
        mark=_mark(values) if values.get("marked_at") else None,
        undo=_undo(values) if values.get("undone_at") else None,
    )


def _mark(values: Mapping[str, Any]) -> Mark:
    return Mark(
        marked_by=UserId(values["marked_by"]),
        marked_at=values["marked_at"],
        note=values.get("mark_note"),
        after_all_lessons=bool(values.get("after_all_lessons")),
    )


def _undo(values: Mapping[str, Any]) -> Undo:
    return Undo(undone_by=UserId(values["undone_by"]), undone_at=values["undone_at"])
