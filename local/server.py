"""Runs the HTTP server until a signal stops it."""

import asyncio
import errno
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http import HTTPStatus

import httpx
import uvicorn
from starlette.types import ASGIApp

from local.calls import TIMEOUT
from local.console import CommandError, print_error, print_line
from local.ministack.process import Ministack
from local.settings import SIGNING_SECRET, STOP_SIGNALS, Settings
from local.waiting import StalledError, wait_until


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals to `serve`."""
        yield


async def serve(
    app: ASGIApp, listener: socket.socket, ministack: Ministack, settings: Settings, load: Callable[[], None]
) -> None:
    """Serve until a signal, and print a line when ready.

    Args:
        app: the application.
        listener: the bound socket.
        ministack: what the application forwards to.
        settings: the address of the service.
        load: loads data over HTTP, once requests succeed.

    Raises:
        CommandError: another process took the port, no request succeeds, or ministack exited.
    """
    try:
        listener.listen()
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise CommandError(f"port {settings.port} is in use: stop what uses it, or set PORT") from error
        raise
    server = _Server(
        uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,
            ws="none",
            server_header=False,
            timeout_graceful_shutdown=5,
        )
    )
    loop = asyncio.get_running_loop()
    for stop_signal in STOP_SIGNALS:
        loop.add_signal_handler(stop_signal, setattr, server, "should_exit", True)  # noqa: FBT003
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    watching = asyncio.create_task(_watch(ministack, server))
    try:
        await asyncio.to_thread(_make_ready, settings, server, load)
        if not server.should_exit:
            print_line(f"the Stripe signing secret is {SIGNING_SECRET}")
            print_line(f"ready: {settings.url}")
        await serving
    finally:
        server.should_exit = True
        await serving
        watching.cancel()
    if ministack.has_exited:
        raise CommandError(f"ministack exited unexpectedly: see {settings.logs / 'emulator.log'}")


async def _watch(ministack: Ministack, server: uvicorn.Server) -> None:
    """Stop the server when ministack exits."""
    while not ministack.has_exited:  # noqa: ASYNC110 - there is no event for the exit of a process
        await asyncio.sleep(0.5)
    server.should_exit = True


def _make_ready(settings: Settings, server: uvicorn.Server, load: Callable[[], None]) -> None:
    """Wait until a request succeeds, then load the data.

    Raises:
        CommandError: no request succeeds.
    """

    def is_ready() -> bool:
        with suppress(httpx.TransportError):
            return client.get("/health").status_code == HTTPStatus.OK
        return False

    with httpx.Client(base_url=settings.url, timeout=TIMEOUT, trust_env=False) as client:
        try:
            wait_until(lambda: server.should_exit or is_ready())
        except StalledError as error:
            raise CommandError(f"/health does not answer: see {settings.logs / 'emulator.log'}") from error
    try:
        if not server.should_exit:
            load()
    except CommandError as error:
        # The rest of the service is still useful to somebody who changes the code.
        if not server.should_exit:
            print_error(f"the demo course could not be loaded: {error}")
