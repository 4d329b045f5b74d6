"""Writes of one item, alone and as parts of a transaction."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.proof.twin.changes import changed
from tests.proof.twin.refusals import Invalid, condition_failed
from tests.proof.twin.requests import (
    EXPRESSIONS,
    Expressions,
    Parameters,
    expressions,
    key_in,
    key_of,
    require_indexable,
    require_known,
    schema_of,
)
from tests.proof.twin.schemas import Schema
from tests.proof.twin.state import Item, Key, State
from tests.proof.twin.values import Wire, value

type Change = Callable[[Item | None], Item | None]

_CONDITIONAL = EXPRESSIONS | {"TableName", "ConditionExpression", "ReturnValuesOnConditionCheckFailure"}
KNOWN: Mapping[str, frozenset[str]] = {
    "ConditionCheck": frozenset({*_CONDITIONAL, "Key"}),
    "Put": frozenset({*_CONDITIONAL, "Item"}),
    "Update": frozenset({*_CONDITIONAL, "Key", "UpdateExpression"}),
    "Delete": frozenset({*_CONDITIONAL, "Key"}),
}
_ALONE = {f"{kind}Item": known | {"ReturnValues"} for kind, known in KNOWN.items()}
_RETURNED: Mapping[str, frozenset[str]] = {
    "Put": frozenset({"NONE", "ALL_OLD"}),
    "Update": frozenset({"NONE", "ALL_OLD", "ALL_NEW", "UPDATED_OLD", "UPDATED_NEW"}),
    "Delete": frozenset({"NONE", "ALL_OLD"}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Write:
    """A write that was read and is in order: what is left to look at is the item.

    Attributes:
        table_name: whose item it is.
        key: of the item.
        expressions: its condition, and the values.
        change: what it makes of the item; None is no item, before or after. Raises `Invalid`.
        shows_item: whether a refusal for the condition carries the item.
    """

    table_name: str
    key: Key
    expressions: Expressions
    change: Change
    shows_item: bool

    def found(self, state: State) -> Item | None:
        return state.tables.things[self.table_name].things.get(self.key)

    def allowed(self, item: Item | None) -> bool:
        condition = self.expressions.condition
        return condition is None or condition.holds(item.attributes if item else {}, self.expressions.values)

    def done(self, state: State, item: Item | None) -> State:
        table = state.tables.things[self.table_name]
        if item is None:
            after = table.without(self.key)
            return state if after is table else state.holding(self.table_name, after)
        return state.holding(self.table_name, table.put(self.key, item))


def prepared(state: State, operation: str, kind: str, parameters: Parameters) -> Write:
    """Read a write: `Put`, `Update`, `Delete` or `ConditionCheck`.

    Raises:
        Invalid: it is wrong, whatever the item.
        ClientError: there is no such table.
    """
    require_known(parameters, _ALONE.get(operation, KNOWN[kind]))
    schema = schema_of(state, operation, parameters)
    read = expressions(parameters)
    change: Change
    if kind == "Put":
        key, change = _put(schema, parameters)
    else:
        key = key_of(schema, parameters["Key"])
        change = _update(schema, key, read) if kind == "Update" else _delete if kind == "Delete" else _keep
    return Write(
        table_name=parameters["TableName"],
        key=key,
        expressions=read,
        change=change,
        shows_item=_shows_item(parameters),
    )


def _shows_item(parameters: Parameters) -> bool:
    wanted = parameters.get("ReturnValuesOnConditionCheckFailure", "NONE")
    if wanted not in {"NONE", "ALL_OLD"}:
        raise Invalid(f"ReturnValuesOnConditionCheckFailure set to invalid value: {wanted}")
    return bool(wanted == "ALL_OLD")


def _put(schema: Schema, parameters: Parameters) -> tuple[Key, Change]:
    attributes = {name: value(one) for name, one in parameters["Item"].items()}
    key = key_in(schema, attributes)
    require_indexable(schema, attributes)
    item = Item(attributes)
    return key, lambda _old: item


def _update(schema: Schema, key: Key, read: Expressions) -> Change:
    update = read.update
    for path in update.paths if update else ():
        if path[0] in schema.key:
            raise Invalid(
                f"One or more parameter values were invalid: Cannot update attribute {path[0]}. "
                "This attribute is part of the key"
            )

    def change(old: Item | None) -> Item:
        before = old.attributes if old else dict(zip(schema.key, key, strict=True))
        after = Item(changed(before, update, read.values) if update else before)
        if schema.indexes:
            require_indexable(schema, after.attributes)
        return after

    return change


def _delete(_old: Item | None) -> None:
    return None


def _keep(old: Item | None) -> Item | None:
    return old


def write(state: State, operation: str, parameters: Parameters) -> tuple[State, Wire]:
    """Do PutItem, UpdateItem or DeleteItem."""
    kind = operation.removesuffix("Item")
    wanted = parameters.get("ReturnValues", "NONE")
    if wanted not in _RETURNED[kind]:
        raise Invalid(f"Return values set to invalid value: {wanted}")
    one = prepared(state, operation, kind, parameters)
    old = one.found(state)
    if not one.allowed(old):
        raise condition_failed(operation, old.wire() if old and one.shows_item else None)
    new = one.change(old)
    return one.done(state, new), _answer(wanted, old, new, one.expressions)


def _answer(wanted: str, old: Item | None, new: Item | None, read: Expressions) -> dict[str, Any]:
    if wanted == "NONE":
        return {}
    shown = old if wanted.endswith("OLD") else new
    if shown is None:
        return {}
    if wanted.startswith("ALL"):
        return {"Attributes": shown.wire()}
    paths = read.update.paths if read.update else ()
    if any(len(path) > 1 for path in paths):
        raise NotImplementedError(f"{wanted} of what is inside an attribute")
    names = {str(path[0]) for path in paths}
    attributes = {name: one for name, one in shown.wire().items() if name in names}
    return {"Attributes": attributes} if attributes else {}
