"""Managing courses, for admins."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from shared.aws.retries import retry_on_conflict
from shared.aws.transactions import Transaction
from shared.domain import changed_fields
from shared.domain.change_record import Actor, ChangeAction, ChangeRecord
from shared.domain.course import Course, CourseSummary, requirements_changed
from shared.domain.course_check import check_course
from shared.domain.errors import ConcurrentChange
from shared.domain.omitted import Omitted, with_stored
from shared.stores import changes, courses, instructors, recheck_queue
from shared.stores.recheck_queue import Recheck

_NOTHING = Omitted()


def put(
    course: Course,
    actor: Actor,
    now: datetime,
    *,
    omitted: Omitted = _NOTHING,
    media_origins: Collection[str] = (),
    expected_version: int | None = None,
) -> Course:
    """Create or replace a course, with who teaches it; its certificate settings stay as they are.

    A change that could complete a learner marks the course, in the same write, as due for a recheck of its enrollments,
    and then queues the recheck. When the queue does not accept it, the mark stays, and repeating the request queues it.

    Args:
        course: as it will be.
        actor: who changes it.
        now: the time of the change.
        omitted: what a course that exists keeps, whatever `course` has.
        media_origins: from which media are allowed, beside files of the pages.
        expected_version: the version that must be stored, 0 for no course; None to replace any version.

    Returns:
        The course as stored.

    Raises:
        InvalidRequest: the course contradicts itself, or has media from elsewhere.
        ConcurrentChange: another version is stored.
        SlugTaken: another course has its slug.
        Unavailable: the course is stored, but its recheck could not be queued.
    """
    check_course(course, media_origins)

    def decide() -> Course:
        before = courses.get(course.course_id)
        if expected_version not in {None, before.version if before else 0}:
            raise ConcurrentChange("Somebody else has changed the course in the meantime; please load it again.")
        if before is None:
            after = replace(course, version=1)
        else:
            after = with_stored(course, before, omitted)
            after = replace(after, version=before.version + 1, certificate=before.certificate)
            if requirements_changed(before, after):
                after = replace(after, recheck_due=after.version)
            elif before.recheck_due is not None:
                after = replace(after, recheck_due=before.recheck_due)
        transaction = Transaction()
        courses.put(transaction, after, before)
        instructors.replace(transaction, after, before)
        _add_record(transaction, after, before, actor, now)
        transaction.commit()
        return after

    stored = retry_on_conflict(decide)
    if stored.recheck_due is not None:
        recheck_queue.put(Recheck(course_id=stored.course_id, version=stored.recheck_due))
    return stored


def _add_record(transaction: Transaction, after: Course, before: Course | None, actor: Actor, now: datetime) -> None:
    fields = changed_fields.of_course(before, after)
    if fields:
        action = ChangeAction.COURSE_CREATED if before is None else ChangeAction.COURSE_CHANGED
        record = ChangeRecord(at=now, actor=actor, action=action, course_id=after.course_id, fields=fields)
        changes.add(transaction, record)


def summaries(*, after: str | None, limit: int) -> tuple[Sequence[CourseSummary], bool]:
    """List all courses, published or not, in order of slug.

    Args:
        after: the slug to continue after; None to start at the beginning.
        limit: how many at most.

    Returns:
        The courses, and whether there are more.
    """
    found = courses.summaries(after=after, limit=limit + 1)
    return found[:limit], len(found) > limit
