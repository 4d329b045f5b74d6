"""Bringing the lines of a large order in line with it, page by page, and one line at once when it is needed."""

from datetime import datetime

from shared.aws import time_budget
from shared.aws.connection import attempt_seconds
from shared.aws.retries import retry_on_conflict
from shared.aws.transactions import Transaction, WriteConflict
from shared.domain.certificate import Certificate
from shared.domain.enrollment import Enrollment
from shared.domain.ids import OrderId
from shared.domain.order import Order
from shared.stores import order_lines, order_queue, orders
from shared.usecases.line_changes import MAX_LINES, line_changes, read_lines, write_lines


def run_queued(body: str, now: datetime) -> None:
    """Do the work that a message of the queue asks for; see `run`."""
    order_id, version = order_queue.read(body)
    run(order_id, version, now)


def run(order_id: OrderId, version: int, now: datetime) -> None:
    """Bring the lines of an order in line with it, page by page while there is time, and queue what is left.

    Each page is one transaction, which also records on the order how far the work has come: an interrupted run is
    resumed after its last page. A newer event of the order replaces the work, and its own run begins again.

    Args:
        order_id: of the order.
        version: of the order that asks for the work.
        now: the time of revocations and reinstatements.

    Raises:
        ConcurrentChange: a line was changed by others each time; the message must be delivered again.
    """
    while True:
        before = time_budget.seconds_left()
        order = retry_on_conflict(lambda: _next_page(order_id, version, now))
        if order is None:
            return
        left = time_budget.seconds_left()
        # The next page may take twice as long as this one, and the rest must still be queued after it.
        if left < 2 * (before - left) + 2 * attempt_seconds():
            order_queue.put(order)
            return


def _next_page(order_id: OrderId, version: int, now: datetime) -> Order | None:
    """Do the next page; return the order when there may be another one."""
    order = orders.get(order_id)
    if order is None or order.pending is None or order.pending.version != version:
        return None
    pending = order.pending
    lines = order_lines.page(order, after=pending.after, limit=MAX_LINES)
    is_last = len(lines) < MAX_LINES
    changes = line_changes(order, lines, now, ends_access=pending.ends_access)
    transaction = Transaction()
    orders.advance(transaction, order_id, pending, None if is_last else order_lines.position(lines[-1]))
    write_lines(transaction, order_id, changes, {order_id}, now)
    transaction.commit()
    return None if is_last else orders.get(order_id)


def catch_up(order: Order, enrollment: Enrollment | None, certificate: Certificate | None, now: datetime) -> None:
    """Require that a line was read as it is, in line with its order; bring it in line at once, if no page has yet.

    Args:
        order: as it was read after the line.
        enrollment: of the line, as it was read.
        certificate: likewise; at least one of the two is there.
        now: the time of a revocation or a reinstatement.

    Raises:
        WriteConflict: the line must be read again.
    """
    entry = enrollment or certificate
    assert entry is not None  # noqa: S101 - see above
    ends_access = order.pending is not None and order.pending.ends_access
    (change,) = read_lines(order, [(entry.user_id, entry.course_id)], now, ends_access=ends_access)
    if change.changes_anything:
        transaction = Transaction()
        orders.require_unchanged(transaction, order.order_id, order)
        write_lines(transaction, order.order_id, [change], {order.order_id}, now)
        transaction.commit()
    if change.changes_anything or (change.enrollment, change.certificate) != (enrollment, certificate):
        raise WriteConflict
