"""The local service accepts only requests for loopback host names."""

import asyncio
import json
from http import HTTPStatus
from typing import Any

import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Message

from local.hosts import LoopbackOnly


def get(*hosts: str) -> tuple[int, str, bytes]:
    """Status, content type and body of the response to a request with these Host headers."""
    said: list[Message] = []

    async def send(message: Message) -> None:
        said.append(message)

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    headers = [(b"accept", b"*/*"), *((b"host", host.encode()) for host in hosts)]
    scope: dict[str, Any] = {"type": "http", "method": "GET", "path": "/local/token", "headers": headers}
    asyncio.run(LoopbackOnly(PlainTextResponse("a token"))(scope, receive, send))
    start, *bodies = said
    answered = {name.decode(): value.decode() for name, value in start["headers"]}
    return start["status"], answered["content-type"], b"".join(message["body"] for message in bodies)


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "127.0.0.1:8080", "127.0.0.1:", "localhost", "localhost:1", "LocalHost:65535", "[::1]", "[::1]:8080"],
)
def test_a_loopback_name_is_accepted_on_any_port(host: str) -> None:
    assert get(host) == (HTTPStatus.OK, "text/plain; charset=utf-8", b"a token")


@pytest.mark.parametrize(
    "hosts",
    [
        pytest.param(["evil.example"], id="other-name"),
        pytest.param(["evil.example:8080"], id="other-name-with-port"),
        pytest.param(["127.0.0.1.evil.example"], id="begins-like-ours"),
        pytest.param(["evil.localhost"], id="ends-like-ours"),
        pytest.param(["localhost."], id="trailing-dot"),
        pytest.param(["127.0.0.1@evil.example"], id="user-info"),
        pytest.param(["evil.example@127.0.0.1"], id="user-info-before-ours"),
        pytest.param(["127.0.0.1:8080@evil.example"], id="user-info-with-port"),
        pytest.param(["127.0.0.1:80:80"], id="two-ports"),
        pytest.param(["127.0.0.1, evil.example"], id="list"),
        pytest.param(["127.0.0.1\n"], id="line-break"),
        pytest.param(["127.1"], id="short-form"),
        pytest.param(["0x7f.1"], id="hexadecimal"),
        pytest.param(["[::ffff:127.0.0.1]"], id="mapped"),
        pytest.param(["::1"], id="no-brackets"),
        pytest.param([""], id="empty"),
        pytest.param([], id="none"),
        pytest.param(["127.0.0.1", "evil.example"], id="second-is-another"),
        pytest.param(["127.0.0.1", "127.0.0.1"], id="twice"),
    ],
)
def test_any_other_host_is_refused_with_421(hosts: list[str]) -> None:
    status, content_type, body = get(*hosts)
    assert (status, content_type) == (HTTPStatus.MISDIRECTED_REQUEST, "application/problem+json")
    assert json.loads(body)["code"] == "misdirected_request"
