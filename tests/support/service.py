"""The service in this process: calls the functions' own handlers with the events that API Gateway sends."""

import base64
import importlib.util
import json
import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from http import HTTPStatus
from types import ModuleType
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from tests.support import permissions
from tests.support.conformance import require_documented
from tests.support.template import ROOT, routes


@dataclass(frozen=True)
class Context:
    function_name: str = "function"
    memory_limit_in_mb: int = 512
    invoked_function_arn: str = "arn:aws:lambda:us-east-1:000000000000:function:function"
    aws_request_id: str = "invocation"
    # Enough time, unless a test overrides it.
    get_remaining_time_in_millis: Callable[[], int] = lambda: 60_000


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def json(self) -> Any:  # noqa: ANN401
        return json.loads(self.content)


@dataclass(frozen=True)
class Caller:
    """The caller whose token a request carries; public requests have no caller."""

    sub: str
    name: str | None = None
    scope: str = ""
    groups: str | None = None
    email: str | None = None
    # As API Gateway passes a boolean claim on.
    email_verified: str = "true"

    def claims(self) -> dict[str, str]:
        claims = {"sub": self.sub, "scope": self.scope, "iss": "https://issuer.example/", "aud": "laurel"}
        if self.name is not None:
            claims["name"] = self.name
        if self.email is not None:
            claims |= {"email": self.email, "email_verified": self.email_verified}
        if self.groups is not None:
            claims["cognito:groups"] = self.groups
        return claims


ADMIN = Caller("admin-1", scope="openid admin")
SHOP = Caller("shop", scope="service")


@cache
def function(folder: str) -> ModuleType:
    """Import a function's app.py once, as a Lambda process does."""
    spec = importlib.util.spec_from_file_location(f"function_{folder}", ROOT / "functions" / folder / "app.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.handler = permissions.checked(folder, module.handler)  # type: ignore[attr-defined]
    return module


def matched(method: str, path: str) -> tuple[str, str, dict[str, str]]:
    """Find a path's route as deployed, such as `GET /my-courses/{slug}`, its function's folder, and its parameters."""
    for (wanted, pattern), folder in routes().items():
        match = re.fullmatch(re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", re.escape(pattern)), path)
        if match and wanted == method:
            return f"{method} {pattern}", folder, {k: unquote(v) for k, v in match.groupdict().items()}
    raise AssertionError(f"template.yaml has no route for {method} {path}")


@dataclass
class Service:
    """Calls the functions, and validates each response against the OpenAPI document.

    Attributes:
        source_ip: the client address that API Gateway reports.
        requests: ids of the requests sent so far.
        may_fail: whether a 500 is accepted, which no operation documents.
        context: of each invocation.
    """

    domain_name: str = "api.example"
    source_ip: str = "192.0.2.1"
    may_fail: bool = False
    context: Context = field(default_factory=Context)
    requests: list[str] = field(default_factory=list)

    def call(
        self,
        method: str,
        url: str,
        *,
        caller: Caller | None = None,
        body: Any = None,  # noqa: ANN401
        headers: Mapping[str, str] | None = None,
        as_base64: bool = False,
    ) -> Answer:
        """Send a request; a body other than a string is sent as JSON."""
        split = urlsplit(url)
        route, folder, parameters = matched(method, split.path)
        if body is not None and not isinstance(body, str):
            body = json.dumps(body)
        if body is not None and as_base64:
            body = base64.b64encode(body.encode()).decode()
        request_id = uuid.uuid4().hex
        self.requests.append(request_id)
        context: dict[str, Any] = {
            "domainName": self.domain_name,
            "http": {"method": method, "path": split.path, "protocol": "HTTP/1.1", "sourceIp": self.source_ip},
            "requestId": request_id,
            "routeKey": route,
            "stage": "$default",
        }
        if caller is not None:
            context["authorizer"] = {"jwt": {"claims": caller.claims(), "scopes": None}}
        event = {
            "version": "2.0",
            "routeKey": route,
            "rawPath": split.path,
            "rawQueryString": split.query,
            "queryStringParameters": dict(parse_qsl(split.query, keep_blank_values=True)),
            "headers": {name.lower(): value for name, value in (headers or {}).items()},
            "pathParameters": parameters,
            "requestContext": context,
            "body": body,
            "isBase64Encoded": as_base64,
        }
        answer = function(folder).handler(event, self.context)
        content = (answer.get("body") or "").encode()
        if answer.get("isBase64Encoded"):
            content = base64.b64decode(content)
        assert answer["headers"]["X-Request-Id"] == request_id
        if not (self.may_fail and answer["statusCode"] == HTTPStatus.INTERNAL_SERVER_ERROR):
            require_documented(route, answer["statusCode"], answer["headers"], content)
        return Answer(status=answer["statusCode"], headers=answer["headers"], content=content)

    def deliver(self, *images: Mapping[str, Any]) -> Any:  # noqa: ANN401
        """Deliver stream records with these new images, in DynamoDB's JSON, to the completion function."""
        records = [
            {
                "eventID": uuid.uuid4().hex,
                "eventName": "MODIFY",
                "eventSource": "aws:dynamodb",
                "dynamodb": {
                    "Keys": {name: image[name] for name in ("user_id", "course_lesson") if name in image},
                    "NewImage": image,
                    "SequenceNumber": str(number),
                    "StreamViewType": "NEW_AND_OLD_IMAGES",
                },
            }
            for number, image in enumerate(images, start=1)
        ]
        return function("completion").handler({"Records": records}, self.context)
