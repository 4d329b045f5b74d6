"""Runs the emulated AWS so that it never outlives who started it, and saves what it holds when told to.

Executed by the emulator's own Python, as a program. Its standard input is a pipe from the process that started it, with
an order a line:

    save            write everything to disk now, and at the end
    save-at-end     write everything to disk at the end

However that process ends, the pipe ends with it, and this one then stops. It saves everything first, but only if it got
an order before: what a deployment that was cut in the middle left behind must not replace what is on disk. How saving
goes is told through another pipe, in the words of `local.saving.Saving`.
"""

import os
import signal
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from local.saving import Saving


def obey(saving: "Saving") -> None:
    """Follow the orders on standard input until it ends."""
    ordered = False
    for line in sys.stdin:
        ordered = True
        if line.strip() == "save":
            saving.order()
    if ordered:
        os.kill(os.getpid(), signal.SIGTERM)
    else:
        os._exit(1)


def main() -> None:
    """Start the emulator.

    The arguments are the file descriptor of the pipe for reports, and the folders that have the SAM translator and this
    project.
    """
    reports = int(sys.argv[1])
    # Behind its own packages, and in this process alone: the functions are processes of their own and do not see them.
    sys.path += sys.argv[2:]
    sys.argv[1:] = []
    from ministack.app import main as serve  # type: ignore[import-not-found]  # noqa: PLC0415
    from ministack.core.persistence import STATE_DIR  # type: ignore[import-not-found]  # noqa: PLC0415

    from local.mending import mend  # noqa: PLC0415
    from local.saving import Saving  # noqa: PLC0415

    def tell(line: str) -> None:
        with suppress(BrokenPipeError):  # who started this is gone: it goes on saving
            os.write(reports, " ".join(line.split()).encode() + b"\n")

    mend(Path.cwd() / "unpacked")
    saving = Saving(Path(STATE_DIR), tell)
    threading.Thread(target=obey, args=[saving], daemon=True).start()
    serve()


if __name__ == "__main__":
    main()
