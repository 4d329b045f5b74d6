"""Problem documents (RFC 9457), also in place of API Gateway's own errors. A browser gets a page instead."""

from collections.abc import Mapping
from http import HTTPStatus

from starlette.responses import HTMLResponse, JSONResponse
from starlette.types import Receive, Scope, Send

from local.error_pages import POLICY, page, wants_page

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


class Problem(JSONResponse):
    """A problem document, or a page that says the same to whoever opens the address in a browser."""

    media_type = "application/problem+json"

    def __init__(self, status: int, code: str, detail: str) -> None:
        """Answer with a status, a code for programs, and what happened, in a sentence."""
        title = HTTPStatus(status).phrase
        content = {"type": "about:blank", "title": title, "status": status, "detail": detail, "code": code}
        super().__init__(content, status, HEADERS.get(status))
        self._detail = detail

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the document or the page."""
        if not wants_page(scope):
            await super().__call__(scope, receive, send)
            return
        kept = {name: value for name, value in self.headers.items() if name not in {"content-type", "content-length"}}
        own = {"content-security-policy": POLICY, "cache-control": "no-cache", "x-content-type-options": "nosniff"}
        await HTMLResponse(page(self.status_code, self._detail), self.status_code, {**kept, **own})(
            scope, receive, send
        )


def problem(status: int, code: str | None = None, detail: str | None = None) -> Problem:
    """A problem; `code` and `detail` default to those of API Gateway's own errors."""
    default_code, default_detail = API_GATEWAY_ERRORS.get(status, ("error", HTTPStatus(status).phrase + "."))
    return Problem(status, code or default_code, detail or default_detail)


def is_api_gateway_error(status: int, headers: Mapping[str, str]) -> bool:
    """Whether a response is an error of API Gateway itself; one of a function is a problem document."""
    return status >= HTTPStatus.BAD_REQUEST and headers.get("content-type", "").startswith("application/json")
