"""Two services that must answer alike, the twin and the emulated AWS, and short words for calling them."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from typing import Any, Protocol

from botocore import xform_name
from botocore.exceptions import ClientError

from shared.aws.connection import client
from tests.proof import twin
from tests.support.aws import deployed
from tests.support.template import tables

BUCKETS = ("test-templates", "test-certificates")
PEOPLE = "people"
STEPS = "steps"


def _keys(*names: str) -> list[dict[str, str]]:
    return [{"AttributeName": name, "KeyType": kind} for name, kind in zip(names, ("HASH", "RANGE"), strict=False)]


# Beside our own tables: one with a hash key alone, and one with a number for a range key and indexes of both kinds.
TABLES: list[dict[str, Any]] = [
    {
        "TableName": PEOPLE,
        "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [{"AttributeName": "name", "AttributeType": "S"}],
        "KeySchema": _keys("name"),
    },
    {
        "TableName": STEPS,
        "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [
            {"AttributeName": "keeper", "AttributeType": "S"},
            {"AttributeName": "number", "AttributeType": "N"},
            {"AttributeName": "room", "AttributeType": "S"},
            {"AttributeName": "at", "AttributeType": "S"},
        ],
        "KeySchema": _keys("keeper", "number"),
        "GlobalSecondaryIndexes": [
            {"IndexName": "by_room", "KeySchema": _keys("room", "at"), "Projection": {"ProjectionType": "ALL"}},
            {
                "IndexName": "by_time",
                "KeySchema": _keys("room", "at"),
                "Projection": {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["title"]},
            },
            {"IndexName": "keys_only", "KeySchema": _keys("at"), "Projection": {"ProjectionType": "KEYS_ONLY"}},
        ],
    },
]


class Backend(Protocol):
    """Answers calls as botocore does."""

    def call(self, service: str, operation: str, parameters: Mapping[str, Any]) -> dict[str, Any]: ...


class Twin:
    """The twin, and the state that it is in."""

    def __init__(self) -> None:
        self.state = twin.empty([*tables(), *TABLES], BUCKETS)

    def call(self, service: str, operation: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
        self.state, answer = twin.apply(self.state, service, operation, parameters)
        return answer


class Emulator:
    """The emulated AWS in this process."""

    def call(self, service: str, operation: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
        answer: dict[str, Any] = getattr(client(service), xform_name(operation))(**parameters)
        return answer


@contextmanager
def emulated() -> Iterator[Emulator]:
    with deployed():
        for table in TABLES:
            client("dynamodb").create_table(**table)
        yield Emulator()


def wire(given: Any) -> dict[str, Any]:  # noqa: ANN401, PLR0911 - any value
    """Write a value for the wire."""
    match given:
        case None:
            return {"NULL": True}
        case bool():
            return {"BOOL": given}
        case str():
            return {"S": given}
        case bytes():
            return {"B": given}
        case int() | Decimal():
            return {"N": str(given)}
        case list():
            return {"L": [wire(part) for part in given]}
        case dict():
            return {"M": {name: wire(part) for name, part in given.items()}}
    ((kind, _), *_) = wire(next(iter(given))).items()
    return {f"{kind}S": [wire(part)[kind] for part in sorted(given)]}


def wires(given: Mapping[str, Any]) -> dict[str, Any]:
    return {name: wire(part) for name, part in given.items()}


def plain(found: Mapping[str, Any]) -> Any:  # noqa: ANN401, PLR0911 - any value
    """Read a value from the wire; sets have no order, and numbers no needless zeros."""
    ((kind, content),) = found.items()
    match kind:
        case "NULL":
            return None
        case "N":
            return Decimal(content)
        case "NS":
            return frozenset(map(Decimal, content))
        case "SS" | "BS":
            return frozenset(content)
        case "L":
            return [plain(part) for part in content]
        case "M":
            return plains(content)
    return content


def plains(found: Mapping[str, Any]) -> dict[str, Any]:
    return {name: plain(part) for name, part in found.items()}


def refusal(error: ClientError) -> Any:  # noqa: ANN401 - text, or a list of reasons
    """Tell why a call was refused: its code, or the code of each write of a transaction, with the items that come."""
    answer: Any = error.response
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 400, answer
    if "CancellationReasons" in answer:
        assert answer["Error"]["Code"] == "TransactionCanceledException"
        return [_with_item(reason["Code"], reason) for reason in answer["CancellationReasons"]]
    return _with_item(answer["Error"]["Code"], answer)


def _with_item(code: str, answer: Mapping[str, Any]) -> Any:  # noqa: ANN401
    return (code, plains(answer["Item"])) if "Item" in answer else code


def told(answer: Mapping[str, Any]) -> dict[str, Any]:
    """Read what DynamoDB answered, leaving out what it costs."""
    read: dict[str, Any] = {}
    for name, part in answer.items():
        if name in {"Item", "Attributes", "LastEvaluatedKey"}:
            read[name] = plains(part)
        elif name == "Items":
            read[name] = [plains(item) for item in part]
        elif name in {"Count", "ScannedCount"}:
            read[name] = part
        elif name == "Responses" and isinstance(part, list):
            read[name] = [plains(one["Item"]) if "Item" in one else None for one in part]
        elif name == "Responses":
            read[name] = {table: in_order(map(plains, found)) for table, found in part.items()}
    return read


def in_order(items: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - items
    """Put items in some order, where the service promises none."""
    return sorted(items, key=lambda item: str([item.get(name) for name in ("name", "keeper", "number")]))
