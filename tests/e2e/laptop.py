"""Starts and stops the service as `make run` does, in a data folder of its own."""

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
    """A port that nobody uses right now."""
    with socket.socket() as candidate:
        candidate.bind(("127.0.0.1", 0))
        port: int = candidate.getsockname()[1]
        return port


@dataclass(kw_only=True)
class Laptop:
    """One data folder, and the service on it while it runs."""

    data: Path
    port: int = field(default_factory=free_port)
    said: list[str] = field(default_factory=list)
    _process: subprocess.Popen[str] | None = None
    _listener: threading.Thread | None = None
    _callers: list[Caller] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Where the service answers."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def endpoint(self) -> str:
        """Where ministack answers."""
        return f"http://127.0.0.1:{(self.data / 'emulator-port').read_text()}"

    @property
    def process(self) -> subprocess.Popen[str]:
        """The program that was started."""
        assert self._process
        return self._process

    @property
    def runs(self) -> bool:
        """Whether it was started and has not ended."""
        return self._process is not None and self._process.poll() is None

    def caller(self, user_id: str = "", *, name: str = "", scope: str = "") -> Caller:
        """Somebody with a token; without a `user_id`, somebody without one. Closed when the service stops."""
        caller = Caller(self.url, user_id=user_id, name=name, scope=scope)
        self._callers.append(caller)
        return caller

    def begin(self) -> None:
        """Start it, and do not wait."""
        self.said = []
        self._process = subprocess.Popen(
            [sys.executable, "-m", "local", "run"],
            cwd=ROOT,
            env={**os.environ, "PORT": str(self.port), "DATA_DIR": str(self.data)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._listener = threading.Thread(target=self._listen, args=(self._process, self.said), daemon=True)
        self._listener.start()

    @staticmethod
    def _listen(process: subprocess.Popen[str], said: list[str]) -> None:
        assert process.stdout
        with process.stdout as lines:
            for line in lines:
                said.append(line.rstrip())  # noqa: PERF401 - each is seen at once

    def start(self) -> None:
        """Start it, and wait until it says that it is ready."""
        self.begin()
        if self.wait_for("ready: ") != f"ready: {self.url}":
            raise AssertionError(f"it did not start: {self.said}")

    def wait_for(self, beginning: str) -> str:
        """Wait until it says a line that begins like this, and give that line; nothing if it ends before."""
        self._wait_until(lambda: self._line(beginning) or self._has_ended())
        return self._line(beginning)

    def _line(self, beginning: str) -> str:
        return next((line for line in list(self.said) if line.startswith(beginning)), "")

    def _has_ended(self) -> bool:
        """Whether it is gone, and all that it said is known."""
        return not self.runs and not (self._listener and self._listener.is_alive())

    def _wait_until(self, look: Callable[[], object]) -> None:
        """Wait for something that it does, as long as it says something or computes."""
        try:
            wait_until(look, progress=lambda: (len(self.said), cpu_seconds(self.process.pid)))
        except StalledError as error:
            raise AssertionError(f"it hangs: {self.said}") from error

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Stop it, as somebody at the terminal would; gives its exit status."""
        self.process.send_signal(how)
        return self.end()

    def end(self) -> int:
        """Wait until it has ended; gives its exit status."""
        for caller in self._callers:
            caller.http.close()
        self._callers.clear()
        self._wait_until(self._has_ended)
        return self.process.returncode

    def kill(self) -> None:
        """Kill it, with no chance to put anything in order."""
        self.process.kill()
        self.end()

    def kill_everything(self) -> None:
        """Kill it and everything that it started, with no chance to put anything in order.

        ministack goes first: it would save its state when the process that started it is gone.
        """
        for process in self.processes():
            if int(process) != self.process.pid:
                with suppress(ProcessLookupError):
                    os.kill(int(process), signal.SIGKILL)
        self.kill()
        wait_until(lambda: self.processes() == [])

    def processes(self) -> list[str]:
        """Every process that was started for this data folder and is still there."""
        return [folder.name for folder in Path("/proc").iterdir() if folder.name.isdecimal() and self._is_ours(folder)]

    def _is_ours(self, folder: Path) -> bool:
        mark = str(self.data).encode()
        try:
            return mark in (folder / "environ").read_bytes() or mark in (folder / "cmdline").read_bytes()
        except OSError:  # it ended meanwhile, or is somebody else's
            return False
