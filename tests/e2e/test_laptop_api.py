"""The deployed API has the routes of the template, and its errors are those of the contract."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import httpx
import pytest

from local import deployed
from local.calls import TIMEOUT
from local.demo_course import COURSE, COURSE_ID, LESSONS
from local.settings import TIMEOUT_FACTOR
from tests.e2e.laptop import Laptop
from tests.support.template import routes

PUBLIC = {
    "GET /health",
    "GET /openapi.json",
    "GET /certificates/verify",
    "GET /certificates/verify/{code}",
    "GET /certificates/verify/{code}/picture.png",
    "GET /issuer/logos/{sha256}",
    "POST /webhooks/stripe",
}
ECHO = """
import json

def handler(event, context):
    return {"statusCode": 200, "body": json.dumps(event)}
"""

TIMES = """
import os

def handler(event, context):
    return context.get_remaining_time_in_millis(), os.environ["CALL_TIMEOUT_FACTOR"]
"""

READ = """
import botocore.session

def handler(event, context):
    client = botocore.session.get_session().create_client("dynamodb")
    client.get_item(TableName=event["table"], Key=event["key"])
    return "read"
"""


def deployed_routes(laptop: Laptop) -> dict[str, str]:
    """The authorization type of each route."""
    gateway = deployed.client("apigatewayv2", laptop.endpoint)
    items = gateway.get_routes(ApiId=deployed.api_id(laptop.endpoint))["Items"]
    return {route["RouteKey"]: route["AuthorizationType"] for route in items}


@contextmanager
def function(laptop: Laptop, code: str, like: str) -> Iterator[tuple[Any, str]]:
    """A temporary function with the role and layers of one of the template's.

    Yields the client to invoke it, and its ARN.
    """
    model = deployed.functions(laptop.endpoint)[like]
    package = BytesIO()
    with ZipFile(package, "w") as archive:
        archive.writestr("app.py", code)
    functions = deployed.client("lambda", laptop.endpoint)
    arn = functions.create_function(
        FunctionName="of-a-test",
        Runtime="python3.13",
        Handler="app.handler",
        Role=model["Role"],
        Code={"ZipFile": package.getvalue()},
        Layers=[layer["Arn"] for layer in model["Layers"]],
    )["FunctionArn"]
    try:
        yield functions, arn
    finally:
        functions.delete_function(FunctionName="of-a-test")


@contextmanager
def route_to(laptop: Laptop, code: str) -> Iterator[None]:
    """A temporary route, /of-a-test/ and any path, with a function as its integration."""
    gateway, api = deployed.client("apigatewayv2", laptop.endpoint), deployed.api_id(laptop.endpoint)
    with function(laptop, code, like="VerificationFunction") as (_, arn):
        integration = gateway.create_integration(
            ApiId=api, IntegrationType="AWS_PROXY", IntegrationUri=arn, PayloadFormatVersion="2.0"
        )["IntegrationId"]
        target = f"integrations/{integration}"
        route = gateway.create_route(ApiId=api, RouteKey="ANY /of-a-test/{rest+}", Target=target)["RouteId"]
        try:
            yield
        finally:
            gateway.delete_route(ApiId=api, RouteId=route)
            gateway.delete_integration(ApiId=api, IntegrationId=integration)


def test_the_deployed_routes_are_those_of_the_template(laptop: Laptop) -> None:
    assert deployed_routes(laptop).keys() == {f"{method} {path}" for method, path in routes()}


def test_every_route_but_the_public_ones_requires_a_token(laptop: Laptop) -> None:
    assert {route for route, authorization in deployed_routes(laptop).items() if authorization != "JWT"} == PUBLIC


@pytest.mark.parametrize(
    ("module", "like", "found"),
    [
        ("pypdf", "CertificatesFunction", True),
        ("pypdf", "VerificationFunction", False),
        ("starlette", "CertificatesFunction", False),
        ("samtranslator", "CertificatesFunction", False),
    ],
)
def test_a_function_can_import_only_the_packages_of_its_layers(
    laptop: Laptop, module: str, like: str, *, found: bool
) -> None:
    code = f"import {module}\n\ndef handler(event, context):\n    return 'imported'\n"
    with function(laptop, code, like) as (functions, _):
        payload = functions.invoke(FunctionName="of-a-test")["Payload"].read().decode()
    assert (payload == '"imported"') is found, payload
    assert (f"No module named '{module}'" in payload) is not found, payload


@pytest.mark.parametrize(
    ("table", "key", "allowed"),
    [
        ("certificate-register", {"register_key": "code#x"}, True),
        ("orders", {"order_id": "x"}, False),
    ],
)
def test_a_function_has_only_the_permissions_of_its_role(
    laptop: Laptop, table: str, key: dict[str, str], *, allowed: bool
) -> None:
    with function(laptop, READ, like="VerificationFunction") as (functions, _):
        event = {"table": f"laurel-{table}", "key": {name: {"S": value} for name, value in key.items()}}
        payload = functions.invoke(FunctionName="of-a-test", Payload=json.dumps(event))["Payload"].read().decode()
    assert (payload == '"read"') is allowed, payload
    assert ("AccessDenied" in payload) is not allowed, payload


def test_a_function_and_its_aws_calls_have_longer_timeouts_than_in_the_cloud(laptop: Laptop) -> None:
    with function(laptop, TIMES, like="VerificationFunction") as (functions, _):
        milliseconds, multiplier = json.loads(functions.invoke(FunctionName="of-a-test")["Payload"].read())
    # Three seconds are the default timeout of a function.
    assert milliseconds > 3_000
    assert multiplier == str(TIMEOUT_FACTOR)


def test_a_request_reaches_the_function_unchanged(laptop: Laptop) -> None:
    with route_to(laptop, ECHO):
        answer = httpx.post(
            f"{laptop.url}/of-a-test/a%20b%2Fc//d?x=1&x=%F0%9F%90%9D&empty=",
            content=b"\xff\x00\xfe",
            headers=[("content-type", "application/pdf"), ("x-twice", "one"), ("x-twice", "two")],
            trust_env=False,
            timeout=TIMEOUT,
        )
    event = answer.json()
    assert event["rawPath"] == "/of-a-test/a b/c//d"
    assert event["rawQueryString"] == "x=1&x=%F0%9F%90%9D&empty="
    assert event["headers"]["x-twice"].replace(" ", "") == "one,two"
    assert (event["body"], event["isBase64Encoded"]) == ("/wD+", True)


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/my-courses", 401, "unauthorized"),
        ("GET", "/nowhere", 404, "route_not_found"),
        ("PUT", "/health", 404, "route_not_found"),
        ("PATCH", "/health", 404, "route_not_found"),
        ("GET", "/local/nowhere", 404, "route_not_found"),
        ("POST", "/local/token?sub=robin", 404, "route_not_found"),
        ("GET", "/%00", 404, "route_not_found"),
        ("GET", "/..%2f..%2fetc/passwd", 404, "route_not_found"),
        ("GET", "/_ministack/health", 404, "route_not_found"),
    ],
)
def test_a_request_that_no_function_answers_gets_a_problem_response(
    laptop: Laptop, method: str, path: str, status: int, code: str
) -> None:
    with laptop.caller() as anybody:
        answer = anybody.call(method, path, expect=status)
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json().keys() == {"type", "title", "status", "detail", "code"}
    assert (answer.json()["status"], answer.json()["code"]) == (status, code)


def test_a_function_may_return_no_body(laptop: Laptop) -> None:
    code = """
