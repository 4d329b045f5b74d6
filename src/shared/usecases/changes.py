"""Lists of the changes of a course, of its learners and of the issuer, newest first, with names of those involved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shared.domain.change_record import ActorKind, ChangeRecord
from shared.domain.ids import CourseId, UserId
from shared.stores import changes, enrollments, profiles
from shared.stores.changes import Position
from shared.usecases import existing_courses

_PEOPLE = frozenset({ActorKind.ADMIN, ActorKind.INSTRUCTOR, ActorKind.STAFF})


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangePage:
    """One page of such a list.

    Attributes:
        actor_names: of the staff who made the changes, for those who gave one in their profile.
        learner_names: as in the enrollments of the course; those without a name are left out.
        after: where to continue; None at the end.
    """

    records: Sequence[ChangeRecord]
    actor_names: Mapping[UserId, str]
    learner_names: Mapping[UserId, str]
    after: Position | None


def of_course(course_id: CourseId, *, after: Position | None, limit: int) -> ChangePage:
    """List the changes of a course, of its certificate settings and its template.

    Args:
        course_id: the course.
        after: where to continue; None for the newest.
        limit: how many at most.

    Raises:
        CourseNotFound: there is no such course.
    """
    existing_courses.header(course_id)
    return _page(changes.page(course_id, None, after=after, limit=limit + 1), limit)


def of_issuer(*, after: Position | None, limit: int) -> ChangePage:
    """List the changes of the organisation that issues certificates; see `of_course`."""
    return _page(changes.page(None, None, after=after, limit=limit + 1), limit)


def of_learner(course_id: CourseId, user_id: UserId, *, after: Position | None, limit: int) -> ChangePage:
    """List the changes of one learner's enrollment, assignments and certificates in a course; see `of_course`."""
    existing_courses.header(course_id)
    return _page(changes.page(course_id, user_id, after=after, limit=limit + 1), limit)


def of_learners(course_id: CourseId, *, after: Position | None, limit: int) -> ChangePage:
    """List those of all learners of a course; see `of_course`."""
    existing_courses.header(course_id)
    return _page(changes.page_of_learners(course_id, after=after, limit=limit + 1), limit)


def _page(found: Sequence[ChangeRecord], limit: int) -> ChangePage:
    records = found[:limit]
    lines = {(one.user_id, one.course_id) for one in records if one.user_id is not None and one.course_id is not None}
    enrolled = enrollments.get_many(sorted(lines), consistent=False) if lines else {}
    actors = {one.actor.user_id for one in records if one.actor.kind in _PEOPLE and one.actor.user_id is not None}
    return ChangePage(
        records=records,
        actor_names=profiles.names(sorted(actors)),
        learner_names={user_id: one.learner_name for (user_id, _), one in enrolled.items() if one.learner_name},
        after=changes.position_of(records[-1]) if len(found) > limit else None,
    )
