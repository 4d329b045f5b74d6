"""The program that runs ministack: patched, with its state saved, and never for longer than its parent process.

Executed by ministack's own Python. Standard input is a pipe from the process that started it, with a command a line:

    save            write everything to disk now, and on exit
    save-on-exit    write everything to disk on exit

When that process ends, however it does, the pipe closes, and this process exits. It saves everything first, but only
after a command: a deployment that was interrupted must not replace what is on disk. The status of saving is reported
through another pipe, in the lines that `persistence.Persistence` defines.
"""

import os
import signal
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from local.ministack.in_process.persistence import Persistence


def follow_commands(persistence: "Persistence") -> None:
    """Execute the commands on standard input until it closes, then exit."""
    commanded = False
    for line in sys.stdin:
        commanded = True
        if line.strip() == "save":
            persistence.request_save()
    if commanded:
        os.kill(os.getpid(), signal.SIGTERM)
    else:
        os._exit(1)


def main() -> None:
    """Start ministack.

    The arguments are the file descriptor of the pipe for status lines, and the folders with the SAM translator and with
    this project.
    """
    status_pipe = int(sys.argv[1])
    # After ministack's own packages, and in this process alone: functions run in other processes, which must find
    # their dependencies in their layers.
    sys.path += sys.argv[2:]
    sys.argv[1:] = []
    from ministack.app import main as serve  # type: ignore[import-not-found]  # noqa: PLC0415
    from ministack.core.persistence import STATE_DIR  # type: ignore[import-not-found]  # noqa: PLC0415

    from local.ministack.in_process import patches  # noqa: PLC0415
    from local.ministack.in_process.persistence import Persistence  # noqa: PLC0415

    def report(line: str) -> None:
        with suppress(BrokenPipeError):  # the parent process is gone: saving continues
            os.write(status_pipe, " ".join(line.split()).encode() + b"\n")

    patches.apply(Path.cwd() / "unpacked")
    persistence = Persistence(Path(STATE_DIR), report)
    threading.Thread(target=follow_commands, args=[persistence], daemon=True).start()
    serve()


if __name__ == "__main__":
    main()
