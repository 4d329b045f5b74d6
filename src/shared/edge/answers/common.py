"""What all response bodies share."""

from datetime import datetime
from typing import Any

from shared.domain.dates import utc_text

type Json = dict[str, Any]


def time_or_null(moment: datetime | None) -> str | None:
    """Write a time, or null for None."""
    return None if moment is None else utc_text(moment)
