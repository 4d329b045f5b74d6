"""Refusals, as botocore raises them."""

from collections.abc import Sequence
from typing import Any

from botocore.exceptions import ClientError


class Invalid(Exception):
    """What was asked for can't be done: a ValidationException, or one reason of a cancelled transaction."""


def refused(operation: str, code: str, message: str, /, *, status: int = 400, **more: Any) -> ClientError:  # noqa: ANN401
    """Make the error that botocore raises for a refused call.

    Args:
        operation: that was called.
        code: of the refusal.
        message: for people.
        status: of the HTTP answer.
        more: what the error carries beside that.
    """
    response: Any = {
        "Error": {"Message": message, "Code": code},
        "ResponseMetadata": {"HTTPStatusCode": status, "HTTPHeaders": {}, "RetryAttempts": 0},
        **more,
    }
    return ClientError(response, operation)


def condition_failed(operation: str, item: dict[str, Any] | None) -> ClientError:
    message = "The conditional request failed"
    error = refused(operation, "ConditionalCheckFailedException", message, message=message)
    if item is not None:
        error.response["Item"] = item  # type: ignore[typeddict-unknown-key]
    return error


def not_found(operation: str) -> ClientError:
    message = "Requested resource not found"
    return refused(operation, "ResourceNotFoundException", message, message=message)


def cancelled(operation: str, reasons: Sequence[dict[str, Any]]) -> ClientError:
    codes = ", ".join(str(reason["Code"]) for reason in reasons)
    message = f"Transaction cancelled, please refer cancellation reasons for specific reasons [{codes}]"
    code = "TransactionCanceledException"
    return refused(operation, code, message, Message=message, CancellationReasons=list(reasons))
