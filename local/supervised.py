"""Runs the emulated AWS so that it never outlives who started it, and saves what it holds when told to.

Executed by the emulator's own Python, as a program. Its standard input is a pipe from the process that started it, with
an order a line:

    save            write everything to disk
    save-data       write rows and documents to disk
    save-at-end     nothing now

However that process ends, the pipe ends with it, and this one then stops. It saves everything first, but only if it got
an order before: what a deployment that was cut in the middle left behind must not replace what is on disk.
"""

import os
import signal
import sys
import threading
from pathlib import Path

# Its own names for what holds rows and documents.
DATA = ("dynamodb", "s3")


def obey() -> None:
    """Follow the orders on standard input until it ends."""
    from ministack import app  # type: ignore[import-not-found]  # noqa: PLC0415 - once main() has set the path
    from ministack.core.persistence import save_all  # type: ignore[import-not-found]  # noqa: PLC0415

    ordered = False
    for line in sys.stdin:
        ordered = True
        # Without this the emulator saves at its end alone, and a power cut takes everything.
        services = app._build_persistence_save_dict()  # noqa: SLF001
        if line.strip() == "save":
            save_all(services)
        elif line.strip() == "save-data":
            save_all({name: services[name] for name in DATA if name in services})
    if ordered:
        os.kill(os.getpid(), signal.SIGTERM)
    else:
        os._exit(1)


def main() -> None:
    """Start the emulator; the arguments are the folders that have the SAM translator and this project."""
    # Behind its own packages, and in this process alone: the functions are processes of their own and do not see them.
    sys.path += sys.argv[1:]
    sys.argv[1:] = []
    from ministack.app import main as serve  # type: ignore[import-not-found]  # noqa: PLC0415

    from local.mending import mend  # noqa: PLC0415

    mend(Path.cwd() / "unpacked")
    threading.Thread(target=obey, daemon=True).start()
    serve()


if __name__ == "__main__":
    main()
