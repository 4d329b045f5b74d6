"""Updates: what an expression makes of an item, in the twin as in the emulated DynamoDB."""

from typing import Any

import pytest

from tests.proof.twin_contract.backends import STEPS, Twin
from tests.proof.twin_contract.dynamo import Dynamo

ANNA: dict[str, Any] = {
    "name": "anna",
    "age": 30,
    "city": "Oslo",
    "tags": {"red", "blue"},
    "scores": {1, 2},
    "parts": ["a", "b", "c"],
    "inside": {"a": 1, "b": {"c": "x"}},
}
INVALID = "ValidationException"

# The update, its values, and the attributes that are different then; None for one that is gone.
CASES: list[tuple[str, dict[str, Any], Any]] = [
    ("SET city = :v", {"v": "Rome"}, {"city": "Rome"}),
    ("SET country = :v, age = :w", {"v": "Norway", "w": "old"}, {"country": "Norway", "age": "old"}),
    ("SET city = country", {}, INVALID),
    ("SET country = city", {}, {"country": "Oslo"}),
    ("SET age = city, city = age", {}, {"age": "Oslo", "city": 30}),
    ("SET age = age + :v", {"v": 5}, {"age": 35}),
    ("SET age = age - :v", {"v": 50}, {"age": -20}),
    ("SET age = :v - age", {"v": 50}, {"age": 20}),
    ("SET half = :v + :w", {"v": 1, "w": 2}, {"half": 3}),
    ("SET age = if_not_exists(age, :v)", {"v": 1}, {"age": 30}),
    ("SET born = if_not_exists(born, :v)", {"v": 1}, {"born": 1}),
    ("SET born = if_not_exists(born, :v) + :w", {"v": 1, "w": 4}, {"born": 5}),
    ("SET born = if_not_exists(nothing, age)", {}, {"born": 30}),
    ("SET parts = list_append(parts, :v)", {"v": ["d"]}, {"parts": ["a", "b", "c", "d"]}),
    ("SET parts = list_append(:v, parts)", {"v": ["d"]}, {"parts": ["d", "a", "b", "c"]}),
    ("SET more = list_append(if_not_exists(more, :e), :v)", {"e": [], "v": [1]}, {"more": [1]}),
    ("SET missing = list_append(missing, :v)", {"v": [1]}, INVALID),
    ("SET city = city + :v", {"v": 1}, INVALID),
    ("REMOVE city, nothing", {}, {"city": None}),
    ("SET age = :v REMOVE city", {"v": 1}, {"age": 1, "city": None}),
    ("REMOVE city SET age = :v", {"v": 1}, {"age": 1, "city": None}),
    ("ADD age :v", {"v": -2}, {"age": 28}),
    ("ADD born :v", {"v": 3}, {"born": 3}),
    ("ADD tags :v", {"v": {"green", "red"}}, {"tags": {"red", "blue", "green"}}),
    ("ADD scores :v", {"v": {2, 3}}, {"scores": {1, 2, 3}}),
    ("ADD sizes :v", {"v": {7}}, {"sizes": {7}}),
    ("ADD city :v", {"v": 1}, INVALID),
    ("ADD tags :v", {"v": {1}}, INVALID),
    ("ADD age :v", {"v": "x"}, INVALID),
    ("DELETE tags :v", {"v": {"red", "green"}}, {"tags": {"blue"}}),
    ("DELETE tags :v", {"v": {"red", "blue"}}, {"tags": None}),
    ("DELETE nothing :v", {"v": {"red"}}, {}),
    ("SET age = :v ADD scores :s DELETE tags :t REMOVE city", {"v": 1, "s": {9}, "t": {"red"}},
     {"age": 1, "scores": {1, 2, 9}, "tags": {"blue"}, "city": None}),
    ("SET inside.a = :v", {"v": 2}, {"inside": {"a": 2, "b": {"c": "x"}}}),
    ("SET inside.b.d = :v", {"v": 2}, {"inside": {"a": 1, "b": {"c": "x", "d": 2}}}),
    ("SET inside.z.d = :v", {"v": 2}, INVALID),
    ("SET nothing.z = :v", {"v": 2}, INVALID),
    ("REMOVE inside.b.c", {}, {"inside": {"a": 1, "b": {}}}),
    ("SET parts[1] = :v", {"v": "z"}, {"parts": ["a", "z", "c"]}),
    ("SET parts[9] = :v", {"v": "z"}, {"parts": ["a", "b", "c", "z"]}),
    ("REMOVE parts[0]", {}, {"parts": ["b", "c"]}),
    ("REMOVE parts[0], parts[2]", {}, {"parts": ["b"]}),
    ("SET age = :v, age = :v", {"v": 1}, INVALID),
    ("SET age = :v SET city = :v", {"v": 1}, INVALID),
    ("SET name = :v", {"v": "x"}, INVALID),
    ("SET #n = :v", {"v": "x"}, INVALID),
    ("REMOVE #n", {}, INVALID),
    ("SET age = :missing", {"v": 1}, INVALID),
]  # fmt: skip


