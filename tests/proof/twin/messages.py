"""What is sent, to queues and to event buses, is kept; and secrets."""

from hashlib import md5
from typing import Any

from tests.proof.twin.refusals import refused
from tests.proof.twin.requests import Parameters, require_known
from tests.proof.twin.state import State
from tests.proof.twin.transactions import frozen, thawed
from tests.proof.twin.values import Wire

MOST_EVENTS = 10
_EVENT = frozenset({"Detail", "DetailType", "EventBusName", "Resources", "Source", "Time"})


def send_message(state: State, operation: str, parameters: Parameters) -> tuple[State, Wire]:
    """Keep a message, one with the same MessageDeduplicationId as an earlier one too: whoever reads them decides."""
    require_known(parameters, {"DelaySeconds", "MessageBody", "MessageDeduplicationId", "MessageGroupId", "QueueUrl"})
    body = parameters["MessageBody"]
    answer = {
        "MessageId": f"message-{len(state.sent)}",
        "MD5OfMessageBody": md5(body.encode(), usedforsecurity=False).hexdigest(),
    }
    return state.having(sent=(*state.sent, (operation, frozen(dict(parameters))))), answer


def put_events(state: State, operation: str, parameters: Parameters) -> tuple[State, Wire]:
    require_known(parameters, {"Entries"})
    entries = parameters["Entries"]
    if not 1 <= len(entries) <= MOST_EVENTS:
        raise refused(operation, "ValidationException", "1 validation error detected: Value at 'entries' failed")
    for entry in entries:
        require_known(entry, _EVENT)
    numbers = range(len(state.sent), len(state.sent) + len(entries))
    kept = ((operation, frozen(dict(entry))) for entry in entries)
    answer = {"FailedEntryCount": 0, "Entries": [{"EventId": f"event-{number}"} for number in numbers]}
    return state.having(sent=(*state.sent, *kept)), answer


def messages(state: State) -> list[dict[str, Any]]:
    """All messages that were sent to queues, as SendMessage got them, the oldest first."""
    return [thawed(content) for operation, content in state.sent if operation == "SendMessage"]


def events(state: State) -> list[dict[str, Any]]:
    """All events that were put on buses, as entries of PutEvents, the oldest first."""
    return [thawed(content) for operation, content in state.sent if operation == "PutEvents"]


def secret(state: State, operation: str, parameters: Parameters) -> tuple[State, Wire]:
    require_known(parameters, {"SecretId"})
    name = parameters["SecretId"]
    if name not in state.secrets.things:
        message = "Secrets Manager can't find the specified secret."
        raise refused(operation, "ResourceNotFoundException", message, Message=message)
    return state, {"Name": name, "SecretString": state.secrets.things[name]}


def put_secret(state: State, operation: str, parameters: Parameters) -> tuple[State, Wire]:
    require_known(parameters, {"SecretId", "SecretString"})
    name = parameters["SecretId"]
    secret(state, operation, {"SecretId": name})
    return state.having(secrets=state.secrets.put(name, parameters["SecretString"])), {"Name": name}
