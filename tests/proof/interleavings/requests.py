"""Calls to AWS as values: requests that are answered by the schedule, and replies that can be replayed."""

import copy
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property
from io import BytesIO
from typing import Any

from botocore.client import BaseClient
from botocore.exceptions import ClientError
from botocore.response import StreamingBody

from shared.aws.connection import client, connection

type Json = dict[str, Any]
type Send = Callable[["Request"], Json]

_REAL: Callable[..., Json] = BaseClient._make_api_call  # type: ignore[attr-defined] # noqa: SLF001 - every call passes it
# The members of a response that handlers read; others (request ids, dates, capacity units) differ between calls.
_READ = {
    "Attributes",
    "Body",
    "Contents",
    "Count",
    "IsTruncated",
    "Item",
    "Items",
    "LastEvaluatedKey",
    "NextContinuationToken",
    "Responses",
    "ScannedCount",
    "UnprocessedKeys",
}


def canonical_json(value: object) -> str:
    """Serialize a value such that equal values have equal text, whatever the order of their members."""
    return json.dumps(value, sort_keys=True, default=lambda content: repr(bytes(content)))


@dataclass(frozen=True)
class Request:
    """A call to AWS, before it is made."""

    service: str
    operation: str
    parameters: Json

    @cached_property
    def text(self) -> str:
        return canonical_json([self.service, self.operation, canonical(self.parameters)])

    @property
    def tables(self) -> list[str]:
        """The tables of the request, without the deployment's prefix."""
        writes = [write["TableName"] for item in self.parameters.get("TransactItems", ()) for write in item.values()]
        alone = [self.parameters["TableName"]] if "TableName" in self.parameters else []
        names = [*writes, *alone, *self.parameters.get("RequestItems", ())]
        return [name.removeprefix("test-") for name in dict.fromkeys(names)]

    def __str__(self) -> str:
        """The operation, and its tables or key."""
        key = self.parameters.get("Key", "")
        return " ".join([self.operation, *self.tables, *([key] if key and isinstance(key, str) else [])])


def canonical(value: Any) -> Any:  # noqa: ANN401 - JSON
    """Normalise DynamoDB's values: sets, which are unordered, are sorted, and numbers are as DynamoDB returns them."""
    match value:
        case {"N": str(number)} if len(value) == 1:
            return {"N": _number(number)}
        case {"NS": [*numbers]} if len(value) == 1:
            return {"NS": sorted(map(_number, numbers))}
        case {"SS": [*members]} if len(value) == 1:
            return {"SS": sorted(members)}
        case dict():
            return {name: canonical(entry) for name, entry in value.items()}
        case list() | tuple():
            return [canonical(entry) for entry in value]
    return value


@cache
def _number(text: str) -> str:
    # moto returns a number as it was written, 200.0; DynamoDB and the twin return 200.
    return format(Decimal(text).normalize(), "f")


@dataclass(frozen=True)
class Reply:
    """A reply of AWS: a response, or an error.

    Attributes:
        content: the response; of an error, its error response.
        refused: the operation that failed; None for a response.
        is_old: whether an eventually consistent read was answered with earlier versions of items.
    """

    content: Json
    refused: str | None = None
    is_old: bool = False

    @cached_property
    def text(self) -> str:
        return canonical_json([self.refused, self.content])

    def deliver(self) -> Json:
        """Return or raise the reply as botocore does, any number of times.

        Raises:
            ClientError: the reply is an error.
        """
        content: Any = copy.deepcopy(self.content)
        if self.refused is not None:
            raise ClientError(content, self.refused)
        if "Body" in content:
            content["Body"] = StreamingBody(BytesIO(content["Body"]), len(content["Body"]))
        delivered: Json = content
        return delivered


def reply_to(request: Request, send: Send) -> Reply:
    """Make a call, and keep the members of its response that handlers read."""
    try:
        answer = send(request)
    except ClientError as error:
        reasons = error.response.get("CancellationReasons", [])
        kept: Json = {
            "Error": {"Code": error.response["Error"]["Code"], "Message": ""},
            "CancellationReasons": [{"Code": reason["Code"]} for reason in reasons],
            "ResponseMetadata": {"HTTPStatusCode": error.response["ResponseMetadata"]["HTTPStatusCode"]},
        }
        return Reply(kept, request.operation)
    kept = {name: canonical(value) for name, value in answer.items() if name in _READ and name != "Body"}
    if "Body" in answer:
        kept["Body"] = answer["Body"].read()
        kept["ContentLength"] = len(kept["Body"])
    if "Contents" in kept:
        kept["Contents"] = [{"Key": entry["Key"]} for entry in kept["Contents"]]
    return Reply(kept)


def not_stored(request: Request) -> Json | None:
    """Answer requests that store nothing: messages to a queue, which the sender's execution records, and pauses."""
    if request.service == "sqs":
        assert request.operation == "SendMessage", request
        return {"MessageId": "message", "MD5OfMessageBody": ""}
    return {} if request.service == "clock" else None


def send_to_moto(request: Request) -> Json:
    """Make a call through botocore, which moto answers."""
    caller = connection().client if request.service == "dynamodb" else client(request.service)
    return _REAL(caller, request.operation, copy.deepcopy(request.parameters))


@contextmanager
def intercepted(send: Send) -> Iterator[None]:
    """Answer every call to AWS with a function."""

    def make_api_call(caller: Any, operation: str, parameters: Json) -> Json:  # noqa: ANN401
        return send(Request(caller.meta.service_model.service_name, operation, parameters))

    BaseClient._make_api_call = make_api_call  # type: ignore[attr-defined] # noqa: SLF001
    try:
        yield
    finally:
        BaseClient._make_api_call = _REAL  # type: ignore[attr-defined] # noqa: SLF001
