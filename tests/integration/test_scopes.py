"""Who may call which route: the table of roles in docs/contract.md, walked as a whole."""

import json
import re
from collections.abc import Mapping
from http import HTTPStatus

import pytest

from tests.support import roles
from tests.support.aws import items
from tests.support.roles import Route
from tests.support.service import Answer, Caller, Service
from tests.support.steps import BEN, COURSE_ID, SLUG, certified, enroll, put_course, refusal
from tests.support.template import ROOT, routes

ALLOWED = roles.allowed()
SCOPED = [route for route in ALLOWED if route[1].startswith(("/admin/", "/service/"))]
OTHER_COURSE = "course-2"
# What takes the place of a path's parameters, where it exists.
OWN = {"course_id": COURSE_ID, "user_id": "anna", "slug": SLUG}
OTHER = {"course_id": OTHER_COURSE, "user_id": "ben", "slug": "knots"}
UNKNOWN = {"course_id": "no-such-course", "public_id": "no-such-certificate"}

INES, OLGA = (Caller(name, name=name, scope="openid instructor") for name in ("ines", "olga"))
CALLERS: Mapping[str, Caller | None] = {
    "none": None,
    "learner": Caller("eve", name="Eve"),
    "own course": INES,
    "other course": INES,
    "admin": Caller("root", scope="openid admin email"),
    "service": Caller("shop", scope="service"),
}
# Tokens that have no scope, though they look like it.
NEAR = ("admins", "Admin", "instructors", "services", "admin,service", "[instructor]")


def send(service: Service, route: Route, caller: Caller | None, parameters: Mapping[str, str]) -> Answer:
    method, path = route
    url = re.sub(r"\{(\w+)\}", lambda name: parameters.get(name[1], "nobody"), path)
    query = "?q=an" if path == "/admin/learners" else ""
    # No route accepts the body, so that nothing is changed by those who may call it.
    return service.call(method, url + query, caller=caller, body={"unknown": True})


def code(answer: Answer) -> tuple[int, str]:
    return refusal(answer) if answer.status >= HTTPStatus.BAD_REQUEST else (answer.status, "")


def two_courses(service: Service, route: Route) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Make a course of one instructor and one of another; return the parameters of paths about each."""
    if "{public_id}" in route[1]:
        own_id = certified(service, learner_name="Anna Nowak")["public_id"]
        put_course(service, instructors=["ines"])
        return {**OWN, "public_id": own_id}, OTHER
    put_course(service, instructors=["ines"])
    put_course(service, OTHER_COURSE, slug="knots", instructors=["olga"])
    enroll(service, learner_name="Anna Nowak")
    enroll(service, BEN, OTHER_COURSE, learner_name="Antonio Ben")
    return OWN, OTHER


@pytest.mark.parametrize("route", ALLOWED, ids=" ".join)
def test_each_role_may_call_what_the_contract_says(service: Service, route: Route) -> None:
    own, other = two_courses(service, route)
    for column, wanted in ALLOWED[route].items():
        caller = CALLERS[column]
        about = other if column == "other course" else own
        if column == "other course" and "public_id" in own:
            # A certificate of a course that this instructor does not teach.
            caller, about = OLGA, own
        answer = send(service, route, caller, about)
        match wanted:
            case "401":
                assert code(answer) == (401, "unauthorized"), column
            case "403":
                assert code(answer) == (403, "forbidden"), column
            case "omitted":
                shown = [item["course_id"] for item in answer.json["items"]]
                assert OTHER_COURSE not in shown, column
            case "signature":
                assert code(answer) == (400, "invalid_signature"), column
            case _:
                assert code(answer)[0] not in {401, 500}, column
                assert code(answer)[1] != "forbidden", column


@pytest.mark.parametrize("route", [route for route in SCOPED if ALLOWED[route]["other course"] == "403"], ids=" ".join)
def test_an_instructor_is_not_told_whether_there_is_such_a_course(service: Service, route: Route) -> None:
    own, other = two_courses(service, route)
    caller, other = (OLGA, own) if "public_id" in own else (INES, other)
    refused, unknown = (send(service, route, caller, one).json for one in (other, {**other, **UNKNOWN}))
    if ALLOWED[route]["own course"] == "yes":
        assert refused["detail"].startswith("This ")
    assert refused == unknown


@pytest.mark.parametrize("route", SCOPED, ids=" ".join)
def test_a_scope_must_be_a_whole_word_of_the_claim(service: Service, route: Route) -> None:
    for near in NEAR:
        for caller in (Caller("ines", scope=f"openid {near}"), Caller("ines", groups=f"[{near}]", name=near)):
            assert code(send(service, route, caller, OWN)) == (403, "forbidden")


@pytest.mark.parametrize("route", SCOPED, ids=" ".join)
def test_the_scope_may_be_a_group(service: Service, route: Route) -> None:
    for groups in ("[admin service]", "[learners admin x,y service]"):
        assert code(send(service, route, Caller("root", groups=groups), OWN))[0] not in {401, 403}


@pytest.mark.parametrize("route", [route for route in SCOPED if ALLOWED[route]["own course"] != "403"], ids=" ".join)
def test_an_instructor_may_be_one_by_group(service: Service, route: Route) -> None:
    own, _ = two_courses(service, route)
    assert code(send(service, route, Caller("ines", groups="[x instructor]"), own))[0] not in {401, 403}


def test_the_table_of_roles_has_every_route() -> None:
    published = json.loads((ROOT / "src/shared/edge/openapi.json").read_text("utf-8"))["paths"]
    documented = {(method.upper(), path) for path, operations in published.items() for method in operations}
    assert ALLOWED.keys() == documented == routes().keys()


def test_the_published_scopes_are_those_of_the_table() -> None:
    document = json.loads((ROOT / "src/shared/edge/openapi.json").read_text("utf-8"))
    for (method, path), row in ALLOWED.items():
        security = document["paths"][path][method.lower()].get("security", document["security"])
        scopes = {scope for one in security for scope in one["bearerAuth"]}
        columns = {"admin": "admin", "instructor": "own course", "service": "service"}
        needed = {scope for scope, column in columns.items() if row["learner"] == "403" and row[column] != "403"}
        assert scopes == needed, path


def test_the_walk_changes_nothing_that_instructors_may_not_change(service: Service) -> None:
    own, other = two_courses(service, ("", ""))
    before = items("courses")
    for route, row in ALLOWED.items():
        if row["own course"] == "403":
            for parameters in (own, other):
                send(service, route, INES, parameters)
    assert items("courses") == before
