"""The meter of the twin: what a call uses, with the indexes of its table."""

import pytest

from tests.support.capacity import KILOBYTE
from tests.support.request_units import Call, used
from tests.support.twin import State, apply, empty, items

TABLES = [
    {
        "TableName": "things",
        "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
        "AttributeDefinitions": [
            {"AttributeName": "id", "AttributeType": "S"},
            {"AttributeName": "kind", "AttributeType": "S"},
        ],
        "GlobalSecondaryIndexes": [
            {
                "IndexName": "by_kind",
                "KeySchema": [{"AttributeName": "kind", "KeyType": "HASH"}],
                "Projection": {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["name"]},
            }
        ],
    }
]
SMALL = {"id": {"S": "1"}}
IN_INDEX = {**SMALL, "kind": {"S": "a"}, "name": {"S": "x"}}
LARGE = {**SMALL, "text": {"S": "x" * (4 * KILOBYTE)}}


def after(state: State, item: dict[str, dict[str, str]]) -> State:
    return apply(state, "dynamodb", "PutItem", {"TableName": "things", "Item": item})[0]


def put(first: dict[str, dict[str, str]] | None, then: dict[str, dict[str, str]]) -> Call:
    before = empty(TABLES, ())
    if first is not None:
        before = after(before, first)
    return used(before, after(before, then), "PutItem", {"TableName": "things", "Item": then}, {})


def test_a_write_is_a_unit_for_each_kilobyte_of_the_larger_of_both_items() -> None:
    assert put(None, SMALL).writes == 1
    assert put(None, LARGE).writes == 5
    assert put(LARGE, SMALL).writes == 5


@pytest.mark.parametrize(
    ("first", "then", "of_index"),
    [
        (None, IN_INDEX, 1),
        (IN_INDEX, {**IN_INDEX, "text": {"S": "y"}}, 0),
        (IN_INDEX, {**IN_INDEX, "name": {"S": "y"}}, 1),
        (IN_INDEX, {**IN_INDEX, "kind": {"S": "b"}}, 2),
        (IN_INDEX, SMALL, 1),
    ],
    ids=["inserted", "not projected", "projected", "another key", "removed"],
)
def test_an_index_is_written_where_its_entry_changes(
    first: dict[str, dict[str, str]] | None, then: dict[str, dict[str, str]], of_index: int
) -> None:
    assert put(first, then).writes == 1 + of_index


def test_a_write_in_a_transaction_is_two_units_for_each_kilobyte() -> None:
    before = empty(TABLES, ())
    parameters = {"TransactItems": [{"Put": {"TableName": "things", "Item": LARGE}}]}
    state, answer = apply(before, "dynamodb", "TransactWriteItems", parameters)
    assert used(before, state, "TransactWriteItems", parameters, answer).writes == 10


def test_a_refused_write_is_paid_for_by_the_item_that_is_there() -> None:
    before = after(empty(TABLES, ()), LARGE)
    parameters = {"TableName": "things", "Item": SMALL, "ConditionExpression": "attribute_not_exists(id)"}
    assert used(before, before, "PutItem", parameters, None).writes == 5


@pytest.mark.parametrize(("consistent", "units"), [(True, 2), (False, 1)])
def test_a_read_is_a_unit_for_each_four_kilobytes_and_half_of_that_if_it_may_be_old(
    *, consistent: bool, units: int
) -> None:
    state = after(empty(TABLES, ()), LARGE)
    parameters = {"TableName": "things", "Key": SMALL, "ConsistentRead": consistent}
    _, answer = apply(state, "dynamodb", "GetItem", parameters)
    assert used(state, state, "GetItem", parameters, answer).reads == units
    assert used(state, state, "GetItem", parameters, {}).reads == units / 2


def test_a_query_adds_the_items_up_before_it_rounds_and_a_batch_rounds_each() -> None:
    state = empty(TABLES, ())
    for number in range(8):
        state = after(state, {"id": {"S": str(number)}, "kind": {"S": "a"}, "name": {"S": "x" * KILOBYTE}})
    query = {
        "TableName": "things",
        "IndexName": "by_kind",
        "KeyConditionExpression": "kind = :kind",
        "ExpressionAttributeValues": {":kind": {"S": "a"}},
    }
    _, answer = apply(state, "dynamodb", "Query", query)
    assert used(state, state, "Query", query, answer).reads == 1.5
    keys = [{"id": item["id"]} for item in items(state, "things")] + [{"id": {"S": "none"}}]
    batch = {"RequestItems": {"things": {"Keys": keys, "ConsistentRead": True}}}
    _, answer = apply(state, "dynamodb", "BatchGetItem", batch)
    assert used(state, state, "BatchGetItem", batch, answer).reads == 9
