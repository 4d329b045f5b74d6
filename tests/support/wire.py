"""Records calls to AWS, runs code before them and injects faults, through botocore's event hooks."""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders
from botocore.hooks import BaseEventHooks

from shared.aws.connection import client, connection
from tests.support import permissions


def _events(service: str) -> BaseEventHooks:
    # Rows use PynamoDB's client, everything else uses ours.
    events: BaseEventHooks = (connection().client if service == "dynamodb" else client(service)).meta.events
    return events


@contextmanager
def _hooked(event: str, handler: Callable[..., Any]) -> Iterator[None]:
    events = _events(event.split(".")[1])
    events.register_first(event, handler)
    try:
        yield
    finally:
        events.unregister(event, handler)


@contextmanager
def calls(service: str = "dynamodb") -> Iterator[list[str]]:
    """Record the operations called inside the block."""
    noted: list[str] = []

    def note(model: Any, **_: Any) -> None:  # noqa: ANN401
        noted.append(model.name)

    with _hooked(f"before-call.{service}", note):
        yield noted


@contextmanager
def tables_read() -> Iterator[list[str]]:
    """Record the table of each read of one item inside the block."""
    noted: list[str] = []

    def note(params: dict[str, Any], **_: Any) -> None:  # noqa: ANN401
        noted.append(json.loads(params["body"])["TableName"])

    with _hooked("before-call.dynamodb.GetItem", note):
        yield noted


@contextmanager
def just_before(
    operation: str, interfere: Callable[[], object], *, times: int = 1, skip: int = 0, service: str = "dynamodb"
) -> Iterator[None]:
    """Run a concurrent action after the code under test has read and decided, right before its next such call.

    Args:
        operation: of the service.
        interfere: the concurrent action; its own calls do not trigger it again.
        times: the number of calls before which it runs.
        skip: the number of calls to pass before the first.
        service: the service of the operation.
    """
    waiting, left = [skip], [times]

    def act(**_: Any) -> None:  # noqa: ANN401
        if waiting[0] > 0:
            waiting[0] -= 1
        elif left[0] > 0:
            remaining, left[0] = left[0] - 1, 0
            with permissions.of_nobody():
                interfere()
            left[0] = remaining

    with _hooked(f"before-call.{service}.{operation}", act):
        yield
    assert left[0] == 0, f"{operation} was called {times - left[0]} times"


class ProcessKilled(BaseException):
    """The function's process was killed: no code of the product catches it."""


@contextmanager
def inject_fault(failure: BaseException, *, at: int, done: bool, operation: str = "*") -> Iterator[None]:
    """Inject a fault at one call to DynamoDB.

    Args:
        failure: `ProcessKilled`, or a connection error.
        at: the number of the call, from 1; if there are fewer calls, nothing fails.
        done: whether the call is made, and only its response is lost.
        operation: the operation whose calls are counted; all by default.
    """
    made = 0

    def fail(**_: Any) -> None:  # noqa: ANN401
        nonlocal made
        made += 1
        if made == at:
            raise failure

    events, event = _events("dynamodb"), f"{'after' if done else 'before'}-call.dynamodb"
    if operation != "*":
        event += f".{operation}"
    # After the hooks that record responses.
    events.register_last(event, fail)
    try:
        yield
    finally:
        events.unregister(event, fail)


@contextmanager
def killed(*, at: int, done: bool, services: Iterable[str]) -> Iterator[None]:
    """Kill the process at one call to any of these services.

    Args:
        at: the number of the call, from 1; if there are fewer calls, nothing happens.
        done: whether the call is made, and only its response is lost.
        services: whose calls are counted.
    """
    made = 0

    def kill(**_: Any) -> None:  # noqa: ANN401
        nonlocal made
        made += 1
        if made == at:
            raise ProcessKilled

    with ExitStack() as hooks:
        for service in services:
            events, event = _events(service), f"{'after' if done else 'before'}-call.{service}"
            events.register_last(event, kill)
            hooks.callback(events.unregister, event, kill)
        yield


@contextmanager
def answers(operation: str) -> Iterator[list[dict[str, Any]]]:
    """Record DynamoDB's responses to an operation inside the block, with errors; `*` is any operation."""
    noted: list[dict[str, Any]] = []

    def note(parsed: dict[str, Any], **_: Any) -> None:  # noqa: ANN401
        noted.append(parsed)

    with _hooked("after-call.dynamodb" if operation == "*" else f"after-call.dynamodb.{operation}", note):
        yield noted


@dataclass(frozen=True)
class _Raw:
    content: bytes

    def stream(self, *_: Any, **__: Any) -> Iterator[bytes]:  # noqa: ANN401
        yield self.content


def refusal(code: str, status: int = 400, more: str = "") -> AWSResponse:
    """An error response of DynamoDB."""
    body = f'{{"__type": "com.amazonaws.dynamodb.v20120810#{code}", "message": "as {code}"{more}}}'.encode()
    return AWSResponse("https://dynamodb.example/", status, HTTPHeaders(), _Raw(body))


def s3_refusal(code: str, status: int) -> AWSResponse:
    """An error response of S3."""
    body = f"<?xml version='1.0'?><Error><Code>{code}</Code><Message>as {code}</Message></Error>".encode()
    return AWSResponse("https://s3.example/", status, HTTPHeaders(), _Raw(body))


@contextmanager
def broken(
    answer: AWSResponse | Exception,
    *,
    service: str = "dynamodb",
    operation: str = "*",
    times: int | None = None,
    done: bool = False,
) -> Iterator[list[str]]:
    """Respond to calls in place of the service; yields the list of attempts.

    Args:
        answer: the response, or the connection error.
        service: the service that fails.
        operation: the operation that fails; all by default.
        times: the number of attempts that fail, from the first; all by default.
        done: whether the service executes the call, and only its response is lost.
    """
    attempts: list[str] = []

    def send(event_name: str, request: Any, **_: Any) -> AWSResponse | None:  # noqa: ANN401
        attempts.append(event_name.rpartition(".")[2])
        if times is not None and len(attempts) > times:
            return None
        if isinstance(answer, Exception):
            raise answer
        if not done:
            # botocore calls every hook, moto's too, and uses the first response.
            request.url = "https://nowhere.example/"
        return answer

    event = f"before-send.{service}" if operation == "*" else f"before-send.{service}.{operation}"
    try:
        with _hooked(event, send):
            yield attempts
    finally:
        # botocore's retry quota is per client: the next test gets new clients.
        client.cache_clear()
        connection.cache_clear()
