"""One delivery to the service."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.proof.faults.event_sources import Queue, Request, RequestAndQueue, Stream
from tests.proof.faults.fixtures import nothing
from tests.support.service import Service

Source = Request | Stream | Queue | RequestAndQueue


@dataclass(frozen=True, slots=True)
class Delivery:
    """One delivery to the service.

    Attributes:
        function: the folder of the function that receives it.
        arrange: sets up the state before it.
        source: the event source; or a function that creates it from the result of `arrange`.
        afterwards: a later request that always follows, and completes work that may be left unfinished until then.
        once_done: the status of an answer to a repetition, if it is another than that to the first.
    """

    function: str
    name: str
    arrange: Callable[[Service], Any]
    source: Source | Callable[[Any], Source]
    afterwards: Callable[[Service], object] = nothing
    once_done: str | None = None

    def start(self, service: Service) -> Source:
        """Set up the state before the delivery; return its source."""
        arranged = self.arrange(service)
        return self.source if isinstance(self.source, Source) else self.source(arranged)
