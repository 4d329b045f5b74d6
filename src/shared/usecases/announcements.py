"""Publishing domain events: after the record that they announce is stored, at least once."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from shared.domain import events
from shared.domain.events import DomainEvent
from shared.stores import certificates, completions, event_bus


def announce(before: Mapping[str, Any] | None, after: Mapping[str, Any], now: datetime) -> Sequence[DomainEvent]:
    """Publish the events that announce a change of a record.

    Args:
        before: a certificate's or completion's attributes before the change; None for a new one.
        after: its attributes after the change.
        now: the time of the announcement.

    Returns:
        The published events, if there are any.

    Raises:
        Unavailable: the bus did not accept them; announcing them again is harmless.
    """
    if "verification_code" in after:
        return _announce_certificate(before, after)
    completion = completions.from_image(after)
    if completion.announced_at is not None or completion.is_silent:
        return ()
    event = events.course_completed(completion)
    event_bus.put([event])
    completions.mark_announced(completion, now)
    return (event,)


def _announce_certificate(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> Sequence[DomainEvent]:
    told = events.certificate_events(
        certificates.from_image(before) if before else None,
        certificates.from_image(after),
        certificates.changed_at(after),
    )
    if told:
        event_bus.put(told)
    return told
