"""What may go wrong with one call to AWS, and the wire on which it does."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from botocore.awsrequest import AWSResponse
from botocore.exceptions import ConnectionClosedError, ReadTimeoutError
from moto.core.models import botocore_stubber

from shared.aws.connection import client, connection
from tests.support.wire import Died, refusal, s3_refusal

URL = "https://aws.example/"
OK = 200
_WRITES = {"PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems"}


class Call(NamedTuple):
    """One attempt of a call, by botocore's names."""

    service: str
    operation: str


type Failure = BaseException | AWSResponse


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One way in which a call fails.

    Attributes:
        failure: what our side sees of it.
        done: whether AWS does what was asked all the same.
        lasting: whether everything that follows in the same invocation fails too, and is not done.
        hits: the calls that can fail in this way.
    """

    name: str
    failure: Callable[[Call], Failure]
    done: bool = False
    lasting: bool = False
    hits: Callable[[Call], bool] = lambda _: True

    @property
    def passes(self) -> bool:
        """Whether the same invocation can go on."""
        return not self.lasting and self.failure is not _died


def _died(_: Call) -> Failure:
    return Died()


def _cut(_: Call) -> Failure:
    return ConnectionClosedError(endpoint_url=URL)


def _silent(_: Call) -> Failure:
    return ReadTimeoutError(endpoint_url=URL)


def _throttled(call: Call) -> Failure:
    if call.service == "s3":
        return s3_refusal("SlowDown", 503)
    if call.operation == "TransactWriteItems":
        return refusal("TransactionCanceledException", more=', "CancellationReasons": [{"Code": "ThrottlingError"}]')
    return refusal("ThrottlingException")


def _failing(call: Call) -> Failure:
    return s3_refusal("InternalError", 500) if call.service == "s3" else refusal("InternalServerError", 500)


def _conflicting(call: Call) -> Failure:
    if call.operation == "TransactWriteItems":
        reasons = ', "CancellationReasons": [{"Code": "None"}, {"Code": "TransactionConflict"}]'
        return refusal("TransactionCanceledException", more=reasons)
    return refusal("TransactionConflictException")


def _writes_to_dynamodb(call: Call) -> bool:
    return call.service == "dynamodb" and call.operation in _WRITES


FAULTS = (
    Fault(name="crash before", failure=_died),
    Fault(name="crash after", failure=_died, done=True),
    Fault(name="answer lost", failure=_cut, done=True),
    Fault(name="answer lost, then silence", failure=_silent, done=True, lasting=True),
    Fault(name="no answer", failure=_silent),
    Fault(name="silence", failure=_silent, lasting=True),
    Fault(name="throttle", failure=_throttled),
    Fault(name="throttles", failure=_throttled, lasting=True),
    Fault(name="500", failure=_failing),
    Fault(name="500 but done", failure=_failing, done=True),
    Fault(name="500s", failure=_failing, lasting=True),
    Fault(name="conflict", failure=_conflicting, hits=_writes_to_dynamodb),
    Fault(name="conflicts", failure=_conflicting, lasting=True, hits=_writes_to_dynamodb),
)


@dataclass(kw_only=True)
class Wire:
    """Between our code and the emulated AWS.

    A transaction that was done answers its token from then on, as DynamoDB does and the emulated one does not.

    Attributes:
        calls: the attempts of the present delivery.
        sent: messages and events that arrived where they were sent.
        passing: what else happens while an attempt is on its way, such as time; given its number, from 0.
    """

    calls: list[Call] = field(default_factory=list)
    sent: set[tuple[str, ...]] = field(default_factory=set)
    passing: Callable[[int], object] = lambda _: None
    _fault: Fault | None = None
    _at: int = 0
    _done: dict[str, AWSResponse] = field(default_factory=dict)
    _listening: bool = False

    def clear(self) -> None:
        """Forget what was; nothing fails."""
        self.calls.clear()
        self.sent.clear()
        self._done.clear()
        self._fault = None

    @contextmanager
    def invocation(self, fault: Fault | None = None, at: int = 0) -> Iterator[None]:
        """Listen while a function runs, and let its calls fail from the attempt `at` on, counted from 0."""
        self._fault, self._at, self._listening = fault, at, True
        try:
            yield
        finally:
            self._fault, self._listening = None, False

    @contextmanager
    def tapped(self) -> Iterator[None]:
        """Stand before the emulated AWS meanwhile."""
        clients = [connection().client, *map(client, ("s3", "sqs", "events", "secretsmanager"))]
        for one in clients:
            one.meta.events.register_first("before-send", self._attempt)
        try:
            yield
        finally:
            for one in clients:
                one.meta.events.unregister("before-send", self._attempt)

    def _attempt(self, event_name: str, request: Any, **_: Any) -> AWSResponse | None:  # noqa: ANN401 - botocore's
        if not self._listening:
            return None
        call = Call(*event_name.split(".")[1:])
        number = len(self.calls)
        self.calls.append(call)
        self.passing(number)
        fault = self._fault
        fails = fault is not None and fault.hits(call) and (number == self._at or (fault.lasting and number > self._at))
        if fault is None or not fails:
            return self._answer(event_name, request, call)
        if fault.done and number == self._at:
            self._answer(event_name, request, call)
        failure = fault.failure(call)
        if isinstance(failure, BaseException):
            raise failure
        _keep_from_aws(request)
        return failure

    def _answer(self, event_name: str, request: Any, call: Call) -> AWSResponse:  # noqa: ANN401 - botocore's
        body = json.loads(request.body) if call.service != "s3" else {}
        token = body.get("ClientRequestToken") if call.operation == "TransactWriteItems" else None
        answer = self._done.get(token or "") or botocore_stubber(event_name, request)
        assert answer is not None
        _keep_from_aws(request)
        if answer.status_code == OK:
            if token is not None:
                self._done[token] = answer
            if call.operation == "SendMessage":
                self.sent.add((call.operation, body["MessageBody"]))
            for entry in body.get("Entries", []):
                self.sent.add((call.operation, entry["DetailType"], entry["Detail"]))
        return answer


def _keep_from_aws(request: Any) -> None:  # noqa: ANN401 - botocore's
    # botocore asks every hook, the emulated AWS too, and takes the first answer.
    request.url = "https://nowhere.example/"
