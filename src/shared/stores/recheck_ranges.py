"""How far the recheck of a course has come: which ranges of its learners are not checked yet."""

from dataclasses import dataclass

from pynamodb.attributes import BooleanAttribute, NumberAttribute, NumberSetAttribute, UnicodeAttribute

from shared.aws.row import Row, table_name
from shared.aws.transactions import Transaction, WriteConflict, set_or_remove, unchanged, update
from shared.domain.ids import CourseId
from shared.stores.recheck_queue import LearnerRange


class RecheckRow(Row):
    """A recheck of a course, beside the course: under `recheck#…`."""

    class Meta:
        table_name = table_name("courses")

    course_id = UnicodeAttribute(hash_key=True)
    # Not `version`, which only courses have.
    course_version = NumberAttribute(null=True)
    run = UnicodeAttribute(null=True)
    open_ranges = NumberSetAttribute(null=True)
    ranges = NumberAttribute(null=True)
    divided_until = UnicodeAttribute(null=True)
    # Only when all learners are in a range.
    divided = BooleanAttribute(null=True)
    # The newest range; absent if there is none, or if it surely was queued.
    newest = NumberAttribute(null=True)
    newest_after = UnicodeAttribute(null=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Division:
    """The division of a course's learners into ranges, in order of user id.

    Attributes:
        version: of the course.
        run: names the recheck.
        open_ranges: numbers of the ranges that are not checked yet.
        ranges: how many there were.
        until: the last user id of the newest range; None before the first range.
        finished: whether all learners are in a range.
        newest: the newest range, which may not have been queued; None if there is none, or if it surely was.
    """

    course_id: CourseId
    version: int
    run: str
    open_ranges: frozenset[int]
    ranges: int
    until: str | None
    finished: bool
    newest: LearnerRange | None

    @property
    def is_checked(self) -> bool:
        """Whether every learner is checked."""
        return self.finished and not self.open_ranges


def get(course_id: CourseId) -> Division | None:
    """Read the recheck of a course, or None."""
    try:
        return _division(RecheckRow.get(_key(course_id), consistent_read=True))
    except RecheckRow.DoesNotExist:
        return None


def begin(course_id: CourseId, version: int, run: str, *, after: str | None, before: Division | None) -> Division:
    """Begin a recheck, in place of one that is void.

    Args:
        course_id: the course.
        version: the version that asks for it.
        run: names the recheck.
        after: the user id to begin after; None to begin with the first learner.
        before: the recheck as it was read; None if there was none.

    Raises:
        WriteConflict: another recheck has begun.
    """
    row = RecheckRow(_key(course_id))
    actions = [
        RecheckRow.course_version.set(version),
        RecheckRow.run.set(run),
        RecheckRow.ranges.set(0),
        set_or_remove(RecheckRow.divided_until, after),
        RecheckRow.divided.remove(),
        RecheckRow.open_ranges.remove(),
        RecheckRow.newest.remove(),
        RecheckRow.newest_after.remove(),
    ]
    update(row, actions, unchanged(RecheckRow.run, before and before.run), WriteConflict)
    return _division(row)


def divide(division: Division, until: str | None, *, finished: bool) -> Division:
    """Record the next range, as open, before it is queued.

    Args:
        division: as it was read.
        until: the last user id of the range; None for no further range.
        finished: whether no learner is left.

    Raises:
        WriteConflict: another process has recorded it, or another recheck has begun.
    """
    row, number = RecheckRow(_key(division.course_id)), division.ranges + 1
    actions = [set_or_remove(RecheckRow.divided, finished or None)]
    if until is None:
        actions.append(RecheckRow.newest.remove())
    else:
        actions += [
            RecheckRow.ranges.set(number),
            RecheckRow.divided_until.set(until),
            RecheckRow.newest.set(number),
            set_or_remove(RecheckRow.newest_after, division.until),
            RecheckRow.open_ranges.add({number}),
        ]
    is_as_read = (RecheckRow.run == division.run) & (RecheckRow.ranges == division.ranges)
    update(row, actions, is_as_read & RecheckRow.divided.does_not_exist(), WriteConflict)
    return _division(row)


def close(learners: LearnerRange) -> Division:
    """Record that a range is checked; once more changes nothing.

    Raises:
        WriteConflict: its recheck is over, or void.
    """
    row = RecheckRow(_key(learners.course_id))
    update(row, [RecheckRow.open_ranges.delete({learners.number})], RecheckRow.run == learners.run, WriteConflict)
    return _division(row)


def remove(transaction: Transaction, division: Division) -> None:
    """Remove a recheck that is done; the transaction fails with `WriteConflict` if another one has begun."""
    transaction.delete(RecheckRow(_key(division.course_id)), RecheckRow.run == division.run, WriteConflict)


def _key(course_id: CourseId) -> str:
    # No course id has a number sign.
    return f"recheck#{course_id}"


def _division(row: RecheckRow) -> Division:
    course_id = CourseId(row.course_id.partition("#")[2])
    version, ranges, until = int(row.course_version), int(row.ranges), row.divided_until
    newest = None
    if row.newest is not None:
        newest = LearnerRange(
            course_id=course_id,
            version=version,
            run=row.run,
            number=int(row.newest),
            after=row.newest_after,
            until=until,
        )
    return Division(
        course_id=course_id,
        version=version,
        run=row.run,
        open_ranges=frozenset(map(int, row.open_ranges or ())),
        ranges=ranges,
        until=until,
        finished=bool(row.divided),
        newest=newest,
    )
