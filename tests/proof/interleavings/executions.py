"""Handlers that stop at every call to AWS: an execution is a function of the replies that it has received."""

import os
import random
import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, redirect_stdout
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import cache
from io import StringIO
from typing import Any

from aws_lambda_powertools.utilities.batch.exceptions import BatchProcessingError
from fastjsonschema import JsonSchemaException

from shared.aws import batches
from shared.domain.errors import DomainError
from shared.domain.template import TemplateLayout
from shared.edge import clock
from shared.pdf.choosing import Colours
from shared.pdf.prepare import PreparedTemplate, prepare
from shared.pdf.render import render
from shared.usecases import certificates, course_cache, template_uploads
from tests.proof.facts import Facts
from tests.proof.interleavings.requests import Json, Reply, Request, Send, intercepted
from tests.support.service import Answer, Service
from tests.support.template import SIGNING_SECRET, resources

# The response of a route, or what a function returned to its event source.
type Outcome = Answer | Json

# The time of the operations: each in its own minute of this hour.
HOUR = datetime(2026, 3, 2, 12, tzinfo=UTC)
DELAY_SECONDS: int = resources()["RecheckQueue"]["Properties"].get("DelaySeconds", 0)


class Queue(StrEnum):
    """The queues, by their addresses."""

    RECHECK = os.environ["RECHECK_QUEUE_URL"]
    ORDER_LINES = os.environ["ORDER_LINES_QUEUE_URL"]
    LEARNER_INDEX = os.environ["LEARNER_INDEX_QUEUE_URL"]


@dataclass(frozen=True, kw_only=True)
class Mutant:
    """The product with one deliberate defect.

    Attributes:
        name: describes the defect.
        rewrite: changes each request on its way to AWS; the handler does not notice.
        send: replaces a handler's call with other calls.
        patches: `(module, name, replacement)`.
        delay_seconds: the delay of messages in the queue of rechecks; that of order lines has none.
    """

    name: str
    rewrite: Callable[[Request], Request] = lambda request: request
    send: Callable[[Send, Request], Json] = lambda send, request: send(request)
    patches: Sequence[tuple[object, str, Any]] = ()
    delay_seconds: int = DELAY_SECONDS


ORIGINAL = Mutant(name="none")


class Process:
    """A warm process of a function, with its clock; caches survive from one call of an operation to the next.

    Attributes:
        message: the message that started it; empty if none did.
    """

    def __init__(self, now: datetime, message: str, send: Send) -> None:
        self.now = now
        self.message = message
        self.service = Service()
        self._send = send

    def wait(self, seconds: int) -> None:
        """Let time pass between two calls; if a recheck may run meanwhile, other operations may take steps."""
        self.now += timedelta(seconds=seconds)
        if seconds > DELAY_SECONDS:
            self._send(Request("clock", "Wait", {"Seconds": seconds}))


@dataclass(frozen=True, kw_only=True)
class Operation:
    """The operation of one client: a call of a route or a function, or several in one warm process.

    Attributes:
        call: returns the outcome of the last call.
        minute: the minute in which it runs, so that a stored time identifies the operation that wrote it.
        message_of: the operation whose first message in `queue` starts this one.
        dies_at: the call at which the process dies, without making it; None if it lives.
        starts_when: the stored data for which a stream starts this one.
    """

    name: str
    call: Callable[[Process], Outcome]
    minute: int
    message_of: str | None = None
    queue: Queue = Queue.RECHECK
    dies_at: str | None = None
    starts_when: Callable[[Facts], bool] | None = None

    @property
    def now(self) -> datetime:
        return HOUR.replace(minute=self.minute)


class Suspended(BaseException):
    """The handler waits for a reply; no code of the product catches it."""

    def __init__(self, request: Request) -> None:
        self.request = request


class Died(BaseException):
    """The process of the handler died; no code of the product catches it."""


class NotDeterministic(BaseException):
    """A handler does not depend on the replies alone, so exploring it proves nothing."""


# Failures that a function reports to its event source, and undocumented responses.
class Crashed(Exception):
    """The handler raised an error that is no outcome: a defect, of the product or of a mutant."""


_FAILURES = (AssertionError, BatchProcessingError, DomainError, JsonSchemaException)


