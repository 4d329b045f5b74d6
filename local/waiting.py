"""Polling without a deadline: on a busy machine everything is slow, and only what makes no progress has failed."""

import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from local.console import CommandError

# Without progress for so long, a wait has failed. Even a very busy machine schedules each process within that.
STALL_SECONDS = 300.0
POLL_SECONDS = 0.05

_PROCESSES = Path("/proc")
_TICKS_A_SECOND = 100


class StalledError(CommandError):
    """There was no more progress, and the condition was still false."""


def wait_until[Result](
    condition: Callable[[], Result | None],
    *,
    progress: Callable[[], object] = lambda: None,
    clock: Callable[[], float] = time.monotonic,
    pause: Callable[[float], object] = time.sleep,
) -> Result:
    """Poll until a condition holds, as long as there is progress.

    Args:
        condition: returns something true when it holds. It should also hold when a process that is waited for has
            exited.
        progress: returns another value whenever there was progress, such as the number of lines that a program has
            printed.
        clock: returns the time in seconds.
        pause: sleeps for so many seconds.

    Returns:
        What the condition returned.

    Raises:
        StalledError: `progress` returned the same value for `STALL_SECONDS`.
    """
    progressed_at, last = clock(), progress()
    while not (result := condition()):
        if (now := progress()) != last:
            progressed_at, last = clock(), now
        elif clock() - progressed_at > STALL_SECONDS:
            raise StalledError(f"no progress for {STALL_SECONDS:.0f} seconds")
        pause(POLL_SECONDS)
    return result


def cpu_seconds(process: int) -> int:
    """The CPU time of a process and all its descendants, in whole seconds.

    Always 0 on a system without `/proc`.
    """
    children: dict[int, list[int]] = defaultdict(list)
    ticks: dict[int, int] = {}
    for folder in _PROCESSES.glob("[0-9]*"):
        with suppress(OSError):  # it has exited
            # After the name, which may have spaces and parentheses: proc_pid_stat(5).
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            children[int(fields[1])].append(int(folder.name))
            # Of the process, and of its children that have exited; in user mode, and in the kernel.
            ticks[int(folder.name)] = sum(map(int, fields[11:15]))
    total, tree = 0, [process]
    while tree:
        member = tree.pop()
        total += ticks.get(member, 0)
        tree += children[member]
    return total // _TICKS_A_SECOND
