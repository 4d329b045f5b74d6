"""template.yaml, the OpenAPI document and docs/contract.md have the same routes."""

import json
import re
from typing import Any

import pytest

from tests.support.template import ROOT, resources

type Route = tuple[str, str]

PUBLIC = {
    ("GET", "/certificates/verify"),
    ("GET", "/certificates/verify/{code}"),
    ("GET", "/issuer/logos/{sha256}"),
    ("GET", "/certificates/verify/{code}/picture.png"),
    ("GET", "/health"),
    ("GET", "/openapi.json"),
    ("POST", "/webhooks/stripe"),
}


def deployed() -> dict[Route, bool]:
    """Read each route of the template, and whether a token is needed."""
    events: list[dict[str, Any]] = [
        event["Properties"]
        for resource in resources().values()
        if resource["Type"] == "AWS::Serverless::Function"
        for event in resource["Properties"].get("Events", {}).values()
        if event["Type"] == "HttpApi"
    ]
    routes = {(event["Method"], event["Path"]): event.get("Auth") != {"Authorizer": "NONE"} for event in events}
    assert len(routes) == len(events), "two functions have the same route"
    return routes


def published() -> dict[Route, list[dict[str, list[str]]]]:
    """Read each route of the OpenAPI document, and its security."""
    document = json.loads((ROOT / "src/shared/edge/openapi.json").read_text(encoding="utf-8"))
    return {
        (method.upper(), path): operation.get("security", document["security"])
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
    }


def documented() -> dict[Route, str]:
    """Read each route of the contract's tables, and its heading."""
    routes: dict[Route, str] = {}
    heading = ""
    for line in (ROOT / "docs/contract.md").read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            heading = line.removeprefix("## ")
        # The table of roles names each route once more.
        if heading != "Roles" and (found := re.match(r"\| `([A-Z]+) (/\S*)` \|", line)):
            route = found[1], found[2]
            assert route not in routes, "the contract documents a route twice"
            routes[route] = heading
    return routes


def test_the_published_and_the_deployed_routes_are_the_same() -> None:
    assert published().keys() == deployed().keys()


def test_the_documented_and_the_published_routes_are_the_same() -> None:
    assert documented().keys() == published().keys()


def test_only_public_routes_are_deployed_without_a_token() -> None:
    assert {route for route, token in deployed().items() if not token} == PUBLIC


def test_only_public_routes_are_published_without_security() -> None:
    assert {route for route, security in published().items() if not security} == PUBLIC


@pytest.mark.parametrize("scope", ["admin", "service"])
def test_routes_of_admins_and_services_declare_their_scope(scope: str) -> None:
    named = {route for route, security in published().items() if {"bearerAuth": [scope]} in security}
    assert named == {route for route in published() if route[1].startswith(f"/{scope}/")}


def test_routes_are_in_the_contract_under_the_heading_of_their_callers() -> None:
    for (_, path), heading in documented().items():
        for scope in ("admin", "service"):
            if path.startswith(f"/{scope}/"):
                assert heading == f"{scope.capitalize()} (scope `{scope}`)"
