"""Reads by key, queries and scans.

Where DynamoDB's order is undefined, the twin is deterministic, so that equal states have equal responses: a scan is in
order of the keys, and items with equal index keys are in order of the table's key. No page ends because of its size.
"""

from collections.abc import Sequence
from typing import Any

from tests.support.twin.errors import require
from tests.support.twin.expressions import Condition, holds
from tests.support.twin.requests import Expressions, Parameters, key_of, require_known, schema_of
from tests.support.twin.state import Index, Item, Schema, State
from tests.support.twin.values import Attributes, Wire, sort_key, value, wires

_QUERY = {
    "ConsistentRead",
    "ExclusiveStartKey",
    "ExpressionAttributeNames",
    "ExpressionAttributeValues",
    "IndexName",
    "KeyConditionExpression",
    "Limit",
    "ScanIndexForward",
    "TableName",
}
_MAX_KEYS = 100


def get(state: State, parameters: Parameters) -> tuple[State, Wire]:
    require_known(parameters, {"ConsistentRead", "Key", "TableName"})
    key = key_of(schema_of(state, parameters), parameters["Key"])
    item = state.tables[parameters["TableName"]].get(key)
    return state, {} if item is None else {"Item": wires(item)}


def batch_get(state: State, parameters: Parameters) -> tuple[State, Wire]:
    require_known(parameters, {"RequestItems"})
    ((table_name, request),) = parameters["RequestItems"].items()
    require_known(request, {"ConsistentRead", "Keys"})
    schema = schema_of(state, {"TableName": table_name})
    keys = {key_of(schema, key) for key in request["Keys"]}
    require(len(keys) == len(request["Keys"]) <= _MAX_KEYS, "a batch of more than 100 keys, or with duplicate keys")
    found = [state.tables[table_name].get(key) for key in sorted(keys)]
    return state, {"Responses": {table_name: [wires(item) for item in found if item]}, "UnprocessedKeys": {}}


def scan(state: State, parameters: Parameters) -> tuple[State, Wire]:
    require_known(parameters, {"ConsistentRead", "TableName"})
    schema = schema_of(state, parameters)
    items = list(state.tables[parameters["TableName"]].values())
    return state, _page(schema, Index(key=schema.key), items, {})


def query(state: State, parameters: Parameters) -> tuple[State, Wire]:
    require_known(parameters, _QUERY)
    schema = schema_of(state, parameters)
    index = Index(key=schema.key)
    if "IndexName" in parameters:
        require(not parameters.get("ConsistentRead"), "a consistent read of an index, which DynamoDB refuses")
        index = schema.indexes[parameters["IndexName"]]
    read = Expressions(parameters)
    condition = read.condition
    require(condition is not None, "a query without a key condition")
    assert condition is not None
    hash_key = read.values[_hash_key(index, condition)]
    table = state.tables[parameters["TableName"]]
    items = table.near(hash_key) if index.key[0] == schema.key[0] else table.with_value(index.key[0], hash_key)
    return state, _page(schema, index, [item for item in items if holds(condition, item, read.values)], parameters)


def _hash_key(index: Index, condition: Condition) -> str:
    """Require a value of the hash key, and at most one comparison of the range key; returns the value's placeholder."""
    hash_key, *range_key = index.key
    terms = condition[1:] if condition[0] == "AND" else (condition,)
    require([term[1] for term in terms] in ([hash_key], [hash_key, *range_key]), f"the key condition {condition}")
    require(terms[0][0] == "=" and "attribute" not in terms[-1][0], f"the key condition {condition}")
    placeholder: str = terms[0][2]
    return placeholder


def _page(schema: Schema, index: Index, items: Sequence[Item], parameters: Parameters) -> Wire:
    keys = tuple(dict.fromkeys((*index.key, *schema.key)))

    def order(attributes: Attributes) -> tuple[Any, ...]:
        return tuple([sort_key(attributes[name]) for name in keys])

    forward, limit = parameters.get("ScanIndexForward", True), parameters.get("Limit")
    # An item that lacks a key of the index is not in it.
    found = sorted((item for item in items if all(name in item for name in index.key)), key=order, reverse=not forward)
    if parameters.get("ExclusiveStartKey") is not None:
        start = {name: value(one) for name, one in parameters["ExclusiveStartKey"].items()}
        require(start.keys() == set(keys), f"to start at {start}")
        behind = order(start)
        found = [item for item in found if (order(item) > behind if forward else order(item) < behind)]
    page = found[:limit]
    answer: Wire = {"Items": [wires(_visible(keys, index, item)) for item in page], "Count": len(page)}
    answer["ScannedCount"] = len(page)
    if len(page) == limit:
        # DynamoDB stops at the limit and returns LastEvaluatedKey, even if no item follows.
        answer["LastEvaluatedKey"] = wires({name: page[-1][name] for name in keys})
    return answer


def _visible(keys: Sequence[str], index: Index, item: Item) -> Attributes:
    if index.projected is None:
        return item
    return {name: found for name, found in item.items() if name in keys or name in index.projected}
