"""Transactions: all or nothing, and why not, in the twin as in the emulated DynamoDB."""

from typing import Any

import pytest

from tests.proof.twin_contract.backends import PEOPLE, STEPS, Twin
from tests.proof.twin_contract.dynamo import Dynamo

ANNA: dict[str, Any] = {"name": "anna", "age": 30}
BEN: dict[str, Any] = {"name": "ben", "age": 40}
INVALID = "ValidationException"
FAILED = "ConditionalCheckFailed"
STEP = {"keeper": "a", "number": 1}

type Write = tuple[str, dict[str, Any]]

CHECK: Write = ("ConditionCheck", {"key": {"name": "anna"}, "condition": "age = :v", "values": {"v": 30}})
PUT: Write = ("Put", {"item": {"name": "cleo"}, "condition": "attribute_not_exists(age)"})
UPDATE: Write = ("Update", {"table": STEPS, "key": STEP, "update": "ADD v :one", "values": {"one": 1}})
DELETE: Write = ("Delete", {"key": {"name": "ben"}, "condition": "attribute_exists(age)"})


@pytest.fixture
def filled(dynamo: Dynamo) -> Dynamo:
    dynamo.put(ANNA, BEN)
    return dynamo


def kept(dynamo: Dynamo) -> bool:
    return dynamo.items() == [ANNA, BEN] and dynamo.items(STEPS) == []


def test_all_writes_are_done(filled: Dynamo) -> None:
    assert filled.transact(CHECK, PUT, UPDATE, DELETE) == {}
    assert filled.items() == [ANNA, {"name": "cleo"}]
    assert filled.items(STEPS) == [{**STEP, "v": 1}]


def test_none_is_done_when_a_condition_does_not_hold(filled: Dynamo) -> None:
    wrong: Write = ("ConditionCheck", {**CHECK[1], "values": {"v": 31}})
    assert filled.transact(PUT, UPDATE, wrong, DELETE) == ["None", "None", FAILED, "None"]
    assert filled.transact(wrong, PUT, UPDATE, DELETE) == [FAILED, "None", "None", "None"]
    assert kept(filled)


def test_every_condition_that_does_not_hold_is_told_in_order(filled: Dynamo) -> None:
    refused = filled.transact(
        ("Put", {"item": {"name": "ben"}, "condition": "attribute_not_exists(age)"}),
        CHECK,
        ("Update", {**UPDATE[1], "condition": "attribute_exists(v)"}),
        ("Delete", {"key": {"name": "nobody"}, "condition": "attribute_exists(age)"}),
    )
    assert refused == [FAILED, "None", FAILED, FAILED]
    assert kept(filled)


def test_a_refusal_shows_the_item_where_it_is_asked_for(filled: Dynamo) -> None:
    shown = {"ReturnValuesOnConditionCheckFailure": "ALL_OLD"}
    refused = filled.transact(
        ("Put", {"item": {"name": "ben"}, "condition": "attribute_not_exists(age)", **shown}),
        ("Delete", {"key": {"name": "nobody"}, "condition": "attribute_exists(age)", **shown}),
        ("ConditionCheck", {"key": {"name": "anna"}, "condition": "attribute_not_exists(age)"}),
    )
    assert refused == [(FAILED, BEN), FAILED, FAILED]


def test_one_item_is_written_once(filled: Dynamo) -> None:
    check: Write = ("ConditionCheck", {"key": {"name": "ben"}, "condition": "attribute_exists(age)"})
    assert filled.transact(check, DELETE) == INVALID
    assert filled.transact(PUT, PUT) == INVALID
    assert kept(filled)
    same_key_elsewhere: Write = ("Put", {"table": STEPS, "item": {**STEP, "keeper": "ben"}})
    assert filled.transact(check, same_key_elsewhere) == {}


@pytest.mark.parametrize(("number", "expected"), [(100, {}), (101, INVALID)])
def test_a_transaction_has_a_hundred_writes_at_most(dynamo: Dynamo, number: int, expected: object) -> None:
    writes: list[Write] = [("Put", {"item": {"name": str(one)}}) for one in range(number)]
    assert dynamo.transact(*writes) == expected
    assert len(dynamo.items()) == (number if expected == {} else 0)


def test_a_wrong_write_refuses_all(filled: Dynamo) -> None:
    wrong: Write = (
        "Update",
        {"key": {"name": "cleo"}, "update": "SET #n = :v", "names": {"n": "name"}, "values": {"v": 1}},
    )
    assert filled.transact(DELETE, wrong) == INVALID
    assert kept(filled)


# From here on the emulator is left out: it knows no tokens, and refuses the whole request for what an item lacks.


@pytest.fixture
def twin() -> Dynamo:
    dynamo = Dynamo(Twin())
    dynamo.put(ANNA, BEN)
    return dynamo


def test_the_same_request_with_the_same_token_is_done_once(twin: Dynamo) -> None:
    for _ in range(3):
        assert twin.transact(UPDATE, DELETE, ClientRequestToken="one") == {}
    assert twin.items(STEPS) == [{**STEP, "v": 1}]
    assert twin.transact(UPDATE, ClientRequestToken="two") == {}
    assert twin.items(STEPS) == [{**STEP, "v": 2}]


def test_a_token_is_of_one_request(twin: Dynamo) -> None:
    assert twin.transact(UPDATE, ClientRequestToken="one") == {}
    assert twin.transact(UPDATE, DELETE, ClientRequestToken="one") == "IdempotentParameterMismatchException"
    assert twin.items() == [ANNA, BEN]


def test_a_refused_request_leaves_its_token_free(twin: Dynamo) -> None:
    wrong: Write = ("ConditionCheck", {**CHECK[1], "values": {"v": 31}})
    assert twin.transact(wrong, UPDATE, ClientRequestToken="one") == [FAILED, "None"]
    assert twin.transact(CHECK, UPDATE, ClientRequestToken="one") == {}
    assert twin.items(STEPS) == [{**STEP, "v": 1}]


@pytest.mark.parametrize(
    ("update", "value"), [("SET city = country, age = :v", 1), ("ADD age :v", {1}), ("SET a.b = :v", 1)]
)
def test_what_an_item_cannot_be_made_into_is_a_reason(twin: Dynamo, update: str, value: object) -> None:
    write: Write = ("Update", {"key": {"name": "anna"}, "update": update, "values": {"v": value}})
    assert twin.transact(DELETE, write) == ["None", "ValidationError"]
    failed: Write = ("Update", {**write[1], "condition": "attribute_not_exists(age)"})
    assert twin.transact(DELETE, failed) == ["None", FAILED]
    assert twin.items() == [ANNA, BEN]


def test_a_value_that_nothing_uses_refuses_all(twin: Dynamo) -> None:
    unused: Write = ("Update", {**UPDATE[1], "values": {"one": 1, "two": 2}})
    assert twin.transact(DELETE, unused) == INVALID
    assert kept(twin)


def test_an_empty_transaction_is_refused(twin: Dynamo) -> None:
    assert twin.transact() == INVALID
    assert twin.call("TransactWriteItems", {"TransactItems": [{}]}) == INVALID
    entry = {"ConditionCheck": {"TableName": PEOPLE, "Key": {"name": {"S": "anna"}}}}
    assert twin.call("TransactWriteItems", {"TransactItems": [entry]}) == INVALID
