"""Times in machine format."""

from datetime import UTC, datetime


def utc_text(moment: datetime) -> str:
    """Write a time, RFC 3339 in UTC with microseconds: texts sort in the order of time."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
