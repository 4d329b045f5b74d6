"""Detecting that a learner completed a course: always from the truth, never by counting events."""

from dataclasses import dataclass
from datetime import datetime

from shared.domain.completion import ProgressByLesson, Standing, marked_as_completed, standing, unmarked_lessons
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


def check(user_id: str, course_id: str, now: datetime, *, of_recorded_progress: bool = False) -> Checked | None:
    """Write down what a learner has reached in a course, if that is not written down yet.

    The streams call this, and so does everything else that could find somebody complete: a lost or late stream record
    costs nobody a completion.

    Completion is for learners who have access. Nothing is written for one who has none, with one exception: progress
    is recorded with access alone, so that what its stream record tells of was reached with access, however late it
    comes. Access that comes back is checked again, from the stream of enrollments.

    Args:
        user_id: the learner.
        course_id: the course.
        now: the time of a completion found now.
        of_recorded_progress: whether a record of the lesson progress stream asks for the check.

    Returns:
        The enrollment as it is now; None when there is none, or no such course.

    Raises:
        ConcurrentChange: others interfered each time.
    """
    return until_settled(lambda: _check_once(user_id, course_id, now, of_recorded_progress=of_recorded_progress))


def _check_once(user_id: str, course_id: str, now: datetime, *, of_recorded_progress: bool) -> Checked | None:
    enrollment = enrollments.get(user_id, course_id)
    course = courses.get(course_id)
    if enrollment is None or course is None:
        return None
    progress: ProgressByLesson = lesson_progress.of_course(user_id, course_id)
    has_access = enrollment.has_access(now)
    if has_access:
        for lesson_id in unmarked_lessons(course, progress):
            lesson_progress.mark_completed(user_id, course_id, lesson_id, now)
    else:
        # A rule that was loosened since access ended completes no lesson.
        progress = marked_as_completed(progress)
    reached = standing(course, progress)
    if _is_written_down(enrollment, reached) or not (has_access or of_recorded_progress):
        return Checked(enrollment=enrollment, course=course, standing=reached, newly_completed=False)
    completions.record(enrollment, course, reached, now, with_access=has_access)
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
        enrollment.access_restored_at is None
        and (enrollment.completed_at is not None or not reached.rule_met)
        and (enrollment.all_lessons_completed_at is not None or not reached.all_lessons_done)
        and (enrollment.completed_lessons, enrollment.published_lessons, enrollment.percent)
        == (reached.completed_lessons, reached.published_lessons, reached.percent)
    )
