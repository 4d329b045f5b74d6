"""Times in machine format, dates in a format for people."""

from datetime import UTC, datetime

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


def spelled_date(moment: datetime) -> str:
    """Write the date of a time, in UTC, as `20 November 2026`."""
    day = moment.astimezone(UTC)
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def utc_text(moment: datetime) -> str:
    """Write a time, RFC 3339 in UTC with microseconds: texts sort in the order of time."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
