"""Handlers that stop at every call to AWS: an execution is a function of the replies that it was given so far."""

import random
import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, redirect_stdout
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from io import StringIO
from typing import Any

from aws_lambda_powertools.utilities.batch.exceptions import BatchProcessingError
from fastjsonschema import JsonSchemaException

from shared.domain.errors import DomainError
from shared.edge import clock
from shared.pdf.prepare import PreparedTemplate, prepare
from shared.pdf.render import render
from shared.usecases import certificate_settings, certificates, course_cache
from tests.proof.facts import Facts
from tests.proof.interleavings.requests import Json, Reply, Request, Send, intercepted
from tests.support.aws import SIGNING_SECRET
from tests.support.service import Answer, Service
from tests.support.template import resources

# What a route answered, or what a function returned to the source of its event.
type Outcome = Answer | Json

# When everything happens: each operation in its own minute of this hour.
HOUR = datetime(2026, 3, 2, 12, tzinfo=UTC)
DELAY_SECONDS: int = resources()["RecheckQueue"]["Properties"].get("DelaySeconds", 0)


@dataclass(frozen=True, kw_only=True)
class Mutant:
    """The product with one deliberate defect.

    Attributes:
        name: what is wrong.
        rewrite: changes each request on its way to AWS; the handler does not notice.
        send: makes a handler's call in its own way, from calls of its own.
        patches: `(module, name, replacement)`.
        delay_seconds: how long the queue of rechecks keeps a message back.
    """

    name: str
    rewrite: Callable[[Request], Request] = lambda request: request
    send: Callable[[Send, Request], Json] = lambda send, request: send(request)
    patches: Sequence[tuple[object, str, Any]] = ()
    delay_seconds: int = DELAY_SECONDS


ORIGINAL = Mutant(name="none")


class Process:
    """A process of a function, with its clock; caches stay warm from one call of an operation to the next.

    Attributes:
        message: that started it; empty where none did.
    """

    def __init__(self, now: datetime, message: str, send: Send) -> None:
        self.now = now
        self.message = message
        self.service = Service()
        self._send = send

    def wait(self, seconds: int) -> None:
        """Let time pass between two calls; where a recheck may run meanwhile, others take steps."""
        self.now += timedelta(seconds=seconds)
        if seconds > DELAY_SECONDS:
            self._send(Request("clock", "Wait", {"Seconds": seconds}))


@dataclass(frozen=True, kw_only=True)
class Operation:
    """What one client does: a call of a route or a function, or several in one warm process.

    Attributes:
        call: gives the outcome, of the last call where there are several.
        minute: of the hour in which it happens, so that one can tell who wrote a time.
        message_of: the operation whose first queued message starts this one.
        starts_when: what must be stored for a stream to start this one.
    """

    name: str
    call: Callable[[Process], Outcome]
    minute: int
    message_of: str | None = None
    starts_when: Callable[[Facts], bool] | None = None

    @property
    def now(self) -> datetime:
        return HOUR.replace(minute=self.minute)


class Suspended(BaseException):
    """The handler waits for a reply; nothing of the product catches that."""

    def __init__(self, request: Request) -> None:
        self.request = request


class NotDeterministic(BaseException):
    """Something else than the replies decides what a handler does, so that exploring it shows nothing."""


# How a function fails towards the source of its event; and answers that are not documented.
_FAILURES = (AssertionError, BatchProcessingError, DomainError, JsonSchemaException)


