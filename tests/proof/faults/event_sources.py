"""Event sources: they deliver events to the service, and retry."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from aws_lambda_powertools.utilities.batch.exceptions import BatchProcessingError

from shared.domain.errors import DomainError
from tests.support.service import Answer, Caller, Context, Service, function

# Of one of several results: the contract says that the same may succeed when it is sent again.
RETRIED = frozenset({"unavailable", "concurrent_change"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """The result of one attempt to deliver.

    Attributes:
        answer: a status, or another response that the source receives.
        retried: whether the source delivers the event again.
        headers: of an HTTP response.
    """

    answer: str
    retried: bool
    headers: Mapping[str, str]


type Attempt = Callable[[], Result]
# The bodies of the messages that a queue has received, by the address of the queue.
type Sent = Callable[[str], Sequence[str]]


def nothing_sent(_: str) -> Sequence[str]:
    return ()


class Source(Protocol):
    """An event source, which retries until the delivery succeeds."""

    def begin(self, service: Service, sent: Sent = nothing_sent) -> Attempt:
        """Return a function that makes one delivery attempt per call, and remembers what is left to deliver."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """An HTTP request: retried after a 5xx or where one of its results says so, by a payment provider until a 2xx."""

    method: str
    url: str
    caller: Caller | None = None
    body: Any = None
    headers: Mapping[str, str] | None = None
    until_2xx: bool = False

    def begin(self, service: Service, sent: Sent = nothing_sent) -> Attempt:  # noqa: ARG002
        def attempt() -> Result:
            answer = service.call(self.method, self.url, caller=self.caller, body=self.body, headers=self.headers)
            retried = answer.status >= (300 if self.until_2xx else 500)
            if not retried and _failed_in_part(answer):
                return Result(answer="partly failed", retried=True, headers=answer.headers)
            return Result(answer=str(answer.status), retried=retried, headers=answer.headers)

        return attempt


def _failed_in_part(answer: Answer) -> bool:
    """Whether an answer has a result for each entry, one of which may succeed when the request is sent again."""
    if answer.headers.get("Content-Type") != "application/json" or not isinstance(answer.json, dict):
        return False
    return not RETRIED.isdisjoint(result.get("code") for result in answer.json.get("results", []))


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """Records of a table's stream: the batch is retried from its first failed record on, until no record fails."""

    function: str
    changes: Sequence[tuple[Mapping[str, Any] | None, Mapping[str, Any] | None]]

    def begin(self, service: Service, sent: Sent = nothing_sent) -> Attempt:  # noqa: ARG002
        left = [self._record(number, *change) for number, change in enumerate(self.changes)]

        def attempt() -> Result:
            try:
                answer = function(self.function).handler({"Records": list(left)}, service.context)
            except BatchProcessingError:
                return Result(answer="failed", retried=True, headers={})
            numbers = [record["dynamodb"]["SequenceNumber"] for record in left]
            failed = [numbers.index(failure["itemIdentifier"]) for failure in answer["batchItemFailures"]]
            del left[: min(failed, default=len(left))]
            return Result(answer="partly failed" if left else "done", retried=bool(left), headers={})

        return attempt

    def _record(self, number: int, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> dict[str, Any]:
        images = {name: image for name, image in (("OldImage", before), ("NewImage", after)) if image is not None}
        return {
            "eventName": "INSERT" if before is None else "REMOVE" if after is None else "MODIFY",
            "eventSource": "aws:dynamodb",
            "dynamodb": {"SequenceNumber": f"{number:021}", **images},
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """A message of a queue: retried until the function returns.

    Attributes:
        context: of the invocation; None for that of the service.
    """

    function: str
    body: str
    context: Context | None = None

    def begin(self, service: Service, sent: Sent = nothing_sent) -> Attempt:  # noqa: ARG002
        event = {"Records": [{"messageId": "message-1", "body": self.body, "eventSource": "aws:sqs"}]}

        def attempt() -> Result:
            try:
                function(self.function).handler(event, self.context or service.context)
            except DomainError:
                return Result(answer="failed", retried=True, headers={})
            return Result(answer="done", retried=False, headers={})

        return attempt


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestAndQueue:
    """A request or a message, and then every message that it and they queue; each is retried until it succeeds.

    Attributes:
        function: that the queue invokes.
        address: of the queue, which delivers no message twice that it received twice.
        context: of the function's invocations.
    """

    request: Request | Queue
    function: str
    address: str
    context: Context

    def begin(self, service: Service, sent: Sent = nothing_sent) -> Attempt:
        attempt_request = self.request.begin(service)
        answers: list[Result] = []
        delivered = len(sent(self.address))

        def attempt() -> Result:
            nonlocal delivered
            if not answers:
                answer = attempt_request()
                if answer.retried:
                    return answer
                answers.append(answer)
            while delivered < len(sent(self.address)):
                body = sent(self.address)[delivered]
                result = Queue(function=self.function, body=body, context=self.context).begin(service)()
                if result.retried:
                    return result
                delivered += 1
            return answers[0]

        return attempt
