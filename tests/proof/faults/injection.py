"""The faults of a call to AWS, and the network that injects them."""

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

from tests.proof.fake_aws import BUCKETS
from tests.support import twin
from tests.support.template import tables
from tests.support.wire import ProcessKilled, refusal, s3_refusal

URL = "https://aws.example/"
_WRITES = {"BatchWriteItem", "PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems"}


class Call(NamedTuple):
    """One attempt of a call, by botocore's names."""

    service: str
    operation: str


type Failure = BaseException | AWSResponse


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A fault of one call.

    Attributes:
        failure: the response or exception that the caller gets.
        done: whether AWS executes the call nevertheless.
        lasting: whether all later calls of the same invocation fail too, without being executed.
        applies_to: whether a call can fail in this way.
    """

    name: str
    failure: Callable[[Call], Failure]
    done: bool = False
    lasting: bool = False
    applies_to: Callable[[Call], bool] = lambda _: True

    @property
    def passes(self) -> bool:
        """Whether the same invocation can continue after it."""
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
    """The network between botocore and the twin: each attempt of a call reaches the twin, or fails.

    botocore makes every attempt as over HTTP, parses error responses, and retries by itself.

    Attributes:
        state: of the twin.
        calls: the attempts of the current delivery.
        on_attempt: called with the number of each attempt, from 0; lets time pass, for example.
    """

    state: twin.State = field(default_factory=lambda: twin.empty(tables(), BUCKETS))
    calls: list[Call] = field(default_factory=list)
    on_attempt: Callable[[int], object] = lambda _: None
    _fault: Fault | None = None
    _at: int = 0
    _counting: bool = False

    @contextmanager
    def invocation(self, fault: Fault | None = None, at: int = 0) -> Iterator[None]:
        """Count the attempts of an invocation, and inject the fault at number `at`, counted from 0."""
        self._fault, self._at, self._counting = fault, at, True
        try:
            yield
        finally:
            self._fault, self._counting = None, False

    def sent(self, address: str) -> list[str]:
        """The bodies of the messages that a queue has received, each once."""
        bodies = [one["MessageBody"] for one in twin.messages(self.state) if one["QueueUrl"] == address]
        return list(dict.fromkeys(bodies))

    def connect(self, patch: pytest.MonkeyPatch) -> None:
        """Route every call to AWS of this process to this network."""
        real_call, real_response = BaseClient._make_api_call, Endpoint._get_response  # type: ignore[attr-defined] # noqa: SLF001 - every call and attempt passes these
        parameters: Any = None
        failure: Failure | None = None

        def call(caller: Any, operation: str, given: Any) -> Any:  # noqa: ANN401 - as in botocore
            nonlocal parameters
            # botocore adds a transaction's idempotency token, the same for all attempts, and wraps an object's body.
            parameters = given if operation == "TransactWriteItems" else dict(given)
            return real_call(caller, operation, given)

        def response(endpoint: Any, request: Any, model: Any, context: Any) -> Any:  # noqa: ANN401 - as in botocore
            nonlocal failure
            attempt = Call(model.service_model.service_name, model.name)
            failure = self._failure(attempt, parameters)
            return real_response(endpoint, request, model, context) if failure else self._answer(attempt, parameters)

        def send(_endpoint: Any, _request: Any) -> AWSResponse:  # noqa: ANN401 - as in botocore
            if isinstance(failure, BaseException):
                raise failure
            assert failure is not None
            return failure

        patch.setattr(BaseClient, "_make_api_call", call)
        patch.setattr(Endpoint, "_get_response", response)
        patch.setattr(Endpoint, "_send", send)

    def _failure(self, call: Call, parameters: Any) -> Failure | None:  # noqa: ANN401 - as in botocore
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

    def _answer(self, call: Call, parameters: Any) -> Any:  # noqa: ANN401 - as in botocore
        """Answer an attempt from the twin, in botocore's form: the HTTP response and its parsed content."""
        assert call.operation != "TransactWriteItems" or "ClientRequestToken" in parameters
        try:
            self.state, answer = twin.apply(self.state, *call, parameters)
        except ClientError as error:
            answer = dict(error.response)
        return (SimpleNamespace(status_code=answer["ResponseMetadata"]["HTTPStatusCode"], headers={}), answer), None
