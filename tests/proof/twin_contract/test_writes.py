"""Writes, their conditions and transactions of them, on the twin as on moto."""

from typing import Any

import pytest

from tests.proof.twin_contract.backends import ORDERS, TEMPLATES, Dynamo, Twin, item
from tests.support.twin import Unsupported

ANNA: dict[str, Any] = {
    "order_id": "anna",
    "age": 30,
    "city": "Oslo",
    "joined": True,
    "tags": {"red", "blue"},
    "scores": {1, 2, 30},
    "parts": ["a", 1, {"deep": "x"}],
    "note": "",
}
BEN: dict[str, Any] = {"order_id": "ben", "age": 40}
KEY = {"order_id": "anna"}
FAILED = "ConditionalCheckFailed"

type Write = tuple[str, dict[str, Any]]

CHECK: Write = ("ConditionCheck", {"key": KEY, "condition": "age = :v", "values": {"v": 30}})
PUT: Write = ("Put", {"item": {"order_id": "cleo"}, "condition": "attribute_not_exists(age)"})
UPDATE: Write = (
    "Update",
    {"table": TEMPLATES, "key": {"course_id": "a", "version": 1}, "update": "ADD v :one", "values": {"one": 1}},
)
DELETE: Write = ("Delete", {"key": {"order_id": "ben"}, "condition": "attribute_exists(age)"})
UPDATED = item(course_id="a", version=1, v=1)


@pytest.fixture
def filled(dynamo: Dynamo) -> Dynamo:
    dynamo.put(ORDERS, ANNA, BEN)
    return dynamo


def is_unchanged(dynamo: Dynamo) -> bool:
    return dynamo.items() == [item(**ANNA), item(**BEN)] and dynamo.items(TEMPLATES) == []


@pytest.mark.parametrize(
    ("condition", "values", "expected"),
    [
        ("attribute_exists(age)", {}, True),
        ("attribute_exists(nothing)", {}, False),
        ("attribute_not_exists(nothing)", {}, True),
        ("attribute_not_exists(age)", {}, False),
        ("age = :v", {"v": 30}, True),
        ("age = :v", {"v": 31}, False),
        ("age = :v", {"v": "30"}, False),
        ("nothing = :v", {"v": 30}, False),
        ("note = :v", {"v": ""}, True),
        ("joined = :v", {"v": True}, True),
        ("joined = :v", {"v": False}, False),
        ("tags = :v", {"v": {"blue", "red"}}, True),
        ("tags = :v", {"v": {"blue"}}, False),
        ("scores = :v", {"v": {30, 2, 1}}, True),
        ("parts = :v", {"v": ["a", 1, {"deep": "x"}]}, True),
        ("parts = :v", {"v": [1, "a", {"deep": "x"}]}, False),
        # 30 and 100, and 30 and 4, would sort differently as text.
        ("age < :v", {"v": 100}, True),
        ("age < :v", {"v": 30}, False),
        ("age <= :v", {"v": 30}, True),
        ("age > :v", {"v": 4}, True),
        ("city < :v", {"v": "Paris"}, True),
        ("nothing < :v", {"v": 1}, False),
        ("age = :v AND city = :c", {"v": 30, "c": "Rome"}, False),
        ("age = :v OR city = :c", {"v": 1, "c": "Oslo"}, True),
        ("age = :v OR age = :c AND city = :c", {"v": 30, "c": "Rome"}, True),
        ("(age = :v OR age = :c) AND city = :c", {"v": 30, "c": "Rome"}, False),
        ("((attribute_not_exists (age) OR age < :v) OR (#age = :w AND #city < :c))", {"v": 3, "w": 30, "c": "P"}, True),
    ],
)  # fmt: skip
def test_a_condition_holds_or_not(filled: Dynamo, condition: str, values: dict[str, Any], expected: bool) -> None:  # noqa: FBT001
    given: dict[str, Any] = {"values": values} if values else {}
    if "#" in condition:
        given["names"] = ("age", "city")
    answer = filled.transact(("ConditionCheck", {"key": KEY, "condition": condition, **given}))
    assert answer == ({} if expected else [FAILED])


@pytest.mark.parametrize(
    ("update", "values", "changes"),
    [
        ("SET city = :v", {"v": "Rome"}, {"city": "Rome"}),
        ("SET country = :v, age = :w", {"v": "Norway", "w": "old"}, {"country": "Norway", "age": "old"}),
        ("SET age = if_not_exists(age, :v)", {"v": 1}, {}),
        ("SET born = if_not_exists(born, :v)", {"v": 1}, {"born": 1}),
        ("SET parts = :v", {"v": [{"deep": "y", "wide": 2}]}, {"parts": [{"deep": "y", "wide": 2}]}),
        ("REMOVE city, nothing", {}, {"city": None}),
        ("ADD age :v", {"v": -32}, {"age": -2}),
        ("ADD born :v", {"v": 3}, {"born": 3}),
        ("ADD tags :v", {"v": {"green", "red"}}, {"tags": {"red", "blue", "green"}}),
        ("ADD scores :v", {"v": {2, 3}}, {"scores": {1, 2, 3, 30}}),
        ("ADD sizes :v", {"v": {7}}, {"sizes": {7}}),
        ("DELETE tags :v", {"v": {"red", "white"}}, {"tags": {"blue"}}),
        ("DELETE scores :v", {"v": {1, 30}}, {"scores": {2}}),
        ("DELETE scores :v", {"v": {1, 2, 30, 4}}, {"scores": None}),
        ("DELETE sizes :v", {"v": {7}}, {}),
        ("SET age = :v REMOVE city ADD scores :s", {"v": 1, "s": {9}},
         {"age": 1, "scores": {1, 2, 9, 30}, "city": None}),
    ],
)  # fmt: skip
def test_an_update_changes_only_its_attributes(
    filled: Dynamo, update: str, values: dict[str, Any], changes: dict[str, Any]
) -> None:
    given = {"values": values} if values else {}
    answer = filled.ask("UpdateItem", key=KEY, update=update, ReturnValues="ALL_NEW", **given)
    after = item(**{name: value for name, value in {**ANNA, **changes}.items() if value is not None})
    assert answer == {"Attributes": after}
    assert filled.ask("GetItem", key=KEY, ConsistentRead=True) == {"Item": after}


