"""Publishes domain events on the deployment's EventBridge bus."""

import json
from collections.abc import Sequence
from functools import cache

from botocore.exceptions import BotoCoreError, ClientError

from shared.aws.connection import client
from shared.config import EventConfig
from shared.domain.errors import Unavailable
from shared.domain.events import DomainEvent

SOURCE = "laurel"


@cache
def _config() -> EventConfig:
    return EventConfig.from_env()


def put(events: Sequence[DomainEvent]) -> None:
    """Send events, at most ten at once (API reference, PutEvents).

    Raises:
        Unavailable: the bus did not accept all of them; sending them again is harmless.
    """
    entries = [
        {
            "EventBusName": _config().bus_name,
            "Source": SOURCE,
            "DetailType": event.type,
            "Detail": json.dumps(event.detail, ensure_ascii=False),
            "Time": event.occurred_at,
        }
        for event in events
    ]
    try:
        answer = client("events").put_events(Entries=entries)
    except (BotoCoreError, ClientError) as error:
        raise Unavailable("The event bus is busy.") from error
    if answer["FailedEntryCount"]:
        raise Unavailable("The event bus did not accept every event.")
