"""One call of one service."""

from collections.abc import Callable, Mapping
from typing import Any

from tests.proof.twin import documents, messages, queries, reads, transactions, writes
from tests.proof.twin.refusals import Invalid, refused
from tests.proof.twin.requests import Parameters
from tests.proof.twin.state import State

_OPERATIONS: Mapping[tuple[str, str], Callable[[State, str, Parameters], tuple[State, dict[str, Any]]]] = {
    ("dynamodb", "BatchGetItem"): reads.batch_get,
    ("dynamodb", "DeleteItem"): writes.write,
    ("dynamodb", "GetItem"): reads.get,
    ("dynamodb", "PutItem"): writes.write,
    ("dynamodb", "Query"): queries.query,
    ("dynamodb", "Scan"): queries.scan,
    ("dynamodb", "TransactGetItems"): reads.transact_get,
    ("dynamodb", "TransactWriteItems"): transactions.transact_write,
    ("dynamodb", "UpdateItem"): writes.write,
    ("events", "PutEvents"): messages.put_events,
    ("s3", "DeleteObject"): documents.delete,
    ("s3", "DeleteObjects"): documents.delete_some,
    ("s3", "GetObject"): documents.get,
    ("s3", "HeadObject"): documents.head,
    ("s3", "ListObjectsV2"): documents.list_some,
    ("s3", "PutObject"): documents.put,
    ("secretsmanager", "GetSecretValue"): messages.secret,
    ("secretsmanager", "PutSecretValue"): messages.put_secret,
    ("sqs", "SendMessage"): messages.send_message,
}


def apply(state: State, service: str, operation: str, parameters: Parameters) -> tuple[State, dict[str, Any]]:
    """Do what a call asks for.

    Args:
        state: before it.
        service: as botocore names it.
        operation: of the service.
        parameters: as botocore's client gets them.

    Returns:
        The state after it, and the answer; whoever gets the answer may change it.

    Raises:
        ClientError: the service refuses; the state stays as it was.
        NotImplementedError: nobody taught this to the twin, and it does not guess.
    """
    call = _OPERATIONS.get((service, operation))
    if call is None:
        raise NotImplementedError(f"{service} {operation}")
    try:
        after, answer = call(state, operation, parameters)
    except Invalid as error:
        raise refused(operation, "ValidationException", str(error)) from error
    answer["ResponseMetadata"] = {"HTTPStatusCode": 200, "HTTPHeaders": {}, "RetryAttempts": 0}
    return after, answer
