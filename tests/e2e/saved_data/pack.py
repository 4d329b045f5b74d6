"""Packs a data folder for test_saved_data.py: `python -m tests.e2e.saved_data.pack FOLDER FILE`.

Code is left out, since it is large and the next start deploys its own, and so are keys, which that start creates.
"""

import base64
import json
import re
import shutil
import sqlite3
import sys
import tarfile
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

_CODE_BUCKET = "aws-sam-cli-managed-default-samclisourcebucket-*"
_NO_CODE = base64.b64encode(b"left out").decode()


def pack(folder: Path, file: Path) -> None:
    """Pack the data folder of a service that was stopped.

    Args:
        folder: the data folder, as in `DATA_DIR`.
        file: to write, a .tar.xz.
    """
    with TemporaryDirectory() as temporary:
        state = Path(temporary) / "state"
        ignored = shutil.ignore_patterns(_CODE_BUCKET, "lambda-blobs", "*.pem", "*.lock")
        shutil.copytree(folder / "state", state, ignore=ignored)
        _remove_code(state / "saved.sqlite3")
        with tarfile.open(file, "w:xz") as archive:
            archive.add(state, "state")


def _remove_code(database: Path) -> None:
    with closing(sqlite3.connect(database)) as saved:
        states: dict[str, str] = dict(saved.execute("SELECT name, state FROM services"))
        functions = json.loads(states["lambda"])
        for layer in functions["payload"]["layers"]["data"].values():
            for version in layer["versions"]:
                version["_zip_data"]["__bytes__"] = _NO_CODE
        states["lambda"] = json.dumps(functions)
        # So that CloudFormation finds the code of every function and layer changed, and deploys all of it.
        states["cloudformation"] = re.sub(r'("S3Key": ")\w+"', r'\1left-out"', states["cloudformation"])
        states["cloudwatch_logs"] = ""
        for name, content in states.items():
            if content:
                saved.execute("UPDATE services SET state = ? WHERE name = ?", [content, name])
            else:
                saved.execute("DELETE FROM services WHERE name = ?", [name])
        saved.commit()
        saved.execute("PRAGMA journal_mode = DELETE")
        saved.execute("VACUUM")


if __name__ == "__main__":
    pack(Path(sys.argv[1]), Path(sys.argv[2]))
