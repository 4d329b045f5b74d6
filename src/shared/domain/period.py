"""Periods of whole days, where the deployment is."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Self

from shared.domain.local_dates import day_begins

_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """From one time to another, both included, in UTC."""

    begins_at: datetime
    ends_at: datetime

    @classmethod
    def of_days(cls, first: date | None, last: date | None, time_zone: str) -> Self:
        """Return the period from the first day to the last, both included; None for no limit."""
        always = cls(begins_at=datetime.min.replace(tzinfo=UTC), ends_at=datetime.max.replace(tzinfo=UTC))
        try:
            begins_at = always.begins_at if first is None else day_begins(first, time_zone)
        except OverflowError:
            begins_at = always.begins_at
        try:
            ends_at = always.ends_at if last is None else day_begins(last + timedelta(days=1), time_zone) - _MOMENT
        except OverflowError:
            ends_at = always.ends_at
        return cls(begins_at=begins_at, ends_at=ends_at)
