"""Messages to queues, and events to event buses, stored in the order in which they were sent."""

from dataclasses import replace
from hashlib import md5
from typing import Any

from tests.support.twin.errors import require
from tests.support.twin.requests import Parameters, require_known
from tests.support.twin.state import State
from tests.support.twin.values import Wire

_MAX_ENTRIES = 10


def send_message(state: State, parameters: Parameters) -> tuple[State, Wire]:
    """Store a message, even with the MessageDeduplicationId of an earlier one."""
    require_known(parameters, {"MessageBody", "MessageDeduplicationId", "MessageGroupId", "QueueUrl"})
    digest = md5(parameters["MessageBody"].encode(), usedforsecurity=False).hexdigest()
    return _sent(state, "SendMessage", [parameters]), {"MessageId": "message", "MD5OfMessageBody": digest}


def put_events(state: State, parameters: Parameters) -> tuple[State, Wire]:
    require_known(parameters, {"Entries"})
    entries = parameters["Entries"]
    require(1 <= len(entries) <= _MAX_ENTRIES, f"{len(entries)} events at once")
    for entry in entries:
        require_known(entry, {"Detail", "DetailType", "EventBusName", "Source", "Time"})
    return _sent(state, "PutEvents", entries), {"FailedEntryCount": 0, "Entries": [{"EventId": "event"}] * len(entries)}


def _sent(state: State, operation: str, entries: list[Parameters]) -> State:
    return replace(state, sent=state.sent + tuple((operation, tuple(sorted(entry.items()))) for entry in entries))


def messages(state: State) -> list[dict[str, Any]]:
    """All messages sent to queues, as parameters of SendMessage, the oldest first."""
    return [dict(content) for operation, content in state.sent if operation == "SendMessage"]


def events(state: State) -> list[dict[str, Any]]:
    """All events put on buses, as entries of PutEvents, the oldest first."""
    return [dict(content) for operation, content in state.sent if operation == "PutEvents"]
