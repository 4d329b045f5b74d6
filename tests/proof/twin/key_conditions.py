"""What a KeyConditionExpression must be (Amazon DynamoDB developer guide, key condition expressions for Query)."""

from tests.proof.twin.conditions import Condition
from tests.proof.twin.operands import Values
from tests.proof.twin.refusals import Invalid
from tests.proof.twin.schemas import Index, Schema

_RANGES = {"=", "<", "<=", ">", ">=", "BETWEEN", "begins_with"}


def require_key_condition(schema: Schema, index: Index, condition: Condition, values: Values) -> None:
    """Require one value of the hash key, and at most one range of the range key.

    Raises:
        Invalid: it is something else.
    """
    said = _said(schema, condition, values)
    hash_key, *range_key = index.key
    if hash_key not in said:
        raise Invalid(f"Query condition missed key schema element: {hash_key}")
    if said.pop(hash_key) != "=":
        raise Invalid("Query key condition not supported")
    for name, operator in said.items():
        if name not in range_key:
            missed = range_key[0] if range_key else name
            raise Invalid(f"Query condition missed key schema element: {missed}")
        if operator not in _RANGES:
            raise Invalid("Query key condition not supported")


def _said(schema: Schema, condition: Condition, values: Values) -> dict[str, str]:
    if condition.parts is None:
        raise Invalid("Invalid KeyConditionExpression: Invalid operator used in KeyConditionExpression")
    said: dict[str, str] = {}
    for operator, (left, *right) in condition.parts:
        if left.path is None or len(left.path) > 1 or any(one.value is None for one in right):
            raise NotImplementedError("KeyConditionExpression that compares something other than a key with values")
        name = str(left.path[0])
        if name in said:
            only = "KeyConditionExpressions must only contain one condition per key"
            raise Invalid(f"Invalid KeyConditionExpression: {only}")
        said[name] = operator
        if name in schema.types and any(values[str(one.value)][0] != schema.types[name] for one in right):
            what = "Condition parameter type does not match schema type"
            raise Invalid(f"One or more parameter values were invalid: {what}")
    return said
