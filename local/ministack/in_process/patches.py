"""Patches of ministack's functions: each says what ministack does, what AWS does, and what the patch changes.

Each replaces one name inside ministack, whose version is pinned; tests/e2e notices when a patch is lost.
"""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from local.ministack.in_process.packages import shared_zipfile
from local.settings import TIMEOUT_FACTOR


def apply(unpacked: Path) -> None:
    """Apply all patches, before ministack starts.

    Args:
        unpacked: the folder for the unpacked code of functions and layers.
    """
    from ministack.core import lambda_runtime  # type: ignore[import-not-found]  # noqa: PLC0415 - not in our own Python
    from ministack.services import apigateway, lambda_svc  # type: ignore[import-not-found]  # noqa: PLC0415

    lambda_runtime.Worker.__init__ = _multiply_timeout(lambda_runtime.Worker.__init__)
    lambda_runtime.zipfile = shared_zipfile(unpacked)
    lambda_svc.load_persisted_state = _discard_stream_positions(lambda_svc.load_persisted_state)
    lambda_svc.lambda_execute_result_to_api_proxy_response = _replace_null_body(
        lambda_svc.lambda_execute_result_to_api_proxy_response
    )
    apigateway._validate_jwt_authorizer = _require_expiry(  # noqa: SLF001
        apigateway._validate_jwt_authorizer,  # noqa: SLF001
        apigateway._jwt_unauthorized,  # noqa: SLF001
    )


def _multiply_timeout(init: Callable[[Any, str, dict[str, Any], bytes], None]) -> Callable[..., None]:
    """Multiply the timeout of each function by `TIMEOUT_FACTOR`.

    ministack 1.5.33: ends an invocation after the function's `Timeout`, by the clock, while all workers share the
    processors of the machine with each other and with everything else on it.
    AWS: the same `Timeout`, but each execution environment has processing power of its own.
    https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html
    """

    def init_with_longer_timeout(worker: object, name: str, config: dict[str, Any], package: bytes) -> None:
        init(worker, name, {**config, "Timeout": config["Timeout"] * TIMEOUT_FACTOR}, package)

    return init_with_longer_timeout


def _discard_stream_positions(load: Callable[[dict[str, Any]], None]) -> Callable[[dict[str, Any]], None]:
    """Have event source mappings of DynamoDB streams start at the first record after a restart.

    ministack 1.5.33: saves the position of each mapping in its stream, but not the stream. After a restart the stream
    is empty and counts from zero, so a mapping skips as many new records as it had read before.
    AWS: a stream keeps its records for 24 hours, and a mapping continues after the last record that it processed.
    https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html
    """

    def load_without_stream_positions(data: dict[str, Any]) -> None:
        data.pop("dynamodb_stream_positions", None)
        load(data)

    return load_without_stream_positions


def _replace_null_body(convert: Callable[..., tuple[dict[str, Any] | None, str | None]]) -> Callable[..., object]:
    """Treat a null `body` in a function's response as an empty one.

    ministack 1.5.33: passes the null to its HTTP server, which fails: the client gets 500.
    AWS: sends the function's status and headers, and no body. `body` is optional in the response.
    https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
    """

    def convert_with_body(*arguments: object) -> tuple[dict[str, Any] | None, str | None]:
        response, error = convert(*arguments)
        if response is not None and response.get("body") is None:
            response = {**response, "body": ""}
        return response, error

    return convert_with_body


def _require_expiry(
    validate: Callable[..., Awaitable[tuple[Any, Any, Any]]], unauthorized: Callable[[], object]
) -> Callable[..., Awaitable[tuple[Any, Any, Any]]]:
    """Answer 401 to tokens without a numeric `exp`, and to those whose `nbf` or `iat` is no number.

    ministack 1.5.33: the JWT authorizer accepts tokens without `exp`, and those whose `exp` is a numeral in a string.
    When `exp`, `nbf` or `iat` is null or not a number, it fails with an exception: the client gets 500.
    AWS: `exp` must lie in the future, `nbf` and `iat` in the past; all other tokens get 401.
    https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
    """

    async def validate_with_expiry(*arguments: object) -> tuple[Any, Any, Any]:
        try:
            claims, scopes, refusal = await validate(*arguments)
        except (TypeError, ValueError, OverflowError):
            return None, None, unauthorized()
        if refusal is None and type(claims.get("exp")) not in {int, float}:
            return None, None, unauthorized()
        return claims, scopes, refusal

    return validate_with_expiry
