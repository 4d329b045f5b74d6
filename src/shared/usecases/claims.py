"""Claiming purchases that were made without a learner: the first learner with the payer's verified address has them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial

from shared.aws.retries import retry_on_conflict
from shared.aws.transactions import Transaction
from shared.domain.errors import NotEnrolled
from shared.domain.ids import OrderId
from shared.domain.payment import Purchase
from shared.stores import orders, unclaimed
from shared.usecases.access import Learner
from shared.usecases.line_changes import MAX_LINES, line_changes, write_lines


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
    for order_id in order_ids:
        while retry_on_conflict(partial(_claim_courses, learner, learner.verified_email, order_id, now)):
            pass
    return bool(order_ids)


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


def _claim_courses(learner: Learner, email: str, order_id: OrderId, now: datetime) -> bool:
    """Enroll a learner in courses of an order, as many as fit into one transaction; of concurrent claims, one does.

    An order that was refunded in the meantime gives no access, as for a purchase that arrives after its refund.

    Returns:
        Whether there are more.
    """
    order = orders.get(order_id)
    if order is None or order.unclaimed is None:
        return False  # another request has claimed it
    waiting = order.unclaimed
    if waiting.user_id not in {None, learner.user_id}:
        return False  # another learner with this address is claiming it, course by course
    course_ids, others = waiting.course_ids[:MAX_LINES], waiting.course_ids[MAX_LINES:]
    bought = Purchase(
        user_id=learner.user_id,
        course_ids=course_ids,
        subscription_id=waiting.subscription_id,
        email=None,
        purchaser_name=waiting.purchaser_name,
        is_paid=True,
    )
    after = replace(
        order,
        unclaimed=replace(waiting, course_ids=others, user_id=learner.user_id) if others else None,
        updated_at=now,
        version=order.version + 1,
    )
    lines = [(learner.user_id, course_id) for course_id in course_ids]
    changes = line_changes(after, lines, now, bought=bought)
    transaction = Transaction()
    orders.put(transaction, after, order)
    write_lines(transaction, order_id, changes, {order_id}, now)
    if not others:
        unclaimed.remove(transaction, email, order_id)
    transaction.commit()
    return bool(others)
