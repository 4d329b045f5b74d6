"""The time budget of an invocation: nothing starts that might outlast it.

Lambda cuts off a function whose time is up, in the middle of whatever it does, and its caller gets an answer that is
not ours. So each attempt of a call to AWS first asks whether there is time for it, and for an answer after it.
"""

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from shared.domain.errors import Unavailable

# What is done between calls, rendering a certificate the longest of it, and saying that it did not work.
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
    """Say how long the invocation has until it must answer; infinite outside of one."""
    milliseconds_left = _milliseconds_left.get()
    return math.inf if milliseconds_left is None else milliseconds_left() / 1000 - ANSWER_SECONDS


def require(seconds: float) -> None:
    """Refuse to start what may take so long that no time would be left for an answer.

    Outside of an invocation, there is time for everything.

    Raises:
        Unavailable: there is too little time left; to send the same again is harmless, and may find AWS faster.
    """
    if seconds_left() < seconds:
        raise Unavailable("The request takes too long at the moment; please try again.")
