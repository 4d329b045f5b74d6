"""Waits as long as something moves: on a busy machine everything is slow, and only what stands still has failed."""

import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from local.console import FailedError

# So long nothing may move before it is given up. Whatever works gets its turn within that, however busy the machine.
QUIET_SECONDS = 300.0
PAUSE_SECONDS = 0.05

_PROCESSES = Path("/proc")
_TICKS_A_SECOND = 100


class StalledError(FailedError):
    """Nothing moved any more, and what was waited for had not come."""


def wait_until[Seen](
    look: Callable[[], Seen | None],
    *,
    progress: Callable[[], object] = lambda: None,
    clock: Callable[[], float] = time.monotonic,
    pause: Callable[[float], object] = time.sleep,
) -> Seen:
    """Look again and again, however long it takes, and give up only when nothing moves any more.

    Args:
        look: gives what is waited for, or something false as long as it is not there. That a process has ended is
            something to see as well: nobody waits for one that is gone.
        progress: is different each time if something has moved, such as the number of lines that a program has printed.
        clock: tells seconds.
        pause: lets seconds pass.

    Returns:
        What was seen.

    Raises:
        StalledError: for `QUIET_SECONDS`, `progress` stayed the same.
    """
    moved_at, last = clock(), progress()
    while not (seen := look()):
        if (now := progress()) != last:
            moved_at, last = clock(), now
        elif clock() - moved_at > QUIET_SECONDS:
            raise StalledError(f"nothing has moved for {QUIET_SECONDS:.0f} seconds")
        pause(PAUSE_SECONDS)
    return seen


def computed(process: int) -> int:
    """Whole seconds of computing that a process and all that it started have had; those of a process that idles stay.

    Where the system has no `/proc` to tell, it is always 0: then something else has to tell of progress.
    """
    children: dict[int, list[int]] = defaultdict(list)
    ticks: dict[int, int] = {}
    for folder in _PROCESSES.glob("[0-9]*"):
        with suppress(OSError):  # it has ended meanwhile
            # Behind the name, which may have spaces and parentheses: proc_pid_stat(5).
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            children[int(fields[1])].append(int(folder.name))
            # Its own and that of children that have ended, in user mode and in the kernel.
            ticks[int(folder.name)] = sum(map(int, fields[11:15]))
    total, family = 0, [process]
    while family:
        member = family.pop()
        total += ticks.get(member, 0)
        family += children[member]
    return total // _TICKS_A_SECOND
