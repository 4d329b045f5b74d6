"""Transactions: all of their writes, or none (Amazon DynamoDB API reference, TransactWriteItems, TransactGetItems)."""

from collections.abc import Hashable
from typing import Any

from tests.proof.twin.refusals import Invalid, cancelled, refused
from tests.proof.twin.requests import Parameters, require_known
from tests.proof.twin.state import State
from tests.proof.twin.values import Wire
from tests.proof.twin.writes import KNOWN, Write, prepared

MOST_ITEMS = 100


def require_number(entries: list[Any]) -> None:
    if not 1 <= len(entries) <= MOST_ITEMS:
        limit = "greater than or equal to 1" if not entries else f"less than or equal to {MOST_ITEMS}"
        raise Invalid(
            "1 validation error detected: Value at 'transactItems' failed to satisfy constraint: "
            f"Member must have length {limit}"
        )


def transact_write(state: State, operation: str, parameters: Parameters) -> tuple[State, Wire]:
    require_known(parameters, {"TransactItems", "ClientRequestToken"})
    entries = parameters["TransactItems"]
    require_number(entries)
    writes = [_write(state, operation, entry) for entry in entries]
    if len({(one.table_name, one.key) for one in writes}) < len(writes):
        raise Invalid("Transaction request cannot include multiple operations on one item")
    token = parameters.get("ClientRequestToken")
    content = None if token is None else frozen(entries)
    if token is not None and token in state.tokens.things:
        if state.tokens.things[token] == content:
            # It was done, and is not done again. DynamoDB forgets after ten minutes; here no time passes.
            return state, {}
        message = "The provided client token is already in use with other parameters."
        raise refused(operation, "IdempotentParameterMismatchException", message, Message=message)
    after, reasons = state, []
    for one in writes:
        # No two are about one item, so each sees its item as it was before the transaction.
        after, reason = _done(after, one)
        reasons.append(reason)
    if any(reason["Code"] != "None" for reason in reasons):
        raise cancelled(operation, reasons)
    return after if token is None else after.having(tokens=after.tokens.put(token, content)), {}


def _write(state: State, operation: str, entry: Parameters) -> Write:
    if len(entry) != 1 or not entry.keys() <= KNOWN.keys():
        raise Invalid("TransactItems can only contain one of Check, Put, Update or Delete")
    ((kind, parameters),) = entry.items()
    if kind == "ConditionCheck" and "ConditionExpression" not in parameters:
        raise Invalid("The ConditionExpression of a ConditionCheck must not be empty")
    return prepared(state, operation, kind, parameters)


def _done(state: State, one: Write) -> tuple[State, Wire]:
    old = one.found(state)
    if not one.allowed(old):
        reason: Wire = {"Code": "ConditionalCheckFailed", "Message": "The conditional request failed"}
        return state, {**reason, "Item": old.wire()} if old and one.shows_item else reason
    try:
        new = one.change(old)
    except Invalid as error:
        return state, {"Code": "ValidationError", "Message": str(error)}
    return state if new is old else one.done(state, new), {"Code": "None"}


def frozen(content: Any) -> Hashable:  # noqa: ANN401 - any parameter
    """Make a value that compares by content of parameters."""
    if isinstance(content, dict):
        return "{}", tuple(sorted((name, frozen(part)) for name, part in content.items()))
    if isinstance(content, list | tuple):
        return "[]", tuple(map(frozen, content))
    if isinstance(content, set | frozenset):
        return "set", frozenset(map(frozen, content))
    return bytes(content) if isinstance(content, bytearray) else content


def thawed(content: Any) -> Any:  # noqa: ANN401 - any parameter
    """Make the parameters again that were frozen."""
    match content:
        case "{}", parts:
            return {name: thawed(part) for name, part in parts}
        case "[]", parts:
            return [thawed(part) for part in parts]
        case "set", parts:
            return {thawed(part) for part in parts}
    return content
