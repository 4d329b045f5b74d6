"""The ministack process: started on the loopback interface alone, stopped with its state saved."""

import os
import shutil
import signal
import socket
import subprocess
import sysconfig
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx

from local import programs
from local.console import CommandError
from local.ministack.save_status import SaveStatus
from local.settings import HOST, REGION, ROOT, STOP_SIGNALS, TIMEOUT_FACTOR, Settings
from local.waiting import StalledError, cpu_seconds, wait_until

PYTHON = ROOT / ".tools" / "emulator" / "bin" / "python"
MAIN = Path(__file__).parent / "in_process" / "main.py"
# Seconds to save the state and exit; the time starts again with each report of progress.
STOP_LIMIT = 30.0


@dataclass(frozen=True, slots=True)
class Ministack:
    """A running ministack."""

    endpoint: str
    process: subprocess.Popen[bytes]
    save_status: SaveStatus

    def save(self) -> None:
        """Have everything written to disk now and on exit; returns when that is done, or has failed."""
        done = self.save_status.completed
        self._command(b"save\n")
        self.save_status.wait_for_completion(after=done)

    def save_on_exit(self) -> None:
        """Have everything written to disk on exit."""
        self._command(b"save-on-exit\n")

    @property
    def has_exited(self) -> bool:
        """Whether the process has exited by itself."""
        return self.process.poll() is not None

    def _command(self, command: bytes) -> None:
        # The process may have exited: whoever watches `has_exited` reports that.
        if self.process.stdin:
            with suppress(BrokenPipeError):
                self.process.stdin.write(command)
                self.process.stdin.flush()


def command(status_fd: int) -> list[str | Path]:
    """The command that runs ministack.

    Args:
        status_fd: file descriptor of the pipe for status lines.
    """
    # The folders with the SAM translator and with this project.
    return [PYTHON, "-P", MAIN, str(status_fd), sysconfig.get_path("purelib"), ROOT]


@contextmanager
def running(settings: Settings, *, lock_fd: int) -> Iterator[Ministack]:
    """Start ministack, and stop it at the end.

    Args:
        settings: the data folder and the folder for logs.
        lock_fd: file descriptor of the lock on the data folder, which the process inherits: even when this process is
            killed, the next run waits until ministack has saved its state and exited.

    Raises:
        CommandError: ministack is not installed.
    """
    with started(settings.data, settings.logs, inherited_fds=[lock_fd]) as ministack:
        try:
            yield ministack
        finally:
            # A second Ctrl-C must not keep the state from being saved.
            for stop_signal in STOP_SIGNALS:
                signal.signal(stop_signal, signal.SIG_IGN)


@contextmanager
def started(data: Path, logs: Path, *, inherited_fds: Sequence[int] = ()) -> Iterator[Ministack]:
    """Start ministack, and stop it at the end, as `running`, with signals left as they are.

    Args:
        data: the data folder.
        logs: the folder for logs.
        inherited_fds: file descriptors that the process inherits.

    Raises:
        CommandError: ministack is not installed.
    """
    if not PYTHON.exists():
        raise CommandError("ministack is not installed: run `make setup`")
    port = _free_port(data / "emulator-port")
    temporary = data / "tmp"
    # The workers' own folders; a run that exited cleanly leaves none.
    shutil.rmtree(temporary, ignore_errors=True)
    temporary.mkdir(parents=True)
    logs.mkdir(parents=True, exist_ok=True)
    reader, writer = os.pipe()
    with (logs / "emulator.log").open("wb") as log, os.fdopen(writer, "wb"):
        process = subprocess.Popen(
            command(writer),
            cwd=data,
            env=_environment(data, port, temporary),
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            pass_fds=[*inherited_fds, writer],
        )
    save_status = SaveStatus(os.fdopen(reader))
    try:
        yield Ministack(f"http://{HOST}:{port}", process, save_status)
    finally:
        stop(process, save_status)
        shutil.rmtree(temporary, ignore_errors=True)


def wait_until_ready(endpoint: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until ministack answers at its endpoint.

    Raises:
        CommandError: it exited, or hangs.
    """

    def is_ready() -> bool:
        with suppress(httpx.TransportError):
            return client.get(f"{endpoint}/_ministack/ready").is_success
        return False

    with httpx.Client(trust_env=False) as client, suppress(StalledError):
        wait_until(lambda: process.poll() is not None or is_ready(), progress=lambda: cpu_seconds(process.pid))
        if process.poll() is None:
            return
    raise CommandError(f"ministack did not start: see {log}")


def remove_unpacked_packages(data: Path) -> None:
    """Remove the unpacked code of functions and layers that are about to be replaced."""
    shutil.rmtree(data / "unpacked", ignore_errors=True)


def stop(process: subprocess.Popen[bytes], save_status: SaveStatus) -> None:
    """Close the pipe of commands, on which ministack saves its state and exits; then kill it and its functions."""
    if process.stdin:
        with suppress(BrokenPipeError):
            process.stdin.close()
    last = -1
    while process.poll() is None and last != save_status.count:
        last = save_status.count
        with suppress(subprocess.TimeoutExpired):
            process.wait(STOP_LIMIT)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    save_status.wait_for_end()


def _environment(data: Path, port: int, temporary: Path) -> dict[str, str]:
    """The environment of ministack, which its functions inherit: as small as that of Lambda."""
    state = data / "state"
    return {
        **programs.environment(),
        "TMPDIR": str(temporary),
        "BIND_HOST": HOST,
        # IAM is enforced: functions may do what their policies in template.yaml allow, and nothing else.
        "AUTH": "true",
        "GATEWAY_PORT": str(port),
        "MINISTACK_REGION": REGION,
        "PERSIST_STATE": "1",
        "STATE_DIR": str(state),
        "S3_PERSIST": "1",
        "S3_DATA_DIR": str(state / "s3"),
        "LAMBDA_EXECUTOR": "local",
        # Read by the functions: multiplies the timeouts of their calls to AWS. Their own are multiplied in patches.py.
        "CALL_TIMEOUT_FACTOR": str(TIMEOUT_FACTOR),
        # ministack fetches the signing keys from the local issuer within 5 seconds by default.
        "MINISTACK_APIGW_JWKS_TIMEOUT_SECONDS": str(5 * TIMEOUT_FACTOR),
        # A burst of requests leaves idle workers, each with a process of its own.
        "LAMBDA_WARM_TTL_SECONDS": "60",
        # No port but the one for HTTP, and no Docker even if there is one.
        "SFTP_ENABLED": "0",
        "IOT_MTLS_ENABLED": "0",
        "DOCKER_HOST": f"unix://{temporary}/none",
    }


def _free_port(file: Path) -> int:
    """The port of the last run, so that presigned URLs from then stay valid, or another one if that is taken."""
    last = int(file.read_text()) if file.exists() else 0
    for port in (last, 0):
        with socket.socket() as candidate, suppress(OSError):
            candidate.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            candidate.bind((HOST, port))
            free: int = candidate.getsockname()[1]
            file.write_text(str(free))
            return free
    raise CommandError("no free port is left on 127.0.0.1")
