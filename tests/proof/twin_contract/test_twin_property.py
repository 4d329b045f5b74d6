"""Whatever is asked for, in whatever order: the twin answers and keeps what the emulated DynamoDB does."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.proof.twin_contract.backends import PEOPLE, STEPS, Emulator, Twin, emulated, in_order
from tests.proof.twin_contract.dynamo import KEYS, Dynamo
from tests.proof.twin_contract.requests_at_random import Call, beginnings, calls


@pytest.fixture(scope="module")
def emulator() -> Iterator[Emulator]:
    with emulated() as backend:
        yield backend


def emptied(backend: Emulator) -> Dynamo:
    for table, names in KEYS.items():
        for item in backend.call("dynamodb", "Scan", {"TableName": table})["Items"]:
            key = {name: item[name] for name in names}
            backend.call("dynamodb", "DeleteItem", {"TableName": table, "Key": key})
    return Dynamo(backend)


def comparable(operation: str, parameters: dict[str, Any], answer: Any) -> Any:  # noqa: ANN401
    """Take out of an answer what DynamoDB leaves open, or the emulator does in another way."""
    if isinstance(answer, list) and "ValidationError" in answer:
        # DynamoDB gives the reason with the others; the emulator refuses the whole request.
        return "ValidationException"
    if operation == "Query" and "IndexName" in parameters and isinstance(answer, dict):
        # Items that are equal in the index have no order.
        return [item["at"] for item in answer["Items"]], in_order(answer["Items"])
    return answer


def restore(one: Dynamo, other: Dynamo, parameters: dict[str, Any]) -> None:
    """Give the emulator its item again: it leaves an update half done that it refuses in the middle."""
    where = {name: parameters[name] for name in ("TableName", "Key")}
    found = one.backend.call("dynamodb", "GetItem", where)
    if "Item" in found:
        item = {"TableName": parameters["TableName"], "Item": found["Item"]}
        other.backend.call("dynamodb", "PutItem", item)
    else:
        other.backend.call("dynamodb", "DeleteItem", where)


# Shrinking asks the emulator for minutes, with no way to bound it; the request that differs is named.
@settings(
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(before=beginnings, asked=st.lists(calls, min_size=10, max_size=20))
def test_the_twin_answers_and_keeps_what_the_emulator_does(
    emulator: Emulator, before: list[Call], asked: list[Call]
) -> None:
    one, other = Dynamo(Twin()), emptied(emulator)
    for operation, parameters in before:
        assert one.call(operation, parameters) == other.call(operation, parameters) == {}
    for operation, parameters in asked:
        answers = [comparable(operation, parameters, dynamo.call(operation, parameters)) for dynamo in (one, other)]
        assert answers[0] == answers[1], (operation, parameters)
        if operation == "UpdateItem" and answers[0] == "ValidationException":
            restore(one, other, parameters)
        if operation in {"Query", "GetItem"}:
            continue
        for table in (PEOPLE, STEPS):
            assert one.items(table) == other.items(table), (operation, parameters)
