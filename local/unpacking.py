"""Unpacks each package of functions and layers once, for all the emulator's workers together.

The emulator unpacks code and layers anew for each worker that it starts: thousands of files, seconds of work, and a
hundred megabytes for each of the workers that a burst of requests starts. Nothing writes to them, here as on Lambda, so
the workers share one copy, also with those of later runs, and each of their own folders only points to it.
"""

import os
import tempfile
import zipfile
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace


def zipfile_for_workers(shared: Path) -> SimpleNamespace:
    """What the emulator's own `import zipfile` shall mean where it starts workers; they share the folder `shared`."""

    class SharedZipFile(zipfile.ZipFile):
        def namelist(self) -> list[str]:
            # Asked for by the emulator to check where each of the files would go, which takes as long as unpacking.
            return sorted({name.split("/")[0] for name in super().namelist()})

        def extractall(self, path: str | os.PathLike[str] | None = None, *_: object) -> None:
            for entry in self._unpacked().iterdir():
                (Path(path or ".") / entry.name).symlink_to(entry)

        def _unpacked(self) -> Path:
            contents = repr([(entry.filename, entry.CRC, entry.file_size) for entry in self.infolist()])
            there = shared / sha256(contents.encode()).hexdigest()[:16]
            if not there.exists():
                shared.mkdir(exist_ok=True)
                with tempfile.TemporaryDirectory(dir=shared) as own:
                    with zipfile.ZipFile(self.filename or "") as archive:
                        archive.extractall(own + "/files")
                    with suppress(OSError):  # another worker was faster
                        Path(own, "files").rename(there)
            return there

    return SimpleNamespace(**{**vars(zipfile), "ZipFile": SharedZipFile})
