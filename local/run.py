"""`make run`: the whole service on this machine, until it is stopped."""

import asyncio
import errno
import fcntl
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from local import build, demo_course, deploy, deployed, emulator, server, tokens
from local.console import FailedError, say
from local.forwarding import Forwarder
from local.gateway import application
from local.pages import PagesOrApi
from local.settings import AUDIENCE, ENDINGS, HOST, Settings
from local.sign_in import SignIn


def run(settings: Settings) -> None:
    """Serve until interrupted.

    Raises:
        FailedError: a step failed, with what to do about it.
        KeyboardInterrupt: it was stopped before it was ready.
    """
    for ending in ENDINGS:
        signal.signal(ending, signal.default_int_handler)
    with port(settings) as listener, _data_folder(settings) as lock:
        say("starting the emulated AWS")
        with emulator.running(settings, keep_open=lock.fileno()) as aws:
            with build.up_to_date(settings) as built_from:
                emulator.wait_until_ready(aws.endpoint, aws.process, settings.logs / "emulator.log")
                if deploy.up_to_date(aws.endpoint, settings, built_from):
                    aws.save_at_end()
                else:
                    emulator.forget_unpacked(settings.data)
                    deploy.deploy(aws.endpoint, settings, built_from, keep_open=lock.fileno())
                    aws.save()
            api = deployed.api_id(aws.endpoint) or ""
            forwarder = Forwarder(aws.endpoint, api)
            pages = PagesOrApi(settings, forwarder, aws.endpoint)
            issuer = tokens.issuer(settings.issuer, settings.data)
            app = application(pages, forwarder.close, SignIn(issuer, AUDIENCE, settings.url))

            def load() -> None:
                if demo_course.load(settings, aws.endpoint, api):
                    aws.save()

            asyncio.run(server.serve(app, listener, aws, settings, load))
    if not aws.reports.finished:
        why = aws.reports.problem or "the emulated AWS did not end in time"
        raise FailedError(f"stopped; NOT everything is saved ({why}): {settings.logs / 'emulator.log'} says more")
    say("stopped; the data is saved")


@contextmanager
def port(settings: Settings) -> Iterator[socket.socket]:
    """Take the port first: nobody should wait for a build to learn that it is taken."""
    # Only to sockets that name their protocol does asyncio give TCP_NODELAY: without it, a response that is written in
    # two parts waits for the client's delayed acknowledgement, 40 ms.
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listener:
        # Else connections of the run before this one would keep the port for a minute.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, settings.port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise FailedError(
                    f"port {settings.port} is in use: stop what uses it, or choose another one: make run PORT=8081"
                ) from error
            raise FailedError(f"port {settings.port} cannot be used ({error.strerror}): set PORT") from error
        yield listener


@contextmanager
def _data_folder(settings: Settings) -> Iterator[IO[str]]:
    """Make the data folder and keep it to this run."""
    try:
        settings.data.mkdir(parents=True, exist_ok=True)
        lock = (settings.data / "lock").open("w")
    except OSError as error:
        raise FailedError(f"{settings.data} cannot be written ({error.strerror}): set DATA_DIR") from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            # What the run before this one has left behind goes by itself, in its own time.
            say("waiting for the run before this one to end; stop it, or set DATA_DIR, if it does not")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield lock
