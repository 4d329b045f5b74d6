"""Error pages, for people who open an address in a browser: what a problem document says, in words and with a link."""

from html import escape
from http import HTTPStatus

from starlette.types import Scope

# A page loads its styles alone. They are a file of the pages, as in the cloud.
POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
_NOT_FOUND = "There is nothing at this address. The link may be outdated or mistyped."


def wants_page(scope: Scope) -> bool:
    """Whether a browser opens the address: it names HTML as what it accepts, as scripts and programs seldom do."""
    accepted = (value for name, value in scope.get("headers", ()) if name == b"accept")
    return scope.get("method") in {"GET", "HEAD"} and any(b"text/html" in value.lower() for value in accepted)


def page(status: int, detail: str) -> str:
    """Write a page as HTML.

    Args:
        status: of the response. That of 404 is the same as in the cloud, where template.yaml has it.
        detail: what happened, in a sentence; 404 has its own.
    """
    title = "Page not found" if status == HTTPStatus.NOT_FOUND else HTTPStatus(status).phrase
    text = _NOT_FOUND if status == HTTPStatus.NOT_FOUND else detail
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        f'<title>{escape(title)} &middot; Laurel</title><link rel="stylesheet" href="/error.css"></head>'
        f'<body><main><p class="status">{status}</p><h1>{escape(title)}</h1><p>{escape(text)}</p>'
        '<p><a href="/">Go to the start page</a></p></main></body></html>'
    )
