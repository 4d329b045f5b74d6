from datetime import UTC, date, datetime

import pytest

from shared.domain.period import Period


def test_days_are_those_of_the_time_zone() -> None:
    period = Period.of_days(date(2026, 11, 21), date(2026, 11, 22), "Pacific/Auckland")
    assert period.begins_at == datetime(2026, 11, 20, 11, tzinfo=UTC)
    assert period.ends_at == datetime(2026, 11, 22, 10, 59, 59, 999_999, tzinfo=UTC)


@pytest.mark.parametrize("time_zone", ["Pacific/Auckland", "UTC", "America/Los_Angeles"])
def test_the_first_and_the_last_day_of_all_are_no_limits(time_zone: str) -> None:
    period = Period.of_days(date.min, date.max, time_zone)
    assert period.begins_at <= datetime(1, 1, 2, tzinfo=UTC)
    assert period.ends_at >= datetime(9999, 12, 30, tzinfo=UTC)
    assert Period.of_days(None, None, time_zone).begins_at <= period.begins_at
