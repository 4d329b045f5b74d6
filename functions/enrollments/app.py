"""Enrolls learners for the shop's own services; exports and erases them, for admins too."""

import uuid
from http import HTTPStatus

from shared.domain.change_record import Actor, ActorKind
from shared.domain.ids import CourseId, UserId
from shared.edge import clock, identity
from shared.edge.answers import enrollments as answers
from shared.edge.http import Response, json_response, new_api, serve
from shared.edge.large_answers import json_or_link
from shared.edge.requests import enrollments as enrollment_requests
from shared.edge.requests import identifiers
from shared.usecases import enrollments, learners

api = new_api()
handler = serve(api)


def _service() -> Actor:
    return Actor(kind=ActorKind.SERVICE, user_id=UserId(identity.require_scope(api, identity.SERVICE)))


def _user_id(user_id: str, scope: str = identity.SERVICE) -> UserId:
    identity.require_scope(api, scope)
    return UserId(identifiers.path_identifier(user_id, "user_id"))


@api.put("/service/enrollments/<user_id>/<course_id>")
def put_enrollment(user_id: str, course_id: str) -> Response[str]:
    learner = _user_id(user_id)
    course = CourseId(identifiers.path_identifier(course_id, "course_id"))
    changes = enrollment_requests.enrollment_changes(api.current_event)
    return json_response(answers.enrollment(enrollments.put(learner, course, changes, _service(), clock.now())))


@api.get("/service/enrollments/<user_id>/<course_id>")
def get_enrollment(user_id: str, course_id: str) -> Response[str]:
    learner = _user_id(user_id)
    course = CourseId(identifiers.path_identifier(course_id, "course_id"))
    return json_response(answers.enrollment(enrollments.get(learner, course)))


@api.get("/service/learners/<user_id>/export")
def export_learner(user_id: str) -> Response[str]:
    return _export(_user_id(user_id))


@api.get("/admin/learners/<user_id>/export")
def export_learner_for_admin(user_id: str) -> Response[str]:
    return _export(_user_id(user_id, identity.ADMIN))


def _export(learner: UserId) -> Response[str]:
    pieces = answers.export(learners.export(learner), clock.now())
    return json_or_link(pieces, lambda chunks: learners.store_export(learner, chunks, lambda: uuid.uuid4().hex))


@api.delete("/service/learners/<user_id>")
def erase_learner(user_id: str) -> Response[str]:
    return _erase(_user_id(user_id))


@api.delete("/admin/learners/<user_id>")
def erase_learner_for_admin(user_id: str) -> Response[str]:
    return _erase(_user_id(user_id, identity.ADMIN))


def _erase(learner: UserId) -> Response[str]:
    done = learners.erase(learner, clock.now())
    return Response(int(HTTPStatus.NO_CONTENT if done else HTTPStatus.ACCEPTED))
