"""Dates as they are printed."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from shared.domain.local_dates import spelled_date


@pytest.mark.parametrize(
    ("moment", "spelled"),
    [
        (datetime(2026, 1, 1, tzinfo=UTC), "1 January 2026"),
        (datetime(2028, 2, 29, 23, 59, 59, tzinfo=UTC), "29 February 2028"),
        (datetime(2026, 12, 31, tzinfo=UTC), "31 December 2026"),
    ],
)
def test_a_date_is_spelled_in_words(moment: datetime, spelled: str) -> None:
    assert spelled_date(moment) == spelled


def test_the_date_is_in_utc_whatever_the_time_zone_of_the_instant() -> None:
    assert spelled_date(datetime(2027, 1, 1, 1, tzinfo=timezone(timedelta(hours=7)))) == "31 December 2026"


def test_every_month_has_its_name() -> None:
    months = [spelled_date(datetime(2026, month, 1, tzinfo=UTC)).split()[1][:3] for month in range(1, 13)]
    assert months == ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
