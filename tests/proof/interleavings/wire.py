"""Every call to AWS, as a request that somebody else may answer: now, later, or in another order."""

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
type Call = Callable[["Request"], Json]

_REAL: Callable[..., Json] = BaseClient._make_api_call  # type: ignore[attr-defined] # noqa: SLF001 - where all calls meet
# What a handler may read in an answer; the rest (request ids, dates, sizes of bills) differs from call to call.
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
    "ScannedCount",
}


def same(value: object) -> str:
    """Write a value such that equal values give equal text, in whatever order their parts came."""
    return json.dumps(value, sort_keys=True, default=lambda content: repr(bytes(content)))


@dataclass(frozen=True)
class Request:
    """A call to AWS, before it is made."""

    service: str
    operation: str
    parameters: Json

    @cached_property
    def text(self) -> str:
        return same([self.service, self.operation, in_order(self.parameters)])

    def __str__(self) -> str:
        """The operation, and the tables or the key that it concerns."""
        about = [
            write["TableName"] for item in self.parameters.get("TransactItems", ()) for write in item.values()
        ] or [
            self.parameters.get(name, "")
            for name in ("TableName", "Key")
            if isinstance(self.parameters.get(name, ""), str)
        ]
        return " ".join([self.operation, *dict.fromkeys(name.removeprefix("test-") for name in about if name)])


def in_order(value: Any) -> Any:  # noqa: ANN401 - JSON
    """Write DynamoDB's values in one way: sets, which have no order, in one; numbers, as DynamoDB does."""
    match value:
        case {"N": str(number)} if len(value) == 1:
            return {"N": _number(number)}
        case {"NS": [*numbers]} if len(value) == 1:
            return {"NS": sorted(map(_number, numbers))}
        case {"SS": [*members]} if len(value) == 1:
            return {"SS": sorted(members)}
        case dict():
            return {name: in_order(entry) for name, entry in value.items()}
        case list() | tuple():
            return [in_order(entry) for entry in value]
    return value


@cache
def _number(text: str) -> str:
    # The emulator keeps a number as it was written, 200.0; DynamoDB and the twin give 200.
    return format(Decimal(text).normalize(), "f")


@dataclass(frozen=True)
class Answered:
    """What AWS answered: a content, or a refusal. It can be given again, any number of times."""

    content: Json
    refused: str | None = None

    @cached_property
    def text(self) -> str:
        return same([self.refused, self.content])

    def give(self) -> Json:
        """Give the answer as botocore would.

        Raises:
            ClientError: it is a refusal.
        """
        answer: Any = copy.deepcopy(self.content)
        if self.refused is not None:
            raise ClientError(answer, self.refused)
        if "Body" in answer:
            answer["Body"] = StreamingBody(BytesIO(answer["Body"]), len(answer["Body"]))
        given: Json = answer
        return given


def answered(request: Request, call: Call) -> Answered:
    """Make a call, and keep what a handler may read of its answer."""
    try:
        answer = call(request)
    except ClientError as error:
        reasons = error.response.get("CancellationReasons", [])
        kept: Json = {
            "Error": {"Code": error.response["Error"]["Code"], "Message": ""},
            "CancellationReasons": [{"Code": reason["Code"]} for reason in reasons],
            "ResponseMetadata": {"HTTPStatusCode": error.response["ResponseMetadata"]["HTTPStatusCode"]},
        }
        return Answered(kept, request.operation)
    kept = {name: in_order(value) for name, value in answer.items() if name in _READ and name != "Body"}
    if "Body" in answer:
        kept["Body"] = answer["Body"].read()
        kept["ContentLength"] = len(kept["Body"])
    if "Contents" in kept:
        kept["Contents"] = [{"Key": entry["Key"]} for entry in kept["Contents"]]
    return Answered(kept)


def emulated(request: Request) -> Json:
    """Make a call to the emulated AWS, through botocore."""
    caller = connection().client if request.service == "dynamodb" else client(request.service)
    return _REAL(caller, request.operation, copy.deepcopy(request.parameters))


@contextmanager
def answered_by(call: Call) -> Iterator[None]:
    """Have every call to AWS answered by a function of ours."""

    def make_api_call(caller: Any, operation: str, parameters: Json) -> Json:  # noqa: ANN401
        return call(Request(caller.meta.service_model.service_name, operation, parameters))

    BaseClient._make_api_call = make_api_call  # type: ignore[attr-defined] # noqa: SLF001
    try:
        yield
    finally:
        BaseClient._make_api_call = _REAL  # type: ignore[attr-defined] # noqa: SLF001
