"""Claiming purchases that were made without a learner: the first learner with the payer's verified address has them."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from shared.aws.retries import retry_on_conflict
from shared.domain.errors import NotEnrolled
from shared.stores import unclaimed
from shared.usecases.access import Learner


def claim(learner: Learner, now: datetime) -> bool:
    """Enroll a learner in everything that was bought with the learner's verified address and not claimed yet.

    Args:
        learner: the caller; one without a verified address claims nothing, and nothing is read.
        now: the time of the enrollments.

    Returns:
        Whether there was anything to claim.

    Raises:
        ConcurrentChange: an order was changed by others each time.
    """
    if learner.verified_email is None:
        return False
    order_ids = unclaimed.of_email(learner.verified_email)
    if not order_ids:
        return False
    # Imported by the first claim of a process: see there.
    from shared.usecases.order_claims import claim_courses  # noqa: PLC0415

    for order_id in order_ids:
        while retry_on_conflict(partial(claim_courses, learner, learner.verified_email, order_id, now)):
            pass
    return True


def enrolled[Result](learner: Learner, now: datetime, attempt: Callable[[], Result]) -> Result:
    """Do what needs an enrollment; for a learner without one, once more after claiming purchases.

    Raises:
        NotEnrolled: the learner is not enrolled, and no purchase to claim enrolls the learner either.
    """
    try:
        return attempt()
    except NotEnrolled:
        if not claim(learner, now):
            raise
    return attempt()
