"""What may go wrong with one call to AWS, and the network on which it does."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, NamedTuple

import pytest
from botocore.awsrequest import AWSResponse
from botocore.client import BaseClient
from botocore.endpoint import Endpoint
from botocore.exceptions import ClientError, ConnectionClosedError, ReadTimeoutError

from tests.proof import twin
from tests.proof.fake_aws import BUCKETS
from tests.support.template import tables
from tests.support.wire import ProcessKilled, refusal, s3_refusal

URL = "https://aws.example/"
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
        failure: what the caller sees of it.
        done: whether AWS does what was asked all the same.
        lasting: whether everything that follows in the same invocation fails too, and is not done.
        applies_to: whether a call can fail in this way.
    """

    name: str
    failure: Callable[[Call], Failure]
    done: bool = False
    lasting: bool = False
    applies_to: Callable[[Call], bool] = lambda _: True

    @property
    def passes(self) -> bool:
        """Whether the same invocation can go on."""
        return not self.lasting and self.failure is not _crash


def _crash(_: Call) -> Failure:
    return ProcessKilled()


def _connection_closed(_: Call) -> Failure:
    return ConnectionClosedError(endpoint_url=URL)


def _timeout(_: Call) -> Failure:
    return ReadTimeoutError(endpoint_url=URL)


def _throttle(call: Call) -> Failure:
    if call.service == "s3":
        return s3_refusal("SlowDown", 503)
    if call.operation == "TransactWriteItems":
        return refusal("TransactionCanceledException", more=', "CancellationReasons": [{"Code": "ThrottlingError"}]')
    return refusal("ThrottlingException")


def _internal_error(call: Call) -> Failure:
    return s3_refusal("InternalError", 500) if call.service == "s3" else refusal("InternalServerError", 500)


def _conflict(call: Call) -> Failure:
    if call.operation == "TransactWriteItems":
        reasons = ', "CancellationReasons": [{"Code": "None"}, {"Code": "TransactionConflict"}]'
        return refusal("TransactionCanceledException", more=reasons)
    return refusal("TransactionConflictException")


def _is_write_to_dynamodb(call: Call) -> bool:
    return call.service == "dynamodb" and call.operation in _WRITES


FAULTS = (
    Fault(name="crash before", failure=_crash),
    Fault(name="crash after", failure=_crash, done=True),
    Fault(name="lost response", failure=_connection_closed, done=True),
    Fault(name="lost response, then timeouts", failure=_timeout, done=True, lasting=True),
    Fault(name="timeout", failure=_timeout),
    Fault(name="timeouts", failure=_timeout, lasting=True),
    Fault(name="throttle", failure=_throttle),
    Fault(name="throttles", failure=_throttle, lasting=True),
    Fault(name="500", failure=_internal_error),
    Fault(name="500 but done", failure=_internal_error, done=True),
    Fault(name="500s", failure=_internal_error, lasting=True),
    Fault(name="conflict", failure=_conflict, applies_to=_is_write_to_dynamodb),
    Fault(name="conflicts", failure=_conflict, lasting=True, applies_to=_is_write_to_dynamodb),
)


@dataclass(kw_only=True)
class Network:
    """The network between botocore and the twin: each attempt of a call arrives there, or fails.

    botocore makes every attempt as it would over HTTP, and reads what a failure answers; it retries by itself.

    Attributes:
        state: of the twin.
        calls: the attempts of the present delivery.
        on_attempt: what else happens while an attempt is on its way, such as time; given its number, from 0.
    """

    state: twin.State = field(default_factory=lambda: twin.empty(tables(), BUCKETS))
    calls: list[Call] = field(default_factory=list)
    on_attempt: Callable[[int], object] = lambda _: None
    _fault: Fault | None = None
    _at: int = 0
    _counting: bool = False

    @contextmanager
    def invocation(self, fault: Fault | None = None, at: int = 0) -> Iterator[None]:
        """Count the attempts while a function runs, and let them fail from number `at` on, counted from 0."""
        self._fault, self._at, self._counting = fault, at, True
        try:
            yield
        finally:
            self._fault, self._counting = None, False

    def connect(self, patch: pytest.MonkeyPatch) -> None:
        """Have every call to AWS in this process arrive here."""
        real_call, real_response = BaseClient._make_api_call, Endpoint._get_response  # type: ignore[attr-defined] # noqa: SLF001 - where all calls and attempts meet
        parameters: Any = None
        failure: Failure | None = None

        def call(caller: Any, operation: str, given: Any) -> Any:  # noqa: ANN401 - as botocore's own
            nonlocal parameters
            # botocore adds the token of a transaction, the same for all attempts; of an object, it wraps the body.
            parameters = given if operation == "TransactWriteItems" else dict(given)
            return real_call(caller, operation, given)

        def response(endpoint: Any, request: Any, model: Any, context: Any) -> Any:  # noqa: ANN401 - as botocore's own
            nonlocal failure
            attempt = Call(model.service_model.service_name, model.name)
            failure = self._failure(attempt, parameters)
            return real_response(endpoint, request, model, context) if failure else self._answer(attempt, parameters)

        def send(_endpoint: Any, _request: Any) -> AWSResponse:  # noqa: ANN401 - as botocore's own
            if isinstance(failure, BaseException):
                raise failure
            assert failure is not None
            return failure

        patch.setattr(BaseClient, "_make_api_call", call)
        patch.setattr(Endpoint, "_get_response", response)
        patch.setattr(Endpoint, "_send", send)

    def _failure(self, call: Call, parameters: Any) -> Failure | None:  # noqa: ANN401 - as botocore gets them
        if not self._counting:
            return None
        number = len(self.calls)
        self.calls.append(call)
        self.on_attempt(number)
        fault = self._fault
        if (
            fault is None
            or number < self._at
            or (number > self._at and not fault.lasting)
            or not fault.applies_to(call)
        ):
            return None
        if fault.done and number == self._at:
            self._answer(call, parameters)
        return fault.failure(call)

    def _answer(self, call: Call, parameters: Any) -> Any:  # noqa: ANN401 - as botocore gets them
        """Answer an attempt from the twin, as botocore reads an answer: the response, and what stands in it."""
        assert call.operation != "TransactWriteItems" or "ClientRequestToken" in parameters
        try:
            self.state, answer = twin.apply(self.state, *call, parameters)
        except ClientError as error:
            answer = dict(error.response)
        return (SimpleNamespace(status_code=answer["ResponseMetadata"]["HTTPStatusCode"], headers={}), answer), None
