"""Saves ministack's state to disk as it changes, from inside its process.

ministack 1.5.33: writes the state of all services at a clean shutdown only, all of it, one JSON file a service. After a
crash everything since the last shutdown is lost. A file that cannot be loaded is logged, and the next shutdown replaces
it by an empty state.
AWS: a write that was acknowledged is durable.
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.ReadConsistency.html

Here the items that a request to DynamoDB changed are written before its response is sent, and everything else when the
parent process commands it, which is after each deployment, and on exit. S3 objects are files already. Messages in
queues are saved with everything else, stream records never: a crash loses both.
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

from local.ministack.in_process.database import Change, StateDatabase
from local.ministack.in_process.state import MinistackState

# Seconds between syncs to disk, which is what a power cut can cost; and between attempts to write what failed.
SYNC_INTERVAL = 1.0


class Persistence:
    """Takes the place of ministack's own persistence.

    It reports its status in lines:

        saving            a save makes progress
        saved             everything is saved, as was commanded
        failed WHY        something is not saved; it is tried again
        recovered         what had failed is saved
        finished          everything is saved, and nothing will change any more
    """

    def __init__(self, folder: Path, report: Callable[[str], None]) -> None:
        """Replace ministack's persistence, before ministack starts.

        Args:
            folder: where the state is saved.
            report: is called with each line.

        Raises:
            sqlite3.Error: the database is damaged, or cannot be read or written.
        """
        folder.mkdir(parents=True, exist_ok=True)
        self._folder, self._report = folder, report
        self._database = StateDatabase(folder / "saved.sqlite3")
        self._changes: deque[Change] = deque()
        # Held during a request and during a write, so that a DynamoDB transaction is written as a whole.
        self._lock = threading.RLock()
        self._failing = self._incomplete = False
        self._state = MinistackState(self._changes.append, self._request)
        self._state.replace_persistence(self._load_or_exit, self._save_on_exit)
        threading.Thread(target=self._sync_loop, daemon=True).start()

    def request_save(self) -> None:
        """Have everything saved and reported, between two requests; returns at once."""
        self._state.call_between_requests(self._save_and_report)

    def _save_and_report(self) -> None:
        if self._save_all():
            self._report("saved")

    def _save_on_exit(self) -> None:
        if self._save_all():
            self._report("finished")

    @contextmanager
    def _request(self) -> Iterator[None]:
        with self._lock:
            try:
                yield
            finally:
                self._save_items()

    def _sync_loop(self) -> None:
        while True:
            time.sleep(SYNC_INTERVAL)
            self._save_items()
            try:
                self._database.sync()
            except sqlite3.Error as error:
                self._report_failure(error)
            else:
                if not self._changes:
                    self._report_success()
            if self._incomplete:
                self._state.call_between_requests(self._save_and_report)

    def _save_items(self) -> None:
        """Write the changed items; after a failure, which is reported, they are kept for the next attempt."""
        if not self._changes:
            return
        try:
            with self._pending_changes() as changes:
                self._database.write_items(changes)
        except sqlite3.Error as error:
            self._report_failure(error)
        else:
            self._report_success()

    def _save_all(self) -> bool:
        """Write everything, between two requests; returns whether it was written."""
        try:
            states = self._state.service_states(progress=lambda: self._report("saving"))
            with self._pending_changes() as changes:
                self._database.write(states, changes, self._state.table_ids())
        except Exception as error:  # noqa: BLE001 - whatever a service's own code fails with
            traceback.print_exc()
            self._incomplete = True
            self._report_failure(error)
            return False
        self._incomplete = False
        self._report_success()
        return True

    @contextmanager
    def _pending_changes(self) -> Iterator[list[Change]]:
        """The changes to write; they stay pending if that fails."""
        with self._lock:
            changes = [self._changes.popleft() for _ in range(len(self._changes))]
            try:
                yield changes
            except BaseException:
                self._changes.extendleft(reversed(changes))
                raise

    def _report_failure(self, error: Exception) -> None:
        self._failing = True
        self._report(f"failed {error}")

    def _report_success(self) -> None:
        if self._failing and not self._incomplete:
            self._failing = False
            self._report("recovered")

    def _load_or_exit(self) -> None:
        """Load what is saved; when that fails ministack must exit, or it would save an empty state over it."""
        try:
            self._load()
        except BaseException:  # noqa: BLE001 - ministack would continue
            traceback.print_exc()
            os._exit(1)

    def _load(self) -> None:
        states = self._database.services()
        # Data folders from before there was a database have ministack's own files, until the first save.
        files = [] if states else [*self._folder.glob("*.json")]
        self._state.load(states or {path.stem: path.read_text() for path in files}, self._database.items)
        if files:
            if not self._save_all():
                raise RuntimeError("ministack's own files could not be saved to the database")
            for path in files:
                path.unlink()