@pytest.mark.parametrize(("update", "values", "expected"), CASES)
def test_an_update_changes_what_it_says(dynamo: Dynamo, update: str, values: dict[str, Any], expected: Any) -> None:  # noqa: ANN401
    require(dynamo, update, values, expected)


def require(dynamo: Dynamo, update: str, values: dict[str, Any], expected: Any) -> None:  # noqa: ANN401
    dynamo.put(ANNA)
    names = {"names": {"n": "name"}} if "#n" in update else {}
    answer = dynamo.update("anna", update, **({"values": values} if values else {}), **names)
    after = ANNA
    if expected != INVALID:
        after = {name: value for name, value in {**ANNA, **expected}.items() if value is not None}
        assert answer == after
    else:
        assert answer == INVALID
    assert dynamo.items() == [after]


# Here the emulator is left out: its parser is laxer than DynamoDB, or it fails with an error of its own.
STRICT: list[tuple[str, dict[str, Any], Any]] = [
    ("SET inside = :v, inside.a = :w", {"v": {}, "w": 1}, INVALID),
    ("SET inside.a = :w REMOVE inside", {"w": 1}, INVALID),
    ("SET inside.a = :w, inside[0] = :w", {"w": 1}, INVALID),
    ("SET age = :v ADD age :w", {"v": 1, "w": 1}, INVALID),
    ("SET age = age + :v", {"v": "1"}, INVALID),
    ("SET parts = list_append(parts, :v)", {"v": "x"}, INVALID),
    ("SET parts = list_append(city, :v)", {"v": ["x"]}, INVALID),
    ("DELETE age :v", {"v": {1}}, INVALID),
    ("DELETE tags :v", {"v": "red"}, INVALID),
    ("DELETE tags :v", {"v": {1}}, INVALID),
    ("REMOVE nothing.a", {}, INVALID),
    ("SET parts.a = :v", {"v": 1}, INVALID),
    ("SET inside[0] = :v", {"v": 1}, INVALID),
    ("SET parts[0] = :v, parts[8] = :w, parts[7] = :x REMOVE parts[1]", {"v": 1, "w": 2, "x": 3},
     {"parts": [1, "c", 3, 2]}),
    ("SET parts[5] = :v REMOVE inside.a", {"v": [1]}, {"parts": ["a", "b", "c", [1]], "inside": {"b": {"c": "x"}}}),
    ("SET city = parts[1], born = inside.b.c", {}, {"city": "b", "born": "x"}),
    ("SET age = :v", {"v": 1, "unused": 2}, INVALID),
]  # fmt: skip


@pytest.mark.parametrize(("update", "values", "expected"), STRICT)
def test_the_twin_follows_the_documentation(update: str, values: dict[str, Any], expected: Any) -> None:  # noqa: ANN401
    require(Dynamo(Twin()), update, values, expected)


@pytest.mark.parametrize(
    "update",
    [
        "SET age = (:v)",
        "SET age = age * :v",
        "ADD inside.a :v",
        "PUT age = :v",
        "SET age = size(city)",
        "SET age",
        "ADD age age",
    ],
)
def test_the_twin_does_not_guess(update: str) -> None:
    dynamo = Dynamo(Twin())
    with pytest.raises(NotImplementedError):
        dynamo.update("anna", update, values={"v": 1})


def test_an_index_key_keeps_its_type(dynamo: Dynamo) -> None:
    key = {"keeper": "a", "number": 1}
    dynamo.put({**key, "room": "r"}, table=STEPS)
    change = {"key": key, "update": "SET room = :v"}
    assert dynamo.ask("UpdateItem", STEPS, **change, values={"v": 3}) == INVALID
    assert dynamo.ask("UpdateItem", STEPS, **change, values={"v": ""}) == INVALID
    assert dynamo.items(STEPS) == [{**key, "room": "r"}]