def test_an_update_creates_a_missing_item(dynamo: Dynamo) -> None:
    assert dynamo.ask("UpdateItem", key={"order_id": "ben"}, update="SET age = :v", values={"v": 40}) == {}
    assert dynamo.ask("UpdateItem", key={"order_id": "cleo"}, update="REMOVE age") == {}
    assert dynamo.items() == [item(**BEN), item(order_id="cleo")]


def test_a_put_replaces_the_whole_item(filled: Dynamo) -> None:
    filled.put(ORDERS, {**KEY, "age": 31})
    assert filled.items() == [item(**KEY, age=31), item(**BEN)]


@pytest.mark.parametrize(
    ("operation", "given"),
    [
        ("PutItem", {"item": {**BEN, "age": 1}, "condition": "attribute_not_exists(age)"}),
        ("UpdateItem", {"key": KEY, "update": "SET age = :v", "condition": "age < :v", "values": {"v": 20}}),
        ("UpdateItem", {"key": {"order_id": "cleo"}, "update": "REMOVE age", "condition": "attribute_exists(age)"}),
        ("DeleteItem", {"key": KEY, "condition": "age = :v", "values": {"v": 1}}),
    ],
)
def test_a_write_whose_condition_does_not_hold_is_refused(
    filled: Dynamo, operation: str, given: dict[str, Any]
) -> None:
    assert filled.ask(operation, **given) == "ConditionalCheckFailedException"
    assert is_unchanged(filled)


def test_deleting_a_missing_item_succeeds(filled: Dynamo) -> None:
    for _ in range(2):
        assert filled.ask("DeleteItem", key={"order_id": "ben"}) == {}
    assert filled.items() == [item(**ANNA)]


def test_a_transaction_applies_all_of_its_writes(filled: Dynamo) -> None:
    assert filled.transact(CHECK, PUT, UPDATE, DELETE) == {}
    assert filled.items() == [item(**ANNA), item(order_id="cleo")]
    assert filled.items(TEMPLATES) == [UPDATED]


def test_a_transaction_writes_nothing_if_a_condition_does_not_hold(filled: Dynamo) -> None:
    wrong: Write = ("ConditionCheck", {**CHECK[1], "values": {"v": 31}})
    assert filled.transact(PUT, UPDATE, wrong, DELETE) == ["None", "None", FAILED, "None"]
    assert filled.transact(wrong, PUT, UPDATE, DELETE) == [FAILED, "None", "None", "None"]
    assert is_unchanged(filled)


def test_a_transaction_reports_every_condition_that_does_not_hold(filled: Dynamo) -> None:
    refused = filled.transact(
        ("Put", {"item": {"order_id": "ben"}, "condition": "attribute_not_exists(age)"}),
        CHECK,
        ("Update", {**UPDATE[1], "condition": "attribute_exists(v)"}),
        ("Delete", {"key": {"order_id": "nobody"}, "condition": "attribute_exists(age)"}),
    )
    assert refused == [FAILED, "None", FAILED, FAILED]
    assert is_unchanged(filled)


def test_a_transaction_may_have_a_hundred_writes(dynamo: Dynamo) -> None:
    writes: list[Write] = [("Put", {"item": {"order_id": str(number)}}) for number in range(100)]
    assert dynamo.transact(*writes) == {}
    assert len(dynamo.items()) == 100


# Without moto, which ignores tokens.


def test_a_transaction_with_the_same_token_is_executed_once() -> None:
    dynamo = Dynamo(Twin())
    dynamo.put(ORDERS, ANNA)
    wrong: Write = ("ConditionCheck", {**CHECK[1], "values": {"v": 31}})
    assert dynamo.transact(wrong, UPDATE, ClientRequestToken="one") == [FAILED, "None"]
    for _ in range(3):
        assert dynamo.transact(UPDATE, ClientRequestToken="one") == {}
    assert dynamo.items(TEMPLATES) == [UPDATED]
    assert dynamo.transact(UPDATE, ClientRequestToken="two") == {}
    assert dynamo.items(TEMPLATES) == [item(course_id="a", version=1, v=2)]
    with pytest.raises(Unsupported, match="token"):
        dynamo.transact(UPDATE, CHECK, ClientRequestToken="one")


def test_a_batch_deletes_items_those_that_exist(dynamo: Dynamo) -> None:
    for order_id in ("a", "b", "c"):
        dynamo.put(ORDERS, {"order_id": order_id})
    deleted = [{"DeleteRequest": {"Key": {"order_id": {"S": order_id}}}} for order_id in ("a", "c", "unknown")]
    dynamo.call("BatchWriteItem", {"RequestItems": {ORDERS: deleted}})
    assert dynamo.items() == [item(order_id="b")]
