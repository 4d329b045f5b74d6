"""Errors as the contract says them (RFC 9457), also where API Gateway says them in its own way."""

from collections.abc import Mapping
from http import HTTPStatus

from starlette.responses import JSONResponse

# What API Gateway answers itself, and what each means to a caller.
SAID_BY_API_GATEWAY = {
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
    """A problem document; `code` and `detail` are those of API Gateway's own answers if not given."""
    usual_code, usual_detail = SAID_BY_API_GATEWAY.get(status, ("error", HTTPStatus(status).phrase + "."))
    return JSONResponse(
        {
            "type": "about:blank",
            "title": HTTPStatus(status).phrase,
            "status": status,
            "detail": detail or usual_detail,
            "code": code or usual_code,
        },
        status,
        HEADERS.get(status),
        media_type="application/problem+json",
    )


def is_no_functions(status: int, headers: Mapping[str, str]) -> bool:
    """Whether an error is API Gateway's or the emulator's own: a function's is a problem document."""
    return status >= HTTPStatus.BAD_REQUEST and headers.get("content-type", "").startswith("application/json")


def in_the_cloud(status: int) -> int:
    """The status that AWS gives where the emulator gives another: 502 is its word for a function that failed."""
    return 500 if status == HTTPStatus.BAD_GATEWAY else status
