"""Who may work with the learners of a course: admins, and the instructors of that course."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver

from shared.domain.change_record import Actor, ActorKind, Change
from shared.domain.errors import Forbidden
from shared.domain.ids import CourseId, UserId
from shared.edge import identity
from shared.edge.requests.identifiers import IDENTIFIER, path_identifier
from shared.usecases import instructors


class Role(StrEnum):
    ADMIN = identity.ADMIN
    INSTRUCTOR = identity.INSTRUCTOR


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """An admin or an instructor; who is both is an admin."""

    user_id: UserId
    role: Role

    def change(self, now: datetime) -> Change:
        """A change that is made with this request."""
        return Change(actor=self.actor, at=now)

    @property
    def actor(self) -> Actor:
        """Who makes a change with this request."""
        return Actor(kind=ActorKind(self.role), user_id=self.user_id)

    @property
    def may_see_orders(self) -> bool:
        """Whether responses name the orders that paid for an enrollment or a certificate."""
        return self.role is Role.ADMIN


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff(Caller):
    """A caller who may work with the learners of a course.

    Attributes:
        course_id: of that course, decoded from the path.
    """

    course_id: CourseId


def caller(api: APIGatewayHttpResolver) -> Caller:
    """Return the calling admin or instructor.

    Raises:
        Unauthorized: there is no token.
        Forbidden: the token has neither scope; or an instructor's `sub` is no user id, which no course can have.
    """
    if identity.has_scope(api, identity.ADMIN):
        return Caller(user_id=UserId(identity.subject(api)), role=Role.ADMIN)
    if not identity.has_scope(api, identity.INSTRUCTOR):
        raise Forbidden(f"This route needs the scope {identity.ADMIN} or {identity.INSTRUCTOR}.")
    user_id = identity.subject(api)
    if not IDENTIFIER.fullmatch(user_id):
        raise Forbidden("This token's user cannot be an instructor.")
    return Caller(user_id=UserId(user_id), role=Role.INSTRUCTOR)


def of_course(api: APIGatewayHttpResolver, course_id: str) -> Staff:
    """Require an admin, or an instructor of a course, as one strongly consistent read of this request finds it.

    Args:
        api: with the request.
        course_id: as it is in the path.

    Raises:
        Unauthorized: there is no token.
        Forbidden: the caller is neither; an instructor is not told whether there is such a course.
        InvalidRequest: `course_id` does not have the format of an id.
    """
    who = caller(api)
    course_id = path_identifier(course_id, "course_id")
    if who.role is Role.INSTRUCTOR:
        instructors.require_own_course(who.user_id, course_id)
    return Staff(user_id=who.user_id, role=who.role, course_id=CourseId(course_id))


def of_certificate(api: APIGatewayHttpResolver, public_id: str) -> Caller:
    """Require an admin, or an instructor of the course of a certificate, by two strongly consistent reads.

    Args:
        api: with the request.
        public_id: as it is in the path.

    Raises:
        Unauthorized: there is no token.
        Forbidden: the caller is neither; an instructor is not told whether there is such a certificate.
        InvalidRequest: `public_id` does not have the format of an id.
    """
    who = caller(api)
    public_id = path_identifier(public_id, "public_id")
    if who.role is Role.INSTRUCTOR:
        instructors.require_own_certificate(who.user_id, public_id)
    return who
