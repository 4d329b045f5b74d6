"""Detecting that a learner completed a course: always from the truth, never by counting events."""

from dataclasses import dataclass
from datetime import datetime

from shared.domain.completion import Standing, standing, unmarked_lessons
from shared.domain.course import Course
from shared.domain.enrollment import Enrollment
from shared.stores import completions, courses, enrollments, lesson_progress
from shared.usecases.deciding import until_settled


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A learner's enrollment after a check.

    Attributes:
        newly_completed: whether this check was the first to find the course complete.
    """

    enrollment: Enrollment
    course: Course
    standing: Standing
    newly_completed: bool


def check(user_id: str, course_id: str, now: datetime) -> Checked | None:
    """Write down what a learner has reached in a course, if that is not written down yet.

    The stream calls this, and so does everything else that could find somebody complete: a lost or late stream record
    costs nobody a completion.

    Args:
        user_id: the learner.
        course_id: the course.
        now: the time of a completion found now.

    Returns:
        The enrollment as it is now; None when there is none, or no such course.

    Raises:
        ConcurrentChange: others interfered each time.
    """
    return until_settled(lambda: _check_once(user_id, course_id, now))


def _check_once(user_id: str, course_id: str, now: datetime) -> Checked | None:
    enrollment = enrollments.get(user_id, course_id)
    course = courses.get(course_id)
    if enrollment is None or course is None:
        return None
    progress = lesson_progress.of_course(user_id, course_id)
    for lesson_id in unmarked_lessons(course, progress):
        lesson_progress.mark_completed(user_id, course_id, lesson_id, now)
    reached = standing(course, progress)
    if _is_written_down(enrollment, reached):
        return Checked(enrollment=enrollment, course=course, standing=reached, newly_completed=False)
    completions.record(enrollment, course, reached, now)
    after = enrollments.get(user_id, course_id) or enrollment
    return Checked(
        enrollment=after,
        course=course,
        standing=reached,
        newly_completed=enrollment.completed_at is None and reached.rule_met,
    )


def _is_written_down(enrollment: Enrollment, reached: Standing) -> bool:
    """Whether there is nothing to write: most checks of a learner who goes back to a finished lesson end here."""
    return (
        (enrollment.completed_at is not None or not reached.rule_met)
        and (enrollment.all_lessons_completed_at is not None or not reached.all_lessons_done)
        and (enrollment.completed_lessons, enrollment.published_lessons, enrollment.percent)
        == (reached.completed_lessons, reached.published_lessons, reached.percent)
    )
