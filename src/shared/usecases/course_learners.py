"""The instructor's list of a course's learners: by page, by search, and counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shared.config import CertificateConfig
from shared.domain.certificate import CertificateState
from shared.domain.course import CourseHeader
from shared.domain.enrollment import Enrollment, certificate_state
from shared.domain.ids import CourseId
from shared.domain.learner_index import CountsAsOf, LearnerCounts, counted, indexed
from shared.domain.search_words import Query
from shared.stores import enrollments, index_work
from shared.usecases import existing_courses, learner_index, learner_search
from shared.usecases.learner_search import SearchPosition

# While a course is counted for the first time, so many of its learners are counted for each page, as far as there are.
COUNTED_AT_ONCE = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnerRow:
    """One learner in the instructor's list."""

    enrollment: Enrollment
    certificate_state: CertificateState


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseLearners:
    """A page of a course's learners, and counts over all of them."""

    rows: Sequence[LearnerRow]
    more: bool
    counts: CountsAsOf


def page(course_id: str, config: CertificateConfig, now: datetime, *, after: str | None, limit: int) -> CourseLearners:
    """Show an instructor some of a course's learners, in order of user id, as last detected.

    Raises:
        CourseNotFound: there is no such course.
        Unavailable: the course was never counted, and the queue for this did not answer.
    """
    course = existing_courses.header(course_id)
    found = list(enrollments.of_course(course_id, after=after, limit=limit + 1))
    return CourseLearners(
        rows=_rows(found[:limit], course, config),
        more=len(found) > limit,
        counts=_counts(course.course_id, now),
    )


def search(
    course_id: str, query: Query, config: CertificateConfig, now: datetime, *, after: SearchPosition | None, limit: int
) -> tuple[CourseLearners, SearchPosition | None]:
    """Show an instructor some of the learners of a course whose id begins so, and then those by name.

    A page may have fewer rows than the limit, even none, although another one follows.

    Returns:
        The page, and where the next one begins; None at the end.

    Raises:
        CourseNotFound: there is no such course.
        InvalidCursor: the position is none of this query.
        Unavailable: the course was never indexed, and the queue for this did not answer.
    """
    course = existing_courses.header(course_id)
    found, position = learner_search.in_course(course.course_id, query, after=after, limit=limit)
    shown = CourseLearners(
        rows=_rows(found, course, config), more=position is not None, counts=_counts(course.course_id, now)
    )
    return shown, position


def _rows(found: Sequence[Enrollment], course: CourseHeader, config: CertificateConfig) -> list[LearnerRow]:
    return [
        LearnerRow(
            enrollment=enrollment,
            certificate_state=certificate_state(
                course,
                certificates_enabled=config.enabled,
                certificate_status=enrollment.certificate_status,
                all_lessons_done=enrollment.all_lessons_completed_at is not None,
            ),
        )
        for enrollment in found
    ]


def _counts(course_id: CourseId, now: datetime) -> CountsAsOf:
    """Read the counts; until the course is counted, count its learners, and have that done."""
    stored = index_work.counts(course_id)
    if stored.work is not None and stored.work.filled_at is not None:
        return CountsAsOf(
            counts=stored.counts, as_of=max(stored.work.filled_at, stored.changed_at or stored.work.filled_at)
        )
    learner_index.queue_if_needed(course_id, stored.work, now)
    counts = LearnerCounts()
    for enrollment in enrollments.of_course(course_id, limit=COUNTED_AT_ONCE):
        counts += counted(indexed(enrollment))
    return CountsAsOf(counts=counts, as_of=None)
