"""What anybody may ask: health, and the OpenAPI document; and routes that are not there."""

import json

from tests.support.service import Context, Service, function
from tests.support.template import ROOT


def test_the_service_says_that_it_is_well(service: Service) -> None:
    assert service.call("GET", "/health").json == {"status": "ok"}


def test_the_published_document_is_the_one_that_requests_are_held_to(service: Service) -> None:
    answer = service.call("GET", "/openapi.json")
    assert answer.content == (ROOT / "src/shared/edge/openapi.json").read_bytes()
    assert answer.json["openapi"] == "3.1.0"
    assert answer.headers["Cache-Control"] == "max-age=300"


def test_a_route_that_is_not_there_is_a_problem_too(service: Service) -> None:
    del service  # nothing of it is called
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
