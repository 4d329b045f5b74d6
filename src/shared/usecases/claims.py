"""Claiming what waits for an e-mail address: the first learner with the verified address has it.

These are purchases that were made without a learner, and enrollments by the staff.
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from shared.aws.retries import retry_on_conflict
from shared.domain.errors import NotEnrolled
from shared.stores import unclaimed
from shared.usecases.access import Learner


def claim(learner: Learner, now: datetime) -> bool:
    """Enroll a learner in everything that waits for the learner's verified address.

    Args:
        learner: the caller; one without a verified address claims nothing, and nothing is read.
        now: the time of the enrollments.

    Returns:
        Whether there was anything to claim.

    Raises:
        ConcurrentChange: what waits was changed by others each time.
    """
    email = learner.verified_email
    waiting = None if email is None else unclaimed.of_email(email)
    if email is None or waiting is None:
        return False
    if waiting.order_ids:
        # Imported by the first claim of a process: see there.
        from shared.usecases.order_claims import claim_courses  # noqa: PLC0415

        for order_id in waiting.order_ids:
            while retry_on_conflict(partial(claim_courses, learner, email, order_id, now)):
                pass
    if waiting.course_ids:
        from shared.usecases.pending_claims import claim_enrollment  # noqa: PLC0415 - as above

        for course_id in waiting.course_ids:
            retry_on_conflict(partial(claim_enrollment, learner.user_id, email, course_id, now))
    return True


def enrolled[Result](learner: Learner, now: datetime, attempt: Callable[[], Result]) -> Result:
    """Do what needs an enrollment; for a learner without one, once more after claiming what waits.

    Raises:
        NotEnrolled: the learner is not enrolled, and nothing to claim enrolls the learner either.
    """
    try:
        return attempt()
    except NotEnrolled:
        if not claim(learner, now):
            raise
    return attempt()
