"""How a decision is made again when what it was computed from has changed meanwhile."""

from collections.abc import Callable

from shared.domain.errors import ConcurrentChange
from shared.stores.writes import ChangedMeanwhile

# Each attempt reads anew; whoever loses this often is told so rather than kept waiting.
_ATTEMPTS = 8


def until_settled[Outcome](decide: Callable[[], Outcome]) -> Outcome:
    """Read, decide and write until nobody interferes.

    Args:
        decide: reads everything it decides from, and writes on the condition that this is still so.

    Raises:
        ConcurrentChange: others interfered each time.
    """
    for _ in range(_ATTEMPTS):
        try:
            return decide()
        except ChangedMeanwhile:
            continue
    raise ConcurrentChange("The same thing was changed by somebody else at the same time; please try again.")
