"""Items: written, read and removed, in the twin as in the emulated DynamoDB."""

from typing import Any

import pytest

from tests.proof import twin
from tests.proof.twin_contract.backends import PEOPLE, STEPS, Twin
from tests.proof.twin_contract.dynamo import Dynamo

ANNA: dict[str, Any] = {
    "name": "anna",
    "age": 30,
    "badge": b"\x00\xff",
    "joined": True,
    "left": None,
    "tags": {"red", "blue"},
    "scores": {1, 2},
    "parts": ["a", 1, [True]],
    "inside": {"a": {"b": "c"}},
    "note": "",
}
BEN: dict[str, Any] = {"name": "ben", "age": 40}
INVALID = "ValidationException"
FAILED = "ConditionalCheckFailedException"


def test_an_item_comes_back_as_it_was_put(dynamo: Dynamo) -> None:
    dynamo.put(ANNA, BEN)
    assert dynamo.get({"name": "anna"}) == ANNA
    assert dynamo.get({"name": "nobody"}) is None
    assert dynamo.items() == [ANNA, BEN]


def test_a_put_replaces_the_whole_item(dynamo: Dynamo) -> None:
    dynamo.put(ANNA)
    answer = dynamo.ask("PutItem", item={"name": "anna", "age": 31}, ReturnValues="ALL_OLD")
    assert answer == {"Attributes": ANNA}
    assert dynamo.items() == [{"name": "anna", "age": 31}]
    assert dynamo.ask("PutItem", item=BEN, ReturnValues="ALL_OLD") == {}


def test_a_put_is_refused_when_its_condition_does_not_hold(dynamo: Dynamo) -> None:
    absent = "attribute_not_exists(age)"
    assert dynamo.ask("PutItem", item=BEN, condition=absent) == {}
    assert dynamo.ask("PutItem", item={**BEN, "age": 1}, condition=absent) == FAILED
    shown = dynamo.ask(
        "PutItem", item={**BEN, "age": 1}, condition=absent, ReturnValuesOnConditionCheckFailure="ALL_OLD"
    )
    assert shown == (FAILED, BEN)
    assert dynamo.items() == [BEN]


def test_an_item_is_removed_once(dynamo: Dynamo) -> None:
    dynamo.put(ANNA, BEN)
    key = {"name": "ben"}
    assert dynamo.ask("DeleteItem", key=key, condition="age = :age", values={"age": 1}) == FAILED
    assert dynamo.ask("DeleteItem", key=key, ReturnValues="ALL_OLD") == {"Attributes": BEN}
    assert dynamo.ask("DeleteItem", key=key, ReturnValues="ALL_OLD") == {}
    assert dynamo.ask("DeleteItem", key=key, condition="attribute_exists(age)") == FAILED
    assert dynamo.items() == [ANNA]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ("NONE", None),
        ("ALL_OLD", BEN),
        ("ALL_NEW", {"name": "ben", "age": 41, "city": "Oslo"}),
        ("UPDATED_OLD", {"age": 40}),
        ("UPDATED_NEW", {"age": 41, "city": "Oslo"}),
    ],
)
def test_an_update_gives_back_what_is_wanted(dynamo: Dynamo, wanted: str, expected: object) -> None:
    dynamo.put(BEN)
    update, values = "SET age = age + :one, city = :city", {"one": 1, "city": "Oslo"}
    answer = dynamo.ask("UpdateItem", key={"name": "ben"}, update=update, values=values, ReturnValues=wanted)
    assert answer.get("Attributes") == expected


def test_an_update_makes_an_item_that_is_not_there(dynamo: Dynamo) -> None:
    assert dynamo.update("ben", "SET age = :age", values={"age": 40}) == BEN
    assert dynamo.update("cleo", "REMOVE age") == {"name": "cleo"}
    assert dynamo.items() == [BEN, {"name": "cleo"}]


def test_an_update_is_refused_when_its_condition_does_not_hold(dynamo: Dynamo) -> None:
    dynamo.put(BEN)
    given = {"update": "SET age = :age", "condition": "age < :age", "values": {"age": 20}}
    assert dynamo.ask("UpdateItem", key={"name": "ben"}, **given) == FAILED
    shown = dynamo.ask("UpdateItem", key={"name": "ben"}, **given, ReturnValuesOnConditionCheckFailure="ALL_OLD")
    assert shown == (FAILED, BEN)
    assert dynamo.ask("UpdateItem", key={"name": "nobody"}, **given) == FAILED
    assert dynamo.items() == [BEN]


