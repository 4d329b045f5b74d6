"""What ministack remembers of past requests is limited."""

import json
import subprocess
import sysconfig
from pathlib import Path

import pytest

from local.ministack.in_process import retention
from local.ministack.process import PYTHON
from local.settings import ROOT
from tests.support.sizes import at_full_size_only


@pytest.mark.parametrize(("added", "left"), [(0, 0), (19, 19), (20, 10), (29, 19), (30, 10)])
def test_the_older_half_is_dropped_at_twice_the_limit(added: int, left: int) -> None:
    kept: list[int] = []
    dropped = 0
    for number in range(added):
        kept.append(number)
        dropped += retention.drop_oldest(kept, 10)
    assert len(kept) == left
    assert kept == list(range(added))[added - left :]
    assert dropped == added - left


def test_however_many_are_added_fewer_than_twice_the_limit_are_kept() -> None:
    kept: list[int] = []
    for number in range(100_000):
        kept.append(number)
        retention.drop_oldest(kept, retention.KEPT)
        assert len(kept) < 2 * retention.KEPT


def test_a_position_in_a_stream_stays_that_of_its_record() -> None:
    records: dict[str, list[int]] = {"table": []}
    trimmed: dict[str, int] = {}
    start = retention._limit_stream(  # noqa: SLF001 - what is patched in
        lambda table, **_: trimmed.get(table, 0), records, trimmed
    )
    assert start("table") == start("another") == 0
    first = 0
    for number in range(3 * retention.KEPT_STREAM_RECORDS):
        records["table"].append(number)
        first = start("table")
        assert records["table"][0] == first
    assert first == 2 * retention.KEPT_STREAM_RECORDS
    assert trimmed == {"table": first}


# In many_requests.py.
LIMIT = 500


def kept(requests: int, mode: str, folder: Path) -> dict[str, int]:
    """What ministack keeps of so many requests."""
    script = Path(__file__).with_name("many_requests.py")
    command: list[str | Path] = [PYTHON, "-P", script, sysconfig.get_path("purelib"), ROOT, str(requests), mode]
    answer = subprocess.run(command, cwd=folder, capture_output=True, check=True)  # noqa: S603 - our own script
    found: dict[str, int] = json.loads(answer.stdout.splitlines()[-1])
    return found


@at_full_size_only
def test_the_emulators_memory_does_not_grow_with_requests(tmp_path: Path) -> None:
    some, more = (kept(requests, "limited", tmp_path) for requests in (1_500, 3_000))
    for found in (some, more):
        assert found["records"] < 2 * LIMIT
        assert found["log events"] < 2 * LIMIT + 3
        assert found["data points"] <= 2 * LIMIT
    # Not those that were dropped: a mapping continues after the last record that it has read.
    assert (some["end of the stream"], more["end of the stream"]) == (1_500, 3_000)
    unlimited = kept(3_000, "unlimited", tmp_path)
    assert (unlimited["records"], unlimited["log events"], unlimited["data points"]) == (3_000, 9_000, 3_000)
    assert unlimited["bytes"] > 2 * more["bytes"]
