"""Counting and indexing the learners of courses, from the stream of enrollments and from what is stored."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from shared.aws import time_budget
from shared.aws.connection import attempt_seconds
from shared.aws.retries import retry_on_conflict
from shared.aws.transactions import Transaction, WriteConflict
from shared.domain.errors import ConcurrentChange
from shared.domain.ids import CourseId, UserId
from shared.domain.learner_index import indexed
from shared.stores import courses, enrollments, index_work, learner_index
from shared.stores.index_work import ALL_COURSES, IndexWork
from shared.stores.learner_index import SHARDS, Line

# A learner takes one write, and a page four reads.
PAGE = 100
# Each attempt reads again.
_ATTEMPTS = 8
# After this time, work that nobody continues is queued again by whoever needs it.
STALLED_AFTER = timedelta(hours=1)


def changed_line(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> Line | None:
    """Read from a stream record whose enrollment is to be indexed again; None if nothing that is indexed changed.

    Args:
        before: attributes of the enrollment before the change; None for a new one.
        after: its attributes after the change; None for one that was removed.
    """
    old, new = (enrollments.from_image(image) if image else None for image in (before, after))
    enrollment = new or old
    if enrollment is None or indexed(old) == indexed(new):
        return None
    return enrollment.user_id, enrollment.course_id


def update(lines: Iterable[Line], now: datetime) -> None:
    """Index the enrollments of these learners and courses as they are now.

    What is indexed and the enrollments are read, and read again after each write, until they agree. So the record of an
    enrollment's newest change, which may be delivered at any time, more than once and concurrently, ends with that
    change indexed; and as one transaction replaces what is indexed and counts the difference, nothing is
    counted twice. The enrollment itself is not part of that transaction: it makes no request of a learner wait.

    Args:
        lines: at most 100.
        now: the time of the change.

    Raises:
        ConcurrentChange: some were changed by others each time.
    """
    pending = {*lines}
    for _ in range(_ATTEMPTS):
        stored = learner_index.get_many(pending)
        present = enrollments.get_many(pending)
        wanted = {line: indexed(present.get(line)) for line in pending}
        pending = {line for line in pending if stored.get(line) != wanted[line]}
        if not pending:
            return
        for line in sorted(pending):
            transaction = Transaction()
            learner_index.replace(transaction, line, stored.get(line), wanted[line], now)
            try:
                transaction.commit()
            except WriteConflict:
                continue  # another delivery was first: it is read again, like all others
    raise ConcurrentChange(f"{len(pending)} enrollments were busy.")


def queue_if_needed(course_id: CourseId, work: IndexWork | None, now: datetime) -> None:
    """Queue the work on a course that was never indexed, or whose work has stalled.

    Raises:
        Unavailable: the queue did not accept it.
    """
    if work is None:
        index_work.put(IndexWork(course_id=course_id))
    elif work.is_due and (work.touched_at is None or work.touched_at + STALLED_AFTER < now):
        index_work.put(work)


def run_queued(body: str, now: datetime) -> None:
    """Continue with what a message of the queue names; see `run` and `run_all`."""
    course_id = index_work.read(body)
    if course_id == ALL_COURSES:
        run_all(now)
    else:
        run(course_id, now)


def run(course_id: CourseId, now: datetime) -> None:
    """Index a course, page by page while there is time, and queue what is left.

    How far it came is stored: a message that is delivered again, late or twice continues there. A page may run again.

    Args:
        course_id: the course.
        now: the time of the changes.

    Raises:
        ConcurrentChange: enrollments were changed by others each time; the message must be delivered again.
    """
    work = _run_pages(course_id, now)
    if work.is_due:
        index_work.put(work)


def run_all(now: datetime) -> None:
    """Index all courses that are not indexed yet, one after the other, and queue what is left; see `run`."""
    work = index_work.get(ALL_COURSES) or IndexWork(course_id=ALL_COURSES)
    while work.is_due:
        following = courses.summaries(after=work.after, limit=1)
        if not following:
            index_work.save(replace(work, is_due=False, filled_at=now), now)
            return
        [course] = following
        before = time_budget.seconds_left()
        within = _run_pages(course.course_id, now)
        if within.is_due:
            index_work.put(work, within)
            return
        work = replace(work, after=course.slug)
        index_work.save(work, now)
        if not _has_time(before):
            index_work.put(work)
            return


def _run_pages(course_id: CourseId, now: datetime) -> IndexWork:
    """Index a course while there is time; returns what is left to do."""
    work = index_work.get(course_id) or IndexWork(course_id=course_id)
    while work.is_due:
        before = time_budget.seconds_left()
        work = _next_page(work, now)
        index_work.save(work, now)
        if not _has_time(before):
            break
    return work


def _has_time(before: float) -> bool:
    """Whether there is time for another step, which may take twice as long as the one since `before`.

    What comes after that one must still be queued then.
    """
    left = time_budget.seconds_left()
    return left >= 2 * (before - left) + 2 * attempt_seconds()


def _next_page(work: IndexWork, now: datetime) -> IndexWork:
    """Index a page, or count a shard after its last one; returns what is left to do."""
    if work.shard is None:
        listed = enrollments.of_course(work.course_id, after=work.after, limit=PAGE)
        user_ids = [enrollment.user_id for enrollment in listed]
    else:
        user_ids = [
            user_id for user_id, _ in learner_index.of_shard(work.course_id, work.shard, after=work.after, limit=PAGE)
        ]
    _update_page(work.course_id, user_ids, now)
    if len(user_ids) == PAGE:
        return replace(work, after=user_ids[-1])
    if work.shard is None:
        return replace(work, after=None, shard=0)
    shard = work.shard
    retry_on_conflict(lambda: learner_index.recount(work.course_id, shard, now))
    if shard + 1 < SHARDS:
        return replace(work, after=None, shard=shard + 1)
    return replace(work, after=None, shard=None, is_due=False, filled_at=work.filled_at or now)


def _update_page(course_id: CourseId, user_ids: Iterable[UserId], now: datetime) -> None:
    lines = [(user_id, course_id) for user_id in user_ids]
    if lines:
        update(lines, now)
