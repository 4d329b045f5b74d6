"""Builds what is deployed, with SAM, and only when something that goes into it has changed."""

import compileall
import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from py_compile import PycInvalidationMode

from local import programs
from local.console import say
from local.settings import ROOT, Settings

OUTPUT = ROOT / ".aws-sam" / "build"
# SAM empties its output folder before it builds: a note in there is as old as what lies beside it.
NOTE = OUTPUT / "built-from"
SOURCES = ("template.yaml", "samconfig.toml", ".python-version", "functions", "layers", "src")


def digest(architecture: str) -> str:
    """What the build is made from, in one word."""
    total = hashlib.sha256(architecture.encode())
    for source in SOURCES:
        for path in _files(ROOT / source):
            total.update(f"\n{path.relative_to(ROOT)}\n".encode())
            total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


@contextmanager
def up_to_date(settings: Settings) -> Iterator[str]:
    """Build if needed, and keep others from building as long as this one's output is read; gives its digest."""
    lock = ROOT / ".aws-sam" / "lock"
    lock.parent.mkdir(exist_ok=True)
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        wanted = digest(settings.architecture)
        if not NOTE.exists() or NOTE.read_text() != wanted:
            say("building the functions and their layers (the first time takes a minute)")
            _build(settings, held.fileno())
            NOTE.write_text(wanted)
        yield wanted


def _build(settings: Settings, lock: int) -> None:
    programs.run(
        ["sam", "build", "--parameter-overrides", f"Architecture={settings.architecture}"],
        log=settings.logs / "build.log",
        env=programs.environment(),
        keep_open=[lock],
    )
    # A worker of a function starts from freshly unpacked files: compiled ones spare it most of its start.
    for folder in sorted(OUTPUT.iterdir()):
        if folder.is_dir():
            compileall.compile_dir(
                folder,
                quiet=2,
                stripdir=str(folder),
                invalidation_mode=PycInvalidationMode.UNCHECKED_HASH,
            )


def _files(source: Path) -> Iterator[Path]:
    if source.is_file():
        yield source
    for folder, folders, names in os.walk(source):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        yield from (Path(folder, name) for name in sorted(names) if not name.endswith(".pyc"))
