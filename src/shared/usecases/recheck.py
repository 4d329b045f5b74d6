"""Checking the completion of all of a course's enrollments again, after its rule or lessons changed."""

from dataclasses import replace
from datetime import datetime

from shared.aws import time_budget
from shared.aws.connection import attempt_seconds
from shared.aws.transactions import WriteConflict
from shared.domain.course import Course
from shared.domain.errors import ConcurrentChange
from shared.stores import courses, enrollments, recheck_queue
from shared.stores.recheck_queue import Recheck
from shared.usecases import completion

# A check takes two reads and rarely a write: a page stays far below the function's minute.
PAGE = 100


def run_queued(body: str, now: datetime) -> None:
    """Check the page that a message of the queue asks for; see `run`."""
    run(recheck_queue.read(body), now)


def run(page: Recheck, now: datetime) -> None:
    """Check a course's enrollments, page by page while there is time, and queue the page that comes next.

    A page may run again: a check of what is recorded already writes nothing.

    Args:
        page: as queued.
        now: the time of a completion found now.

    Raises:
        ConcurrentChange: an enrollment of the queued page was busy each time; the page must run again.
    """
    current = page
    while True:
        # Read once a page: a course that changes in the meantime has a recheck of its own.
        course = courses.get(page.course_id)
        if course is None or course.recheck_due != page.version:
            # The recheck is done; or the course changed again, and the newer recheck includes everybody.
            return
        before = time_budget.seconds_left()
        next_page, busy = _check_page(course, current, now)
        if busy and current is not page:
            # Queued as a message of its own, this page is retried without those that are done.
            recheck_queue.put(current)
            return
        if busy:
            if next_page is not None:
                recheck_queue.put(next_page)
            raise ConcurrentChange(f"{busy} enrollments were busy.")
        if next_page is None:
            break
        left = time_budget.seconds_left()
        # The next page may take twice as long as this one, and the page after it must still be queued then.
        if left < 2 * (before - left) + 2 * attempt_seconds():
            recheck_queue.put(next_page)
            return
        current = next_page
    try:
        courses.recheck_done(course)
    except WriteConflict:
        return  # a newer version's recheck is queued


def _check_page(course: Course, page: Recheck, now: datetime) -> tuple[Recheck | None, int]:
    """Check a page; give the next page, None after the last, and how many enrollments had write conflicts each time."""
    user_ids = [
        enrollment.user_id for enrollment in enrollments.of_course(page.course_id, after=page.after, limit=PAGE)
    ]
    busy = sum(not _check(user_id, course, now) for user_id in user_ids)
    return (replace(page, after=user_ids[-1]) if len(user_ids) == PAGE else None), busy


def _check(user_id: str, course: Course, now: datetime) -> bool:
    try:
        completion.check_in(course, user_id, now)
    except ConcurrentChange:
        return False
    return True
