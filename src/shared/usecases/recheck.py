"""Looking at a course's enrollments again after its admin changed what it asks for."""

from dataclasses import replace
from datetime import datetime
from itertools import islice

from shared.domain.errors import ConcurrentChange
from shared.stores import courses, enrollments, recheck_queue, time_budget
from shared.stores.connection import attempt_seconds
from shared.stores.recheck_queue import Recheck
from shared.stores.writes import ChangedMeanwhile
from shared.usecases import completion

# A check takes three reads and rarely a write: a page stays far below the function's minute.
PAGE = 100


def run(page: Recheck, now: datetime) -> None:
    """Check a course's enrollments, page by page while there is time, and queue the page that comes next.

    A page may run again: to check what is written down already writes nothing.

    Args:
        page: as queued.
        now: the time of a completion found now.

    Raises:
        ConcurrentChange: an enrollment of the queued page was busy each time; the page must run again.
    """
    course = courses.get(page.course_id)
    if course is None or course.recheck_due != page.version:
        # It was looked at already; or it has changed again, and the newer recheck sees everybody.
        return
    current = page
    while True:
        before = time_budget.seconds_left()
        following, busy = _check_page(current, now)
        if busy and current is not page:
            # In a message of its own, it comes again without those that are done.
            recheck_queue.put(current)
            return
        if busy:
            if following is not None:
                recheck_queue.put(following)
            raise ConcurrentChange(f"{busy} enrollments were busy.")
        if following is None:
            break
        left = time_budget.seconds_left()
        # The next page may take twice as long as this one did, and then the one behind it is still to be queued.
        if left < 2 * (before - left) + 2 * attempt_seconds():
            recheck_queue.put(following)
            return
        current = following
    try:
        courses.recheck_done(course)
    except ChangedMeanwhile:
        return  # a newer version's recheck is queued


def _check_page(page: Recheck, now: datetime) -> tuple[Recheck | None, int]:
    """Check a page; give the next one, None behind the last, and how many enrollments were busy each time."""
    everybody = enrollments.of_course(page.course_id, after=page.after)
    user_ids = [enrollment.user_id for enrollment in islice(everybody, PAGE)]
    busy = sum(not _check(user_id, page.course_id, now) for user_id in user_ids)
    return (replace(page, after=user_ids[-1]) if len(user_ids) == PAGE else None), busy


def _check(user_id: str, course_id: str, now: datetime) -> bool:
    try:
        completion.check(user_id, course_id, now)
    except ConcurrentChange:
        return False
    return True
