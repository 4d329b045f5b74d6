"""The scope that each route requires."""

import re

import pytest

from tests.support.service import Caller, Service
from tests.support.steps import refusal
from tests.support.template import routes

SCOPED = [route for route in routes() if route[1].startswith(("/admin/", "/service/"))]
WORDS = {"/admin": "admin", "/service": "service"}


def send(service: Service, route: tuple[str, str], caller: Caller | None) -> tuple[int, str]:
    method, path = route
    answer = service.call(method, re.sub(r"\{\w+\}", "nobody", path), caller=caller, body={})
    return refusal(answer) if answer.status >= 400 else (answer.status, "")


def scope_of(route: tuple[str, str]) -> str:
    return route[1].split("/")[1]


@pytest.mark.parametrize("route", SCOPED, ids=" ".join)
def test_a_token_without_the_scope_is_forbidden(service: Service, route: tuple[str, str]) -> None:
    other = {"admin": "service", "service": "admin"}[scope_of(route)]
    near = f"{scope_of(route)}s"
    for caller in (
        Caller("eve"),
        Caller("eve", scope=f"openid {other} {near}"),
        Caller("eve", groups=f"[{other} {near}]"),
        Caller(scope_of(route), name=scope_of(route)),
    ):
        assert send(service, route, caller) == (403, "forbidden")


@pytest.mark.parametrize("route", SCOPED, ids=" ".join)
def test_no_token_is_unauthorized(service: Service, route: tuple[str, str]) -> None:
    assert send(service, route, None) == (401, "unauthorized")


@pytest.mark.parametrize("route", SCOPED, ids=" ".join)
@pytest.mark.parametrize("groups", ["[admin service]", "[learners admin x,y service]"])
def test_the_scope_may_be_a_group(service: Service, route: tuple[str, str], groups: str) -> None:
    assert send(service, route, Caller("root", groups=groups))[0] not in {401, 403}


@pytest.mark.parametrize("route", SCOPED, ids=" ".join)
def test_the_scope_must_be_a_whole_word_of_the_claim(service: Service, route: tuple[str, str]) -> None:
    assert send(service, route, Caller("root", scope=f"openid {scope_of(route)} email"))[0] not in {401, 403}


def test_every_scoped_route_is_covered() -> None:
    assert len(SCOPED) == 33
