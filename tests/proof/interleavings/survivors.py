"""Generated mutants that survive every scenario, with the reasons; one that is killed must be removed from the list."""

from collections.abc import Iterable
from fnmatch import fnmatch

_SURVIVORS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "an order is never deleted",
        ("Update orders if charged_back_at, order_id, refunded_at: without order_id",),
    ),
    (
        "a course's slug changes with its version, which the same transaction requires unchanged",
        ("Delete courses if slug_course_id: *",),
    ),
    (
        "only an erasure, an enrollment and two devices together kill it, for which there is no scenario",
        ("Delete lesson-progress if updated_at: *",),
    ),
    (
        "this item exists as long as the purchase in its order, which the same transaction requires unchanged",
        ("Delete unclaimed-purchases if email: *",),
    ),
    ("two codes are equal with a probability of 1 in 2**100", ("Put certificate-register if register_key: *",)),
    ("the item of a code is never deleted", ("Update certificate-register if register_key: *",)),
    (
        "a completion is written to the enrollment and a record, and the same transaction requires both to be missing",
        ("Put completions if user_id: *", "Update enrollments if *: without completed_at"),
    ),
    (
        "a certificate is issued, replaced or linked to an order with its enrollment, which is required unchanged too",
        (
            "Put course-certificates if issued_name, public_id, status: without issued_name",
            "Update course-certificates if *: without order_id",
            "Update course-certificates if public_id: without public_id",
            "Update enrollments if all_lessons_completed_at, *: without [!s]*",
        ),
    ),
    (
        "the mark has taken effect once it is written, because it is in the stream then",
        ("Update enrollments if *: without access_restored_at",),
    ),
    (
        "what an earlier release stored is checked once by this condition, and then by the one without last_played_at",
        ("Update enrollments if access_expires_at, *completed_lessons, last_played_at, *: without [acs]*",),
    ),
    (
        "a course whose lessons are all complete is not offered to continue with",
        ("Update enrollments if *, completed_at, completed_lessons, last_played_at, *: without last_played_at",),
    ),
    (
        "a summary counts lessons, with or without access",
        (
            "Update enrollments if access_expires_at, access_restored_at, completed_lessons, *: without access_*",
            "Update enrollments if access_expires_at, access_restored_at, completed_lessons, *: without status",
        ),
    ),
    (
        "a deleted enrollment has no status, which the same write requires",
        ("Update enrollments if access_expires_at, *: without user_id",),
    ),
    (
        "the status changes with the orders or the certificate, or the shop replaces it whatever its value",
        (
            "Update enrollments if access_expires_at, certificate_status, *: without status",
            "Update enrollments if access_expires_at, certificate_status, *: without status_before_refund",
        ),
    ),
    (
        "the payer's name changes with the order that pays, which the same write requires unchanged",
        ("Update enrollments if access_expires_at, certificate_status, *: without purchaser_name",),
    ),
    (
        "the transaction that writes a completion requires this too",
        ("Update enrollments if access_restored_at, *: without [cs]*",),
    ),
    (
        "a dashboard that shows the completion may show its new lessons later",
        ("GetItem completions: eventually consistent",),
    ),
    (
        "the result of this read is written on the condition that the item is unchanged",
        (
            "GetItem webhook-events: eventually consistent",
            "Query certificate-templates *: eventually consistent",
            "GetItem courses recheck#*: eventually consistent",
            "GetItem learner-index counts#*: eventually consistent",
        ),
    ),
    (
        "these items never change, and one that is not found is looked for again with the course",
        ("BatchGetItem courses: eventually consistent",),
    ),
    (
        "earlier versions stored these items, and nothing changes them any more",
        ("GetItem orders payment#*: eventually consistent",),
    ),
    (
        "whoever indexes a learner later sees what the other saw, so another term differs too, unless it was undone",
        (
            "Put learner-index if certificate_status, completed, words: without completed",
            "Put learner-index if certificate_status, completed, words: without words",
            "Delete learner-index if certificate_status, completed, words: without certificate_status",
            "Delete learner-index if certificate_status, completed, words: without words",
        ),
    ),
    (
        "the queue divides a course in one process at a time; only one that outlives its message meets another",
        ("Update courses if divided, ranges, run: without *",),
    ),
    (
        "the same transaction requires that the course still awaits this recheck",
        ("Delete courses if run: without run",),
    ),
    ("every request is counted; the tests of the rate limit kill it", ("Update rate-limits if requests: *",)),
)


def reason_for_survival(mutant: str) -> str | None:
    """Return the reason why a mutant survives, by its name; None if it must be killed."""
    reasons = (reason for reason, patterns in _SURVIVORS if any(fnmatch(mutant, pattern) for pattern in patterns))
    return next(reasons, None)


def unused_patterns(mutants: Iterable[str]) -> list[str]:
    """Collect the patterns that match none of the mutants."""
    names = list(mutants)
    patterns = (pattern for _, patterns in _SURVIVORS for pattern in patterns)
    return [pattern for pattern in patterns if not any(fnmatch(name, pattern) for name in names)]
