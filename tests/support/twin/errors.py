"""Errors of botocore, and the error for requests that the twin does not implement."""

from collections.abc import Sequence
from typing import Any

from botocore.exceptions import ClientError


class Unsupported(BaseException):
    """A request that the product does not send, and the twin does not implement; no handler catches it."""


def require(condition: object, feature: str) -> None:
    """Refuse a request with a feature that the twin does not implement.

    Raises:
        Unsupported: the condition is false.
    """
    if not condition:
        raise Unsupported(feature)


def client_error(operation: str, code: str, *, status: int = 400, **fields: Any) -> ClientError:  # noqa: ANN401
    """The error that botocore raises for a refused call, with further fields of the response."""
    response: Any = {
        "Error": {"Message": f"refused: {code}", "Code": code},
        "ResponseMetadata": {"HTTPStatusCode": status, "HTTPHeaders": {}, "RetryAttempts": 0},
        **fields,
    }
    return ClientError(response, operation)


def condition_failed(operation: str) -> ClientError:
    return client_error(operation, "ConditionalCheckFailedException")


def transaction_cancelled(reasons: Sequence[str]) -> ClientError:
    """The error of a transaction with a refused write; a reason for each write, `None` for no reason.

    PynamoDB reads the reasons' codes from `CancellationReasons`.
    """
    return client_error(
        "TransactWriteItems",
        "TransactionCanceledException",
        CancellationReasons=[{"Code": reason, "Message": f"refused: {reason}"} for reason in reasons],
    )
