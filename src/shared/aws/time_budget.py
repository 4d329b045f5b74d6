"""The time budget of an invocation: nothing starts that may outlast it.

Lambda ends a function at its timeout, whatever it is doing, and the caller gets an error that is not in the contract.
So each attempt of a call to AWS requires that there is time for it, and for a response after it.
"""

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from shared.domain.errors import Unavailable

# For the work between calls, of which rendering a certificate takes longest, and for the response.
ANSWER_SECONDS = 1

_milliseconds_left: ContextVar[Callable[[], int] | None] = ContextVar("milliseconds_left", default=None)


@contextmanager
def limited_to(milliseconds_left: Callable[[], int]) -> Iterator[None]:
    """Limit calls to the time of an invocation.

    Args:
        milliseconds_left: gives the time until the invocation is cut off, as `get_remaining_time_in_millis` of its
            context does.
    """
    before = _milliseconds_left.set(milliseconds_left)
    try:
        yield
    finally:
        _milliseconds_left.reset(before)


def seconds_left() -> float:
    """Return how long the invocation has until it must respond; infinite outside of an invocation."""
    milliseconds_left = _milliseconds_left.get()
    return math.inf if milliseconds_left is None else milliseconds_left() / 1000 - ANSWER_SECONDS


def require(seconds: float) -> None:
    """Refuse to start work that may leave no time for a response.

    Outside of an invocation, there is time for everything.

    Raises:
        Unavailable: there is too little time left; the same request may succeed in a moment.
    """
    if seconds_left() < seconds:
        raise Unavailable("The request could not be completed in time. Please try again.")
