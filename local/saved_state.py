"""What the emulated AWS holds, on disk: one SQLite database, so that a save is there as a whole or not at all."""

import json
import sqlite3
import threading
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

# The id of a table, an item's key, and the item; without an item, it was deleted, and without a key, all of the table's
# were. Keys and items are JSON.
type Change = tuple[str, str | None, str | None]

SCHEMA = """
CREATE TABLE IF NOT EXISTS services (name TEXT PRIMARY KEY, state TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS items (
    table_id TEXT NOT NULL,
    key TEXT NOT NULL,
    item TEXT NOT NULL,
    PRIMARY KEY (table_id, key)
);
"""
PUT = "INSERT INTO items VALUES (?, ?, ?) ON CONFLICT (table_id, key) DO UPDATE SET item = excluded.item"
# What has not changed is not written again: a service's state can be large.
PUT_SERVICE = """
INSERT INTO services VALUES (?, ?)
ON CONFLICT (name) DO UPDATE SET state = excluded.state WHERE state IS NOT excluded.state
"""


class SavedState:
    """The states of the services, and the items of the tables apart from them, since those change all the time.

    A transaction that has ended outlives the process, however that ends; `sync` makes it outlive a power cut. A
    transaction that was cut off by either is not there at the next start.
    """

    def __init__(self, path: Path) -> None:
        """Open the database at `path`, or make it.

        Raises:
            sqlite3.Error: it is damaged, or cannot be read or written.
        """
        self._writing, self._syncing = _connect(path), _connect(path)
        self._one_checkpoint = threading.Lock()
        self._writing.executescript(SCHEMA)

    def services(self) -> dict[str, str]:
        """Each service's state, as JSON; nothing in a new database."""
        return dict(self._writing.execute("SELECT name, state FROM services"))

    def items(self, table_id: str) -> Iterator[tuple[str, str]]:
        """The keys and items of a table, in the order in which they were first put."""
        return self._writing.execute("SELECT key, item FROM items WHERE table_id = ? ORDER BY rowid", [table_id])

    def write_items(self, changes: Iterable[Change]) -> None:
        """Write changes of items, in their order.

        Raises:
            sqlite3.Error: nothing was written.
        """
        with self._writing:
            self._apply(changes)

    def write(self, services: Mapping[str, str], changes: Iterable[Change], table_ids: Collection[str]) -> None:
        """Write everything, and sync.

        Args:
            services: states of services, as JSON; others stay as they are.
            changes: changes of items, in their order.
            table_ids: the tables that there are; the items of others go.

        Raises:
            sqlite3.Error: nothing was written, or it is not synced.
        """
        with self._writing:
            self._writing.executemany(PUT_SERVICE, services.items())
            self._apply(changes)
            self._writing.execute(
                "DELETE FROM items WHERE table_id NOT IN (SELECT value FROM json_each(?))", [json.dumps([*table_ids])]
            )
        with self._one_checkpoint:  # TRUNCATE: the log was as large as all that was written
            self._writing.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def sync(self) -> None:
        """Have the disk keep what was written. May run beside a transaction, in another thread.

        Raises:
            sqlite3.Error: the disk did not.
        """
        with self._one_checkpoint:
            self._syncing.execute("PRAGMA wal_checkpoint").fetchall()

    def close(self) -> None:
        """Close the database."""
        self._syncing.close()
        self._writing.close()

    def _apply(self, changes: Iterable[Change]) -> None:
        for table_id, key, item in changes:
            if key is None:
                self._writing.execute("DELETE FROM items WHERE table_id = ?", [table_id])
            elif item is None:
                self._writing.execute("DELETE FROM items WHERE table_id = ? AND key = ?", [table_id, key])
            else:
                self._writing.execute(PUT, [table_id, key, item])


def _connect(path: Path) -> sqlite3.Connection:
    # Nobody waits for a lock: a request would wait with it, and whoever could not save tries again.
    connection = sqlite3.connect(path, timeout=0, check_same_thread=False)
    connection.execute("PRAGMA journal_mode = WAL")
    # A transaction does not wait for the disk: `sync` does.
    connection.execute("PRAGMA synchronous = NORMAL")
    return connection
