"""Unpacks each package of functions and layers once, for all of ministack's workers together.

ministack 1.5.33: unpacks the code and all layers again for each worker (`core/lambda_runtime.py`): thousands of files,
seconds, and a hundred megabytes for each of the workers that a burst of requests starts.
AWS: code and layers are in read-only folders, `/var/task` and `/opt`.
https://docs.aws.amazon.com/lambda/latest/dg/packaging-layers.html

Nothing writes to them here, either. So all workers, also those of later runs, share one copy: the folder of each worker
contains symbolic links.
"""

import os
import tempfile
import zipfile
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace


def shared_zipfile(shared: Path) -> SimpleNamespace:
    """A replacement for `zipfile` in ministack's `lambda_runtime`, which unpacks into the folder `shared`."""

    class SharedZipFile(zipfile.ZipFile):
        def namelist(self) -> list[str]:
            # ministack checks the target of each name before it unpacks, which takes as long as unpacking.
            return sorted({name.split("/")[0] for name in super().namelist()})

        def extractall(self, path: str | os.PathLike[str] | None = None, *_: object) -> None:
            for entry in self._unpacked().iterdir():
                (Path(path or ".") / entry.name).symlink_to(entry)

        def _unpacked(self) -> Path:
            contents = repr([(entry.filename, entry.CRC, entry.file_size) for entry in self.infolist()])
            target = shared / sha256(contents.encode()).hexdigest()[:16]
            if not target.exists():
                shared.mkdir(exist_ok=True)
                with tempfile.TemporaryDirectory(dir=shared) as own:
                    with zipfile.ZipFile(self.filename or "") as archive:
                        archive.extractall(own + "/files")
                    with suppress(OSError):  # another worker was faster
                        Path(own, "files").rename(target)
            return target

    return SimpleNamespace(**{**vars(zipfile), "ZipFile": SharedZipFile})