def test_a_range_key_tells_items_apart(dynamo: Dynamo) -> None:
    dynamo.put({"keeper": "a", "number": 1, "v": "x"}, {"keeper": "a", "number": 10, "v": "y"}, table=STEPS)
    assert dynamo.get({"keeper": "a", "number": 10}, STEPS)["v"] == "y"
    assert dynamo.get({"keeper": "a", "number": 2}, STEPS) is None
    dynamo.put({"keeper": "a", "number": 1, "v": "z"}, table=STEPS)
    assert [item["v"] for item in dynamo.items(STEPS)] == ["z", "y"]


@pytest.mark.parametrize(
    ("operation", "given"),
    [
        ("GetItem", {"key": {"age": 1}}),
        ("GetItem", {"key": {"name": "a", "age": 1}}),
        ("UpdateItem", {"key": {"age": 1}, "update": "REMOVE city"}),
        ("DeleteItem", {"key": {"name": "a", "age": 1}}),
        ("PutItem", {"item": {"age": 1}}),
        ("PutItem", {"item": {"name": 1}}),
        ("PutItem", {"item": {"name": ""}}),
        ("PutItem", {"item": BEN, "ReturnValues": "ALL_NEW"}),
        ("DeleteItem", {"key": {"name": "a"}, "ReturnValues": "ALL_NEW"}),
        ("UpdateItem", {"key": {"name": "a"}, "update": "REMOVE city", "names": {"a": "age"}}),
    ],
)
def test_a_wrong_request_is_refused(dynamo: Dynamo, operation: str, given: dict[str, Any]) -> None:
    dynamo.put(ANNA)
    assert dynamo.ask(operation, **given) == INVALID
    assert dynamo.items() == [ANNA]


def test_there_is_no_other_table(dynamo: Dynamo) -> None:
    missing = "ResourceNotFoundException"
    assert dynamo.ask("GetItem", "nowhere", key={"name": "a"}) == missing
    assert dynamo.ask("PutItem", "nowhere", item={"name": "a"}) == missing
    assert dynamo.ask("UpdateItem", "nowhere", key={"name": "a"}, update="REMOVE age") == missing
    assert dynamo.ask("DeleteItem", "nowhere", key={"name": "a"}) == missing
    assert dynamo.transact(("Put", {"item": {"name": "a"}, "table": "nowhere"})) in (missing, [missing])


@pytest.mark.parametrize(
    ("projection", "expected"),
    [
        ("age, joined", {"age": 30, "joined": True}),
        ("nothing", {}),
        ("#t", {"tags": {"red", "blue"}}),
        ("inside.a.b, age", {"inside": {"a": {"b": "c"}}, "age": 30}),
        ("parts[1]", {"parts": [1]}),
        ("parts[7]", {}),
    ],
)
def test_parts_of_an_item_are_read(dynamo: Dynamo, projection: str, expected: dict[str, Any]) -> None:
    dynamo.put(ANNA)
    names = {"names": {"t": "tags"}} if "#" in projection else {}
    assert dynamo.ask("GetItem", key={"name": "anna"}, projection=projection, **names) == {"Item": expected}


def test_several_items_are_read_at_once(dynamo: Dynamo) -> None:
    dynamo.put(ANNA, BEN)
    dynamo.put({"keeper": "a", "number": 1}, table=STEPS)
    keys = [{"name": {"S": name}} for name in ("ben", "nobody", "anna")]
    asked = {
        PEOPLE: {"Keys": keys, "ConsistentRead": True},
        STEPS: {"Keys": [{"keeper": {"S": "a"}, "number": {"N": "1"}}]},
    }
    found = dynamo.call("BatchGetItem", {"RequestItems": asked})["Responses"]
    assert found == {PEOPLE: [ANNA, BEN], STEPS: [{"keeper": "a", "number": 1}]}
    assert dynamo.call("BatchGetItem", {"RequestItems": {PEOPLE: {"Keys": keys[:1] * 2}}}) == INVALID
    many = [{"name": {"S": str(number)}} for number in range(101)]
    assert dynamo.call("BatchGetItem", {"RequestItems": {PEOPLE: {"Keys": many}}}) == INVALID
    single = [{"Get": {"TableName": PEOPLE, "Key": key}} for key in keys]
    assert dynamo.call("TransactGetItems", {"TransactItems": single}) == {"Responses": [BEN, None, ANNA]}


def test_a_state_is_a_value() -> None:
    backend = Twin()
    dynamo, start = Dynamo(backend), backend.state
    dynamo.put(ANNA, BEN)
    one = backend.state
    dynamo.put({**BEN, "age": 41})
    other = backend.state
    dynamo.put(BEN)
    assert backend.state == one != other
    assert hash(backend.state) == hash(one)
    assert len({start, one, other, backend.state}) == 3
    assert twin.items(start, PEOPLE) == []
    # What a write leaves alone is the same object in both states.
    assert other.tables.things[STEPS] is one.tables.things[STEPS]
