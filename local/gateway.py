"""Serves the contract's addresses on this machine: the API, the web pages, and the local issuer of tokens."""

import stat
import uuid
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from http import HTTPStatus
from pathlib import Path
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from local.forwarding import Forwarder
from local.problems import problem
from local.settings import ROOT
from local.tokens import Issuer

WEB = ROOT / "web"


def application(forwarder: Forwarder, issuer: Issuer) -> ASGIApp:
    """Everything that answers at the service's address."""

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        await forwarder.close()

    local = Mount(
        "/local",
        routes=[
            Route("/token", _token(issuer)),
            Route("/verify", _verify),
            Route("/issuer/.well-known/openid-configuration", _document(issuer.discovery())),
            Route("/issuer/.well-known/jwks.json", _document(issuer.key_set())),
        ],
    )
    pages = StaticFiles(directory=WEB, html=True)
    return _RequestIds(
        Starlette(
            routes=[local, Mount("/", _PagesOrApi(pages, forwarder))],
            exception_handlers={404: _not_found, 405: _not_found},
            lifespan=lifespan,
        )
    )


class _PagesOrApi:
    """A file of `web/` where there is one of that name, else the API."""

    def __init__(self, pages: StaticFiles, forwarder: Forwarder) -> None:
        self._pages = pages
        self._forwarder = forwarder

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        if request.method in {"GET", "HEAD"} and self._is_page(scope):
            await self._pages(scope, receive, send)
        else:
            response = await self._forwarder.forward(request)
            await response(scope, receive, send)

    def _is_page(self, scope: Scope) -> bool:
        try:
            full_path, found = self._pages.lookup_path(self._pages.get_path(scope))
        except (OSError, ValueError):  # no name that a file can have
            return False
        return found is not None and (stat.S_ISREG(found.st_mode) or Path(full_path, "index.html").is_file())


class _RequestIds:
    """Gives every response a request id that has none yet."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_id(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).setdefault("x-request-id", str(uuid.uuid4()))
            await send(message)

        await self._app(scope, receive, send_with_id)


def _token(issuer: Issuer) -> Callable[[Request], Response]:
    def token(request: Request) -> Response:
        subject = request.query_params.get("sub", "")
        if not subject:
            return problem(400, "invalid_request", "sub is required: /local/token?sub=U&name=N&scope=admin%20service")
        access_token = issuer.token(
            subject,
            name=request.query_params.get("name", ""),
            scope=request.query_params.get("scope", ""),
        )
        return JSONResponse({"access_token": access_token}, headers={"cache-control": "no-store"})

    return token


def _verify(request: Request) -> Response:
    """Where the form of the front page goes: a form cannot put what is typed into a path."""
    code = request.query_params.get("code", "").strip()
    return RedirectResponse(f"/certificates/verify/{quote(code, safe='')}" if code else "/", HTTPStatus.SEE_OTHER)


def _document(content: Mapping[str, object]) -> Callable[[Request], Response]:
    def document(_: Request) -> Response:
        return JSONResponse(content)

    return document


def _not_found(_: Request, __: Exception) -> Response:
    return problem(404)
