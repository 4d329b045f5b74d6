"""Transactions: all of their writes are applied, or none (Amazon DynamoDB API reference, TransactWriteItems)."""

from dataclasses import replace

from tests.support.twin.errors import require, transaction_cancelled
from tests.support.twin.requests import Parameters, require_known
from tests.support.twin.state import State
from tests.support.twin.values import Wire
from tests.support.twin.writes import KINDS, Write, prepared

_MAX_ITEMS = 100


def transact_write(state: State, parameters: Parameters) -> tuple[State, Wire]:
    require_known(parameters, {"ClientRequestToken", "TransactItems"})
    entries = parameters["TransactItems"]
    require(1 <= len(entries) <= _MAX_ITEMS, f"a transaction of {len(entries)} writes")
    writes = [_write(state, entry) for entry in entries]
    require(len({(write.table_name, write.key) for write in writes}) == len(writes), "two writes of one item")
    token, content = parameters.get("ClientRequestToken"), repr(entries)
    if token is not None and token in state.tokens:
        # Idempotent: it was executed before. DynamoDB's tokens expire after ten minutes; here no time passes.
        require(state.tokens[token] == content, "the token of another transaction")
        return state, {}
    allowed = [write.is_allowed(write.before(state)) for write in writes]
    if not all(allowed):
        raise transaction_cancelled(["None" if holds else "ConditionalCheckFailed" for holds in allowed])
    for write in writes:
        # No two writes have the same item, so each sees its item as it was before the transaction.
        state = write.after(state)
    return (state if token is None else replace(state, tokens=state.tokens.having(token, content))), {}


def _write(state: State, entry: Parameters) -> Write:
    require(len(entry) == 1 and entry.keys() <= KINDS, f"in a transaction: {', '.join(entry)}")
    ((kind, parameters),) = entry.items()
    require(kind != "ConditionCheck" or "ConditionExpression" in parameters, "a check without a condition")
    return prepared(state, kind, parameters)
