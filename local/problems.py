"""Problem documents (RFC 9457), also in place of API Gateway's own errors."""

from collections.abc import Mapping
from http import HTTPStatus

from starlette.responses import JSONResponse

# `code` and `detail` for the errors that API Gateway itself answers with.
API_GATEWAY_ERRORS = {
    400: ("bad_request", "The request is not valid HTTP for this API."),
    401: ("unauthorized", "A valid access token is needed."),
    403: ("forbidden", "The access token does not allow this."),
    404: ("route_not_found", "The resource does not exist."),
    413: ("body_too_large", "The body is too large."),
    429: ("too_many_requests", "Too many requests at once; try again in a moment."),
    431: ("headers_too_large", "The request's headers are larger than this API takes."),
    500: ("internal_error", "Something went wrong on our side."),
    503: ("unavailable", "The service is not available right now; try again in a moment."),
    504: ("timeout", "The service took too long; try again in a moment."),
}
HEADERS = {
    401: {"www-authenticate": "Bearer"},
    429: {"retry-after": "1"},
    503: {"retry-after": "1"},
}


def problem(status: int, code: str | None = None, detail: str | None = None) -> JSONResponse:
    """A problem document; `code` and `detail` default to those of API Gateway's own errors."""
    default_code, default_detail = API_GATEWAY_ERRORS.get(status, ("error", HTTPStatus(status).phrase + "."))
    return JSONResponse(
        {
            "type": "about:blank",
            "title": HTTPStatus(status).phrase,
            "status": status,
            "detail": detail or default_detail,
            "code": code or default_code,
        },
        status,
        HEADERS.get(status),
        media_type="application/problem+json",
    )


def is_api_gateway_error(status: int, headers: Mapping[str, str]) -> bool:
    """Whether a response is an error of API Gateway itself; one of a function is a problem document."""
    return status >= HTTPStatus.BAD_REQUEST and headers.get("content-type", "").startswith("application/json")
