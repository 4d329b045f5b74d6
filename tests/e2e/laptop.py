"""Starts and stops the local service as `make run` does, with its own data folder."""

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from local.calls import Caller
from local.settings import ROOT
from local.waiting import StalledError, cpu_seconds, wait_until


def free_port() -> int:
    """A free port."""
    with socket.socket() as candidate:
        candidate.bind(("127.0.0.1", 0))
        port: int = candidate.getsockname()[1]
        return port


@dataclass(kw_only=True)
class Laptop:
    """The local service and its data folder; a page at `other_port` is of another origin, which may call it."""

    data: Path
    port: int = field(default_factory=free_port)
    other_port: int = field(default_factory=free_port)
    output: list[str] = field(default_factory=list)
    _process: subprocess.Popen[str] | None = None
    _listener: threading.Thread | None = None
    _callers: list[Caller] = field(default_factory=list)

    @property
    def url(self) -> str:
        """The base URL of the service."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def endpoint(self) -> str:
        """The endpoint URL of ministack."""
        return f"http://127.0.0.1:{(self.data / 'emulator-port').read_text()}"

    @property
    def process(self) -> subprocess.Popen[str]:
        """The process of the service."""
        assert self._process
        return self._process

    @property
    def is_running(self) -> bool:
        """Whether the process was started and has not exited."""
        return self._process is not None and self._process.poll() is None

    def caller(self, user_id: str = "", *, name: str = "", scope: str = "") -> Caller:
        """An HTTP client with this user's token, or with none if `user_id` is empty; closed by `wait_for_exit`."""
        caller = Caller(self.url, user_id=user_id, name=name, scope=scope)
        self._callers.append(caller)
        return caller

    def launch(self) -> None:
        """Start the process without waiting."""
        self.output = []
        self._process = subprocess.Popen(
            [sys.executable, "-m", "local", "run"],
            cwd=ROOT,
            env={
                **os.environ,
                "PORT": str(self.port),
                "DATA_DIR": str(self.data),
                "ALLOWED_ORIGINS": f"https://school.example,http://127.0.0.1:{self.other_port}",
            },
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._listener = threading.Thread(target=self._listen, args=(self._process, self.output), daemon=True)
        self._listener.start()

    @staticmethod
    def _listen(process: subprocess.Popen[str], output: list[str]) -> None:
        assert process.stdout
        with process.stdout as lines:
            for line in lines:
                output.append(line.rstrip())  # noqa: PERF401 - each line is visible at once

    def start(self) -> None:
        """Start the process, and wait until it prints that it is ready."""
        self.launch()
        if self.wait_for("ready: ") != f"ready: {self.url}":
            raise AssertionError(f"it did not start: {self.output}")

    def wait_for(self, beginning: str) -> str:
        """Wait for a line of output with this prefix, and return it; return "" if the process exits before."""
        self._wait_until(lambda: self._line(beginning) or self._has_exited())
        return self._line(beginning)

    def _line(self, beginning: str) -> str:
        return next((line for line in list(self.output) if line.startswith(beginning)), "")

    def _has_exited(self) -> bool:
        """Whether the process has exited and all its output was read."""
        return not self.is_running and not (self._listener and self._listener.is_alive())

    def _wait_until(self, condition: Callable[[], object]) -> None:
        """Wait for a condition, as long as the process prints output or uses CPU time."""
        try:
            wait_until(condition, progress=lambda: (len(self.output), cpu_seconds(self.process.pid)))
        except StalledError as error:
            raise AssertionError(f"the process has stalled: {self.output}") from error

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Stop the process with a signal; return its exit status."""
        self.process.send_signal(how)
        return self.wait_for_exit()

    def wait_for_exit(self) -> int:
        """Wait until the process has exited; return its exit status."""
        for caller in self._callers:
            caller.http.close()
        self._callers.clear()
        self._wait_until(self._has_exited)
        return self.process.returncode

    def kill(self) -> None:
        """Kill the process, without a graceful shutdown."""
        self.process.kill()
        self.wait_for_exit()

    def kill_all(self) -> None:
        """Kill the process and all its descendants, without a graceful shutdown.

        ministack is killed first: it would save its state when its parent process exits.
        """
        for process in self.processes():
            if int(process) != self.process.pid:
                with suppress(ProcessLookupError):
                    os.kill(int(process), signal.SIGKILL)
        self.kill()
        wait_until(lambda: self.processes() == [])

    def processes(self) -> list[str]:
        """The ids of the running processes that use this data folder."""
        return [
            folder.name
            for folder in Path("/proc").iterdir()
            if folder.name.isdecimal() and self._uses_data_folder(folder)
        ]

    def _uses_data_folder(self, folder: Path) -> bool:
        mark = str(self.data).encode()
        try:
            return mark in (folder / "environ").read_bytes() or mark in (folder / "cmdline").read_bytes()
        except OSError:  # it exited meanwhile, or belongs to another user
            return False
