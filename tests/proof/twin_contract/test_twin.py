"""The twin by itself: a pure function of values, which refuses requests that it does not implement."""

from typing import Any

import pytest

from tests.proof.twin_contract.backends import BUCKETS, COURSES, EVENTS, ORDERS, TEMPLATES, Dynamo, Twin, item, request
from tests.support import twin
from tests.support.twin import Unsupported

KEY = {"order_id": "a"}


def put(*values: dict[str, Any]) -> list[dict[str, Any]]:
    """Put values, and read them in DynamoDB's JSON."""
    backend = Twin()
    written = {"order_id": {"S": "a"}, **{f"v{number}": value for number, value in enumerate(values)}}
    backend.call("dynamodb", "PutItem", {"TableName": ORDERS, "Item": written})
    found = backend.call("dynamodb", "GetItem", request(ORDERS, key=KEY))["Item"]
    return [found[f"v{number}"] for number in range(len(values))]


@pytest.mark.parametrize(
    ("given", "canonical"),
    [
        ("1", "1"),
        ("1.0", "1"),
        ("-0", "0"),
        ("007", "7"),
        ("100", "100"),
        ("2.50", "2.5"),
        ("1e3", "1000"),
        ("1E-3", "0.001"),
        ("12345678901234567890123456789012345678", "12345678901234567890123456789012345678"),
    ],
)
def test_a_number_is_normalised_as_in_dynamodb(given: str, canonical: str) -> None:
    assert put({"N": given}, {"L": [{"M": {"x": {"N": given}}}]}) == [
        {"N": canonical},
        {"L": [{"M": {"x": {"N": canonical}}}]},
    ]


def test_a_sum_is_exact() -> None:
    dynamo = Dynamo(Twin())
    tenth = {**request(ORDERS, key=KEY, update="ADD v :v"), "ExpressionAttributeValues": {":v": {"N": "0.1"}}}
    for _ in range(10):
        dynamo.call("UpdateItem", tenth)
    assert dynamo.items() == [item(order_id="a", v=1)]


def test_the_members_of_a_set_are_returned_in_a_fixed_order() -> None:
    assert put({"NS": ["10", "9.0", "-1"]}, {"SS": ["b", "a"]}) == [{"NS": ["-1", "9", "10"]}, {"SS": ["a", "b"]}]


def test_a_state_is_immutable_and_compares_by_value() -> None:
    backend = Twin()
    dynamo, start = Dynamo(backend), backend.state
    dynamo.put(ORDERS, KEY, {"order_id": "b", "v": 1})
    one = backend.state
    dynamo.put(ORDERS, {"order_id": "b", "v": 2})
    other = backend.state
    dynamo.put(ORDERS, {"order_id": "b", "v": 1})
    assert backend.state == one != other
    assert hash(backend.state) == hash(one)
    assert len({start, one, other, backend.state}) == 3
    assert twin.items(start, ORDERS) == []
    # Both states share the objects that the write did not change.
    assert other.tables[TEMPLATES] is one.tables[TEMPLATES]


def test_requests_and_responses_share_no_objects_with_the_state() -> None:
    backend = Twin()
    written: dict[str, Any] = {"order_id": {"S": "a"}, "parts": {"L": [{"S": "x"}]}, "tags": {"SS": ["t"]}}
    backend.call("dynamodb", "PutItem", {"TableName": ORDERS, "Item": written})
    written["parts"]["L"].append({"S": "y"})
    answer = backend.call("dynamodb", "GetItem", request(ORDERS, key=KEY))
    answer["Item"]["parts"]["L"].append({"S": "z"})
    answer["Item"]["tags"]["SS"].append("u")
    assert Dynamo(backend).items() == [item(order_id="a", parts=["x"], tags={"t"})]


