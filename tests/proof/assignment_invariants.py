"""The invariants of assignments that staff mark and undo, after every step of any operation."""

from collections.abc import Iterator, Set

from tests.proof.facts import Facts, Fields


def undid(before: Fields, after: Fields) -> bool:
    """Whether the step undid an assignment of this enrollment."""
    return bool(after.get("undone_marks", 0) > before.get("undone_marks", 0))


def is_undone(before: Fields, after: Fields) -> bool:
    """Whether the step undid this lesson."""
    return "completed_at" not in after and before.get("undone_at") != after.get("undone_at")


def _enrollment_of(facts: Facts, key: tuple[str, str]) -> Fields:
    user_id, course_lesson = key
    return facts.enrollments.get((user_id, course_lesson.partition("#")[0]), {})


def an_undo_is_atomic(before: Facts, after: Facts, erased: Set[str]) -> Iterator[str]:
    """What the enrollment knows of a lesson that is undone changes in the same step."""
    for key, lesson in after.progress.items():
        old = before.progress.get(key, {})
        counted_up = undid(_enrollment_of(before, key), _enrollment_of(after, key))
        if "completed_at" in old and is_undone(old, lesson) and not counted_up and key[0] not in erased:
            yield f"{key} was undone, and its enrollment is {_enrollment_of(after, key)}"


def no_certificate_lacks_an_undone_assignment(_before: Facts, after: Facts, _erased: Set[str]) -> Iterator[str]:
    """Undo and issue exclude each other; one whose name was erased does not count."""
    for (user_id, course_lesson), lesson in after.progress.items():
        certificate = after.certificates.get((user_id, course_lesson.partition("#")[0]), {})
        is_open = "undone_at" in lesson and "completed_at" not in lesson and not lesson.get("after_all_lessons")
        if is_open and certificate.get("issued_name"):
            yield f"{course_lesson} of {user_id} is undone, and there is a certificate"


def a_mark_needs_access(before: Facts, after: Facts, erased: Set[str]) -> Iterator[str]:
    """Marks are recorded for learners with access, who are not being erased."""
    for key, lesson in after.progress.items():
        is_new = lesson.get("marked_at") != before.progress.get(key, {}).get("marked_at")
        if is_new and key[0] not in erased and _enrollment_of(after, key).get("status") != "active":
            yield f"{key} was marked, and the enrollment is {_enrollment_of(after, key)}"


ASSIGNMENT_INVARIANTS = (
    an_undo_is_atomic,
    no_certificate_lacks_an_undone_assignment,
    a_mark_needs_access,
)
