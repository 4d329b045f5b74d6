"""The laptop's own errors: a page for who opens an address in a browser, a problem document for programs."""

import asyncio
import json
import re
from http import HTTPStatus
from typing import Any

import httpx
import pytest
from starlette.types import Message

from local.error_pages import POLICY, page
from local.problems import API_GATEWAY_ERRORS, problem
from tests.support.template import ROOT

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"


def send(status: int, *, accept: str | None, method: str = "GET", detail: str | None = None) -> httpx.Response:
    """Send a problem to a client that accepts this."""
    messages: list[Message] = []

    async def send(message: Message) -> None:
        messages.append(message)

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    headers = [] if accept is None else [(b"accept", accept.encode())]
    scope: dict[str, Any] = {"type": "http", "method": method, "path": "/bogus", "headers": headers}
    answer = problem(status, detail=detail)
    answer.headers["x-request-id"] = "request-1"
    asyncio.run(answer(scope, receive, send))
    start, *bodies = messages
    body = b"".join(message.get("body", b"") for message in bodies)
    return httpx.Response(start["status"], headers=start["headers"], content=body)


@pytest.mark.parametrize("accept", [BROWSER, "TEXT/HTML", "application/xml, text/html;q=0.5"])
def test_a_browser_reads_what_happened_and_finds_the_way_home(accept: str) -> None:
    answer = send(404, accept=accept)
    assert (answer.status_code, answer.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert "<h1>Page not found</h1>" in answer.text
    assert "There is nothing at this address." in answer.text
    assert '<a href="/">' in answer.text
    assert answer.headers["content-security-policy"] == POLICY
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["x-request-id"] == "request-1"


@pytest.mark.parametrize("accept", [None, "", "*/*", "application/json", "application/problem+json, */*;q=0.1"])
def test_a_program_gets_a_problem_document(accept: str | None) -> None:
    answer = send(404, accept=accept)
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
    assert answer.json()["code"] == "route_not_found"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_only_who_opens_an_address_gets_a_page(method: str) -> None:
    assert send(404, accept=BROWSER, method=method).headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("status", sorted(API_GATEWAY_ERRORS))
def test_a_page_has_the_status_the_headers_and_the_detail_of_the_document(status: int) -> None:
    document, shown = send(status, accept="*/*"), send(status, accept=BROWSER)
    assert document.status_code == shown.status_code == status
    assert document.headers.get("retry-after") == shown.headers.get("retry-after")
    assert status == HTTPStatus.NOT_FOUND or document.json()["detail"].replace("'", "&#x27;") in shown.text


def test_a_detail_is_text_on_the_page() -> None:
    answer = send(503, accept=BROWSER, detail="Run <script>alert(1)</script> & `make setup`.")
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; `make setup`." in answer.text
    assert "<script>" not in answer.text


def test_a_page_loads_its_styles_and_nothing_else() -> None:
    loaded = re.findall(r'(?:src|href)="([^"]*)"', page(404, ""))
    assert loaded == ["/error.css", "/"]
    assert (ROOT / "web/public/error.css").is_file()
    assert not re.search(r"<style|\sstyle=|<script|\son\w+=", page(404, ""))
    assert "url(" not in (ROOT / "web/public/error.css").read_text("utf-8")
    assert json.dumps(POLICY).count("'self'") == 1
