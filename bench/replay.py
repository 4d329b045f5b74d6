"""Requests served in this process by a handler, with DynamoDB's responses recorded once and replayed.

So what is measured is all that a request costs the function: parsing, deciding, signing and reading responses, and not
how long a database takes. The handler of a function and the plain one beside it get the same responses.
"""

import importlib.util
import json
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import Any

import tests.conftest  # noqa: F401 - the environment of a deployment, before anything of it is imported

# isort: split
# As in Lambda, which logs, and has no library of AWS in C.
os.environ.update(LOG_LEVEL="INFO", BOTO_DISABLE_CRT="true")
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.client import BaseClient
from botocore.compat import HTTPHeaders
from moto.core.models import botocore_stubber

from shared.aws.connection import connection, session
from shared.usecases import course_cache
from tests.support.aws import deployed
from tests.support.service import Context, Service, function
from tests.support.template import ROOT

ROUNDS = int(os.environ.get("ROUNDS", "15"))
REQUESTS = int(os.environ.get("REQUESTS", "300"))

type Event = dict[str, Any]
type Handler = Callable[[Event, Any], Any]


@dataclass(frozen=True)
class _Body:
    content: bytes

    def stream(self, *_: object, **__: object) -> Iterator[bytes]:
        yield self.content


@dataclass
class Replay:
    """A request, and the responses of DynamoDB to the calls of whoever answers it.

    Attributes:
        responses: by operation, table and key; those of the newest calls also without a key, for keys with a time.
    """

    event: Event = field(default_factory=dict)
    responses: dict[tuple[str, str, str], bytes] = field(default_factory=dict)

    def record(self, request: AWSPreparedRequest, response: bytes) -> None:
        """Note the response to a call."""
        operation, table, key = _call(request)
        self.responses[operation, table, key] = self.responses[operation, table, ""] = response

    def send(self, request: AWSPreparedRequest, **_: object) -> AWSResponse:
        """Answer a call, as a hook of botocore before a request is sent."""
        operation, table, key = _call(request)
        content = self.responses.get((operation, table, key)) or self.responses[operation, table, ""]
        return AWSResponse("https://dynamodb.example/", 200, HTTPHeaders(), _Body(content))


def _call(request: AWSPreparedRequest) -> tuple[str, str, str]:
    """An operation, its table, and a text that tells its key from others."""
    sent = json.loads(request.body)
    items = sent.get("RequestItems", {})
    key = sent.get("Key") or sent.get("ExpressionAttributeValues") or items
    table = sent.get("TableName") or " ".join(items)
    return _text(request.headers["X-Amz-Target"]), table, json.dumps(key, sort_keys=True)


def _text(sent: str | bytes) -> str:
    return sent.decode() if isinstance(sent, bytes) else sent


@contextmanager
def replaying(replay: Replay, clients: list[BaseClient]) -> Iterator[None]:
    """Answer every call of these clients from what was recorded."""
    for each in clients:
        each.meta.events.register_first("before-send.dynamodb", replay.send)
    try:
        yield
    finally:
        for each in clients:
            each.meta.events.unregister("before-send.dynamodb", replay.send)


def recorded(folder: str, prepare: Callable[[Service], None], request: Mapping[str, Any]) -> Replay:
    """Record a warm request: its event, and the responses to its calls.

    Args:
        folder: of the function.
        prepare: makes what the request needs, and serves it once, so that the function is warm.
        request: the arguments of `Service.call`.
    """
    replay = Replay()
    module = function(folder)
    handler = module.handler

    def listen(event: Event, context: object) -> Any:  # noqa: ANN401 - as the handler
        replay.event = event
        return handler(event, context)

    def note(sent: AWSPreparedRequest) -> Any:  # noqa: ANN401 - as in moto
        answered = process_now(sent)
        if _text(sent.headers.get("X-Amz-Target", "")).startswith("DynamoDB"):
            replay.record(sent, answered[2].encode())
        return answered

    with deployed(twin=True):
        service = Service()
        prepare(service)
        module.handler = listen  # type: ignore[attr-defined]
        process_now, botocore_stubber.process_request = botocore_stubber.process_request, note  # type: ignore[method-assign]
        # A read that a cache would have spared must be recorded, too.
        course_cache.clear()
        try:
            service.call(**request)
        finally:
            module.handler = handler  # type: ignore[attr-defined]
            botocore_stubber.process_request = process_now  # type: ignore[method-assign]
    return replay


def handler_of(folder: str) -> Handler:
    """A function's handler, as Lambda imports it."""
    spec = importlib.util.spec_from_file_location(f"measured_{folder}", ROOT / "functions" / folder / "app.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(folder)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    handler: Handler = module.handler
    return handler


def cpu_ms(handler: Handler, event: Event, requests: int) -> float:
    """The CPU time of one request, in milliseconds: the mean of many."""
    context = Context()
    start = time.process_time()
    for _ in range(requests):
        handler(event, context)
    return (time.process_time() - start) * 1000 / requests


@contextmanager
def logging_nowhere() -> Iterator[None]:
    """Discard what handlers log: the logger keeps the standard output that it was made with."""
    sys.stdout.flush()
    kept = os.dup(1)
    with Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), 1)
    try:
        yield
    finally:
        sys.stdout.flush()
        os.dup2(kept, 1)
        os.close(kept)


def compare(
    name: str, replay: Replay, ours: Handler, plain: Handler, plain_client: BaseClient, *, requests: int = REQUESTS
) -> None:
    """Measure two handlers in turns, and print the median of their times and of the ratio in each round."""
    with replaying(replay, [connection().client, plain_client]), logging_nowhere():
        for answer in (ours(replay.event, Context()), plain(replay.event, Context())):
            if answer["statusCode"] != HTTPStatus.OK:
                raise AssertionError(answer)
        pairs = [(cpu_ms(ours, replay.event, requests), cpu_ms(plain, replay.event, requests)) for _ in range(ROUNDS)]
    ours_ms, plain_ms = (statistics.median(times) for times in zip(*pairs, strict=True))
    ratio = statistics.median(one / other for one, other in pairs)
    sys.stdout.write(f"{name:<28}{ours_ms:8.3f} ms{plain_ms:10.3f} ms{ratio:9.2f}\n")


def new_client() -> BaseClient:
    """A client of DynamoDB as `boto3` makes it."""
    made: BaseClient = session().create_client("dynamodb")
    return made


def dump(body: object) -> str:
    """JSON, as the API writes it."""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))
