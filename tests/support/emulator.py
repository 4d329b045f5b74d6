"""ministack, as `make run` starts it, with nothing deployed."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from local.ministack import process


@contextmanager
def emulator(folder: Path) -> Iterator[str]:
    """Start ministack with its data in a folder, and stop it at the end; yields its endpoint URL."""
    logs = folder / "logs"
    with process.started(folder, logs) as ministack:
        process.wait_until_ready(ministack.endpoint, ministack.process, logs / "emulator.log")
        yield ministack.endpoint
