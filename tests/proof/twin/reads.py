"""Reads by key."""

from typing import Any

from tests.proof.twin.projections import projected
from tests.proof.twin.refusals import Invalid
from tests.proof.twin.requests import Parameters, expressions, key_of, require_known, schema_of
from tests.proof.twin.state import State
from tests.proof.twin.transactions import require_number
from tests.proof.twin.values import Wire, wire

_ONE = frozenset({"TableName", "Key", "ProjectionExpression", "ExpressionAttributeNames"})
_GET = _ONE | {"ConsistentRead"}
_SOME = frozenset({"Keys", "ProjectionExpression", "ExpressionAttributeNames", "ConsistentRead"})
MOST_KEYS = 100


def get(state: State, operation: str, parameters: Parameters) -> tuple[State, Wire]:
    require_known(parameters, _GET)
    return state, _one(state, operation, parameters)


def _one(state: State, operation: str, parameters: Parameters) -> Wire:
    schema = schema_of(state, operation, parameters)
    key = key_of(schema, parameters["Key"])
    plain = "ProjectionExpression" not in parameters and "ExpressionAttributeNames" not in parameters
    paths = None if plain else expressions(parameters).projection
    item = state.tables.things[parameters["TableName"]].things.get(key)
    if item is None:
        return {}
    if paths is None:
        return {"Item": item.wire()}
    return {"Item": {name: wire(part) for name, part in projected(item.attributes, paths).items()}}


def transact_get(state: State, operation: str, parameters: Parameters) -> tuple[State, Wire]:
    require_known(parameters, {"TransactItems"})
    require_number(parameters["TransactItems"])
    for entry in parameters["TransactItems"]:
        require_known(entry, {"Get"})
        require_known(entry["Get"], _ONE)
    return state, {"Responses": [_one(state, operation, entry["Get"]) for entry in parameters["TransactItems"]]}


def batch_get(state: State, operation: str, parameters: Parameters) -> tuple[State, Wire]:
    require_known(parameters, {"RequestItems"})
    asked: dict[str, Any] = parameters["RequestItems"]
    if not 1 <= sum(len(request["Keys"]) for request in asked.values()) <= MOST_KEYS:
        raise Invalid("Too many items requested for the BatchGetItem call" if asked else "RequestItems is empty")
    responses: dict[str, list[Wire]] = {}
    for table_name, request in asked.items():
        require_known(request, _SOME)
        schema = schema_of(state, operation, {"TableName": table_name})
        if len({key_of(schema, key) for key in request["Keys"]}) < len(request["Keys"]):
            raise Invalid("Provided list of item keys contains duplicates")
        same = {name: part for name, part in request.items() if name != "Keys"}
        found = [_one(state, operation, {**same, "TableName": table_name, "Key": key}) for key in request["Keys"]]
        responses[table_name] = [one["Item"] for one in found if one]
    return state, {"Responses": responses, "UnprocessedKeys": {}}
