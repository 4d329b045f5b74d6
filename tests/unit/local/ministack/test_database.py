"""ministack's state is saved in atomic transactions whose cost depends only on what changed."""

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from local.ministack.in_process.database import Change, StateDatabase

TABLE, OTHER = "table-id", "other-table-id"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[StateDatabase]:
    database = StateDatabase(tmp_path / "saved.sqlite3")
    yield database
    database.close()


def put(number: int, text: str = "") -> Change:
    return TABLE, f"key-{number}", f"{text}{number}"


def after_a_crash(folder: Path, copy: Path, *, log_bytes: int | None = None) -> list[tuple[str, str]]:
    """The table's items in a copy of the open database's files, with the first `log_bytes` of its log."""
    copy.mkdir()
    for file in ("saved.sqlite3", "saved.sqlite3-wal"):
        shutil.copy(folder / file, copy / file)
    if log_bytes is not None:
        with (copy / "saved.sqlite3-wal").open("r+b") as log:
            log.truncate(log_bytes)
    found = StateDatabase(copy / "saved.sqlite3")
    items = list(found.items(TABLE))
    found.close()
    return items


def test_a_committed_transaction_survives_a_crash(database: StateDatabase, tmp_path: Path) -> None:
    database.write_items([put(1), put(2)])
    database.write_items([put(1, "changed"), (TABLE, "key-2", None), put(3)])
    assert after_a_crash(tmp_path, tmp_path / "copy") == [("key-1", "changed1"), ("key-3", "3")]


def test_a_truncated_log_recovers_only_whole_transactions(database: StateDatabase, tmp_path: Path) -> None:
    pairs = [[put(number), put(number + 1)] for number in range(0, 20, 2)]
    for pair in pairs:
        database.write_items(pair)
    length = (tmp_path / "saved.sqlite3-wal").stat().st_size
    sizes = set()
    for log_bytes in (*range(0, length, length // 97), length):
        items = after_a_crash(tmp_path, tmp_path / f"copy-{log_bytes}", log_bytes=log_bytes)
        assert items == [(f"key-{number}", str(number)) for number in range(len(items))]
        assert len(items) % 2 == 0
        sizes.add(len(items))
    assert sizes == set(range(0, 21, 2))


def test_the_cost_of_a_change_does_not_depend_on_the_size_of_the_table(database: StateDatabase, tmp_path: Path) -> None:
    log = tmp_path / "saved.sqlite3-wal"
    database.write({}, [put(number, "x" * 300) for number in range(20_000)], [TABLE])
    assert log.stat().st_size == 0
    database.write_items([put(10_000, "changed")])
    assert 0 < log.stat().st_size < 50_000 < (tmp_path / "saved.sqlite3").stat().st_size / 100


def test_a_failed_transaction_is_rolled_back(database: StateDatabase, tmp_path: Path) -> None:
    database.write_items([put(1)])
    somebody = sqlite3.connect(tmp_path / "saved.sqlite3", isolation_level=None)
    somebody.execute("BEGIN IMMEDIATE")
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        database.write_items([put(2)])
    somebody.close()
    database.write_items([put(3)])
    assert list(database.items(TABLE)) == [("key-1", "1"), ("key-3", "3")]


def test_emptied_and_deleted_tables_leave_no_items(database: StateDatabase) -> None:
    database.write({"service": "state"}, [put(1), (OTHER, "key", "item")], [TABLE, OTHER])
    database.write_items([(TABLE, None, None), put(2)])
    assert list(database.items(TABLE)) == [("key-2", "2")]
    database.write({}, [], [TABLE])
    assert list(database.items(OTHER)) == []
    assert database.services() == {"service": "state"}


def test_the_state_of_each_service_is_stored_by_name(database: StateDatabase) -> None:
    assert database.services() == {}
    database.write({"one": "1", "two": "2"}, [], [])
    database.write({"two": "changed"}, [], [])
    assert database.services() == {"one": "1", "two": "changed"}
