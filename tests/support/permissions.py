"""What the policies of template.yaml allow each function: a call of a function in a test that IAM would refuse fails.

Neither moto nor ministack checks permissions.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

import moto  # noqa: F401 - it adds itself to sessions that are made after its import

from shared.aws.connection import session
from tests.support.template import STACK, entity, resources, statements

# An action, the logical id of a resource, and what follows its ARN.
type Permission = tuple[str, str, str]

_QUEUES = {
    "test-recheck.fifo": "RecheckQueue",
    "test-order-lines.fifo": "OrderLinesQueue",
    "test-learner-exports.fifo": "LearnerExportsQueue",
    "test-learner-index.fifo": "LearnerIndexQueue",
    "test-enrollment-imports.fifo": "EnrollmentImportsQueue",
}
_BUCKETS = {"test-templates": "TemplatesBucket", "test-certificates": "CertificatesBucket"}
_TRANSACTION = {
    "ConditionCheck": "ConditionCheckItem",
    "Delete": "DeleteItem",
    "Put": "PutItem",
    "Update": "UpdateItem",
}
_OBJECTS = {
    "CompleteMultipartUpload": "PutObject",
    "CreateMultipartUpload": "PutObject",
    "DeleteObject": "DeleteObject",
    "GetObject": "GetObject",
    "HeadObject": "GetObject",
    "PutObject": "PutObject",
    "UploadPart": "PutObject",
}


@dataclass(frozen=True)
class _Invocation:
    folder: str
    refused: list[Permission] = field(default_factory=list)


_invocation: ContextVar[_Invocation | None] = ContextVar("invocation", default=None)


def checked(folder: str, handler: Callable[..., Any]) -> Callable[..., Any]:
    """Make a handler fail, after it ran, if it called what its function may not call."""

    def handle(*event_and_context: Any) -> Any:  # noqa: ANN401
        invocation = _Invocation(folder)
        token = _invocation.set(invocation)
        try:
            answer = handler(*event_and_context)
        finally:
            _invocation.reset(token)
        assert not invocation.refused, f"template.yaml does not allow the function {folder}: {invocation.refused}"
        return answer

    return handle


@contextmanager
def of_nobody() -> Iterator[None]:
    """What a test does while a function runs is not limited to what the function may do."""
    token = _invocation.set(None)
    try:
        yield
    finally:
        _invocation.reset(token)


def _check(**call: Any) -> None:  # noqa: ANN401
    """Called by botocore before each call."""
    invocation, model, params = _invocation.get(), call["model"], call["params"]
    if invocation is not None:
        needed = _needed(model.service_model.service_name, model.name, params)
        invocation.refused.extend(one for one in needed if not _allows(invocation.folder, one))


session().register("before-parameter-build.*.*", _check)


def _needed(service: str, operation: str, params: Mapping[str, Any]) -> Iterator[Permission]:
    match service, operation:
        case "dynamodb", "TransactWriteItems":
            for item in params["TransactItems"]:
                ((kind, write),) = item.items()
                yield f"dynamodb:{_TRANSACTION[kind]}", _table(write["TableName"]), ""
        case "dynamodb", "BatchGetItem" | "BatchWriteItem":
            yield from ((f"dynamodb:{operation}", _table(name), "") for name in params["RequestItems"])
        case "dynamodb", _:
            index = f"/index/{params['IndexName']}" if params.get("IndexName") else ""
            yield f"dynamodb:{operation}", _table(params["TableName"]), index
        case "s3", _:
            yield from _of_s3(operation, params)
        case "sqs", _:
            yield f"sqs:{operation}", _QUEUES[params["QueueUrl"].rpartition("/")[2]], ""
        case "events", _:
            yield f"events:{operation}", "EventBus", ""
        case _:
            yield f"{service}:{operation}", "StripeSigningSecretsSecret", ""


def _of_s3(operation: str, params: Mapping[str, Any]) -> Iterator[Permission]:
    bucket = _BUCKETS[params["Bucket"]]
    match operation:
        case "CreateBucket":
            return  # botocore builds the form of an upload from it, without a call
        case "ListObjectsV2":
            yield "s3:ListBucket", bucket, ""
        case "DeleteObjects":
            yield from (("s3:DeleteObject", bucket, f"/{entry['Key']}") for entry in params["Delete"]["Objects"])
        case _:
            yield f"s3:{_OBJECTS[operation]}", bucket, f"/{params['Key']}"


def _allows(folder: str, needed: Permission) -> bool:
    return any(
        allowed[:2] == needed[:2] and fnmatchcase(needed[2], allowed[2])  # IAM's wildcard matches slashes, too
        for allowed in _allowed(folder)
    )


@cache
def _table(name: str) -> str:
    tables = (one for one in resources().items() if one[1]["Type"] == "AWS::DynamoDB::Table")
    return next(logical_id for logical_id, table in tables if name == f"{STACK}-{entity(table)}")


@cache
def _allowed(folder: str) -> frozenset[Permission]:
    functions = (one for one in resources().items() if one[1]["Type"] == "AWS::Serverless::Function")
    function = next(name for name, one in functions if Path(one["Properties"]["CodeUri"]).name == folder)
    return frozenset(
        (action, *_resource(resource))
        for statement in statements(function)
        for action in statement["Action"]
        for resource in (statement["Resource"] if isinstance(statement["Resource"], list) else [statement["Resource"]])
    )


def _resource(resource: Mapping[str, Any]) -> tuple[str, str]:
    match resource:
        case {"Fn::GetAtt": [name, _]} | {"Fn::GetAtt": str(name)}:
            return str(name).partition(".")[0], ""
        case {"Fn::Sub": text}:
            name, _, rest = str(text).removeprefix("${").partition(".Arn}")
            return name, rest
        case _:
            return str(resource["Ref"]), ""
