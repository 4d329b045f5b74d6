"""Saves what the emulated AWS holds, in its own process, as it changes.

By itself the emulator writes everything anew, at a clean end alone. Here each request to DynamoDB has the items that it
changed written before it is answered, and everything else is saved when told to, which is after each deployment.
Objects of S3 are files already. Messages of queues are saved like functions and tables are, and records of streams are
not: a crash loses both.
"""

import os
import sqlite3
import threading
import time
import traceback
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from local.emulator_state import EmulatorState
from local.saved_state import Change, SavedState

# Seconds between syncs to disk, which is what a power cut can cost; and between attempts to save what could not be.
SYNC_EVERY = 1.0


class Saving:
    """Keeps the saved state like the emulator's own.

    It tells, a line each:

        saving            it is at work
        saved             everything is saved, as was ordered
        failed WHY        something is not saved; it tries again
        recovered         what had failed is saved
        finished          everything is saved, and nothing will change any more
    """

    def __init__(self, folder: Path, tell: Callable[[str], None]) -> None:
        """Take the place of the emulator's own saving, before it starts.

        Args:
            folder: where the state is saved.
            tell: is called with each line.

        Raises:
            sqlite3.Error: the saved state is damaged, or cannot be read or written.
        """
        folder.mkdir(parents=True, exist_ok=True)
        self._folder, self._tell = folder, tell
        self._saved = SavedState(folder / "saved.sqlite3")
        self._changes: deque[Change] = deque()
        # Held by a request and by whoever writes: a transaction of DynamoDB is written as a whole.
        self._one_at_a_time = threading.RLock()
        self._failing = self._incomplete = False
        self._state = EmulatorState(self._changes.append, self._request)
        self._state.replace_saving(self._load_or_end, self._finish)
        threading.Thread(target=self._keep_up, daemon=True).start()

    def order(self) -> None:
        """Save everything, between two requests, and tell when that is done; returns at once."""
        self._state.between_requests(self._follow_order)

    def _follow_order(self) -> None:
        if self._save_all():
            self._tell("saved")

    def _finish(self) -> None:
        if self._save_all():
            self._tell("finished")

    @contextmanager
    def _request(self) -> Iterator[None]:
        with self._one_at_a_time:
            try:
                yield
            finally:
                self._save_items()

    def _keep_up(self) -> None:
        while True:
            time.sleep(SYNC_EVERY)
            self._save_items()
            try:
                self._saved.sync()
            except sqlite3.Error as error:
                self._failed(error)
            else:
                if not self._changes:
                    self._succeeded()
            if self._incomplete:
                self._state.between_requests(self._follow_order)

    def _save_items(self) -> None:
        """Write the items that changed; a failure is told, and they are kept to be written."""
        if not self._changes:
            return
        try:
            with self._taken() as changes:
                self._saved.write_items(changes)
        except sqlite3.Error as error:
            self._failed(error)
        else:
            self._succeeded()

    def _save_all(self) -> bool:
        """Write everything, between two requests; gives whether it was written."""
        try:
            states = self._state.services(progress=lambda: self._tell("saving"))
            with self._taken() as changes:
                self._saved.write(states, changes, self._state.table_ids())
        except Exception as error:  # noqa: BLE001 - whatever a service's own code fails with
            traceback.print_exc()
            self._incomplete = True
            self._failed(error)
            return False
        self._incomplete = False
        self._succeeded()
        return True

    @contextmanager
    def _taken(self) -> Iterator[list[Change]]:
        """The changes to write, which are kept if that fails."""
        with self._one_at_a_time:
            changes = [self._changes.popleft() for _ in range(len(self._changes))]
            try:
                yield changes
            except BaseException:
                self._changes.extendleft(reversed(changes))
                raise

    def _failed(self, error: Exception) -> None:
        self._failing = True
        self._tell(f"failed {error}")

    def _succeeded(self) -> None:
        if self._failing and not self._incomplete:
            self._failing = False
            self._tell("recovered")

    def _load_or_end(self) -> None:
        """Load what is saved; an emulator that cannot must end, or it would save an empty one over it."""
        try:
            self._load()
        except BaseException:  # noqa: BLE001 - the server would go on
            traceback.print_exc()
            os._exit(1)

    def _load(self) -> None:
        states = self._saved.services()
        # Until the first save into the database, what an older version of this code saved counts: a file a service.
        older = [] if states else [*self._folder.glob("*.json")]
        self._state.load(states or {path.stem: path.read_text() for path in older}, self._saved.items)
        if older:
            if not self._save_all():
                raise RuntimeError("what an older version saved could not be saved anew")
            for path in older:
                path.unlink()
