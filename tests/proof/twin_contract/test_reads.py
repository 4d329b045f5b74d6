"""Reads by key, queries of tables and indexes, and scans, on the twin as on moto."""

from typing import Any

import pytest

from tests.proof.twin_contract.backends import (
    COURSES,
    EVENTS,
    LINES,
    ORDERS,
    TEMPLATES,
    Dynamo,
    Twin,
    in_order,
    item,
    wires,
)

# The numbers would sort differently as text.
VERSIONS = [{"course_id": "a", "version": number, "title": str(number)} for number in (2, 10, -1, 30)]
OTHER = {"course_id": "b", "version": 5}
# The last two are in no index: one lacks the range key, one the hash key.
BY_TIME: list[dict[str, Any]] = [
    {"event_id": "x", "source": "s", "received_at": "2026-01-03", "title": "third"},
    {"event_id": "y", "source": "s", "received_at": "2026-01-01", "title": "first"},
    {"event_id": "z", "source": "t", "received_at": "2026-01-02"},
    {"event_id": "v", "source": "s"},
    {"event_id": "w", "title": "none"},
]


@pytest.fixture
def filled(dynamo: Dynamo) -> Dynamo:
    dynamo.put(TEMPLATES, *VERSIONS, OTHER)
    dynamo.put(EVENTS, *BY_TIME)
    return dynamo


def versions(answer: Any) -> list[int]:  # noqa: ANN401
    assert answer["Count"] == answer["ScannedCount"] == len(answer["Items"])
    return [int(found["version"][1]) for found in answer["Items"]]


def test_an_item_is_read_by_its_whole_key(filled: Dynamo) -> None:
    key = {"course_id": "a", "version": 10}
    assert filled.ask("GetItem", TEMPLATES, key=key) == {"Item": item(**key, title="10")}
    assert filled.ask("GetItem", TEMPLATES, key={**key, "version": 1}, ConsistentRead=True) == {}


@pytest.mark.parametrize("consistent", [False, True])
def test_several_items_are_read_in_one_batch(dynamo: Dynamo, consistent: bool) -> None:  # noqa: FBT001
    dynamo.put(ORDERS, {"order_id": "anna", "v": 1}, {"order_id": "ben"})
    keys = [wires({"order_id": name}) for name in ("ben", "nobody", "anna")]
    asked = {"Keys": keys, "ConsistentRead": consistent}
    found = dynamo.call("BatchGetItem", {"RequestItems": {ORDERS: asked}})["Responses"]
    assert found == {ORDERS: [item(order_id="anna", v=1), item(order_id="ben")]}


@pytest.mark.parametrize(
    ("condition", "values", "expected"),
    [
        ("course_id = :h", {}, [-1, 2, 10, 30]),
        ("(course_id = :h AND version < :v)", {"v": 10}, [-1, 2]),
        ("course_id = :h AND #version <= :v", {"v": 10}, [-1, 2, 10]),
        ("course_id = :h AND #version > :v", {"v": 2}, [10, 30]),
        ("course_id = :h AND #version >= :v", {"v": 10}, [10, 30]),
        ("(course_id = :h AND version BETWEEN :v AND :w)", {"v": 2, "w": 10}, [2, 10]),
        ("course_id = :h AND version > :v", {"v": 99}, []),
    ],
)
def test_a_query_returns_the_items_of_its_key_condition_in_order(
    filled: Dynamo, condition: str, values: dict[str, Any], expected: list[int]
) -> None:
    given: dict[str, Any] = {"key_condition": condition, "values": {"h": "a", **values}}
    if "#" in condition:
        given["names"] = ("version",)
    assert versions(filled.ask("Query", TEMPLATES, **given, ConsistentRead=True)) == expected
    assert versions(filled.ask("Query", TEMPLATES, **given, ScanIndexForward=False)) == expected[::-1]


