"""The invariants of what an enrollment knows about its lessons, after every step of any operation."""

from collections import Counter
from collections.abc import Iterator, Set

from tests.proof.facts import Facts, Fields


def _key(progress: tuple[str, str]) -> tuple[str, str]:
    """The learner and course of an item of lesson progress."""
    user_id, course_lesson = progress
    return user_id, course_lesson.partition("#")[0]


def _needs_no_check(lesson: Fields) -> bool:
    """Whether the filter of the stream leaves out the record of a completed lesson."""
    return bool(lesson.get("settled", "-") != "-")


def _is_published(kept: Facts, course_lesson: str) -> bool:
    course_id, _, lesson_id = course_lesson.partition("#")
    return lesson_id in kept.published.get(course_id, ())


def a_completed_lesson_leads_to_a_check(before: Facts, after: Facts, _erased: Set[str]) -> Iterator[str]:
    """The write that completes a lesson passes the filter of the stream, so that no completion is lost."""
    for key, lesson in after.progress.items():
        is_new = "completed_at" in lesson and "completed_at" not in before.progress.get(key, {})
        if is_new and _needs_no_check(lesson):
            yield f"{key} was completed, and its record leads to no check"


def only_a_checked_enrollment_needs_no_check(before: Facts, after: Facts, erased: Set[str]) -> Iterator[str]:
    """Learners of before there was detection are checked with their next report."""
    for key, lesson in after.progress.items():
        is_new = _needs_no_check(lesson) and not _needs_no_check(before.progress.get(key, {}))
        if is_new and key[0] not in erased and not after.enrollments[_key(key)].get("is_tracked"):
            yield f"{key} leads to no check, and its enrollment was never checked"


def an_uncounted_lesson_is_pending(_before: Facts, after: Facts, erased: Set[str]) -> Iterator[str]:
    """Otherwise a learner's list would not show what was answered."""
    completed = Counter(
        _key(key) for key, lesson in after.progress.items() if "completed_at" in lesson and _is_published(after, key[1])
    )
    for key, enrollment in after.enrollments.items():
        knows = (
            enrollment.get("is_tracked") and "recheck_due" not in after.courses.get(key[1], {}) and key[0] not in erased
        )
        if knows and completed[key] > enrollment.get("completed_lessons", 0) and not enrollment.get("pending_lessons"):
            yield f"{completed[key]} published lessons of {key} are complete, and the summary is {enrollment}"


PROGRESS_INVARIANTS = (
    a_completed_lesson_leads_to_a_check,
    only_a_checked_enrollment_needs_no_check,
    an_uncounted_lesson_is_pending,
)
