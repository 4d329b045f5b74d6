"""A call to a service."""

from collections.abc import Callable, Mapping
from typing import Any

from tests.support.template import SIGNING_SECRET
from tests.support.twin import messaging, reads, s3, transactions, uploads, writes
from tests.support.twin.errors import Unsupported
from tests.support.twin.requests import Parameters
from tests.support.twin.state import State


def _secret(state: State, parameters: Parameters) -> tuple[State, dict[str, Any]]:
    if parameters != {"SecretId": "test-signing-secrets"}:
        raise Unsupported(f"a secret by {dict(parameters)}")
    return state, {"SecretString": SIGNING_SECRET}


_OPERATIONS: Mapping[tuple[str, str], Callable[[State, Parameters], tuple[State, dict[str, Any]]]] = {
    ("dynamodb", "BatchGetItem"): reads.batch_get,
    ("dynamodb", "BatchWriteItem"): writes.batch_delete,
    ("dynamodb", "DeleteItem"): writes.delete,
    ("dynamodb", "GetItem"): reads.get,
    ("dynamodb", "PutItem"): writes.put,
    ("dynamodb", "Query"): reads.query,
    ("dynamodb", "Scan"): reads.scan,
    ("dynamodb", "TransactWriteItems"): transactions.transact_write,
    ("dynamodb", "UpdateItem"): writes.update,
    ("events", "PutEvents"): messaging.put_events,
    ("s3", "CompleteMultipartUpload"): uploads.complete,
    ("s3", "CreateMultipartUpload"): uploads.create,
    ("s3", "DeleteObject"): s3.delete,
    ("s3", "DeleteObjects"): s3.delete_many,
    ("s3", "GetObject"): s3.get,
    ("s3", "HeadObject"): s3.head,
    ("s3", "ListObjectsV2"): s3.list_objects,
    ("s3", "PutObject"): s3.put,
    ("s3", "UploadPart"): uploads.put_part,
    ("secretsmanager", "GetSecretValue"): _secret,
    ("sqs", "SendMessage"): messaging.send_message,
}


def apply(state: State, service: str, operation: str, parameters: Parameters) -> tuple[State, dict[str, Any]]:
    """Execute a call.

    Args:
        state: the state before it.
        service: as botocore names it.
        operation: of the service.
        parameters: the parameters of botocore's client method.

    Returns:
        The state after it, and the response, which the caller may modify.

    Raises:
        ClientError: the service refuses the call; the state is unchanged.
        Unsupported: the twin does not implement this.
    """
    call = _OPERATIONS.get((service, operation))
    if call is None:
        raise Unsupported(f"{service} {operation}")
    after, answer = call(state, parameters)
    answer["ResponseMetadata"] = {"HTTPStatusCode": 200, "HTTPHeaders": {}, "RetryAttempts": 0}
    return after, answer
