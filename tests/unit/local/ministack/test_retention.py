"""What ministack remembers of past requests is limited."""

import pytest

from local.ministack.in_process import retention


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