@pytest.mark.parametrize(
    ("condition", "values", "expected"),
    [
        ("#source = :h", {}, [1, 0]),
        ("#source = :h AND received_at > :v", {"v": "2026-01-01"}, [0]),
        ("#source = :h AND begins_with(received_at, :v)", {"v": "2026-01-0"}, [1, 0]),
        ("#source = :h AND begins_with(received_at, :v)", {"v": "2026-01-03"}, [0]),
    ],
)
def test_an_index_has_its_own_order_and_only_items_with_its_keys(
    filled: Dynamo, condition: str, values: dict[str, Any], expected: list[int]
) -> None:
    given = {"key_condition": condition, "values": {"h": "s", **values}, "names": ("source",)}
    found = filled.ask("Query", EVENTS, IndexName="by_time", **given)["Items"]
    assert found == [item(**BY_TIME[number]) for number in expected]


def test_an_index_returns_the_projected_attributes(dynamo: Dynamo) -> None:
    course = {"course_id": "a", "listing": "courses", "slug": "x", "title": "A", "version": 3}
    dynamo.put(COURSES, course)
    given = {"key_condition": "listing = :l", "values": {"l": "courses"}}
    [shown] = dynamo.ask("Query", COURSES, IndexName="by_listing", **given)["Items"]
    del course["version"]
    assert shown == item(**course)


@pytest.mark.parametrize("forward", [True, False])
def test_pages_together_have_every_item_once(filled: Dynamo, forward: bool) -> None:  # noqa: FBT001
    given = {"key_condition": "course_id = :h", "values": {"h": "a"}, "ScanIndexForward": forward, "Limit": 3}
    first = filled.ask("Query", TEMPLATES, **given)
    last = wires({"course_id": "a", "version": 10 if forward else 2})
    assert first["LastEvaluatedKey"] == item(course_id="a", version=10 if forward else 2)
    rest = filled.ask("Query", TEMPLATES, **given, start=last)
    assert versions(first) + versions(rest) == [-1, 2, 10, 30][:: 1 if forward else -1]
    assert not rest.get("LastEvaluatedKey")


def test_an_index_is_read_from_an_exclusive_start_key(filled: Dynamo) -> None:
    start = wires({"event_id": "y", "source": "s", "received_at": "2026-01-01"})
    given = {"key_condition": "#source = :h", "values": {"h": "s"}, "names": ("source",), "start": start}
    assert filled.ask("Query", EVENTS, IndexName="by_time", **given)["Items"] == [item(**BY_TIME[0])]


def test_the_range_key_of_a_query_may_be_text(dynamo: Dynamo) -> None:
    lines = [{"order_id": "a", "line": line} for line in ("anna#x", "anna#y", "ben#x", "Ben#x")]
    dynamo.put(LINES, *lines, {"order_id": "b", "line": "carl#x"})
    given = {"key_condition": "order_id = :h AND #line > :v", "values": {"h": "a", "v": "anna#x"}, "names": ("line",)}
    found = dynamo.ask("Query", LINES, **given, ConsistentRead=True, Limit=5)["Items"]
    assert found == [item(**lines[1]), item(**lines[2])]


def test_a_scan_returns_every_item_once(filled: Dynamo) -> None:
    found = filled.ask("Scan", EVENTS)
    assert (found["Count"], found["ScannedCount"]) == (5, 5)
    assert filled.items(EVENTS) == in_order([wires(one) for one in BY_TIME])


def test_a_page_that_is_exactly_full_has_a_last_evaluated_key() -> None:
    # moto returns the key only if an item follows; DynamoDB always does.
    dynamo = Dynamo(Twin())
    dynamo.put(TEMPLATES, OTHER)
    given = {"key_condition": "course_id = :h", "values": {"h": "b"}}
    full = dynamo.ask("Query", TEMPLATES, **given, Limit=1)
    assert full["LastEvaluatedKey"] == item(**OTHER)
    after = dynamo.ask("Query", TEMPLATES, **given, start=wires(OTHER))
    assert after == {"Items": [], "Count": 0, "ScannedCount": 0}