@dataclass(eq=False, kw_only=True)
class Execution:
    """An operation up to some call to AWS: the replies so far decide what it asks next, or how it ends.

    Attributes:
        message: that started it.
        replies: to the requests so far.
        asked: those requests, as text.
        sent: bodies of the messages that it has queued.
        request: that waits for its reply; None at the end.
        outcome: at the end.
    """

    program: "Program"
    message: str
    replies: tuple[Reply, ...] = ()
    asked: tuple[str, ...] = ()
    sent: tuple[str, ...] = ()
    request: Request | None = None
    outcome: Outcome | None = None
    _next: dict[tuple[str, bool], "Execution"] = field(default_factory=dict)

    def after(self, reply: Reply) -> "Execution":
        """Go on with the reply to `request`; the same reply leads to the same execution."""
        key = reply.text, reply.is_old
        if key not in self._next:
            request = self.request
            assert request is not None
            sent = (request.parameters["MessageBody"],) if request.operation == "SendMessage" else ()
            self._next[key] = self.program.run(
                Execution(
                    program=self.program,
                    message=self.message,
                    replies=(*self.replies, reply),
                    asked=(*self.asked, request.text),
                    sent=self.sent + sent,
                )
            )
        return self._next[key]

    @property
    def old_replies(self) -> int:
        return sum(reply.is_old for reply in self.replies)

    @property
    def is_busy(self) -> bool:
        """Whether a call of it is in flight: not at its end, nor between two calls."""
        return self.request is not None and self.request.service != "clock"


@dataclass(frozen=True, kw_only=True)
class Program:
    """An operation's handler, run from the beginning with the replies it has had, up to the first that it lacks."""

    operation: Operation
    send: Callable[[Send, Request], Json]
    patches: Sequence[tuple[object, str, Any]]
    _started: dict[str, Execution] = field(default_factory=dict, compare=False)

    def start(self, message: str = "") -> Execution:
        if message not in self._started:
            self._started[message] = self.run(Execution(program=self, message=message))
        return self._started[message]

    def run(self, execution: Execution) -> Execution:
        """Find what comes after the replies of an execution.

        Raises:
            NotDeterministic: with the same replies as before, the handler asks something else.
        """
        replies, asked = iter(execution.replies), iter(execution.asked)

        def reply(request: Request) -> Json:
            if request.service == "secretsmanager":
                # No step: a warm function has read it before.
                return {"SecretString": SIGNING_SECRET}
            given = next(replies, None)
            if given is None:
                raise Suspended(request)
            if request.text != next(asked):
                raise NotDeterministic(f"{self.operation.name} asks something else the second time: {request}")
            return given.deliver()

        def send(request: Request) -> Json:
            return self.send(reply, request)

        process = Process(self.operation.now, execution.message, send)
        with deterministic(process, self.operation.minute, self.patches), intercepted(send):
            try:
                execution.outcome = _comparable(self.operation.call(process))
            except Suspended as suspended:
                execution.request = suspended.request
            except _FAILURES as failure:
                execution.outcome = {"failed": str(failure)}
        return execution


@cache
def program(
    operation: Operation, send: Callable[[Send, Request], Json], patches: tuple[tuple[object, str, Any], ...]
) -> Program:
    """Give the program of an operation; mutants that only rewrite requests share it, and all that it has run."""
    return Program(operation=operation, send=send, patches=patches)


def _comparable(outcome: Outcome) -> Outcome:
    """Leave out what is another each time, and nobody decides from."""
    if isinstance(outcome, Answer):
        headers = {name: value for name, value in outcome.headers.items() if name != "X-Request-Id"}
        return replace(outcome, headers=headers)
    return outcome


# Pure, and slow: what they made of the same arguments before is as good.
_render = cache(render)


@cache
def _prepare(content: bytes, *, wall_seconds: float) -> PreparedTemplate:
    # In a process of its own, which gets its time however busy this machine is.
    return prepare(content, wall_seconds=100 * wall_seconds)


@contextmanager
def deterministic(process: Process, seed: int, patches: Sequence[tuple[object, str, Any]] = ()) -> Iterator[None]:
    """Let nothing but the replies decide what a handler does: no clock, no chance, no waiting, a cold process."""
    chance = random.Random(seed)  # noqa: S311 - drawn again in the same order each time
    course_cache.clear()
    with ExitStack() as stack:
        stack.enter_context(redirect_stdout(StringIO()))
        for module, name, replacement in (
            (clock, "now", lambda: process.now),
            (secrets, "randbelow", chance.randrange),
            (time, "sleep", lambda _seconds: None),
            (certificates, "render", _render),
            (certificate_settings, "prepare", _prepare),
            *patches,
        ):
            stack.callback(setattr, module, name, getattr(module, name))
            setattr(module, name, replacement)
        yield
