"""Query and Scan, of tables and of their indexes.

What DynamoDB leaves open has one answer here, so that equal states answer alike: a scan goes in order of the keys, and
items that are equal in an index in order of the table's own key. An answer is never cut off for its size.
"""

from collections.abc import Sequence
from typing import Any

from tests.proof.twin.key_conditions import require_key_condition
from tests.proof.twin.projections import projected
from tests.proof.twin.refusals import Invalid
from tests.proof.twin.requests import EXPRESSIONS, Expressions, Parameters, expressions, require_known, schema_of
from tests.proof.twin.schemas import Index, Schema
from tests.proof.twin.state import Item, State
from tests.proof.twin.values import Attributes, Wire, in_order, value, wire

_COMMON = {
    "ConsistentRead",
    "ExclusiveStartKey",
    "FilterExpression",
    "IndexName",
    "Limit",
    "ProjectionExpression",
    "Select",
    "TableName",
}
_SCAN = frozenset(EXPRESSIONS | _COMMON)
_QUERY = _SCAN | {"KeyConditionExpression", "ScanIndexForward"}
_INVALID = "One or more parameter values were invalid:"


def query(state: State, operation: str, parameters: Parameters) -> tuple[State, Wire]:
    require_known(parameters, _QUERY)
    schema = schema_of(state, operation, parameters)
    index = _index(schema, parameters)
    read = expressions(parameters)
    if read.key_condition is None:
        raise Invalid("Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.")
    require_key_condition(schema, index, read.key_condition, read.values)
    if read.filter is not None and (keys := read.filter.attributes & set(index.key)):
        raise Invalid(
            f"Filter Expression can only contain non-primary key attributes: Primary key attribute: {min(keys)}"
        )
    holds = read.key_condition.holds
    items = [
        item
        for item in state.tables.things[parameters["TableName"]].things.values()
        if holds(item.attributes, read.values)
    ]
    start = _start(schema, index, parameters)
    if start is not None and not holds(start, read.values):
        raise Invalid("The provided starting key is outside query boundaries based on provided conditions")
    return state, _page(schema, index, items, parameters, read, start)


def scan(state: State, operation: str, parameters: Parameters) -> tuple[State, Wire]:
    require_known(parameters, _SCAN)
    schema = schema_of(state, operation, parameters)
    index = _index(schema, parameters)
    items = list(state.tables.things[parameters["TableName"]].things.values())
    return state, _page(schema, index, items, parameters, expressions(parameters), _start(schema, index, parameters))


def _index(schema: Schema, parameters: Parameters) -> Index:
    if "IndexName" not in parameters:
        return Index(key=schema.key)
    name = parameters["IndexName"]
    if name not in schema.indexes:
        raise Invalid(f"The table does not have the specified index: {name}")
    if parameters.get("ConsistentRead"):
        raise Invalid("Consistent reads are not supported on global secondary indexes")
    return schema.indexes[name]


def _start(schema: Schema, index: Index, parameters: Parameters) -> Attributes | None:
    if parameters.get("ExclusiveStartKey") is None:
        return None
    start = {name: value(one) for name, one in parameters["ExclusiveStartKey"].items()}
    names = {*index.key, *schema.key}
    if start.keys() != names or any(start[name][0] != schema.types[name] for name in names):
        raise Invalid("The provided starting key is invalid")
    return start


def _page(
    schema: Schema,
    index: Index,
    items: Sequence[Item],
    parameters: Parameters,
    read: Expressions,
    start: Attributes | None,
) -> Wire:
    keys = tuple(dict.fromkeys((*index.key, *schema.key)))

    def order(attributes: Attributes) -> tuple[Any, ...]:
        return tuple([in_order(attributes[name]) for name in keys])

    forward = parameters.get("ScanIndexForward", True)
    # What lacks a key of the index is not in it.
    found = [one.attributes for one in items if all(name in one.attributes for name in index.key)]
    found.sort(key=order, reverse=not forward)
    if start is not None:
        behind = order(start)
        found = [one for one in found if (order(one) > behind if forward else order(one) < behind)]
    limit = parameters.get("Limit")
    if limit is not None and limit < 1:
        raise Invalid("Limit must be greater than or equal to 1")
    page = found if limit is None else found[:limit]
    answer: Wire = {"ScannedCount": len(page)}
    if limit is not None and len(page) == limit:
        # DynamoDB stops at the limit and says where, not looking whether anything comes behind.
        answer["LastEvaluatedKey"] = {name: wire(page[-1][name]) for name in keys}
    shown = [_visible(schema, index, one) for one in page]
    if read.filter is not None:
        if index.projected is not None and not read.filter.attributes <= index.projected | set(keys):
            raise NotImplementedError("a filter on what an index does not have")
        holds, values = read.filter.holds, read.values
        shown = [one for one in shown if holds(one, values)]
    answer["Count"] = len(shown)
    if not _counts_only(schema, index, parameters, read):
        paths = read.projection
        if paths is not None:
            shown = [projected(one, paths) for one in shown]
        answer["Items"] = [{name: wire(part) for name, part in one.items()} for one in shown]
    return answer


def _visible(schema: Schema, index: Index, attributes: Attributes) -> Attributes:
    if index.projected is None:
        return attributes
    visible = {*index.projected, *index.key, *schema.key}
    return {name: one for name, one in attributes.items() if name in visible}


def _counts_only(schema: Schema, index: Index, parameters: Parameters, read: Expressions) -> bool:
    select = parameters.get("Select")
    if read.projection is not None:
        if select not in {None, "SPECIFIC_ATTRIBUTES"}:
            raise Invalid(f"Cannot specify the ProjectionExpression when choosing to get {select}")
        lacking = {str(path[0]) for path in read.projection} - {*(index.projected or ()), *index.key, *schema.key}
        if index.projected is not None and lacking:
            raise Invalid(f"{_INVALID} Global secondary index {parameters['IndexName']} does not project {lacking}")
        return False
    if select == "ALL_ATTRIBUTES" and index.projected is not None:
        raise Invalid(
            f"{_INVALID} Select type ALL_ATTRIBUTES is not supported for global secondary index "
            f"{parameters['IndexName']} because its projection type is not ALL"
        )
    if select == "ALL_PROJECTED_ATTRIBUTES" and "IndexName" not in parameters:
        raise Invalid("ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName")
    if select not in {None, "ALL_ATTRIBUTES", "ALL_PROJECTED_ATTRIBUTES", "COUNT"}:
        raise Invalid("Must specify the AttributesToGet when choosing to get SPECIFIC_ATTRIBUTES")
    return bool(select == "COUNT")
