"""A terminal at which a script answers the questions of a program."""

import os
import select
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from local.waiting import STALL_SECONDS


def typed(
    command: Sequence[str | Path], answers: Iterable[tuple[str, str]], *, cwd: Path, env: Mapping[str, str]
) -> tuple[int, str]:
    """Run a program at a terminal of its own.

    Args:
        command: the program and its arguments.
        answers: the end of each prompt, and what is typed then, in order.
        cwd: its working directory.
        env: its environment.

    Returns:
        Its exit status, and all that the terminal showed.

    Raises:
        AssertionError: it asked for something else, or printed nothing for a long time.
    """
    controller, terminal = os.openpty()
    with subprocess.Popen(  # noqa: S603 - programs of the project
        command, cwd=cwd, env=env, stdin=terminal, stdout=terminal, stderr=terminal, start_new_session=True
    ) as process:
        os.close(terminal)
        shown = ""
        try:
            for prompt, answer in answers:
                while not shown.endswith(prompt):
                    more = _read(controller)
                    assert more, f"it did not ask for {prompt!r}: {shown}"
                    shown += more
                os.write(controller, f"{answer}\n".encode())
            while more := _read(controller):
                shown += more
        finally:
            os.close(controller)
            if process.poll() is None:
                with suppress(subprocess.TimeoutExpired):
                    process.wait(timeout=STALL_SECONDS)
                process.kill()
    return process.returncode, shown.replace("\r\n", "\n")


def _read(controller: int) -> str:
    """What the program has printed since; "" when it has exited."""
    ready, _, _ = select.select([controller], [], [], STALL_SECONDS)
    assert ready, "the program printed nothing for a long time"
    with suppress(OSError):  # Linux: the other end is closed
        return os.read(controller, 65_536).decode("utf-8", "replace")
    return ""
