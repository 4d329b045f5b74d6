"""Times in machine format, dates in a format for people."""

from datetime import UTC, datetime

# Spelled here rather than by the locale, which differs between machines.
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
    """Write the date of a moment in UTC: `20 November 2026`."""
    day = moment.astimezone(UTC)
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def utc_text(moment: datetime) -> str:
    """Write a moment, RFC 3339 in UTC with microseconds: what sorts as text sorts in time."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
