"""What the requests to DynamoDB have in common: parameters, expressions, tables and keys."""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from typing import Any

from tests.proof.twin.conditions import Condition, condition
from tests.proof.twin.operands import Values
from tests.proof.twin.projections import projection
from tests.proof.twin.reading import Path
from tests.proof.twin.refusals import Invalid, not_found
from tests.proof.twin.schemas import Schema
from tests.proof.twin.state import Key, State
from tests.proof.twin.updates import Update, update
from tests.proof.twin.values import Attributes, value

type Parameters = Mapping[str, Any]

# What may be asked for with anything, and changes nothing here.
_IGNORED = {"ReturnConsumedCapacity", "ReturnItemCollectionMetrics"}
EXPRESSIONS = {"ExpressionAttributeNames", "ExpressionAttributeValues"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Expressions:
    """All expressions of a request, and the values they share."""

    values: Values
    condition: Condition | None = None
    filter: Condition | None = None
    key_condition: Condition | None = None
    update: Update | None = None
    projection: tuple[Path, ...] | None = None


def require_known(parameters: Parameters, known: Set[str]) -> None:
    """Refuse to guess what a parameter means that nobody taught us."""
    if not parameters.keys() <= known and (unknown := parameters.keys() - known - _IGNORED):
        raise NotImplementedError(f"parameters: {', '.join(sorted(unknown))}")


def schema_of(state: State, operation: str, parameters: Parameters) -> Schema:
    schema = state.schemas.get(parameters["TableName"])
    if schema is None:
        raise not_found(operation)
    return schema


def expressions(parameters: Parameters) -> Expressions:
    """Read a request's expressions.

    Raises:
        Invalid: they, their names or values are wrong, whatever the item.
        NotImplementedError: nobody taught them to us.
    """
    given_names: Mapping[str, str] = parameters.get("ExpressionAttributeNames", {})
    given_values: Mapping[str, Any] = parameters.get("ExpressionAttributeValues", {})
    names = tuple(given_names.items())
    values = {placeholder: value(one) for placeholder, one in given_values.items()}
    conditions: dict[str, Condition] = {}
    changes: Update | None = None
    paths: tuple[Path, ...] | None = None
    used_names: frozenset[str] = frozenset()
    used_values: frozenset[str] = frozenset()
    for kind, text in parameters.items():
        if not kind.endswith("Expression"):
            continue
        if kind == "ProjectionExpression":
            paths, more_names = projection(text, names)
            used_names |= more_names
            continue
        read: Condition | Update
        if kind == "UpdateExpression":
            read = changes = update(text, names)
        else:
            read = conditions[kind] = condition(kind, text, names)
        used_names |= read.names
        used_values |= read.values
        if undefined := read.values - values.keys():
            raise Invalid(
                f"Invalid {kind}: An expression attribute value used in expression is not defined; "
                f"attribute value: {min(undefined)}"
            )
        for check in read.checks:
            check(values)
    _require_used("ExpressionAttributeNames", parameters, used_names)
    _require_used("ExpressionAttributeValues", parameters, used_values)
    return Expressions(
        values=values,
        condition=conditions.get("ConditionExpression"),
        filter=conditions.get("FilterExpression"),
        key_condition=conditions.get("KeyConditionExpression"),
        update=changes,
        projection=paths,
    )


def _require_used(kind: str, parameters: Parameters, used: Set[str]) -> None:
    if kind not in parameters:
        return
    given = parameters[kind]
    if not any(name.endswith("Expression") for name in parameters):
        raise Invalid(f"{kind} can only be specified when using expressions")
    if not given:
        raise Invalid(f"{kind} must not be empty")
    if unused := given.keys() - used:
        raise Invalid(f"Value provided in {kind} unused in expressions: keys: {{{', '.join(sorted(unused))}}}")


def key_of(schema: Schema, wire_key: Mapping[str, Any]) -> Key:
    """Read a key.

    Raises:
        Invalid: it is no key of this table.
    """
    if len(wire_key) != len(schema.key):
        raise Invalid("The provided key element does not match the schema")
    key = []
    for name in schema.key:
        if name not in wire_key:
            raise Invalid("The provided key element does not match the schema")
        one = value(wire_key[name])
        if one[0] != schema.types[name]:
            raise Invalid("The provided key element does not match the schema")
        _require_content(name, one[1])
        key.append(one)
    return tuple(key)


def _require_content(name: str, content: object) -> None:
    if content in {"", b""}:
        raise Invalid(
            "One or more parameter values are not valid. "
            f"The AttributeValue for a key attribute cannot contain an empty string value. Key: {name}"
        )


def key_in(schema: Schema, attributes: Attributes) -> Key:
    """Find the key in a whole item.

    Raises:
        Invalid: it has none of this table.
    """
    key = []
    for name in schema.key:
        if name not in attributes:
            raise Invalid(f"One or more parameter values were invalid: Missing the key {name} in the item")
        one = attributes[name]
        if one[0] != schema.types[name]:
            raise Invalid(
                "One or more parameter values were invalid: "
                f"Type mismatch for key {name} expected: {schema.types[name]} actual: {one[0]}"
            )
        _require_content(name, one[1])
        key.append(one)
    return tuple(key)


def require_indexable(schema: Schema, attributes: Attributes) -> None:
    """Require the keys of indexes that an item has to have their types.

    Raises:
        Invalid: one has not.
    """
    for index_name, index in schema.indexes.items():
        for name in index.key:
            if name in attributes:
                kind, content = attributes[name]
                if kind != schema.types[name]:
                    raise Invalid(
                        f"One or more parameter values were invalid: Type mismatch for Index Key {name} "
                        f"Expected: {schema.types[name]} Actual: {kind} IndexName: {index_name}"
                    )
                if content in {"", b""}:
                    raise Invalid(
                        "One or more parameter values are not valid. A value specified for a secondary index key is "
                        "not supported. The AttributeValue for a key attribute cannot contain an empty string value. "
                        f"IndexName: {index_name}, IndexKey: {name}"
                    )
