"""Claiming the purchases of one order that was made without a learner.

Apart from `claims`, which imports it when there is a purchase to claim: most processes never need orders and payments.
"""

from dataclasses import replace
from datetime import datetime

from shared.aws.transactions import Transaction
from shared.domain.ids import OrderId
from shared.domain.payment import Purchase
from shared.stores import orders, unclaimed
from shared.usecases import purchase_records
from shared.usecases.access import Learner
from shared.usecases.line_changes import MAX_LINES, line_changes, write_lines


def claim_courses(learner: Learner, email: str, order_id: OrderId, now: datetime) -> bool:
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
    purchase_records.add(transaction, changes, now)
    if not others:
        unclaimed.remove(transaction, email, order_id)
    transaction.commit()
    return bool(others)
