"""The index of learners: counts of each course, and the words by which its learners are found.

All of it is derived from the enrollments, and can be computed again. One table has four kinds of item:

- of each enrollment, what is counted and found of it: `learner#course_id#shard`, `user_id`;
- of each word of its learner's name, an entry: `course#course_id`, `word#user_id`. The index `by_word` has these of all
  courses, by the first letter of the word;
- of each course and shard, the sums over the first kind: `counts#course_id`, `shard`;
- of each course, how far it was indexed: see `index_work`.

Shards are by a hash of the user id, so that concurrent changes of one course seldom meet in one item.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import datetime
from hashlib import sha256
from typing import Any

from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.expressions.condition import Condition
from pynamodb.indexes import GlobalSecondaryIndex, IncludeProjection

from shared.aws.row import Row, UtcAttribute, table_name
from shared.aws.transactions import Transaction, WriteConflict, unchanged, update
from shared.domain.certificate import CertificateStatus
from shared.domain.ids import CourseId, UserId
from shared.domain.learner_index import Indexed, LearnerCounts, counted

type Line = tuple[UserId, CourseId]

# A transaction writes one item of counts: a shard takes hundreds of changes a second. All of them fit into one read.
SHARDS = 16


class _ByWord(GlobalSecondaryIndex[Any]):  # type: ignore[no-untyped-call]
    """The entries of all courses."""

    class Meta:
        index_name = "by_word"
        projection = IncludeProjection(["words"])

    initial = UnicodeAttribute(hash_key=True)
    sort_key = UnicodeAttribute(range_key=True)


class IndexRow(Row):
    """An item of any of the kinds."""

    class Meta:
        table_name = table_name("learner-index")

    partition_key = UnicodeAttribute(hash_key=True)
    sort_key = UnicodeAttribute(range_key=True)
    # Of an enrollment, and of an entry: the words of the name, with spaces between them.
    words = UnicodeAttribute(null=True)
    completed = BooleanAttribute(null=True)
    certificate_status = UnicodeAttribute(null=True)
    # Only in entries.
    initial = UnicodeAttribute(null=True)
    # Sums of a shard.
    enrolled = NumberAttribute(null=True)
    completions = NumberAttribute(null=True)
    certificates_active = NumberAttribute(null=True)
    certificates_revoked = NumberAttribute(null=True)
    # How often the sums have changed, and when last.
    changes = NumberAttribute(null=True)
    changed_at = UtcAttribute(null=True)
    # How far a course was indexed.
    filled_at = UtcAttribute(null=True)
    due = BooleanAttribute(null=True)
    after = UnicodeAttribute(null=True)
    shard = NumberAttribute(null=True)
    touched_at = UtcAttribute(null=True)

    by_word = _ByWord()


def shard_of(user_id: str) -> int:
    """Return the shard of a learner's enrollments: the same in every course."""
    return sha256(user_id.encode()).digest()[0] % SHARDS


def counts_key(course_id: str) -> str:
    """Return the key of a course's counts, and of how far it was indexed."""
    return f"counts#{course_id}"


def _shard_key(course_id: str, shard: int) -> str:
    return f"learner#{course_id}#{shard:02}"


def entries_key(course_id: str) -> str:
    """Return the key of a course's entries."""
    return f"course#{course_id}"


def get_many(lines: Iterable[Line]) -> Mapping[Line, Indexed]:
    """Read what is indexed of these learners and courses."""
    keys = {
        (_shard_key(course_id, shard_of(user_id)), str(user_id)): (user_id, course_id) for user_id, course_id in lines
    }
    rows = IndexRow.batch_get(list(keys), consistent_read=True)
    return {keys[row.partition_key, row.sort_key]: _indexed(row) for row in rows}


def of_shard(
    course_id: str, shard: int, *, after: str | None = None, limit: int | None = None
) -> Iterator[tuple[UserId, Indexed]]:
    """Iterate over what is indexed of a course in one shard, in order of user id.

    Args:
        course_id: the course.
        shard: from 0 to `SHARDS`, exclusive.
        after: the user id to continue after.
        limit: how many at most; no more are read.
    """
    condition = IndexRow.sort_key > after if after is not None else None
    rows = IndexRow.query(_shard_key(course_id, shard), condition, consistent_read=True, limit=limit)
    for row in rows:
        yield UserId(row.sort_key), _indexed(row)


