"""Builds the functions and layers with SAM, and only when one of their sources has changed."""

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from local import programs
from local.console import print_line
from local.settings import ROOT, Settings

OUTPUT = ROOT / ".aws-sam" / "build"
# SAM empties its output folder before it builds, so this file never outlives the build that it describes.
BUILT_FROM = OUTPUT / "built-from"
SOURCES = ("template.yaml", "samconfig.toml", ".python-version", "functions", "layers", "src", "tools/build")


def digest(architecture: str) -> str:
    """A digest of the sources and the processor."""
    total = hashlib.sha256(architecture.encode())
    for source in SOURCES:
        for path in _files(ROOT / source):
            total.update(f"\n{path.relative_to(ROOT)}\n".encode())
            total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


@contextmanager
def up_to_date(settings: Settings) -> Iterator[str]:
    """Build if needed, and keep other processes from building while the output is in use; yields its digest."""
    lock = ROOT / ".aws-sam" / "lock"
    lock.parent.mkdir(exist_ok=True)
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        wanted = digest(settings.architecture)
        if not BUILT_FROM.exists() or BUILT_FROM.read_text() != wanted:
            print_line("building the functions and their layers (the first time takes a minute)")
            _build(settings, held.fileno())
            BUILT_FROM.write_text(wanted)
        yield wanted


def _build(settings: Settings, lock_fd: int) -> None:
    programs.run(
        ["sam", "build", "--parameter-overrides", f"Architecture={settings.architecture}"],
        log=settings.logs / "build.log",
        env={**programs.environment(), "ARCHITECTURE": settings.architecture},
        inherited_fds=[lock_fd],
    )


def _files(source: Path) -> Iterator[Path]:
    if source.is_file():
        yield source
    for folder, folders, names in os.walk(source):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        yield from (Path(folder, name) for name in sorted(names) if not name.endswith(".pyc"))
