"""Dates as people read them."""

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
