"""Public routes: the health check and the OpenAPI document; and requests for unknown routes."""

import json

from tests.support.service import Context, Service, function
from tests.support.template import ROOT


def test_the_health_check_returns_ok(service: Service) -> None:
    assert service.call("GET", "/health").json == {"status": "ok"}


def test_the_published_document_is_the_one_that_requests_are_validated_against(service: Service) -> None:
    answer = service.call("GET", "/openapi.json")
    assert answer.content == (ROOT / "src/shared/edge/openapi.json").read_bytes()
    assert answer.json["openapi"] == "3.1.0"
    assert answer.headers["Cache-Control"] == "max-age=300"


def test_an_unknown_route_is_a_problem_response(service: Service) -> None:
    del service  # no function of it is called
    event = {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": "/no-such-route",
        "headers": {},
        "requestContext": {
            "http": {"method": "GET", "path": "/no-such-route"},
            "requestId": "r1",
            "routeKey": "$default",
            "stage": "$default",
        },
    }
    answer = function("verification").handler(event, Context())
    assert answer["statusCode"] == 404
    assert answer["headers"]["Content-Type"] == "application/problem+json"
    assert answer["headers"]["X-Request-Id"] == "r1"
    assert json.loads(answer["body"])["code"] == "route_not_found"
