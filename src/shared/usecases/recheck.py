"""Checking the completion of all of a course's enrollments again, after its rule or lessons changed.

The learners of a course are divided into ranges, in order of user id, which are checked in parallel. Each range is open
until all of its learners are checked; the last one that is closed clears the course's mark. A message may be delivered
again: a check of what is recorded already writes nothing.
"""

from dataclasses import replace
from datetime import datetime

from shared.aws import time_budget
from shared.aws.connection import attempt_seconds
from shared.aws.transactions import Transaction, WriteConflict
from shared.domain.course import Course
from shared.domain.errors import ConcurrentChange
from shared.domain.ids import CourseId, UserId
from shared.stores import courses, enrollments, recheck_queue, recheck_ranges
from shared.stores.recheck_queue import Continuation, LearnerRange, Recheck
from shared.stores.recheck_ranges import Division
from shared.usecases import completion

# Learners of a range: less than a minute's work where each has few lessons.
RANGE = 500
# Learners that are read at once, with the course.
PAGE = 100
# Below what the alarm on waiting messages allows (template.yaml), and few enough for their numbers to fit, with the
# rest of the recheck, into one write unit.
MAX_OPEN_RANGES = 90


def run_queued(body: str, now: datetime) -> None:
    """Do what a message of the queue asks for; see `run`."""
    run(recheck_queue.read(body), now)


def run(message: Recheck | Continuation | LearnerRange, now: datetime) -> None:
    """Divide a course's learners into ranges, or check those of a range, while there is time; and queue what is left.

    Args:
        message: as queued.
        now: the time of a completion found now.

    Raises:
        ConcurrentChange: enrollments were busy each time; the message must be delivered again.
    """
    course = _due(message.course_id, message.version)
    if course is None:
        return
    if isinstance(message, LearnerRange):
        division = recheck_ranges.get(message.course_id)
        if division is not None and division.run == message.run:
            _check_open(course, division, message, now)
        return
    begun = _begun(message)
    if begun is not None:
        _divide(course, begun, message.turn if isinstance(message, Continuation) else 0, now)


def _due(course_id: CourseId, version: int) -> Course | None:
    """Read the course; None if its recheck is done, or if it changed again: the newer recheck includes everybody."""
    course = courses.get(course_id)
    return course if course is not None and course.recheck_due == version else None


# ------------------------------------------------------------------ dividing


def _begun(message: Recheck | Continuation) -> Division | None:
    """Find the recheck that a message belongs to, or begin it; None if it is void."""
    found = recheck_ranges.get(message.course_id)
    if isinstance(message, Continuation):
        return found if found is not None and found.run == message.run else None
    is_older = found is None or found.version < message.version
    if is_older or (message.run is not None and found is not None and found.run != message.run):
        run = message.run or str(message.version)
        try:
            return recheck_ranges.begin(message.course_id, message.version, run, after=message.after, before=found)
        except WriteConflict:
            found = recheck_ranges.get(message.course_id)
    return found if found is not None and found.version == message.version else None


def _divide(course: Course, division: Division, turn: int, now: datetime) -> None:
    """Queue one range after the other; check the last one here.

    A range is queued after it was recorded, and recorded again only after it was queued: whenever this is interrupted,
    it continues with the newest range.
    """
    pace, has_time = _Pace(), True
    while not division.finished:
        _queue_newest(division)
        if len(division.open_ranges) >= MAX_OPEN_RANGES or not has_time:
            following = Continuation(
                course_id=course.course_id, version=division.version, run=division.run, turn=turn + 1
            )
            recheck_queue.put(following)
            return
        learners = _learners(course.course_id, division.until, RANGE)
        try:
            division = recheck_ranges.divide(
                division, learners[-1] if learners else None, finished=len(learners) < RANGE
            )
        except WriteConflict:
            found = recheck_ranges.get(course.course_id)
            if found is None or found.run != division.run:
                return
            division = found
        has_time = pace.allows_another()
    if division.newest is None:
        _clear_if_checked(course, division)
    else:
        _check_open(course, division, division.newest, now)


def _queue_newest(division: Division) -> None:
    if division.newest is not None and division.newest.number in division.open_ranges:
        recheck_queue.put(division.newest)


def _clear_if_checked(course: Course, division: Division) -> None:
    """Clear the course's mark if every learner is checked: whoever closes the last range, or finds them all closed."""
    if not division.is_checked:
        return
    transaction = Transaction()
    courses.recheck_done(transaction, course)
    recheck_ranges.remove(transaction, division)
    try:
        transaction.commit()
    except WriteConflict:
        return  # it is cleared already, or a newer version's recheck is queued


# ------------------------------------------------------------------ checking


def _check_open(course: Course, division: Division, learners: LearnerRange, now: datetime) -> None:
    """Check a range if it is open, and close it."""
    if learners.number in division.open_ranges:
        if not _check(course, learners, now):
            return
        try:
            division = recheck_ranges.close(learners)
        except WriteConflict:
            return
    _clear_if_checked(course, division)


def _check(course: Course, learners: LearnerRange, now: datetime) -> bool:
    """Check learners; whether all are checked, otherwise those that are not are queued, or need no check any more."""
    pace = _Pace()
    left = learners
    busy: list[UserId] = []
    while user_ids := left.again or _page(left):
        if left is not learners:
            # Read once a page: a course that changes in the meantime has a recheck of its own.
            current = _due(learners.course_id, learners.version)
            if current is None:
                return False
            course = current
        for user_id in user_ids:
            left = _without(left, user_id)
            if not _is_checked(user_id, course, now):
                busy.append(user_id)
            if not pace.allows_another():
                return _queue_rest(learners, replace(left, again=(*left.again, *busy)))
    return not busy or _queue_rest(learners, replace(left, again=tuple(busy)))


def _page(learners: LearnerRange) -> tuple[UserId, ...]:
    """Read the next user ids of a range."""
    found = _learners(learners.course_id, learners.after, PAGE) if learners.after != learners.until else []
    return tuple(user_id for user_id in found if user_id <= learners.until)


def _without(learners: LearnerRange, user_id: UserId) -> LearnerRange:
    """What is left of a range after the first of its learners."""
    return replace(learners, again=learners.again[1:]) if learners.again else replace(learners, after=user_id)


def _is_checked(user_id: str, course: Course, now: datetime) -> bool:
    try:
        completion.check_in(course, user_id, now)
    except ConcurrentChange:
        return False
    return True


def _queue_rest(learners: LearnerRange, left: LearnerRange) -> bool:
    """Queue what is left of a range, as the same range, which stays open.

    Raises:
        ConcurrentChange: nothing was checked, as all enrollments were busy.
    """
    if left.after == left.until and not left.again:
        return True
    if left.after == learners.after and set(left.again) == set(learners.again):
        raise ConcurrentChange(f"{len(left.again)} enrollments were busy.")
    recheck_queue.put(left)
    return False


def _learners(course_id: CourseId, after: str | None, limit: int) -> list[UserId]:
    return [enrollment.user_id for enrollment in enrollments.of_course(course_id, after=after, limit=limit)]


class _Pace:
    """How long one step takes, and whether there is time for another."""

    def __init__(self) -> None:
        self._before = time_budget.seconds_left()
        self._longest = 0.0

    def allows_another(self) -> bool:
        """Whether the next step may take twice as long as the longest one so far, and the rest still be queued."""
        left = time_budget.seconds_left()
        self._longest = max(self._longest, self._before - left)
        self._before = left
        return left >= 2 * self._longest + 2 * attempt_seconds()
