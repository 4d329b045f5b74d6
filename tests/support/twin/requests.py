"""The common parts of requests to DynamoDB: parameters, expressions, tables and keys."""

from collections.abc import Mapping, Set
from typing import Any

from tests.support.twin.errors import require
from tests.support.twin.expressions import Condition, Parsed, Update, Values, parse_condition, parse_update
from tests.support.twin.state import Key, Schema, State
from tests.support.twin.values import Attributes, value

type Parameters = Mapping[str, Any]

# Parameters without effect on the result.
_WITHOUT_EFFECT = {"ReturnConsumedCapacity", "ReturnItemCollectionMetrics"}


def require_known(parameters: Parameters, known: Set[str]) -> None:
    """Refuse parameters that the twin does not implement."""
    if not parameters.keys() <= known:
        unknown = parameters.keys() - known - _WITHOUT_EFFECT
        require(not unknown, f"parameters: {', '.join(sorted(unknown))}")


def schema_of(state: State, parameters: Parameters) -> Schema:
    require(parameters["TableName"] in state.schemas, f"the table {parameters['TableName']}")
    return state.schemas[parameters["TableName"]]


class Expressions:
    """The expressions of a request, and the values they share.

    Attributes:
        condition: of a write, or of the keys of a query.
        update: of a write.
        values: by placeholder.
    """

    __slots__ = ("condition", "update", "values")

    def __init__(self, parameters: Parameters) -> None:
        names = parameters.get("ExpressionAttributeNames", {})
        self.values: Values = {
            name: value(one) for name, one in parameters.get("ExpressionAttributeValues", {}).items()
        }
        self.condition: Condition | None = None
        self.update: Update | None = None
        read: list[Parsed[Any]] = []
        for parameter in ("ConditionExpression", "KeyConditionExpression"):
            if parameter in parameters:
                read.append(parse_condition(parameters[parameter], tuple(names.items())))
                self.condition = read[-1].tree
        if "UpdateExpression" in parameters:
            read.append(parse_update(parameters["UpdateExpression"], tuple(names.items())))
            self.update = read[-1].tree
        for kind, given, used in (
            ("names", names, [one.names for one in read]),
            ("values", self.values, [one.values for one in read]),
        ):
            # DynamoDB refuses missing and unused placeholders.
            require(given.keys() == frozenset().union(*used), f"{kind} given {list(given)}, used {used}")


def key_in(schema: Schema, attributes: Attributes) -> Key:
    """The key of an item."""
    for name in schema.key:
        require(name in attributes, f"an item without {name}")
        _require_key_value(schema, name, attributes)
    return tuple(attributes[name] for name in schema.key)


def key_of(schema: Schema, wire_key: Mapping[str, Any]) -> Key:
    """Read a key."""
    require(wire_key.keys() == set(schema.key), f"the key {dict(wire_key)}")
    return key_in(schema, {name: value(one) for name, one in wire_key.items()})


def require_indexable(schema: Schema, attributes: Attributes) -> None:
    """Refuse an item whose index keys have another type than the index, or are empty, as DynamoDB does."""
    for index in schema.indexes.values():
        for name in index.key:
            if name in attributes:
                _require_key_value(schema, name, attributes)


def _require_key_value(schema: Schema, name: str, attributes: Attributes) -> None:
    kind, content = attributes[name]
    require(kind == schema.types[name] and content != "", f"the key attribute {name} = {attributes[name]}")
