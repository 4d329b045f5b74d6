"""Publishing domain events: after the record that they announce is stored, at least once."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from shared.domain import events
from shared.domain.events import DomainEvent
from shared.stores import certificates, completions, event_bus


def announce(before: Mapping[str, Any] | None, after: Mapping[str, Any], now: datetime) -> DomainEvent | None:
    """Publish the event that announces a change of a record, if there is one.

    Args:
        before: a certificate's or completion's attributes before the change; None for a new one.
        after: its attributes after the change.
        now: the time of the announcement.

    Returns:
        The published event, if there is one.

    Raises:
        Unavailable: the bus did not accept it; announcing it again is harmless.
    """
    if "verification_code" in after:
        event = events.certificate_event(
            certificates.from_image(before) if before else None, certificates.from_image(after), now
        )
        if event is not None:
            event_bus.put([event])
        return event
    completion = completions.from_image(after)
    if completion.announced_at is not None:
        return None
    event = events.course_completed(completion)
    event_bus.put([event])
    completions.mark_announced(completion, now)
    return event
