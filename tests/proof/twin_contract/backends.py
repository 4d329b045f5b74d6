"""The two backends that must respond equally, the twin and moto, and shorthands for calls to their DynamoDB."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Protocol

from botocore import xform_name
from botocore.exceptions import ClientError

from shared.aws.connection import client
from tests.support import twin
from tests.support.aws import deployed
from tests.support.template import tables
from tests.support.twin.values import value

type Json = dict[str, Any]

BUCKETS = ("test-templates", "test-certificates")
# A table of each form: with only a hash key, with a number or text as range key, with an index of all attributes or of
# some.
ORDERS, TEMPLATES, LINES, EVENTS, COURSES = (
    f"test-{entity}" for entity in ("orders", "certificate-templates", "order-lines", "webhook-events", "courses")
)
KEYS = {table["TableName"]: [part["AttributeName"] for part in table["KeySchema"]] for table in tables()}


class Backend(Protocol):
    """Answers calls as botocore does."""

    def call(self, service: str, operation: str, parameters: Mapping[str, Any]) -> Json: ...


class Twin:
    """The twin and its current state."""

    def __init__(self) -> None:
        self.state = twin.empty(tables(), BUCKETS)

    def call(self, service: str, operation: str, parameters: Mapping[str, Any]) -> Json:
        self.state, answer = twin.apply(self.state, service, operation, parameters)
        return answer


class Moto:
    """moto, in this process."""

    def call(self, service: str, operation: str, parameters: Mapping[str, Any]) -> Json:
        answer: Json = getattr(client(service), xform_name(operation))(**parameters)
        return answer


@contextmanager
def moto() -> Iterator[Moto]:
    with deployed():
        yield Moto()


def wire(given: Any) -> Json:  # noqa: ANN401 - any value
    """Convert a value to DynamoDB's JSON."""
    match given:
        case bool():
            return {"BOOL": given}
        case str() | bytes():
            return {"S" if isinstance(given, str) else "B": given}
        case int():
            return {"N": str(given)}
        case list():
            return {"L": [wire(part) for part in given]}
        case dict():
            return {"M": wires(given)}
    members = [wire(member) for member in sorted(given)]
    ((kind, _),) = members[0].items()
    return {f"{kind}S": [member[kind] for member in members]}


def wires(given: Mapping[str, Any]) -> Json:
    return {name: wire(part) for name, part in given.items()}


def canonical(item: Mapping[str, Any]) -> Mapping[str, Any]:
    """Normalise an item for comparison: DynamoDB defines no order of a set, and moto returns `1.0` unchanged."""
    return {name: value(part) for name, part in item.items()}


def item(**given: Any) -> Mapping[str, Any]:  # noqa: ANN401 - any values
    """An item in the form of responses."""
    return canonical(wires(given))


def request(table: str, **given: Any) -> Json:  # noqa: ANN401 - any parameters
    """The parameters of a call: `item`, `key`, `start`, `values` and `names` are shorthands, others are unchanged."""
    parameters: Json = {"TableName": table}
    for name, part in given.items():
        match name:
            case "item" | "key":
                parameters[name.capitalize()] = wires(part)
            case "start":
                parameters["ExclusiveStartKey"] = part
            case "values":
                parameters["ExpressionAttributeValues"] = wires({f":{name}": one for name, one in part.items()})
            case "names":
                parameters["ExpressionAttributeNames"] = {f"#{name}": name for name in part}
            case "condition" | "update" | "key_condition":
                parameters["".join(word.capitalize() for word in name.split("_")) + "Expression"] = part
            case _:
                parameters[name] = part
    return parameters


class Dynamo:
    """The DynamoDB of a backend."""

    def __init__(self, backend: Backend) -> None:
        self.backend = backend

    def call(self, operation: str, parameters: Mapping[str, Any]) -> Any:  # noqa: ANN401
        """Call it; return the response without capacity units, or the error code: of each write, in a transaction."""
        try:
            answer = self.backend.call("dynamodb", operation, parameters)
        except ClientError as error:
            refused: Any = error.response
            assert refused["ResponseMetadata"]["HTTPStatusCode"] == 400, refused
            reasons = refused.get("CancellationReasons")
            return [reason["Code"] for reason in reasons] if reasons else refused["Error"]["Code"]
        read: Json = {}
        for name, part in answer.items():
            match name:
                case "Item" | "Attributes" | "LastEvaluatedKey":
                    read[name] = canonical(part)
                case "Items":
                    read[name] = [canonical(one) for one in part]
                case "Responses":
                    read[name] = {table: in_order(found) for table, found in part.items()}
                case "Count" | "ScannedCount":
                    read[name] = part
        return read

    def ask(self, operation: str, table: str = ORDERS, /, **given: Any) -> Any:  # noqa: ANN401
        return self.call(operation, request(table, **given))

    def put(self, table: str, *items: Mapping[str, Any]) -> None:
        for one in items:
            assert self.ask("PutItem", table, item=one) == {}

    def transact(self, *writes: tuple[str, Mapping[str, Any]], **more: Any) -> Any:  # noqa: ANN401
        """Write in one transaction: each write is a kind and parameters of `request`; the default table is orders."""
        entries = [{kind: request(**{"table": ORDERS, **given})} for kind, given in writes]
        return self.call("TransactWriteItems", {"TransactItems": entries, **more})

    def items(self, table: str = ORDERS) -> list[Mapping[str, Any]]:
        return in_order(self.backend.call("dynamodb", "Scan", {"TableName": table, "ConsistentRead": True})["Items"])


def in_order(items: list[Json]) -> list[Mapping[str, Any]]:
    """Sort items, where the service defines no order."""
    return sorted(map(canonical, items), key=lambda one: str(sorted(one.items(), key=str)))
