"""Errors: as botocore raises them, and for what the twin does not implement."""

from collections.abc import Sequence
from typing import Any

from botocore.exceptions import ClientError


class Unsupported(BaseException):
    """A request of a form that our code does not send, which the twin does not implement; no handler catches it."""


def require(condition: object, feature: str) -> None:
    """Refuse a request that has a feature which the twin does not implement.

    Raises:
        Unsupported: the condition is false.
    """
    if not condition:
        raise Unsupported(feature)


def client_error(operation: str, code: str, *, status: int = 400, **fields: Any) -> ClientError:  # noqa: ANN401
    """Make the error that botocore raises for a refused call, with further fields of the answer."""
    response: Any = {
        "Error": {"Message": f"refused: {code}", "Code": code},
        "ResponseMetadata": {"HTTPStatusCode": status, "HTTPHeaders": {}, "RetryAttempts": 0},
        **fields,
    }
    return ClientError(response, operation)


def condition_failed(operation: str) -> ClientError:
    return client_error(operation, "ConditionalCheckFailedException")


def transaction_cancelled(reasons: Sequence[str]) -> ClientError:
    """Make the error for a transaction of which some write was refused; a reason for each write, `None` for no reason.

    PynamoDB reads the reasons' codes from `CancellationReasons`.
    """
    return client_error(
        "TransactWriteItems",
        "TransactionCanceledException",
        CancellationReasons=[{"Code": reason, "Message": f"refused: {reason}"} for reason in reasons],
    )
