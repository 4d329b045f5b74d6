"""Requests as API Gateway sends them, and responses validated against the OpenAPI document."""

import json
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import fastjsonschema
from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEventV2

from shared.edge.schemas import openapi_text


def event(
    *,
    path: str = "/",
    body: str | None = None,
    is_base64: bool = False,
    query: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
    claims: Mapping[str, object] | None = None,
) -> dict[str, Any]:
    """A GET request; without claims it is public."""
    context: dict[str, Any] = {
        "domainName": "api.example",
        "http": {"method": "GET", "path": path, "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1"},
        "requestId": "request-1",
        "routeKey": f"GET {path}",
        "stage": "$default",
    }
    if claims is not None:
        context["authorizer"] = {"jwt": {"claims": claims, "scopes": None}}
    return {
        "version": "2.0",
        "routeKey": f"GET {path}",
        "rawPath": path,
        "rawQueryString": "",
        **({} if query is None else {"queryStringParameters": query}),
        "headers": {name.lower(): value for name, value in (headers or {}).items()},
        "requestContext": context,
        "isBase64Encoded": is_base64,
        **({} if body is None else {"body": body}),
    }


def request(**parts: Any) -> APIGatewayProxyEventV2:  # noqa: ANN401
    return APIGatewayProxyEventV2(event(**parts))


def json_request(body: object) -> APIGatewayProxyEventV2:
    return request(body=json.dumps(body))


@cache
def _validator(schema: str) -> Callable[[Any], Any]:
    components = json.loads(openapi_text())["components"]
    compiled: Callable[[Any], Any] = fastjsonschema.compile(
        {"$ref": f"#/components/schemas/{schema}", "components": components}
    )
    return compiled


def published_form(schema: str, answer: object) -> Any:  # noqa: ANN401
    """A response as its caller reads it, validated against its published schema."""
    read = json.loads(json.dumps(answer))
    return _validator(schema)(read)
