"""Processes that work on files which may be hostile: with limits on time and memory, and without credentials.

A worker is a module that is run as a program: it reads a file from standard input and answers on standard output. This
module has both ends: `run` in the function's process, `serve` in the worker's.
"""

import os
import resource
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from shared.domain.errors import TemplateInvalid, Unavailable

# The worker's exit status when it refuses a file and says why.
REFUSED = 3
# The worker writes it when it begins, so that what follows is the file's doing.
STARTED = b"+"


class Exhausted(Exception):
    """The file made the worker reach a limit, or crash."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a worker may use: CPU time, and memory as address space."""

    cpu_seconds: int
    memory_bytes: int


def run(module: str, file: bytes, limits: Limits, *, wall_seconds: float, arguments: Sequence[str] = ()) -> bytes:
    """Run a worker on a file, and return its answer.

    Args:
        module: the worker's name.
        file: its input.
        limits: what it may use.
        wall_seconds: its timeout; on a busy host it may have to wait for a processor.
        arguments: more for the worker, beside the file; see `arguments`.

    Raises:
        TemplateInvalid: the worker refuses the file, with its reason.
        Exhausted: the file made it reach a limit, or crash.
        Unavailable: no worker could be started.
    """
    program = ["-S", "-P", "-m", module, str(limits.memory_bytes), str(limits.cpu_seconds)]
    try:
        worker = subprocess.run(  # noqa: S603 - this very interpreter, with arguments of our own
            [sys.executable, *program, *arguments],
            input=file,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            timeout=wall_seconds,
            check=False,
        )
        status, output = worker.returncode, worker.stdout
    except subprocess.TimeoutExpired as timeout:
        status, output = None, timeout.output or b""
    except OSError as error:
        raise Unavailable("The file could not be checked now. Please try again.") from error
    answer = output.removeprefix(STARTED)
    if answer == output:
        raise Unavailable("The file could not be checked now. Please try again.")
    if status == REFUSED:
        raise TemplateInvalid(answer.decode())
    if status != 0:
        raise Exhausted
    return answer


def _environment() -> dict[str, str]:
    """The paths of the worker's modules, and of Lambda's Python library; nothing else of this process's environment."""
    return {
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        "LD_LIBRARY_PATH": f"{sys.base_prefix}/lib",
    }


def arguments() -> list[str]:
    """In a worker: the arguments that `run` was called with."""
    return sys.argv[3:]


def serve(work: Callable[[bytes], bytes]) -> None:
    """Be a worker: limit this process as the arguments say, process one file, and exit."""
    memory_bytes, cpu_seconds = map(int, sys.argv[1:3])
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))
    # A crash leaves no core file behind.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.stdout.buffer.write(STARTED)
    sys.stdout.buffer.flush()
    status, answer = outcome(work, sys.stdin.buffer.read())
    sys.stdout.buffer.write(answer)
    sys.exit(status)


def outcome(work: Callable[[bytes], bytes], file: bytes) -> tuple[int, bytes]:
    """The exit status and answer of a worker for a file."""
    try:
        return 0, work(file)
    except TemplateInvalid as refusal:
        return REFUSED, str(refusal).encode()
