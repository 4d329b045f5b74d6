"""`make run`: builds, deploys and serves, until it is stopped."""

import asyncio
import errno
import fcntl
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from local import build, demo_course, deploy, deployed, server, tokens
from local.console import CommandError, print_line
from local.forwarding import Forwarder
from local.gateway import application
from local.ministack import process
from local.pages import PagesOrApi
from local.settings import AUDIENCE, HOST, STOP_SIGNALS, Settings
from local.sign_in import SignIn


def run(settings: Settings) -> None:
    """Serve until interrupted.

    Raises:
        CommandError: a step failed.
        KeyboardInterrupt: a signal arrived before the service was ready.
    """
    for stop_signal in STOP_SIGNALS:
        signal.signal(stop_signal, signal.default_int_handler)
    with bound_port(settings) as listener, _data_folder(settings) as lock:
        print_line("starting ministack, the AWS emulator")
        with process.running(settings, lock_fd=lock.fileno()) as ministack:
            with build.up_to_date(settings) as built_from:
                process.wait_until_ready(ministack.endpoint, ministack.process, settings.logs / "emulator.log")
                if deploy.is_up_to_date(ministack.endpoint, settings, built_from):
                    ministack.save_on_exit()
                else:
                    process.remove_unpacked_packages(settings.data)
                    deploy.deploy(ministack.endpoint, settings, built_from, lock_fd=lock.fileno())
                    ministack.save()
            api = deployed.api_id(ministack.endpoint) or ""
            forwarder = Forwarder(ministack.endpoint, api)
            pages = PagesOrApi(settings, forwarder, ministack.endpoint)
            issuer = tokens.issuer(settings.issuer, settings.data)
            app = application(pages, forwarder.close, SignIn(issuer, AUDIENCE, settings.url))

            def load() -> None:
                if demo_course.load(settings, ministack.endpoint, api):
                    ministack.save()

            asyncio.run(server.serve(app, listener, ministack, settings, load))
    if not ministack.save_status.finished:
        why = ministack.save_status.problem or "ministack did not exit in time"
        raise CommandError(f"stopped; NOT everything is saved ({why}): see {settings.logs / 'emulator.log'}")
    print_line("stopped; the data is saved")


@contextmanager
def bound_port(settings: Settings) -> Iterator[socket.socket]:
    """A socket on the port, bound before the build, so that a port in use is reported at once."""
    # asyncio sets TCP_NODELAY only on sockets with an explicit protocol: without it, a response that is written in two
    # parts waits for the client's delayed acknowledgement, 40 ms.
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listener:
        # Otherwise connections of the previous run would block the port for a minute.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, settings.port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise CommandError(
                    f"port {settings.port} is in use: stop what uses it, or choose another port: make run PORT=8081"
                ) from error
            raise CommandError(f"port {settings.port} cannot be used ({error.strerror}): set PORT") from error
        yield listener


@contextmanager
def _data_folder(settings: Settings) -> Iterator[IO[str]]:
    """The data folder, created if needed, and locked; yields the lock file."""
    try:
        settings.data.mkdir(parents=True, exist_ok=True)
        lock = (settings.data / "lock").open("w")
    except OSError as error:
        raise CommandError(f"{settings.data} cannot be written ({error.strerror}): set DATA_DIR") from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            # The processes of a run that was killed exit by themselves.
            print_line("waiting for another run on this data folder to exit; otherwise stop it, or set DATA_DIR")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield lock
