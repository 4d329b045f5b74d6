"""Values as DynamoDB keeps them.

The emulator is left out: it keeps numbers as they are written, and takes sets and numbers that DynamoDB refuses.
"""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.proof.twin_contract.backends import PEOPLE, STEPS, Twin
from tests.proof.twin_contract.dynamo import Dynamo

INVALID = "ValidationException"


def put(*values: dict[str, Any]) -> list[dict[str, Any]]:
    """Put values, and read them back as they are on the wire."""
    twin = Twin()
    item = {"name": {"S": "a"}, **{f"v{number}": value for number, value in enumerate(values)}}
    twin.call("dynamodb", "PutItem", {"TableName": PEOPLE, "Item": item})
    found = twin.call("dynamodb", "GetItem", {"TableName": PEOPLE, "Key": {"name": {"S": "a"}}})["Item"]
    return [found[f"v{number}"] for number in range(len(values))]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("1", "1"),
        ("1.0", "1"),
        ("-0", "0"),
        ("007", "7"),
        ("100", "100"),
        ("2.50", "2.5"),
        ("1e3", "1000"),
        ("1E-3", "0.001"),
        ("+5", "5"),
        ("12345678901234567890123456789012345678", "12345678901234567890123456789012345678"),
    ],
)
def test_a_number_is_kept_plain(given: str, kept: str) -> None:
    assert put({"N": given}) == [{"N": kept}]
    assert put({"L": [{"M": {"x": {"N": given}}}]}) == [{"L": [{"M": {"x": {"N": kept}}}]}]


def test_sets_come_back_in_one_order() -> None:
    sets = put({"NS": ["10", "9.0", "-1"]}, {"SS": ["b", "a"]}, {"BS": [b"b", b"a"]})
    assert sets == [{"NS": ["-1", "9", "10"]}, {"SS": ["a", "b"]}, {"BS": [b"a", b"b"]}]


@pytest.mark.parametrize(
    "value",
    [
        {"N": "x"},
        {"N": "NaN"},
        {"N": "Infinity"},
        {"N": "1e126"},
        {"N": "1" * 39},
        {"SS": []},
        {"NS": []},
        {"SS": ["a", "a"]},
        {"NS": ["1", "1.0"]},
        {},
    ],
)
def test_what_is_no_value_is_refused(value: dict[str, Any]) -> None:
    with pytest.raises(ClientError) as caught:
        put(value)
    assert caught.value.response["Error"]["Code"] == INVALID
    with pytest.raises(ClientError):
        put({"L": [value]})


def test_numbers_that_are_equal_are_one_key() -> None:
    twin = Twin()
    for number in ("1", "1.0", "10e-1"):
        item = {"keeper": {"S": "a"}, "number": {"N": number}, "v": {"S": number}}
        twin.call("dynamodb", "PutItem", {"TableName": STEPS, "Item": item})
    assert Dynamo(twin).items(STEPS) == [{"keeper": "a", "number": 1, "v": "10e-1"}]


def test_sums_are_exact() -> None:
    dynamo = Dynamo(Twin())
    twin = dynamo.backend
    parameters = {
        "TableName": PEOPLE,
        "Key": {"name": {"S": "a"}},
        "UpdateExpression": "ADD v :v",
        "ReturnValues": "ALL_NEW",
    }
    tenth = {**parameters, "ExpressionAttributeValues": {":v": {"N": "0.1"}}}
    answers = [twin.call("dynamodb", "UpdateItem", tenth) for _ in range(10)]
    assert answers[-1]["Attributes"]["v"] == {"N": "1"}
    huge = {":v": {"N": "1" + "0" * 37 + ".5"}}
    with pytest.raises(ClientError):
        twin.call("dynamodb", "UpdateItem", {**parameters, "ExpressionAttributeValues": huge})


def test_an_answer_is_the_callers_own() -> None:
    twin = Twin()
    Dynamo(twin).put({"name": "a", "parts": ["x"], "tags": {"t"}})
    key = {"TableName": PEOPLE, "Key": {"name": {"S": "a"}}}
    before, answer = twin.state, twin.call("dynamodb", "GetItem", key)
    answer["Item"]["parts"]["L"].append({"S": "y"})
    answer["Item"]["tags"]["SS"].append("u")
    answer["Item"]["new"] = {"S": "z"}
    assert twin.state is before
    assert Dynamo(twin).items() == [{"name": "a", "parts": ["x"], "tags": {"t"}}]


def test_what_was_put_is_not_the_callers_any_more() -> None:
    twin = Twin()
    item: dict[str, Any] = {"name": {"S": "a"}, "parts": {"L": [{"S": "x"}]}}
    twin.call("dynamodb", "PutItem", {"TableName": PEOPLE, "Item": item})
    item["parts"]["L"].append({"S": "y"})
    assert Dynamo(twin).items() == [{"name": "a", "parts": ["x"]}]


def test_an_index_key_has_its_type() -> None:
    dynamo = Dynamo(Twin())
    for room in (3, ""):
        item = {"keeper": "a", "number": 1, "room": room}
        assert dynamo.ask("PutItem", STEPS, item=item) == INVALID
        assert dynamo.transact(("Put", {"table": STEPS, "item": item})) == INVALID


def test_a_key_has_its_type() -> None:
    dynamo = Dynamo(Twin())
    for operation in ("GetItem", "UpdateItem", "DeleteItem"):
        assert dynamo.ask(operation, key={"name": 1}) == INVALID


def test_an_update_may_say_nothing() -> None:
    dynamo = Dynamo(Twin())
    assert dynamo.ask("UpdateItem", key={"name": "a"}) == {}
    assert dynamo.items() == [{"name": "a"}]