ITEM = {"order_id": {"S": "a"}}
VALUES: list[dict[str, Any]] = [
    {"BS": [b"a"]},
    {"N": "x"},
    {"N": "NaN"},
    {"N": "1e126"},
    {"N": "1" * 39},
    {"SS": []},
    {"NS": ["1", "1.0"]},
    {},
]
# Requests that DynamoDB accepts and the product does not send; and requests that DynamoDB refuses.
UNSUPPORTED: list[tuple[str, dict[str, Any]]] = [
    ("BatchWriteItem", {"RequestItems": {ORDERS: [{"PutRequest": {"Item": ITEM}}]}}),
    ("BatchWriteItem", {"RequestItems": {ORDERS: [{"DeleteRequest": {"Key": ITEM}}] * 2}}),
    ("GetItem", request("nowhere", key=KEY)),
    ("GetItem", request(ORDERS, key={"name": "a"})),
    ("GetItem", request(ORDERS, key={"order_id": 1})),
    ("GetItem", request(ORDERS, key={"order_id": ""})),
    ("GetItem", request(ORDERS, key=KEY, ProjectionExpression="v")),
    ("BatchGetItem", {"RequestItems": {ORDERS: {"Keys": [ITEM, ITEM]}}}),
    ("PutItem", request(ORDERS, item={"v": 1})),
    ("PutItem", request(ORDERS, item=KEY, ReturnValues="ALL_OLD")),
    ("PutItem", request(COURSES, item={"course_id": "a", "slug": 3})),
    ("PutItem", request(COURSES, item={"course_id": "a", "slug": ""})),
    *(("PutItem", {"TableName": ORDERS, "Item": {**ITEM, "v": value}}) for value in VALUES),
    *(
        ("UpdateItem", request(ORDERS, key=KEY, update=update, values={"v": 1}))
        for update in (
            "SET order_id = :v",
            "SET v = w + :v",
            "SET v.w = :v",
            "SET v = :v REMOVE v",
            "SET v = if_not_exists(w, :v) + :v",
            "SET v = :v SET w = :v",
            "SET v = :missing",
            "SET #v = :v",
            "REMOVE v",
        )
    ),
    *(
        ("DeleteItem", request(ORDERS, key=KEY, condition=condition, values={"v": 1}))
        for condition in (
            "v <> :v",
            "NOT v = :v",
            "contains(v, :v)",
            "v = :v AND",
            "size(v) = :v",
        )
    ),
    ("Scan", request(ORDERS, Limit=1)),
    ("Query", request(TEMPLATES)),
    ("Query", request(TEMPLATES, key_condition="version = :v", values={"v": 1})),
    ("Query", request(TEMPLATES, key_condition="course_id > :v", values={"v": "a"})),
    ("Query", request(TEMPLATES, key_condition="course_id = :v OR course_id = :w", values={"v": "a", "w": "b"})),
    ("Query", request(EVENTS, IndexName="by_time", ConsistentRead=True)),
    ("TransactWriteItems", {"TransactItems": []}),
    ("TransactWriteItems", {"TransactItems": [{"Put": {"TableName": ORDERS, "Item": ITEM}}] * 2}),
    ("TransactWriteItems", {"TransactItems": [{"ConditionCheck": {"TableName": ORDERS, "Key": ITEM}}]}),
]


@pytest.mark.parametrize(("operation", "parameters"), UNSUPPORTED)
def test_the_twin_refuses_requests_that_the_product_does_not_send_to_dynamodb(
    operation: str, parameters: dict[str, Any]
) -> None:
    with pytest.raises(Unsupported):
        Twin().call("dynamodb", operation, parameters)


@pytest.mark.parametrize(
    ("service", "operation", "parameters"),
    [
        ("s3", "PutObject", {"Bucket": BUCKETS[0], "Key": "a", "Body": b"", "IfMatch": "x"}),
        ("s3", "GetObject", {"Bucket": BUCKETS[0], "Key": "a", "Range": "bytes=0-1"}),
        ("s3", "GetObject", {"Bucket": "nowhere", "Key": "a"}),
        ("s3", "HeadObject", {"Bucket": BUCKETS[0], "Key": "a", "VersionId": "x"}),
        ("sqs", "ReceiveMessage", {}),
        ("secretsmanager", "GetSecretValue", {"SecretId": "another"}),
        ("lambda", "Invoke", {}),
    ],
)
def test_the_twin_refuses_requests_that_the_product_does_not_send_to_other_services(
    service: str, operation: str, parameters: dict[str, Any]
) -> None:
    with pytest.raises(Unsupported):
        Twin().call(service, operation, parameters)
