"""What goes over the wire to AWS: counted, interfered with, or broken, at botocore's own hooks."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders
from botocore.hooks import BaseEventHooks

from shared.aws.connection import client, connection


def _events(service: str) -> BaseEventHooks:
    # Rows talk through PynamoDB's client, everything else through ours.
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
    """Note the operations that are called meanwhile."""
    noted: list[str] = []

    def note(model: Any, **_: Any) -> None:  # noqa: ANN401
        noted.append(model.name)

    with _hooked(f"before-call.{service}", note):
        yield noted


@contextmanager
def just_before(
    operation: str, interfere: Callable[[], object], *, times: int = 1, skip: int = 0, service: str = "dynamodb"
) -> Iterator[None]:
    """Let somebody else act after our code has read and decided, right before its next such call.

    Args:
        operation: of the service.
        interfere: what somebody else does; their own calls are not interfered with.
        times: before how many such calls.
        skip: how many such calls go first.
        service: that is called.
    """
    waiting, left = [skip], [times]

    def act(**_: Any) -> None:  # noqa: ANN401
        if waiting[0] > 0:
            waiting[0] -= 1
        elif left[0] > 0:
            remaining, left[0] = left[0] - 1, 0
            interfere()
            left[0] = remaining

    with _hooked(f"before-call.{service}.{operation}", act):
        yield
    assert left[0] == 0, f"{operation} was called {times - left[0]} times"


class Died(BaseException):
    """The function's process ended: nothing of ours catches that."""


@contextmanager
def cut_off(failure: BaseException, *, at: int, done: bool, operation: str = "*") -> Iterator[None]:
    """Fail at one call of DynamoDB.

    Args:
        failure: `Died`, or a connection that is lost.
        at: which call it is, from 1; if there are fewer, nothing fails.
        done: whether the call is made, and its answer alone never read.
        operation: the calls that are counted; all by default.
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
    # Behind everybody who notes what was done.
    events.register_last(event, fail)
    try:
        yield
    finally:
        events.unregister(event, fail)


@contextmanager
def answers(operation: str) -> Iterator[list[dict[str, Any]]]:
    """Note what DynamoDB answers to an operation meanwhile, refusals too; `*` is any operation."""
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
    """Make the answer that DynamoDB refuses a call with."""
    body = f'{{"__type": "com.amazonaws.dynamodb.v20120810#{code}", "message": "as {code}"{more}}}'.encode()
    return AWSResponse("https://dynamodb.example/", status, HTTPHeaders(), _Raw(body))


def s3_refusal(code: str, status: int) -> AWSResponse:
    """Make the answer that S3 refuses a call with."""
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
    """Answer calls in the service's place; notes every attempt.

    Args:
        answer: what comes back, or the failure of the connection.
        service: that is broken.
        operation: of it; all by default.
        times: how many attempts fail, the first ones; all by default.
        done: whether the service does what was asked all the same, and its answer alone is lost.
    """
    attempts: list[str] = []

    def send(event_name: str, request: Any, **_: Any) -> AWSResponse | None:  # noqa: ANN401
        attempts.append(event_name.rpartition(".")[2])
        if times is not None and len(attempts) > times:
            return None
        if isinstance(answer, Exception):
            raise answer
        if not done:
            # botocore asks every hook, that of moto too, and takes the first answer.
            request.url = "https://nowhere.example/"
        return answer

    event = f"before-send.{service}" if operation == "*" else f"before-send.{service}.{operation}"
    try:
        with _hooked(event, send):
            yield attempts
    finally:
        # A client that failed often tries again less often: the next test has clients of its own.
        client.cache_clear()
        connection.cache_clear()
