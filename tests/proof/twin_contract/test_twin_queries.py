"""Queries and scans, of a table and of its indexes, in the twin as in the emulated DynamoDB."""

from typing import Any

import pytest

from tests.proof.twin_contract.backends import STEPS, Twin, in_order
from tests.proof.twin_contract.dynamo import Dynamo

# The numbers would be in another order as text; the last two are in no index.
ITEMS: list[dict[str, Any]] = [
    {"keeper": "a", "number": 2, "room": "x", "at": "2026-01-03", "title": "two", "extra": 1},
    {"keeper": "a", "number": 10, "room": "x", "at": "2026-01-01", "title": "ten", "extra": 2},
    {"keeper": "a", "number": -1, "room": "y", "at": "2026-01-02", "title": "minus"},
    {"keeper": "b", "number": 5, "room": "x", "at": "2026-01-02", "title": "five", "extra": 2},
    {"keeper": "a", "number": 30, "room": "x"},
    {"keeper": "b", "number": 7, "title": "seven"},
]
INVALID = "ValidationException"


@pytest.fixture
def filled(dynamo: Dynamo) -> Dynamo:
    dynamo.put(*ITEMS, table=STEPS)
    return dynamo


def numbers(answer: Any) -> Any:  # noqa: ANN401
    return [int(item["number"]) for item in answer["Items"]] if isinstance(answer, dict) else answer


def ask(dynamo: Dynamo, key_condition: str, values: dict[str, Any], **given: Any) -> Any:  # noqa: ANN401
    return dynamo.ask("Query", STEPS, key_condition=key_condition, values=values, **given)


@pytest.mark.parametrize(
    ("condition", "values", "expected"),
    [
        ("keeper = :o", {}, [-1, 2, 10, 30]),
        ("(keeper = :o)", {}, [-1, 2, 10, 30]),
        ("keeper = :o AND #n = :v", {"v": 10}, [10]),
        ("keeper = :o AND #n < :v", {"v": 10}, [-1, 2]),
        ("keeper = :o AND #n <= :v", {"v": 10}, [-1, 2, 10]),
        ("(keeper = :o AND #n > :v)", {"v": 2}, [10, 30]),
        ("#n >= :v AND keeper = :o", {"v": 2}, [2, 10, 30]),
        ("keeper = :o AND #n BETWEEN :v AND :w", {"v": 2, "w": 10}, [2, 10]),
        ("keeper = :o AND #n > :v", {"v": 99}, []),
    ],
)
def test_a_query_finds_what_its_keys_say_in_order(
    filled: Dynamo, condition: str, values: dict[str, Any], expected: list[int]
) -> None:
    names = {"names": {"n": "number"}} if "#n" in condition else {}
    given = {"values": {"o": "a", **values}, **names}
    answer = filled.ask("Query", STEPS, key_condition=condition, **given)
    assert numbers(answer) == expected
    assert answer["Count"] == answer["ScannedCount"] == len(expected)
    backwards = filled.ask("Query", STEPS, key_condition=condition, ScanIndexForward=False, **given)
    assert numbers(backwards) == expected[::-1]


@pytest.mark.parametrize(
    ("condition", "values", "expected"),
    [
        ("room = :r", {}, [10, 5, 2]),
        ("room = :r AND begins_with(#at, :v)", {"v": "2026-01-0"}, [10, 5, 2]),
        ("room = :r AND begins_with(#at, :v)", {"v": "2026-01-03"}, [2]),
        ("room = :r AND #at > :v", {"v": "2026-01-01"}, [5, 2]),
    ],
)
def test_an_index_has_its_own_order_and_only_what_has_its_keys(
    filled: Dynamo, condition: str, values: dict[str, Any], expected: list[int]
) -> None:
    names = {"names": {"at": "at"}} if "#at" in condition else {}
    answer = ask(filled, condition, {"r": "x", **values}, IndexName="by_room", **names)
    assert numbers(answer) == expected


def test_an_index_shows_what_is_projected(filled: Dynamo) -> None:
    [shown] = ask(filled, "room = :r", {"r": "y"}, IndexName="by_time")["Items"]
    assert shown == ITEMS[2]
    shown = ask(filled, "room = :r", {"r": "x"}, IndexName="by_time")["Items"][-1]
    assert shown == {name: value for name, value in ITEMS[0].items() if name != "extra"}
    [shown] = ask(filled, "#at = :a", {"a": "2026-01-03"}, IndexName="keys_only", names={"at": "at"})["Items"]
    assert shown == {"keeper": "a", "number": 2, "at": "2026-01-03"}


@pytest.mark.parametrize("forward", [True, False])
@pytest.mark.parametrize("index", [None, "by_room"])
def test_pages_add_up_to_the_whole(filled: Dynamo, index: str | None, forward: bool) -> None:  # noqa: FBT001
    condition, values = ("room = :v", {"v": "x"}) if index else ("keeper = :v", {"v": "a"})
    given: dict[str, Any] = {"ScanIndexForward": forward, **({"IndexName": index} if index else {})}
    whole = numbers(ask(filled, condition, values, **given))
    assert len(whole) == (3 if index else 4)
    found: list[Any] = []
    start: dict[str, Any] = {}
    # A page more than there are items, at most: DynamoDB may say that there is more where there is not.
    for _ in range(len(whole) + 1):
        page = ask(filled, condition, values, Limit=1, **given, **start)
        found += numbers(page)
        # The emulator knows better.
        if not page.get("LastEvaluatedKey"):
            break
        assert set(page["LastEvaluatedKey"]) == ({"keeper", "number", "room", "at"} if index else {"keeper", "number"})
        start = {"start": page["LastEvaluatedKey"]}
    else:
        pytest.fail("the pages do not end")
    assert found == whole


