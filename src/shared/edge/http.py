"""What all HTTP functions share: routing, problem responses, headers of every response, one log line per request."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEventV2
from aws_lambda_powertools.utilities.typing import LambdaContext

from shared.aws import time_budget
from shared.domain.errors import DomainError, Unavailable
from shared.edge.log import logger
from shared.edge.metrics import Metric, count
from shared.edge.problems import headers_of, problem, problem_of
from shared.edge.sizes import is_too_large, json_text

__all__ = [
    "CSV",
    "HEADERS",
    "JSON",
    "PROBLEM_JSON",
    "Response",
    "csv_response",
    "json_response",
    "log_refusal",
    "new_api",
    "problem_response",
    "serve",
]

JSON = "application/json"
CSV = "text/csv"
PROBLEM_JSON = "application/problem+json"

# Of every response, unless it has its own: most are about a person, and none is a document that runs, frames or loads
# anything. After OWASP's REST Security Cheat Sheet.
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    # Browsers ignore it over plain HTTP, so on a laptop. Subdomains are not ours to decide about.
    "Strict-Transport-Security": "max-age=31536000",
    "X-Content-Type-Options": "nosniff",
}

type Handler = Callable[[dict[str, Any], LambdaContext], dict[str, Any]]


def json_response(body: Any, status: HTTPStatus = HTTPStatus.OK) -> Response[str]:  # noqa: ANN401 - JSON
    """Answer with JSON."""
    return Response(int(status), JSON, json_text(body))


def csv_response(text: str, file_name: str, *, next_cursor: str | None) -> Response[str]:
    """Answer with CSV to be saved as a file; the cursor of what it has not is in a header."""
    headers = {"Content-Disposition": f'attachment; filename="{file_name}"'}
    if next_cursor is not None:
        headers["X-Next-Cursor"] = next_cursor
    return Response(int(HTTPStatus.OK), f"{CSV}; charset=utf-8", text, headers=headers)


def problem_response(body: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> Response[str]:
    """Answer with a problem document."""
    return Response(body["status"], PROBLEM_JSON, json_text(body), headers=dict(headers or {}))


def log_refusal(error: DomainError) -> None:
    """Log an error that operators should look into; errors of callers are not logged."""
    if isinstance(error, Unavailable):
        logger.warning("unavailable", exc_info=error.__cause__)


def new_api() -> APIGatewayHttpResolver:
    """Make a resolver that answers every domain error, and every unexpected exception, with a problem document."""
    api = APIGatewayHttpResolver()

    @api.exception_handler(DomainError)  # type: ignore[untyped-decorator]
    def refuse(error: DomainError) -> Response[str]:
        log_refusal(error)
        return problem_response(problem_of(error), headers_of(error))

    @api.exception_handler(Exception)  # type: ignore[untyped-decorator]
    def fail(error: Exception) -> Response[str]:
        logger.error("failed", exc_info=error)
        count(Metric.FAILED_REQUESTS)
        detail = "Something went wrong on our side. The request id helps us to find out what."
        return problem_response(problem(HTTPStatus.INTERNAL_SERVER_ERROR, "internal_error", detail))

    @api.not_found
    def not_found(_: Exception) -> Response[str]:
        return problem_response(problem(HTTPStatus.NOT_FOUND, "route_not_found", "There is no such route."))

    return api


def serve(api: APIGatewayHttpResolver) -> Handler:
    """Make the Lambda handler of an API: it adds the common headers, and logs the route, never contents.

    When the invocation's time runs out, the answer is 503 `unavailable`, before Lambda would cut it off. One that
    Lambda would refuse for its size is 500 `response_too_large`.
    """

    @logger.inject_lambda_context(clear_state=True)
    def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
        request = APIGatewayProxyEventV2(event).request_context
        logger.append_keys(request_id=request.request_id, route=request.route_key)
        with time_budget.limited_to(context.get_remaining_time_in_millis):
            answer = _with_headers(api.resolve(event, context), request.request_id)
        answer = _within_limit(answer, request.request_id)
        logger.info("answered", status=answer["statusCode"])
        return answer

    return handler


def _with_headers(answer: dict[str, Any], request_id: str) -> dict[str, Any]:
    return {**answer, "headers": {**HEADERS, **answer.get("headers", {}), "X-Request-Id": request_id}}


def _within_limit(answer: dict[str, Any], request_id: str) -> dict[str, Any]:
    """Replace a response that Lambda would refuse, after which API Gateway would answer 500 without a code.

    It is a 500 as well: what is stored is too much for the route, the same request fails again, and operators must
    know.
    """
    size = is_too_large(answer)
    if size is None:
        return answer
    logger.error("response_too_large", size=size, refused_status=answer["statusCode"])
    count(Metric.FAILED_REQUESTS)
    detail = "The response is larger than this service can send."
    body = problem(HTTPStatus.INTERNAL_SERVER_ERROR, "response_too_large", detail)
    refused = {"statusCode": body["status"], "body": json_text(body), "isBase64Encoded": False}
    return _with_headers({**refused, "headers": {"Content-Type": PROBLEM_JSON}}, request_id)