def handler(event, context):
    return {"statusCode": 302, "headers": {"Location": "https://example.com/"}, "body": None}
"""
    with route_to(laptop, code), laptop.caller() as anybody:
        answer = anybody.call("GET", "/of-a-test/x", expect=302)
    assert (answer.headers["location"], answer.content) == ("https://example.com/", b"")


def test_a_failed_function_reveals_no_detail_to_the_caller(laptop: Laptop) -> None:
    code = "def handler(event, context):\n    raise RuntimeError('a secret')\n"
    with route_to(laptop, code), laptop.caller() as anybody:
        answer = anybody.call("GET", "/of-a-test/x", expect=500)
    assert answer.json()["code"] == "internal_error"
    assert "secret" not in answer.text


@pytest.mark.parametrize(
    "path", ["/health", "/", "/icon.svg", "/config.json", "/nowhere", "/local/token?sub=robin", "/my-courses"]
)
def test_every_response_has_one_request_id(laptop: Laptop, path: str) -> None:
    answer = httpx.get(f"{laptop.url}{path}", trust_env=False, timeout=TIMEOUT)
    assert len(answer.headers.get_list("x-request-id")) == 1


def test_a_body_or_a_header_that_is_too_large_is_refused(laptop: Laptop) -> None:
    with laptop.caller() as anybody:
        body = anybody.call("POST", "/webhooks/stripe", content=bytes(7 * 1024 * 1024), expect=413)
        header = anybody.call("GET", "/health", headers={"x-large": "x" * 11_000}, expect=431)
    assert (body.json()["code"], header.json()["code"]) == ("body_too_large", "headers_too_large")


def test_an_admin_finds_the_demo_course_in_the_list(laptop: Laptop) -> None:
    with laptop.caller("ada", scope="admin") as ada:
        listed = ada.ask("GET", "/admin/courses?limit=100")["items"]
    [found] = [course for course in listed if course["course_id"] == COURSE_ID]
    assert found == {
        "course_id": COURSE_ID,
        **{name: COURSE[name] for name in ("slug", "title", "published")},
        "published_lessons": len(LESSONS),
    }


def test_fifty_concurrent_requests_all_get_a_response(laptop: Laptop) -> None:
    with laptop.caller("robin") as robin, ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(lambda _: robin.http.get("/my-courses").status_code, range(50)))
    assert answers == [200] * 50
