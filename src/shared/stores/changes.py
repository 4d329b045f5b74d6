"""Records of changes: an item for each, in the partition of what was changed."""

from collections.abc import Iterator
from typing import Any

from pynamodb.attributes import UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from shared.aws import batches
from shared.aws.row import Row, UtcAttribute, table_name
from shared.aws.transactions import Transaction, WriteConflict
from shared.domain.change_record import Actor, ActorKind, ChangeAction, ChangeRecord, fields_of, fields_text
from shared.domain.dates import utc_text
from shared.domain.ids import CourseId, UserId

# In a list by time: the time of a change, as stored, and its id.
type Position = tuple[str, str]

# No user id has a number sign.
_ISSUER = "settings#issuer"


class _ByCourse(GlobalSecondaryIndex[Any]):  # type: ignore[no-untyped-call]
    """The changes of all learners of a course; changes of the course itself are not in it."""

    class Meta:
        index_name = "by_course"
        projection = AllProjection()

    course_id = UnicodeAttribute(hash_key=True)
    position = UnicodeAttribute(range_key=True)


class ChangeRow(Row):
    class Meta:
        table_name = table_name("changes")

    # The learner's user id, `course#course_id` or `settings#issuer`: all about a learner is one partition.
    subject = UnicodeAttribute(hash_key=True)
    # `time#change_id`, and of a learner's `course_id#` before it, so that one query reads one course.
    position = UnicodeAttribute(range_key=True)
    # Of changes of learners alone, which are in the index.
    course_id = UnicodeAttribute(null=True)
    changed_at = UtcAttribute()
    action = UnicodeAttribute()
    actor_kind = UnicodeAttribute()
    actor_id = UnicodeAttribute(null=True)
    certificate_id = UnicodeAttribute(null=True)
    import_id = UnicodeAttribute(null=True)
    fields = UnicodeAttribute(null=True)

    by_course = _ByCourse()


def add(transaction: Transaction, record: ChangeRecord) -> None:
    """Add the record of a change, in the transaction that makes the change."""
    transaction.put(
        ChangeRow(
            _subject(record.course_id, record.user_id),
            _place(_within(record.course_id, record.user_id), position_of(record)),
            course_id=None if record.user_id is None else record.course_id,
            changed_at=record.at,
            action=record.action,
            actor_kind=record.actor.kind,
            actor_id=record.actor.user_id,
            certificate_id=record.certificate_id,
            import_id=record.import_id,
            fields=fields_text(record.fields) if record.fields else None,
        ),
        None,
        WriteConflict,
    )


def position_of(record: ChangeRecord) -> Position:
    """Return where a record is in a list by time."""
    return utc_text(record.at), record.change_id


def page(
    course_id: CourseId | None, user_id: UserId | None, *, after: Position | None, limit: int
) -> list[ChangeRecord]:
    """Read some of the records about one learner in a course, a course, or the issuer, newest first.

    They are read eventually consistent: nothing is decided by them.

    Args:
        course_id: None for the issuer.
        user_id: None for the course itself.
        after: where to continue; None to start with the newest.
        limit: how many at most; no more are read.
    """
    subject, within = _subject(course_id, user_id), _within(course_id, user_id)
    start = None if after is None else {"subject": {"S": subject}, "position": {"S": _place(within, after)}}
    condition = ChangeRow.position.startswith(within) if within else None
    rows = ChangeRow.query(subject, condition, scan_index_forward=False, limit=limit, last_evaluated_key=start)
    return [_record(row) for row in rows]


def page_of_learners(course_id: CourseId, *, after: Position | None, limit: int) -> list[ChangeRecord]:
    """Read some of the records about all learners of a course, newest first; see `page`."""
    condition = None if after is None else ChangeRow.position < _place(f"{course_id}#", after)
    rows = ChangeRow.by_course.query(course_id, condition, scan_index_forward=False, limit=limit)
    return [_record(row) for row in rows]


def of_learner(user_id: str) -> Iterator[ChangeRecord]:
    """Iterate over all records about a learner, by course, oldest first."""
    return map(_record, ChangeRow.query(user_id, consistent_read=True))


def delete_all(user_id: str) -> Iterator[int]:
    """Remove all records about a learner; yields after each batch."""
    return batches.delete(ChangeRow.query(user_id, consistent_read=True))


def _subject(course_id: CourseId | None, user_id: UserId | None) -> str:
    if user_id is not None:
        return user_id
    return _ISSUER if course_id is None else f"course#{course_id}"


def _within(course_id: CourseId | None, user_id: UserId | None) -> str:
    """What the positions begin with: of a learner's partition, one course's."""
    return "" if user_id is None else f"{course_id}#"


def _place(within: str, position: Position) -> str:
    at, change_id = position
    return f"{within}{at}#{change_id}"


def _record(row: ChangeRow) -> ChangeRecord:
    kind, _, course_id = row.subject.partition("#")
    is_of_learner = row.course_id is not None
    return ChangeRecord(
        at=row.changed_at,
        actor=Actor(kind=ActorKind(row.actor_kind), user_id=None if row.actor_id is None else UserId(row.actor_id)),
        action=ChangeAction(row.action),
        course_id=CourseId(row.course_id or course_id) if is_of_learner or kind == "course" else None,
        user_id=UserId(row.subject) if is_of_learner else None,
        certificate_id=row.certificate_id,
        import_id=row.import_id,
        fields=fields_of(row.fields) if row.fields else (),
    )
