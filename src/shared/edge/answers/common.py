"""What all answers have in common."""

from datetime import datetime
from typing import Any

from shared.domain.dates import utc_text

type Json = dict[str, Any]


def time_or_null(moment: datetime | None) -> str | None:
    """Write a moment, or null where there is none."""
    return None if moment is None else utc_text(moment)
