"""The emulated AWS: started on the loopback interface alone, stopped with its data saved."""

import os
import shutil
import signal
import socket
import subprocess
import sysconfig
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx

from local import programs
from local.console import FailedError
from local.save_reports import SaveReports
from local.settings import ENDINGS, HOST, PATIENCE, REGION, ROOT, Settings
from local.waiting import StalledError, computed, wait_until

PYTHON = ROOT / ".tools" / "emulator" / "bin" / "python"
# Seconds to save its data and go, anew with each report of progress.
STOP_LIMIT = 30.0


@dataclass(frozen=True, slots=True)
class Emulator:
    """A running emulator."""

    endpoint: str
    process: subprocess.Popen[bytes]
    reports: SaveReports

    def save(self) -> None:
        """Have it write everything to disk now, and when it stops; returns when it has, or has said why not."""
        answers = self.reports.answers
        self._order(b"save\n")
        self.reports.wait_for_answer(after=answers)

    def save_at_end(self) -> None:
        """Have it write everything to disk when it stops."""
        self._order(b"save-at-end\n")

    @property
    def ended(self) -> bool:
        """Whether it stopped by itself."""
        return self.process.poll() is not None

    def _order(self, order: bytes) -> None:
        # It may have ended by itself: whoever watches `ended` says so.
        if self.process.stdin:
            with suppress(BrokenPipeError):
                self.process.stdin.write(order)
                self.process.stdin.flush()


@contextmanager
def running(settings: Settings, *, keep_open: int) -> Iterator[Emulator]:
    """Start the emulator, and stop it at the end.

    Args:
        settings: where it keeps its data and its log.
        keep_open: file descriptor of the lock on the data folder, which it holds as long as it lives: even when this
            process is killed, the next run waits until the emulator has saved and gone.

    Raises:
        FailedError: it is not installed.
    """
    if not PYTHON.exists():
        raise FailedError("the emulated AWS is not installed: run `make setup`")
    port = _free_port(settings.data / "emulator-port")
    temporary = settings.data / "tmp"
    # The workers' own folders are there; nothing is left of a run that ended well.
    shutil.rmtree(temporary, ignore_errors=True)
    temporary.mkdir(parents=True)
    settings.logs.mkdir(parents=True, exist_ok=True)
    reading, telling = os.pipe()
    with (settings.logs / "emulator.log").open("wb") as log, os.fdopen(telling, "wb"):
        program = Path(__file__).with_name("supervised.py")
        process = subprocess.Popen(
            [PYTHON, "-P", program, str(telling), sysconfig.get_path("purelib"), ROOT],
            cwd=settings.data,
            env=_environment(settings.data, port, temporary),
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            pass_fds=[keep_open, telling],
        )
    reports = SaveReports(os.fdopen(reading))
    try:
        yield Emulator(f"http://{HOST}:{port}", process, reports)
    finally:
        # Whoever stops a run twice still gets the data saved.
        for ending in ENDINGS:
            signal.signal(ending, signal.SIG_IGN)
        stop(process, reports)
        shutil.rmtree(temporary, ignore_errors=True)


def wait_until_ready(endpoint: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until the emulator answers at its endpoint.

    Raises:
        FailedError: it ended, or hangs.
    """

    def answers() -> bool:
        with suppress(httpx.TransportError):
            return client.get(f"{endpoint}/_ministack/ready").is_success
        return False

    with httpx.Client(trust_env=False) as client, suppress(StalledError):
        wait_until(lambda: process.poll() is not None or answers(), progress=lambda: computed(process.pid))
        if process.poll() is None:
            return
    raise FailedError(f"the emulated AWS did not start: {log} says why")


def forget_unpacked(data: Path) -> None:
    """Remove what was unpacked of packages that are about to be replaced."""
    shutil.rmtree(data / "unpacked", ignore_errors=True)


def _environment(data: Path, port: int, temporary: Path) -> dict[str, str]:
    """Its environment, which its functions see as well: as small as Lambda's own."""
    state = data / "state"
    return {
        **programs.environment(),
        "TMPDIR": str(temporary),
        "BIND_HOST": HOST,
        # Functions may do what their policies in template.yaml allow, and nothing else.
        "AUTH": "true",
        "GATEWAY_PORT": str(port),
        "MINISTACK_REGION": REGION,
        "PERSIST_STATE": "1",
        "STATE_DIR": str(state),
        "S3_PERSIST": "1",
        "S3_DATA_DIR": str(state / "s3"),
        "LAMBDA_EXECUTOR": "local",
        # The functions' environment as well: their timeouts are in local/mending.py.
        "CALL_PATIENCE": str(PATIENCE),
        # The issuer is this project's own, on this machine too: 5 seconds in the emulator.
        "MINISTACK_APIGW_JWKS_TIMEOUT_SECONDS": str(5 * PATIENCE),
        # A burst leaves workers behind, each with its own copy of the layers on disk.
        "LAMBDA_WARM_TTL_SECONDS": "60",
        # Nothing but its one HTTP port, and no look at a Docker that may be there.
        "SFTP_ENABLED": "0",
        "IOT_MTLS_ENABLED": "0",
        "DOCKER_HOST": f"unix://{temporary}/none",
    }


def _free_port(memory: Path) -> int:
    """The port of the last run, so that addresses that it handed out stay good, or another one if that is taken."""
    last = int(memory.read_text()) if memory.exists() else 0
    for port in (last, 0):
        with socket.socket() as candidate, suppress(OSError):
            candidate.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            candidate.bind((HOST, port))
            free: int = candidate.getsockname()[1]
            memory.write_text(str(free))
            return free
    raise FailedError("no free port is left on 127.0.0.1")


def stop(process: subprocess.Popen[bytes], reports: SaveReports) -> None:
    """Close its pipe, which is its sign to save and go; then end what is left of it and its functions."""
    if process.stdin:
        with suppress(BrokenPipeError):
            process.stdin.close()
    heard = -1
    while process.poll() is None and heard != reports.count:
        heard = reports.count
        with suppress(subprocess.TimeoutExpired):
            process.wait(STOP_LIMIT)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    reports.wait_for_end()
