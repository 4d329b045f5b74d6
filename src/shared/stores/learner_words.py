"""The entries of the words by which learners are found, of one course and of all."""

from collections.abc import Sequence
from dataclasses import dataclass

from shared.domain.ids import CourseId, UserId
from shared.stores.learner_index import IndexRow, entries_key


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One word of a learner's name in a course.

    Attributes:
        words: all words of the name, sorted.
    """

    word: str
    user_id: UserId
    course_id: CourseId
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """The entry to continue after."""

    word: str
    user_id: UserId
    course_id: CourseId


def of_course(course_id: str, prefix: str, *, after: Position | None, limit: int) -> Sequence[Entry]:
    """Read the entries of a course whose word begins with a prefix, in order of word and user id.

    Args:
        course_id: the course.
        prefix: not empty, as `search_words` writes words.
        after: of this course and prefix; None for the beginning.
        limit: how many at most; no more are read.
    """
    start = None if after is None else _key(after)
    condition = IndexRow.sort_key.startswith(prefix)
    rows = IndexRow.query(entries_key(course_id), condition, limit=limit, last_evaluated_key=start)
    return [_entry(row) for row in rows]


def of_all_courses(prefix: str, *, after: Position | None, limit: int) -> Sequence[Entry]:
    """Read the entries of all courses whose word begins with a prefix, in order of word, user id and course id.

    Args:
        prefix: not empty, as `search_words` writes words.
        after: of this prefix; None for the beginning.
        limit: how many at most; no more are read.
    """
    initial = prefix[0]
    start = None if after is None else {"initial": {"S": initial}, **_key(after)}
    condition = IndexRow.sort_key.startswith(prefix)
    rows = IndexRow.by_word.query(initial, condition, limit=limit, last_evaluated_key=start)
    return [_entry(row) for row in rows]


def _key(position: Position) -> dict[str, dict[str, str]]:
    return {
        "partition_key": {"S": entries_key(position.course_id)},
        "sort_key": {"S": f"{position.word}#{position.user_id}"},
    }


def _entry(row: IndexRow) -> Entry:
    word, _, user_id = row.sort_key.partition("#")
    return Entry(
        word=word,
        user_id=UserId(user_id),
        course_id=CourseId(row.partition_key.partition("#")[2]),
        words=tuple((row.words or "").split()),
    )
