"""ministack's state on disk: one SQLite database, so that each save is atomic."""

import json
import sqlite3
import threading
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

# The id of a table, the key of an item, and the item; both as JSON. Without the item, it was deleted; without the key,
# all items of the table were.
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
# An unchanged state is not written again: it can be large.
PUT_SERVICE = """
INSERT INTO services VALUES (?, ?)
ON CONFLICT (name) DO UPDATE SET state = excluded.state WHERE state IS NOT excluded.state
"""


class StateDatabase:
    """The states of the services, and separately the items of the tables, which change all the time.

    A committed transaction survives the end of the process, and after `sync` a power cut. A transaction that either
    interrupted is rolled back at the next start.
    """

    def __init__(self, path: Path) -> None:
        """Open the database at `path`; create it if there is none.

        Raises:
            sqlite3.Error: it is damaged, or cannot be read or written.
        """
        self._writing, self._syncing = _connect(path), _connect(path)
        self._checkpoint = threading.Lock()
        self._writing.executescript(SCHEMA)

    def services(self) -> dict[str, str]:
        """Each service's state, as JSON; empty in a new database."""
        return dict(self._writing.execute("SELECT name, state FROM services"))

    def items(self, table_id: str) -> Iterator[tuple[str, str]]:
        """The keys and items of a table, in the order in which they were first written."""
        return self._writing.execute("SELECT key, item FROM items WHERE table_id = ? ORDER BY rowid", [table_id])

    def write_items(self, changes: Iterable[Change]) -> None:
        """Write changes of items, in the given order.

        Raises:
            sqlite3.Error: nothing was written.
        """
        with self._writing:
            self._apply(changes)

    def write(self, services: Mapping[str, str], changes: Iterable[Change], table_ids: Collection[str]) -> None:
        """Write everything in one transaction, and sync.

        Args:
            services: states of services, as JSON; others stay as they are.
            changes: changes of items, in the given order.
            table_ids: the ids of all tables; items of other tables are deleted.

        Raises:
            sqlite3.Error: nothing was written, or it was not synced.
        """
        with self._writing:
            self._writing.executemany(PUT_SERVICE, services.items())
            self._apply(changes)
            self._writing.execute(
                "DELETE FROM items WHERE table_id NOT IN (SELECT value FROM json_each(?))", [json.dumps([*table_ids])]
            )
        with self._checkpoint:  # TRUNCATE: the log has grown by all that was written
            self._writing.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def sync(self) -> None:
        """Sync what was written to disk. May run during a transaction, in another thread.

        Raises:
            sqlite3.Error: it was not synced.
        """
        with self._checkpoint:
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
    # No waiting for a lock, since requests would wait as well: a failed write is tried again.
    connection = sqlite3.connect(path, timeout=0, check_same_thread=False)
    connection.execute("PRAGMA journal_mode = WAL")
    # A commit does not wait for the disk; `sync` does.
    connection.execute("PRAGMA synchronous = NORMAL")
    return connection
