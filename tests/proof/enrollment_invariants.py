"""The invariants of enrollments by the staff, after every step of any operation."""

from collections.abc import Iterator, Set

from tests.proof.facts import Facts


def what_waits_is_found_by_its_address(_before: Facts, after: Facts, _erased: Set[str]) -> Iterator[str]:
    waiting = {(email, course_id) for course_id, email in after.pending}
    if waiting != after.waiting:
        yield f"{sorted(waiting)} wait, and {sorted(after.waiting)} are found by their addresses"


def what_waited_was_claimed_or_cancelled(before: Facts, after: Facts, _erased: Set[str]) -> Iterator[str]:
    """A version that waits is replaced by the next one, never by an earlier one."""
    for key, pending in before.pending.items():
        now = after.pending.get(key)
        if now is not None and now["version"] not in {pending["version"], pending["version"] + 1}:
            yield f"what waits for {key} went from version {pending['version']} to {now['version']}"


def an_imported_completion_says_so(_before: Facts, after: Facts, erased: Set[str]) -> Iterator[str]:
    """An enrollment and its completion record come from the same source."""
    for key, enrollment in after.enrollments.items():
        recorded = after.completions.get(key, {})
        if key[0] not in erased and enrollment.get("completion_source") != recorded.get("source"):
            sources = enrollment.get("completion_source"), recorded.get("source")
            yield f"{key} was completed by {sources[0]}, its record by {sources[1]}"
        if "completion_source" in enrollment and "all_lessons_completed_at" not in enrollment:
            yield f"the completion of {key} was imported, and may have no certificate"


def a_change_by_the_staff_has_a_name(before: Facts, after: Facts, _erased: Set[str]) -> Iterator[str]:
    for key, enrollment in after.enrollments.items():
        if ("changed_by" in enrollment) != ("changed_at" in enrollment):
            yield f"{key} says only half of who changed it, and when"
        old = before.enrollments.get(key)
        if old is not None and "enrolled_by" in old and enrollment.get("enrolled_by") != old["enrolled_by"]:
            yield f"{key} was enrolled by {old['enrolled_by']}, and now by {enrollment.get('enrolled_by')}"


ENROLLMENT_INVARIANTS = (
    what_waits_is_found_by_its_address,
    what_waited_was_claimed_or_cancelled,
    an_imported_completion_says_so,
    a_change_by_the_staff_has_a_name,
)
