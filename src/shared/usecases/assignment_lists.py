"""The assignments of a course, and the learners whose assignment is still to be done."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from shared.domain.course import Course, CourseHeader, Lesson, LessonKind
from shared.domain.enrollment import Enrollment
from shared.domain.ids import UserId
from shared.domain.progress import LessonProgress
from shared.domain.search_words import Query
from shared.stores import assignment_marks, enrollments
from shared.usecases import assignments, existing_courses, learner_search
from shared.usecases.assignments import Assignment
from shared.usecases.learner_search import SearchPosition

# The most enrollments of the index that one page examines.
EXAMINED = 250


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseAssignments:
    """The published assignments of a course, in course order."""

    course: Course
    assignments: Sequence[Lesson]


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentRow:
    """A learner with access to the course, and the progress in one assignment, if there is any."""

    enrollment: Enrollment
    progress: LessonProgress | None

    @property
    def is_done(self) -> bool:
        """Whether the assignment is done."""
        return self.progress is not None and self.progress.completed_at is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingPage:
    """A page of the learners whose assignment is to be done.

    Attributes:
        after: the user id that the next page continues after; None at the end.
    """

    rows: Sequence[AssignmentRow]
    after: UserId | None


def of_course(course_id: str) -> CourseAssignments:
    """List the published assignments of a course.

    Raises:
        CourseNotFound: there is no such course.
    """
    course = existing_courses.course(course_id)
    kept = [lesson for lesson in course.published_lessons if lesson.kind is LessonKind.ASSIGNMENT]
    return CourseAssignments(course=course, assignments=kept)


def pending(
    course_id: str, lesson_id: str, now: datetime, *, only_missing: bool, after: str | None, limit: int
) -> PendingPage:
    """List learners with access whose assignment is not done yet, in order of user id.

    A page reads the list of the course until it has `limit` learners who may be among them, and at most `EXAMINED`; and
    then those learners. So it may have fewer rows than the limit, even none, although another one follows.

    Args:
        course_id: the course.
        lesson_id: the assignment.
        now: for the learners' access.
        only_missing: whether to list only those who, as last detected, have completed all other lessons.
        after: the user id to continue after; None for the beginning.
        limit: how many at most, up to 100.

    Raises:
        CourseNotFound: there is no such course.
        AssignmentNotFound: the course has no published assignment with this id.
    """
    assignment = assignments.find(course_id, lesson_id)
    candidates: list[UserId] = []
    examined, last = 0, None
    for enrollment in enrollments.of_course(course_id, after=after, limit=EXAMINED, page_size=limit):
        examined, last = examined + 1, enrollment.user_id
        if _may_be_pending(enrollment, assignment.course, only_missing=only_missing):
            candidates.append(enrollment.user_id)
        if len(candidates) == limit:
            break
    ended = examined < EXAMINED and len(candidates) < limit
    rows = [row for row in _rows(assignment, candidates, now) if not row.is_done]
    return PendingPage(rows=rows, after=None if ended else last)


def search(
    course_id: str, lesson_id: str, query: Query, now: datetime, *, after: SearchPosition | None, limit: int
) -> tuple[Sequence[AssignmentRow], SearchPosition | None]:
    """Find learners with access by id and name, whether their assignment is done or not; see `learner_search`.

    Returns:
        The rows, fewer than the limit or none although there may be more; and where to continue, None at the end.

    Raises:
        CourseNotFound: there is no such course.
        AssignmentNotFound: the course has no published assignment with this id.
        InvalidCursor: the position is none of this query.
    """
    assignment = assignments.find(course_id, lesson_id)
    found, position = learner_search.in_course(assignment.course.course_id, query, after=after, limit=limit)
    return _rows(assignment, [enrollment.user_id for enrollment in found], now), position


def _may_be_pending(enrollment: Enrollment, course: CourseHeader, *, only_missing: bool) -> bool:
    """Whether a learner's assignment may be pending, as far as the list of the course says."""
    counts_all = enrollment.published_lessons == course.published_lesson_count
    missing = course.published_lesson_count - enrollment.completed_lessons
    if only_missing:
        # Before the first check, nothing is complete.
        return missing == 1 and (counts_all or enrollment.published_lessons == 0)
    return missing > 0 or not counts_all


def _rows(assignment: Assignment, user_ids: Iterable[UserId], now: datetime) -> list[AssignmentRow]:
    """Read learners' enrollments and their progress in the assignment, and keep those with access."""
    course_id, lesson_id = assignment.course.course_id, assignment.lesson.lesson_id
    lines = [(user_id, course_id) for user_id in user_ids]
    if not lines:
        return []
    present = enrollments.get_many(lines, consistent=False)
    entering = [present[line] for line in lines if line in present and present[line].has_access(now)]
    progress = assignment_marks.of_learners((one.user_id for one in entering), course_id, lesson_id)
    return [AssignmentRow(enrollment=one, progress=progress.get(one.user_id)) for one in entering]