def replace(transaction: Transaction, line: Line, before: Indexed | None, after: Indexed | None, now: datetime) -> None:
    """Index one enrollment: what is stored of it, its entries, and the counts change together.

    Args:
        transaction: fails with `WriteConflict` when what is indexed is no longer as it was read.
        line: the learner and the course.
        before: what is indexed, as it was read.
        after: what is to be indexed; None to remove all of it.
        now: the time of the change.
    """
    user_id, course_id = line
    row = IndexRow(_shard_key(course_id, shard_of(user_id)), user_id)
    if after is None:
        transaction.delete(row, _unchanged(before), WriteConflict)
    else:
        row.words = " ".join(after.words) or None
        row.completed = after.completed
        row.certificate_status = after.certificate_status
        transaction.put(row, _unchanged(before), WriteConflict)
    _replace_entries(transaction, line, before.words if before else (), after.words if after else ())
    change = counted(after) + -counted(before)
    if change != LearnerCounts():
        _add(transaction, line, change, now)


def _unchanged(before: Indexed | None) -> Condition:
    if before is None:
        return IndexRow.partition_key.does_not_exist()
    condition: Condition = IndexRow.completed == before.completed
    condition &= unchanged(IndexRow.certificate_status, before.certificate_status)
    condition &= unchanged(IndexRow.words, " ".join(before.words) or None)
    return condition


def _replace_entries(transaction: Transaction, line: Line, before: tuple[str, ...], after: tuple[str, ...]) -> None:
    if before == after:
        return
    user_id, course_id = line
    for word in sorted({*before} - {*after}):
        transaction.delete(IndexRow(entries_key(course_id), f"{word}#{user_id}"), None, WriteConflict)
    for word in after:
        entry = IndexRow(entries_key(course_id), f"{word}#{user_id}", initial=word[0], words=" ".join(after))
        transaction.put(entry, None, WriteConflict)


def _add(transaction: Transaction, line: Line, change: LearnerCounts, now: datetime) -> None:
    user_id, course_id = line
    sums = {name: number for name, number in _numbers(change).items() if number}
    transaction.update(
        IndexRow(counts_key(course_id), f"{shard_of(user_id):02}"),
        [
            *(getattr(IndexRow, name).add(number) for name, number in sums.items()),
            IndexRow.changes.add(1),
            IndexRow.changed_at.set(now),
        ],
        None,
        WriteConflict,
    )


def recount(course_id: str, shard: int, now: datetime) -> None:
    """Compute the counts of one shard from what is indexed in it, and correct those that are stored.

    Raises:
        WriteConflict: they have changed in the meantime.
    """
    row = IndexRow(counts_key(course_id), f"{shard:02}")
    try:
        row.refresh(consistent_read=True)
    except IndexRow.DoesNotExist:
        row.changes = None
    sums = LearnerCounts()
    for _, one in of_shard(course_id, shard):
        sums += counted(one)
    if sums == counts_of(row):
        return
    update(
        row,
        [
            *(getattr(IndexRow, name).set(number) for name, number in _numbers(sums).items()),
            IndexRow.changes.add(1),
            IndexRow.changed_at.set(now),
        ],
        unchanged(IndexRow.changes, row.changes),
        WriteConflict,
    )


def counts_of(row: IndexRow) -> LearnerCounts:
    """Read the sums of a shard."""
    return LearnerCounts(
        enrolled=int(row.enrolled or 0),
        completed=int(row.completions or 0),
        certificates_active=int(row.certificates_active or 0),
        certificates_revoked=int(row.certificates_revoked or 0),
    )


def _numbers(counts: LearnerCounts) -> dict[str, int]:
    numbers = asdict(counts)
    # `completed` is taken, by what one enrollment has.
    return {"completions": numbers.pop("completed"), **numbers}


def _indexed(row: IndexRow) -> Indexed:
    status = row.certificate_status
    return Indexed(
        completed=row.completed,
        certificate_status=None if status is None else CertificateStatus(status),
        words=tuple((row.words or "").split()),
    )
