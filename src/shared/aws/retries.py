"""Optimistic locking: writes require that what was read is unchanged; after a conflict, read and decide again."""

from collections.abc import Callable

from shared.aws.transactions import WriteConflict
from shared.domain.errors import ConcurrentChange

# Each attempt reads again; a caller that loses this often gets an error instead of waiting longer.
_ATTEMPTS = 8


def retry_on_conflict[Result](attempt: Callable[[], Result]) -> Result:
    """Read, decide and write; repeat all of it after each write conflict.

    Args:
        attempt: reads everything it decides from, and writes on the condition that this is unchanged.

    Raises:
        ConcurrentChange: every attempt ended in a conflict.
    """
    for _ in range(_ATTEMPTS):
        try:
            return attempt()
        except WriteConflict:
            continue
    raise ConcurrentChange("Somebody else changed the same data at the same time. Please try again.")
