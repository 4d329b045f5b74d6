"""Finding learners in the courses of an instructor: course by course, in order of course id."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shared.domain.enrollment import Enrollment
from shared.domain.ids import CourseId
from shared.domain.search_words import Query
from shared.stores import courses, index_work, instructors
from shared.usecases import learner_index, learner_search
from shared.usecases.learner_search import FoundLearner, SearchPosition

# Each takes one request for how far it was indexed, and up to three for its learners.
COURSES_AT_ONCE = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPosition:
    """Where a search of an instructor's courses continues.

    Attributes:
        course_id: with this course, or the next one if it is no longer the instructor's.
        inside: where in this course; None for its beginning.
    """

    course_id: CourseId
    inside: SearchPosition | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundOwnLearners:
    """A page of what a search of an instructor's courses found.

    Attributes:
        after: where the next page begins; None at the end.
        is_complete: whether all courses that this page has searched were indexed.
    """

    rows: Sequence[FoundLearner]
    after: OwnPosition | None
    is_complete: bool


def in_courses_of(
    user_id: str, query: Query, now: datetime, *, after: OwnPosition | None, limit: int
) -> FoundOwnLearners:
    """Find learners in the courses that somebody teaches; in each, first those by id, then those by name.

    A page may have fewer rows than the limit, even none, although another one follows.

    Raises:
        InvalidCursor: the position is none of this query.
        Unavailable: a course was never indexed, and the queue for this did not answer.
    """
    own = instructors.course_ids(user_id, beginning=after.course_id if after else None, limit=COURSES_AT_ONCE + 1)
    found: list[Enrollment] = []
    is_complete = True
    position = None if len(own) <= COURSES_AT_ONCE else OwnPosition(course_id=own[-1], inside=None)
    for course_id in own[:COURSES_AT_ONCE]:
        if len(found) == limit:
            position = OwnPosition(course_id=course_id, inside=None)
            break
        is_complete &= _is_indexed(course_id, now)
        begins = after.inside if after is not None and after.course_id == course_id else None
        rows, last = learner_search.in_course(course_id, query, after=begins, limit=limit - len(found))
        found += rows
        if last is not None:
            position = OwnPosition(course_id=course_id, inside=last)
            break
    known = courses.headers(enrollment.course_id for enrollment in found) if found else {}
    rows_with_titles = [
        FoundLearner(enrollment=enrollment, course=known[enrollment.course_id])
        for enrollment in found
        if enrollment.course_id in known
    ]
    return FoundOwnLearners(rows=rows_with_titles, after=position, is_complete=is_complete)


def _is_indexed(course_id: CourseId, now: datetime) -> bool:
    work = index_work.get(course_id)
    learner_index.queue_if_needed(course_id, work, now)
    return work is not None and work.filled_at is not None
