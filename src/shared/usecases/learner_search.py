"""Finding learners by id and by the words of their names, in one course and in all."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Protocol

from shared.domain.course import CourseHeader
from shared.domain.enrollment import Enrollment
from shared.domain.errors import InvalidCursor
from shared.domain.ids import CourseId
from shared.domain.search_words import Query, matches
from shared.stores import courses, enrollments, index_work, learner_words
from shared.stores.index_work import ALL_COURSES
from shared.stores.learner_words import Entry, Position
from shared.usecases import learner_index

# How many entries of its longest word a search for several words reads: some 40 KB.
EXAMINED = 250


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPosition:
    """Where a search continues.

    Attributes:
        after_id: among those found by id, after this user id, or, in all courses, after this course id; None among
            those found by name.
        after_entry: among those found by name, after this entry; None for their beginning.
    """

    after_id: str | None = None
    after_entry: Position | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundLearner:
    """A learner in a course."""

    enrollment: Enrollment
    course: CourseHeader


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundLearners:
    """A page of what a search of all courses found.

    Attributes:
        after: where the next page begins; None at the end.
        is_complete: whether all courses were indexed.
    """

    rows: Sequence[FoundLearner]
    after: SearchPosition | None
    is_complete: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Index:
    """Where a search looks.

    Attributes:
        by_id: reads enrollments by user id, after a position.
        id_position: the position of one of these.
        is_by_id: whether a user id is one that `by_id` finds.
        by_word: reads entries.
    """

    by_id: "_ReadById"
    id_position: Callable[[Enrollment], str]
    is_by_id: Callable[[str, str], bool]
    by_word: "_ReadEntries"


class _ReadById(Protocol):
    def __call__(self, user_id: str, *, after: str | None, limit: int) -> Sequence[Enrollment]: ...


class _ReadEntries(Protocol):
    def __call__(self, prefix: str, *, after: Position | None, limit: int) -> Sequence[Entry]: ...


def in_course(
    course_id: CourseId, query: Query, *, after: SearchPosition | None, limit: int
) -> tuple[list[Enrollment], SearchPosition | None]:
    """Find learners of one course: first those whose id begins so, then those by name.

    Returns:
        At most `limit` enrollments, and where to continue; None at the end.

    Raises:
        InvalidCursor: the position is none of this query.
    """

    def by_id(user_id: str, *, after: str | None, limit: int) -> Sequence[Enrollment]:
        if after is not None and not after.startswith(user_id):
            raise InvalidCursor("The cursor is invalid.")
        return list(enrollments.of_course(course_id, prefix=user_id, after=after, limit=limit))

    index = _Index(
        by_id=by_id,
        id_position=lambda enrollment: enrollment.user_id,
        is_by_id=lambda wanted, user_id: user_id.startswith(wanted),
        by_word=partial(learner_words.of_course, course_id),
    )
    return _search(index, query, after, limit)


_ALL = _Index(
    by_id=partial(enrollments.page_of_learner, consistent=False),
    id_position=lambda enrollment: enrollment.course_id,
    is_by_id=lambda wanted, user_id: user_id == wanted,
    by_word=learner_words.of_all_courses,
)


def in_all_courses(query: Query, now: datetime, *, after: SearchPosition | None, limit: int) -> FoundLearners:
    """Find learners in all courses: first the one with this id, then those by name; one row for each course.

    A page may have fewer rows than the limit, even none, although another one follows.

    Raises:
        InvalidCursor: the position is none of this query.
        Unavailable: the courses were never indexed, and the queue for this did not answer.
    """
    work = index_work.get(ALL_COURSES)
    learner_index.queue_if_needed(ALL_COURSES, work, now)
    found, position = _search(_ALL, query, after, limit)
    known = courses.headers(enrollment.course_id for enrollment in found) if found else {}
    return FoundLearners(
        rows=[
            FoundLearner(enrollment=enrollment, course=known[enrollment.course_id])
            for enrollment in found
            if enrollment.course_id in known
        ],
        after=position,
        is_complete=work is not None and not work.is_due,
    )


def _search(
    index: _Index, query: Query, after: SearchPosition | None, limit: int
) -> tuple[list[Enrollment], SearchPosition | None]:
    found: list[Enrollment] = []
    if query.user_id is not None and (after is None or after.after_id is not None):
        by_id = index.by_id(query.user_id, after=after.after_id if after else None, limit=limit + 1)
        found = list(by_id[:limit])
        if len(by_id) > limit:
            return found, SearchPosition(after_id=index.id_position(found[-1]))
    if not query.words:
        return found, None
    if len(found) == limit:
        return found, SearchPosition()
    entries, last = _by_words(index, query, after.after_entry if after else None, limit - len(found))
    lines = [(entry.user_id, entry.course_id) for entry in entries]
    # What the index has may be older than a moment: the enrollments themselves are shown.
    present = enrollments.get_many(lines, consistent=False) if lines else {}
    found += [present[line] for line in lines if line in present]
    return found, None if last is None else SearchPosition(after_entry=last)


def _by_words(index: _Index, query: Query, after: Position | None, limit: int) -> tuple[list[Entry], Position | None]:
    """Read entries of the longest word, and keep those whose name has the others; a bounded number for each page."""
    longest = query.words[0]
    if after is not None and not after.word.startswith(longest):
        raise InvalidCursor("The cursor is invalid.")
    examined = limit + 1 if len(query.words) == 1 else EXAMINED
    entries = index.by_word(longest, after=after, limit=examined)
    hits = [entry for entry in entries if _is_hit(index, query, entry)]
    if len(hits) > limit:
        return hits[:limit], _position(hits[limit - 1])
    return hits, _position(entries[-1]) if len(entries) == examined else None


def _is_hit(index: _Index, query: Query, entry: Entry) -> bool:
    # A name may have several words with the same beginning: its first one stands for it.
    is_first = entry.word == next(word for word in entry.words if word.startswith(query.words[0]))
    was_found = query.user_id is not None and index.is_by_id(query.user_id, entry.user_id)
    return is_first and not was_found and matches(entry.words, query.words)


def _position(entry: Entry) -> Position:
    return Position(word=entry.word, user_id=entry.user_id, course_id=entry.course_id)
