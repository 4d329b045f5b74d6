"""The application that `make run` serves: the API, the web pages, and the local issuer of tokens."""

import time
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from local import sign_in_pages
from local.hosts import LoopbackOnly
from local.problems import problem
from local.sign_in import SignIn
from local.tokens import Issuer


def application(pages: ASGIApp, close: Callable[[], Awaitable[None]], sign_in: SignIn) -> ASGIApp:
    """The application.

    Args:
        pages: the web pages, which forward other requests to the API.
        close: is called at shutdown.
        sign_in: the sign-in of the local issuer.
    """

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        await close()

    local = Mount(
        "/local",
        routes=[
            Route("/token", _token(sign_in.issuer)),
            Mount("/issuer", routes=sign_in_pages.routes(sign_in)),
        ],
    )
    everything = Starlette(
        routes=[local, Mount("/", pages)],
        exception_handlers={404: _not_found, 405: _not_found},
        lifespan=lifespan,
    )
    return _RequestIds(LoopbackOnly(everything))


class _RequestIds:
    """Adds a request id to every response without one."""

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
            now=time.time(),
        )
        return JSONResponse({"access_token": access_token}, headers={"cache-control": "no-store"})

    return token


def _not_found(_: Request, __: Exception) -> Response:
    return problem(404)
