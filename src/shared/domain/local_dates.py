"""The day that a time falls on where the deployment is, and in a format for people."""

from datetime import UTC, date, datetime, tzinfo

# The time zone of certificates from before it was recorded, and of a deployment that sets none.
DEFAULT_TIME_ZONE = "UTC"
# Spelled out here, because locales differ between machines.
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def local_date(moment: datetime, time_zone: str) -> date:
    """Return the day of a time in a time zone.

    Args:
        moment: the time.
        time_zone: its IANA name, such as `Pacific/Auckland`.

    Raises:
        zoneinfo.ZoneInfoNotFoundError: there is no such time zone.
    """
    return moment.astimezone(_zone(time_zone)).date()


def day_begins(day: date, time_zone: str) -> datetime:
    """Return when a day begins in a time zone, in UTC.

    Raises:
        OverflowError: that is before the year 1.
    """
    return datetime(day.year, day.month, day.day, tzinfo=_zone(time_zone)).astimezone(UTC)


def in_zone(local: datetime, time_zone: str) -> datetime:
    """Convert a time as clocks show it in a time zone to UTC.

    Raises:
        OverflowError: that is before the year 1, or after the year 9999.
    """
    return local.replace(tzinfo=_zone(time_zone)).astimezone(UTC)


def _zone(name: str) -> tzinfo:
    if name == DEFAULT_TIME_ZONE:
        return UTC
    from zoneinfo import ZoneInfo  # noqa: PLC0415 - milliseconds of each cold start, for deployments in UTC too

    return ZoneInfo(name)


def spelled_date(moment: datetime, time_zone: str = DEFAULT_TIME_ZONE) -> str:
    """Write the day of a time, in English, as `20 November 2026`."""
    day = local_date(moment, time_zone)
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
