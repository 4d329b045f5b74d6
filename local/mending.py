"""Mends, in the emulator's own process, what it does otherwise than AWS, or so slowly that a laptop suffers.

Each of these touches one name inside the emulator, which is pinned; the tests in tests/e2e notice when one is gone.
"""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from local.settings import PATIENCE
from local.unpacking import zipfile_for_workers


def mend(unpacked: Path) -> None:
    """Mend all of it, before the emulator starts; its workers share the folder `unpacked`."""
    from ministack.core import lambda_runtime  # type: ignore[import-not-found]  # noqa: PLC0415 - not in our own Python
    from ministack.services import apigateway, lambda_svc  # type: ignore[import-not-found]  # noqa: PLC0415

    lambda_runtime.Worker.__init__ = _with_patience(lambda_runtime.Worker.__init__)
    lambda_runtime.zipfile = zipfile_for_workers(unpacked)
    lambda_svc.load_persisted_state = _without_stream_positions(lambda_svc.load_persisted_state)
    lambda_svc.lambda_execute_result_to_api_proxy_response = _with_a_body(
        lambda_svc.lambda_execute_result_to_api_proxy_response
    )
    apigateway._validate_jwt_authorizer = _that_asks_for_an_expiry(  # noqa: SLF001
        apigateway._validate_jwt_authorizer,  # noqa: SLF001
        apigateway._jwt_unauthorized,  # noqa: SLF001
    )


def _with_patience(begin: Callable[[Any, str, dict[str, Any], bytes], None]) -> Callable[..., None]:
    """Give functions longer than they have in the cloud before they are cut off.

    Their `Timeout` is for a processor of their own. The emulator's workers share those of a laptop with it, with each
    other and with whatever else runs there.
    """

    def begin_with_patience(worker: object, name: str, config: dict[str, Any], package: bytes) -> None:
        begin(worker, name, {**config, "Timeout": config["Timeout"] * PATIENCE}, package)

    return begin_with_patience


def _without_stream_positions(restore: Callable[[dict[str, Any]], None]) -> Callable[[dict[str, Any]], None]:
    """Let stream consumers start at the first record after a restart.

    How far each consumer got in a stream is saved, but not the stream itself: it begins anew, and the consumer would
    skip as many records as it has ever read.
    """

    def restore_the_rest(data: dict[str, Any]) -> None:
        data.pop("dynamodb_stream_positions", None)
        restore(data)

    return restore_the_rest


def _with_a_body(answer_of: Callable[..., tuple[dict[str, Any] | None, str | None]]) -> Callable[..., object]:
    """Take a body that is null for an empty one, as API Gateway does: the emulator fails on it."""

    def answer_with_a_body(*arguments: object) -> tuple[dict[str, Any] | None, str | None]:
        answer, other = answer_of(*arguments)
        if answer is not None and answer.get("body") is None:
            answer = {**answer, "body": ""}
        return answer, other

    return answer_with_a_body


def _that_asks_for_an_expiry(
    authorize: Callable[..., Awaitable[tuple[Any, Any, Any]]], unauthorized: Callable[[], object]
) -> Callable[..., Awaitable[tuple[Any, Any, Any]]]:
    """Refuse tokens without an expiry, as API Gateway does, and those with a time that is no number.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
    """

    async def authorize_until_expiry(*arguments: object) -> tuple[Any, Any, Any]:
        try:
            claims, scopes, refusal = await authorize(*arguments)
        except (TypeError, ValueError, OverflowError):
            return None, None, unauthorized()
        if refusal is None and type(claims.get("exp")) not in {int, float}:
            return None, None, unauthorized()
        return claims, scopes, refusal

    return authorize_until_expiry
