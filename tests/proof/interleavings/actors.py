"""Who takes part: a call of a door, that runs up to its next call of AWS and waits there for its turn."""

import random
import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, redirect_stdout
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from io import StringIO
from typing import Any

from aws_lambda_powertools.utilities.batch.exceptions import BatchProcessingError
from fastjsonschema import JsonSchemaException

from shared.domain.errors import DomainError
from shared.edge import clock
from shared.pdf.prepare import prepare
from shared.pdf.render import render
from shared.usecases import certificate_settings, certificates, course_cache
from tests.proof.interleavings.wire import Answered, Call, Json, Request, answered_by
from tests.support.aws import SIGNING_SECRET
from tests.support.service import Answer, Service

# What a door answered, or what a function told the source of its event.
type Outcome = Answer | Json

# When everything happens: each actor's own minute of this hour.
HOUR = datetime(2026, 3, 2, 12, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Variant:
    """How a scenario runs; as it is where nothing is said.

    Attributes:
        on_the_wire: makes a handler's call in its own way, from calls of its own.
        in_place: `(module, name, function)`, each put in the place of one of ours.
    """

    name: str
    on_the_wire: Callable[[Call, Request], Json] = lambda call, request: call(request)
    in_place: Sequence[tuple[object, str, Callable[..., Any]]] = ()


AS_IT_IS = Variant(name="as it is")


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Somebody who calls a door.

    Attributes:
        act: the call, given the message that started it; gives its outcome.
        minute: of the hour at which it happens, so that one can tell who wrote a time.
        message_of: the actor whose first queued message starts this one; None starts by itself.
    """

    name: str
    act: Callable[[Service, str], Outcome]
    minute: int
    message_of: str | None = None

    @property
    def now(self) -> datetime:
        return HOUR.replace(minute=self.minute)


# Whoever made what was there before.
START = Actor(name="start", minute=0, act=lambda *_: {})


class Paused(BaseException):
    """The handler waits for an answer; nothing of ours catches that."""

    def __init__(self, request: Request) -> None:
        self.request = request


class Varies(BaseException):
    """Something else than the answers decides what a handler does, so that what was walked proves nothing."""


# How a function fails towards the source of its event; and answers that are not documented.
_FAILURES = (AssertionError, BatchProcessingError, DomainError, JsonSchemaException)


@dataclass(eq=False, kw_only=True)
class Place:
    """Where an actor stands: the answers that it was given so far decide what it asks next, or how it ends.

    Attributes:
        message: that started it; empty where none did.
        request: that waits for its turn; None at the end.
        outcome: how it ended.
        asked: every request up to here, as text.
        sent: bodies of the messages that it has queued.
    """

    script: "Script"
    message: str
    answers: tuple[Answered, ...] = ()
    asked: tuple[str, ...] = ()
    sent: tuple[str, ...] = ()
    request: Request | None = None
    outcome: Outcome | None = None
    _next: dict[str, "Place"] = field(default_factory=dict)

    def after(self, answer: Answered) -> "Place":
        """Go on with the answer to `request`; the same answer leads to the same place."""
        if answer.text not in self._next:
            request = self.request
            assert request is not None
            sent = (request.parameters["MessageBody"],) if request.operation == "SendMessage" else ()
            self._next[answer.text] = self.script.run(
                Place(
                    script=self.script,
                    message=self.message,
                    answers=(*self.answers, answer),
                    asked=(*self.asked, request.text),
                    sent=self.sent + sent,
                )
            )
        return self._next[answer.text]


@dataclass(frozen=True, kw_only=True)
class Script:
    """One actor's part: its handler, run from the beginning with the answers it has had, up to the first it lacks."""

    actor: Actor
    variant: Variant
    _beginnings: dict[str, Place] = field(default_factory=dict)

    def beginning(self, message: str = "") -> Place:
        if message not in self._beginnings:
            self._beginnings[message] = self.run(Place(script=self, message=message))
        return self._beginnings[message]

    def run(self, place: Place) -> Place:
        """Find what comes after the answers of a place.

        Raises:
            Varies: with the same answers as before, the handler asks something else.
        """
        answers, asked = iter(place.answers), iter(place.asked)

        def answer(request: Request) -> Json:
            if request.service == "secretsmanager":
                # No step: a warm function has read it before.
                return {"SecretString": SIGNING_SECRET}
            given = next(answers, None)
            if given is None:
                raise Paused(request)
            if request.text != next(asked):
                raise Varies(f"{self.actor.name} does not do the same again: {request}")
            return given.give()

        def call(request: Request) -> Json:
            return self.variant.on_the_wire(answer, request)

        with undisturbed(self.actor, self.variant), answered_by(call):
            try:
                place.outcome = _told(self.actor.act(Service(), place.message))
            except Paused as paused:
                place.request = paused.request
            except _FAILURES as failure:
                place.outcome = {"failed": str(failure)}
        return place


def _told(outcome: Outcome) -> Outcome:
    """Leave out what is another each time, and nobody decides from."""
    if isinstance(outcome, Answer):
        headers = {name: value for name, value in outcome.headers.items() if name != "X-Request-Id"}
        return replace(outcome, headers=headers)
    return outcome


# Pure, and slow: what they made of the same arguments before is as good.
_render = cache(render)
_prepare = cache(prepare)


@contextmanager
def undisturbed(actor: Actor, variant: Variant) -> Iterator[None]:
    """Let nothing but the answers of AWS decide what a handler does: no clock, no chance, nothing kept, no waiting."""
    chance = random.Random(actor.minute)  # noqa: S311 - drawn again in the same order each time
    course_cache.clear()
    with ExitStack() as stack:
        stack.enter_context(redirect_stdout(StringIO()))
        for module, name, function in (
            (clock, "now", lambda: actor.now),
            (secrets, "randbelow", chance.randrange),
            (time, "sleep", lambda _seconds: None),
            (certificates, "render", _render),
            (certificate_settings, "prepare", _prepare),
            *variant.in_place,
        ):
            stack.callback(setattr, module, name, getattr(module, name))
            setattr(module, name, function)
        yield
