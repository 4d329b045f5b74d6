"""Writes of one item, alone and in a transaction."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tests.support.twin.errors import condition_failed, require
from tests.support.twin.expressions import holds
from tests.support.twin.requests import (
    Expressions,
    Parameters,
    key_in,
    key_of,
    require_indexable,
    require_known,
    schema_of,
)
from tests.support.twin.state import FrozenMap, Item, Key, Schema, State
from tests.support.twin.values import Wire, value, wires

_EXPRESSIONS = {"ConditionExpression", "ExpressionAttributeNames", "ExpressionAttributeValues", "TableName"}
_PARAMETERS: Mapping[str, set[str]] = {
    "ConditionCheck": {*_EXPRESSIONS, "Key"},
    "Delete": {*_EXPRESSIONS, "Key"},
    "Put": {*_EXPRESSIONS, "Item"},
    "Update": {*_EXPRESSIONS, "Key", "UpdateExpression"},
}
KINDS = _PARAMETERS.keys()
_MAX_BATCH = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Write:
    """A validated write.

    Attributes:
        change: computes the item after it from the item before; None is no item.
        is_allowed: whether its condition holds for the item before.
    """

    table_name: str
    key: Key
    is_allowed: Callable[[Item | None], bool]
    change: Callable[[Item | None], Item | None]

    def before(self, state: State) -> Item | None:
        return state.tables[self.table_name].get(self.key)

    def after(self, state: State) -> State:
        before = self.before(state)
        item = self.change(before)
        return state if item is before else state.with_item(self.table_name, self.key, item)


def prepared(state: State, kind: str, parameters: Parameters) -> Write:
    """Validate a write: `Put`, `Update`, `Delete` or `ConditionCheck`."""
    require_known(parameters, _PARAMETERS[kind])
    schema = schema_of(state, parameters)
    read = Expressions(parameters)
    change: Callable[[Item | None], Item | None]
    if kind == "Put":
        item = FrozenMap({name: value(one) for name, one in parameters["Item"].items()})
        require_indexable(schema, item)
        key, change = key_in(schema, item), lambda _: item
    else:
        key = key_of(schema, parameters["Key"])
        change = _update(schema, key, read) if kind == "Update" else _CHANGES[kind]

    def is_allowed(before: Item | None) -> bool:
        return read.condition is None or holds(read.condition, before or {}, read.values)

    return Write(table_name=parameters["TableName"], key=key, is_allowed=is_allowed, change=change)


_CHANGES: Mapping[str, Callable[[Item | None], Item | None]] = {
    "ConditionCheck": lambda before: before,
    "Delete": lambda _: None,
}


def _update(schema: Schema, key: Key, read: Expressions) -> Callable[[Item | None], Item]:
    update, values = read.update, read.values
    require(update is not None and not set(update.attributes) & set(schema.key), "an update of a key, or of nothing")

    def change(before: Item | None) -> Item:
        assert update is not None
        new = dict(zip(schema.key, key, strict=True))
        after = FrozenMap(update.apply(new if before is None else before, values))
        require_indexable(schema, after)
        return after

    return change


def put(state: State, parameters: Parameters) -> tuple[State, Wire]:
    return _write(state, "Put", parameters)[0], {}


def delete(state: State, parameters: Parameters) -> tuple[State, Wire]:
    return _write(state, "Delete", parameters)[0], {}


def batch_delete(state: State, parameters: Parameters) -> tuple[State, Wire]:
    """Delete up to 25 items of one table; none is left unprocessed."""
    require_known(parameters, {"RequestItems"})
    ((table_name, requests),) = parameters["RequestItems"].items()
    require(all(one.keys() == {"DeleteRequest"} for one in requests), "a put in a batch")
    schema = schema_of(state, {"TableName": table_name})
    keys = {key_of(schema, one["DeleteRequest"]["Key"]) for one in requests}
    require(1 <= len(keys) == len(requests) <= _MAX_BATCH, "no, more than 25 or duplicate keys in a batch")
    for key in keys:
        state = state.with_item(table_name, key, None)
    return state, {"UnprocessedItems": {}}


def update(state: State, parameters: Parameters) -> tuple[State, Wire]:
    """Update an item; the response has its new attributes if ReturnValues is ALL_NEW."""
    wanted = parameters.get("ReturnValues", "NONE")
    require(wanted in {"NONE", "ALL_NEW"}, f"ReturnValues {wanted}")
    after, item = _write(state, "Update", {name: one for name, one in parameters.items() if name != "ReturnValues"})
    return after, {"Attributes": wires(item)} if item and wanted == "ALL_NEW" else {}


def _write(state: State, kind: str, parameters: Parameters) -> tuple[State, Item | None]:
    write = prepared(state, kind, parameters)
    if not write.is_allowed(write.before(state)):
        raise condition_failed(f"{kind}Item")
    after = write.after(state)
    return after, write.before(after)
