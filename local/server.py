"""Serves the gateway until it is told to stop."""

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
from local.console import FailedError, complain, say
from local.emulator import Emulator
from local.settings import ENDINGS, SIGNING_SECRET, Settings
from local.waiting import StalledError, wait_until


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals to `serve`."""
        yield


async def serve(
    app: ASGIApp, listener: socket.socket, aws: Emulator, settings: Settings, load: Callable[[], None]
) -> None:
    """Serve until a signal, and say when it is ready.

    Args:
        app: what answers.
        listener: the socket, bound.
        aws: what is behind it.
        settings: where it answers.
        load: puts data in over HTTP, once it answers.

    Raises:
        FailedError: somebody else took the port meanwhile, nothing answers, or the emulator ended.
    """
    try:
        listener.listen()
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise FailedError(f"port {settings.port} is in use: stop what uses it, or set PORT") from error
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
    for ending in ENDINGS:
        loop.add_signal_handler(ending, setattr, server, "should_exit", True)  # noqa: FBT003
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    watching = asyncio.create_task(_watch(aws, server))
    try:
        await asyncio.to_thread(_make_ready, settings, server, load)
        if not server.should_exit:
            say(f"the Stripe signing secret is {SIGNING_SECRET}")
            say(f"ready: {settings.url}")
        await serving
    finally:
        server.should_exit = True
        await serving
        watching.cancel()
    if aws.ended:
        raise FailedError(f"the emulated AWS stopped by itself: {settings.logs / 'emulator.log'} says why")


async def _watch(aws: Emulator, server: uvicorn.Server) -> None:
    """Stop serving when there is nothing left to serve."""
    while not aws.ended:  # noqa: ASYNC110 - nothing tells of the end of a process
        await asyncio.sleep(0.5)
    server.should_exit = True


def _make_ready(settings: Settings, server: uvicorn.Server, load: Callable[[], None]) -> None:
    """Wait until a request succeeds, then load what shall be there.

    Raises:
        FailedError: no request succeeds.
    """

    def answers() -> bool:
        with suppress(httpx.TransportError):
            return client.get("/health").status_code == HTTPStatus.OK
        return False

    with httpx.Client(base_url=settings.url, timeout=TIMEOUT, trust_env=False) as client:
        try:
            wait_until(lambda: server.should_exit or answers())
        except StalledError as error:
            raise FailedError(f"/health does not answer: {settings.logs / 'emulator.log'} says why") from error
    try:
        if not server.should_exit:
            load()
    except FailedError as failed:
        # Who changes the code wants to see the rest running.
        if not server.should_exit:
            complain(f"the demo course could not be loaded: {failed}")