def test_a_filter_takes_out_what_was_read(filled: Dynamo) -> None:
    answer = ask(filled, "keeper = :o", {"o": "a", "v": 1}, filter="extra > :v")
    assert (numbers(answer), answer["Count"], answer["ScannedCount"]) == ([10], 1, 4)
    answer = ask(filled, "keeper = :o", {"o": "a", "v": 1}, filter="extra > :v", Limit=2)
    assert (numbers(answer), answer["ScannedCount"]) == ([], 2)
    assert answer["LastEvaluatedKey"] == {"keeper": "a", "number": 2}


def test_a_query_may_count_or_take_parts(filled: Dynamo) -> None:
    counted = ask(filled, "keeper = :o", {"o": "a"}, Select="COUNT")
    assert counted == {"Count": 4, "ScannedCount": 4}
    parts = ask(filled, "keeper = :o", {"o": "b"}, projection="title")["Items"]
    assert parts == [{"title": "five"}, {"title": "seven"}]


def test_a_scan_finds_everything_once(filled: Dynamo) -> None:
    whole = filled.ask("Scan", STEPS)
    assert in_order(whole["Items"]) == in_order(ITEMS)
    assert (whole["Count"], whole["ScannedCount"]) == (6, 6)
    found: list[Any] = []
    start: dict[str, Any] = {}
    while True:
        page = filled.ask("Scan", STEPS, Limit=4, **start)
        found += page["Items"]
        if not page.get("LastEvaluatedKey"):
            break
        start = {"start": page["LastEvaluatedKey"]}
    assert in_order(found) == in_order(ITEMS)
    some = filled.ask("Scan", STEPS, filter="extra = :v", values={"v": 2})
    assert (sorted(numbers(some)), some["Count"], some["ScannedCount"]) == ([5, 10], 2, 6)
    assert sorted(numbers(filled.ask("Scan", STEPS, IndexName="by_room"))) == [-1, 2, 5, 10]
    assert filled.ask("Scan", STEPS, Select="COUNT") == {"Count": 6, "ScannedCount": 6}


@pytest.mark.parametrize(
    "given",
    [
        {"key_condition": "#n = :v", "names": {"n": "number"}, "values": {"v": 1}},
        {"key_condition": "keeper > :v", "values": {"v": "a"}},
        {"key_condition": "room = :v", "values": {"v": "a"}, "IndexName": "by_room", "ConsistentRead": True},
    ],
)
def test_a_wrong_query_is_refused(filled: Dynamo, given: dict[str, Any]) -> None:
    assert filled.ask("Query", STEPS, **given) == INVALID


# Here the emulator is left out: it is laxer than DynamoDB, or it fails with an error of its own.
@pytest.mark.parametrize(
    "given",
    [
        {"key_condition": "keeper = :v", "values": {"v": "a"}, "IndexName": "nowhere"},
        {"key_condition": "keeper = :v", "values": {"v": 1}},
        {"key_condition": "keeper = :v OR keeper = :w", "values": {"v": "a", "w": "b"}},
        {"key_condition": "keeper = :v AND title = :w", "values": {"v": "a", "w": "b"}},
        {"key_condition": "keeper = :v AND keeper = :w", "values": {"v": "a", "w": "b"}},
        {"key_condition": "keeper = :v AND #n <> :w", "names": {"n": "number"}, "values": {"v": "a", "w": 2}},
        {"key_condition": "keeper = :v", "values": {"v": "a"}, "filter": "keeper = :v"},
        {"key_condition": "keeper = :v", "values": {"v": "a"}, "start": {"keeper": "a"}},
        {"key_condition": "keeper = :v", "values": {"v": "a"}, "start": {"keeper": "b", "number": 5}},
        {"key_condition": "keeper = :v", "values": {"v": "a"}, "Limit": 0},
        {"key_condition": "keeper = :v", "values": {"v": "a"}, "Select": "ALL_PROJECTED_ATTRIBUTES"},
        {"key_condition": "room = :v", "values": {"v": "a"}, "IndexName": "by_time", "Select": "ALL_ATTRIBUTES"},
        {"key_condition": "room = :v", "values": {"v": "a"}, "IndexName": "by_time", "projection": "extra"},
    ],
)
def test_the_twin_refuses_what_the_documentation_does(given: dict[str, Any]) -> None:
    dynamo = Dynamo(Twin())
    dynamo.put(*ITEMS, table=STEPS)
    assert dynamo.ask("Query", STEPS, **given) == INVALID


def test_a_page_that_is_just_full_says_where_it_ended() -> None:
    # The emulator looks whether anything comes behind; DynamoDB does not.
    dynamo = Dynamo(Twin())
    dynamo.put(*ITEMS, table=STEPS)
    full = ask(dynamo, "keeper = :o", {"o": "b"}, Limit=2)
    assert full["LastEvaluatedKey"] == {"keeper": "b", "number": 7}
    after = ask(dynamo, "keeper = :o", {"o": "b"}, start=full["LastEvaluatedKey"])
    assert after == {"Items": [], "Count": 0, "ScannedCount": 0}
