"""Looking at a course's enrollments again after its admin changed what it asks for."""

from datetime import datetime
from itertools import islice

from shared.domain.errors import ConcurrentChange
from shared.stores import courses, enrollments, recheck_queue
from shared.stores.recheck_queue import Recheck
from shared.stores.writes import ChangedMeanwhile
from shared.usecases import completion

# A check takes three reads and rarely a write: a page stays far below the function's minute.
PAGE = 100


def run(page: Recheck, now: datetime) -> None:
    """Check a page of a course's enrollments, and queue the next one.

    A page may run again: to check what is written down already writes nothing.

    Args:
        page: as queued.
        now: the time of a completion found now.

    Raises:
        ConcurrentChange: an enrollment was busy each time; the page must run again.
    """
    course = courses.get(page.course_id)
    if course is None or course.recheck_due != page.version:
        # It was looked at already; or it has changed again, and the newer recheck sees everybody.
        return
    everybody = enrollments.of_course(page.course_id, after=page.after)
    user_ids = [enrollment.user_id for enrollment in islice(everybody, PAGE)]
    busy = [user_id for user_id in user_ids if not _check(user_id, page.course_id, now)]
    if len(user_ids) == PAGE:
        recheck_queue.put(Recheck(course_id=page.course_id, version=page.version, after=user_ids[-1]))
    if busy:
        raise ConcurrentChange(f"{len(busy)} enrollments were busy.")
    if len(user_ids) < PAGE:
        try:
            courses.recheck_done(course)
        except ChangedMeanwhile:
            return  # a newer version's recheck is queued


def _check(user_id: str, course_id: str, now: datetime) -> bool:
    try:
        completion.check(user_id, course_id, now)
    except ConcurrentChange:
        return False
    return True
