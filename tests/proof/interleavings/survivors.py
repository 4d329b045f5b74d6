"""Generated mutants that every scenario lets live, and why that is right; whoever kills one takes it off this list."""

from fnmatch import fnmatch

_SURVIVORS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "an order's money is taken back together with its enrollments, which the same write requires to be active",
        ("ConditionCheck orders if charged_back_at, refunded_at: *",),
    ),
    (
        "what is known of a payment changes with the order that it is bound to, which the same write requires as read",
        ("ConditionCheck orders if order_id: *", "ConditionCheck orders if version: *", "Update orders if order_id: *"),
    ),
    (
        "an order is never removed",
        ("Update orders if charged_back_at, order_id, refunded_at: without order_id",),
    ),
    (
        "a course's address changes with its version, which the same write requires as read",
        ("Delete courses if slug_course_id: *",),
    ),
    (
        "it takes an erasure, an enrollment and two devices, for which there is no scenario",
        ("Delete lesson-progress if updated_at: *",),
    ),
    ("one code is drawn twice in 2**100 draws", ("Put certificate-register if register_key: *",)),
    ("the entry of a code is never removed", ("Update certificate-register if register_key: *",)),
    (
        "a completion is noted on the enrollment and in a record, and the same write requires both to be missing",
        ("Put completions if user_id: *", "Update enrollments if *: without completed_at"),
    ),
    (
        "a certificate is issued, replaced or given an order together with its enrollment, required as read as well",
        (
            "Put course-certificates if issued_name, public_id, status: *",
            "Update course-certificates if *: without order_id",
            "Update course-certificates if *: without public_id",
            "Update enrollments if all_lessons_completed_at, *: without [!s]*",
        ),
    ),
    (
        "the mark has done its work once it is written, as the stream has it then",
        ("Update enrollments if *: without access_restored_at",),
    ),
    (
        "a summary counts lessons, with or without access",
        (
            "Update enrollments if access_expires_at, access_restored_at, completed_lessons, *: without access_*",
            "Update enrollments if access_expires_at, access_restored_at, completed_lessons, *: without status",
        ),
    ),
    (
        "an enrollment that was removed has no status, which the same write requires",
        ("Update enrollments if access_expires_at, *: without user_id",),
    ),
    (
        "the status changes with the orders or the certificate, or the shop replaces it whatever it was",
        (
            "Update enrollments if access_expires_at, certificate_status, *: without status",
            "Update enrollments if access_expires_at, certificate_status, *: without status_before_refund",
        ),
    ),
    (
        "the same write of a completion is held against this",
        ("Update enrollments if access_restored_at, *: without [cs]*",),
    ),
    (
        "a learner may be shown for a moment that no lesson is new, as long as the completion is",
        ("GetItem completions: eventually consistent",),
    ),
    (
        "what is computed from this read is written on the condition that it is still so",
        (
            "GetItem orders payment#*: eventually consistent",
            "GetItem webhook-events: eventually consistent",
            "Query certificate-templates *: eventually consistent",
        ),
    ),
    ("every request counts; its own tests show that the limit holds", ("Update rate-limits if requests: *",)),
)


def reason_to_survive(mutant: str) -> str | None:
    """Say why a mutant may live, by its name; None: it must be killed."""
    reasons = (reason for reason, patterns in _SURVIVORS if any(fnmatch(mutant, pattern) for pattern in patterns))
    return next(reasons, None)
