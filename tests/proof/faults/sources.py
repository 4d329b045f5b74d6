"""Who delivers something to the service, and how they deliver it again when they must."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from aws_lambda_powertools.utilities.batch.exceptions import BatchProcessingError

from shared.domain.errors import DomainError
from tests.support.service import Caller, Service, function


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What became of one attempt to deliver.

    Attributes:
        answer: a status, or what else the source learns of it.
        again: whether the source delivers the same again.
        headers: of an answer over HTTP.
    """

    answer: str
    again: bool
    headers: Mapping[str, str]


type Attempt = Callable[[], Said]


class Source(Protocol):
    """Somebody who delivers, and does not give up."""

    def begin(self, service: Service) -> Attempt:
        """Give what delivers once each time it is called, and remembers what is left to deliver."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request over HTTP: it comes again after a 5xx, a payment provider's until it gets a 2xx (`until_taken`)."""

    method: str
    url: str
    caller: Caller | None = None
    body: Any = None
    headers: Mapping[str, str] | None = None
    until_taken: bool = False

    def begin(self, service: Service) -> Attempt:
        def attempt() -> Said:
            answer = service.call(self.method, self.url, caller=self.caller, body=self.body, headers=self.headers)
            again = answer.status >= (300 if self.until_taken else 500)
            return Said(answer=str(answer.status), again=again, headers=answer.headers)

        return attempt


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """Records of a table's stream: the batch comes again from its first failed record on, until none fails."""

    function: str
    changes: Sequence[tuple[Mapping[str, Any] | None, Mapping[str, Any]]]

    def begin(self, service: Service) -> Attempt:
        left = [self._record(number, *change) for number, change in enumerate(self.changes)]

        def attempt() -> Said:
            try:
                answer = function(self.function).handler({"Records": list(left)}, service.context)
            except BatchProcessingError:
                return Said(answer="failed", again=True, headers={})
            numbers = [record["dynamodb"]["SequenceNumber"] for record in left]
            failed = [numbers.index(failure["itemIdentifier"]) for failure in answer["batchItemFailures"]]
            del left[: min(failed, default=len(left))]
            return Said(answer="partly failed" if left else "done", again=bool(left), headers={})

        return attempt

    def _record(self, number: int, before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> dict[str, Any]:
        images = {"NewImage": after} if before is None else {"OldImage": before, "NewImage": after}
        return {
            "eventName": "INSERT" if before is None else "MODIFY",
            "eventSource": "aws:dynamodb",
            "dynamodb": {"SequenceNumber": f"{number:021}", **images},
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """A message of a queue: it comes again until the function takes it."""

    function: str
    body: str

    def begin(self, service: Service) -> Attempt:
        event = {"Records": [{"messageId": "message-1", "body": self.body, "eventSource": "aws:sqs"}]}

        def attempt() -> Said:
            try:
                function(self.function).handler(event, service.context)
            except DomainError:
                return Said(answer="failed", again=True, headers={})
            return Said(answer="done", again=False, headers={})

        return attempt