@dataclass(eq=False, kw_only=True)
class Execution:
    """An operation up to one of its calls to AWS: the replies so far determine its next request, or its outcome.

    Attributes:
        message: the message that started it.
        replies: the replies to the requests so far.
        asked: the requests so far, as text.
        sent: the messages that it has queued: the address of the queue, and the body.
        request: the request that waits for its reply; None at the end.
        outcome: the outcome at the end; None before.
    """

    program: "Program"
    message: str
    replies: tuple[Reply, ...] = ()
    asked: tuple[str, ...] = ()
    sent: tuple[tuple[str, str], ...] = ()
    request: Request | None = None
    outcome: Outcome | None = None
    _next: dict[tuple[str, bool], "Execution"] = field(default_factory=dict)

    def after(self, reply: Reply) -> "Execution":
        """Continue with the reply to `request`; the same reply leads to the same execution."""
        key = reply.text, reply.is_old
        if key not in self._next:
            request = self.request
            assert request is not None
            asked = request.parameters
            sent = ((asked["QueueUrl"], asked["MessageBody"]),) if request.operation == "SendMessage" else ()
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

    def messages_in(self, queue: Queue) -> list[str]:
        """The bodies of the messages that it has sent to a queue."""
        return [body for address, body in self.sent if address == queue]

    @property
    def old_replies(self) -> int:
        return sum(reply.is_old for reply in self.replies)

    @property
    def is_busy(self) -> bool:
        """Whether a route or function call is in progress: not at its end, nor between two calls."""
        return self.request is not None and self.request.service != "clock"


@dataclass(frozen=True, kw_only=True)
class Program:
    """An operation's handler, run from the beginning with the recorded replies, up to the first request without one."""

    operation: Operation
    send: Callable[[Send, Request], Json]
    patches: Sequence[tuple[object, str, Any]]
    _started: dict[str, Execution] = field(default_factory=dict, compare=False)

    def start(self, message: str = "") -> Execution:
        if message not in self._started:
            self._started[message] = self.run(Execution(program=self, message=message))
        return self._started[message]

    def run(self, execution: Execution) -> Execution:
        """Run the handler with the replies of an execution, up to its next request or its end.

        Raises:
            NotDeterministic: with the same replies as before, the handler sends another request.
            Crashed: the handler raised what it never should.
        """
        replies, asked = iter(execution.replies), iter(execution.asked)

        def reply(request: Request) -> Json:
            if request.service == "secretsmanager":
                # Not a step: a warm function has read it before.
                return {"SecretString": SIGNING_SECRET}
            if request.operation == self.operation.dies_at:
                raise Died
            given = next(replies, None)
            if given is None:
                raise Suspended(request)
            if request.text != next(asked):
                raise NotDeterministic(f"{self.operation.name} sends another request the second time: {request}")
            return given.deliver()

        def send(request: Request) -> Json:
            return self.send(reply, request)

        process = Process(self.operation.now, execution.message, send)
        with deterministic(process, self.operation.minute, self.patches), intercepted(send):
            try:
                execution.outcome = self._outcome(process)
            except Suspended as suspended:
                execution.request = suspended.request
        return execution

    def _outcome(self, process: Process) -> Outcome:
        try:
            return _comparable(self.operation.call(process))
        except Died:
            return {"died": True}
        except _FAILURES as failure:
            return {"failed": str(failure)}
        except Exception as error:
            raise Crashed(self.operation.name) from error


@cache
def program(
    operation: Operation, send: Callable[[Send, Request], Json], patches: tuple[tuple[object, str, Any], ...]
) -> Program:
    """Return the program of an operation; mutants that only rewrite requests share it and its recorded executions."""
    return Program(operation=operation, send=send, patches=patches)


def _comparable(outcome: Outcome) -> Outcome:
    """Leave out values that differ between runs and on which no decision depends."""
    if isinstance(outcome, Answer):
        headers = {name: value for name, value in outcome.headers.items() if name != "X-Request-Id"}
        return replace(outcome, headers=headers)
    return outcome


# Pure functions, and slow: their results are cached.
_render = cache(render)


@cache
def _prepare(content: bytes, *, colours: Colours, layout: TemplateLayout, wall_seconds: float) -> PreparedTemplate:
    # In another process, which gets its CPU time whatever the load of this machine.
    return prepare(content, colours=colours, layout=layout, wall_seconds=100 * wall_seconds)


@contextmanager
def deterministic(process: Process, seed: int, patches: Sequence[tuple[object, str, Any]] = ()) -> Iterator[None]:
    """Make a handler depend on its replies alone: a fixed clock and random numbers, no backoff, a cold process."""
    chance = random.Random(seed)  # noqa: S311 - reproducible
    course_cache.clear()
    with ExitStack() as stack:
        stack.enter_context(redirect_stdout(StringIO()))
        for module, name, replacement in (
            (clock, "now", lambda: process.now),
            (secrets, "randbelow", chance.randrange),
            (time, "sleep", lambda _seconds: None),
            # DynamoDB writes the items of a batch one by one: each is a step.
            (batches, "MAX_ITEMS", 1),
            (certificates, "render", _render),
            (template_uploads, "prepare", _prepare),
            *patches,
        ):
            stack.callback(setattr, module, name, getattr(module, name))
            setattr(module, name, replacement)
        yield
