"""CloudFormation's functions, resolved on a laptop and in tests."""

from typing import Any

import pytest

from local.intrinsics import Stack

STACK = Stack(
    values={"Name": "laurel", "Empty": "", "Table.Arn": "arn:table", "AWS::Region": "eu-central-1"},
    conditions={
        "Named": {"Fn::Not": [{"Fn::Equals": [{"Ref": "Name"}, ""]}]},
        "Absent": {"Fn::Not": [{"Fn::Equals": [{"Ref": "Empty"}, ""]}]},
        "Both": {"Fn::And": [{"Condition": "Named"}, {"Condition": "Absent"}]},
        "Either": {"Fn::Or": [{"Condition": "Named"}, {"Condition": "Absent"}]},
    },
)
NONE = {"Ref": "AWS::NoValue"}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("text", "text"),
        (7, 7),
        ({"Ref": "Name"}, "laurel"),
        ({"Fn::GetAtt": ["Table", "Arn"]}, "arn:table"),
        ({"Fn::Sub": "${Name}-${Table.Arn}/*"}, "laurel-arn:table/*"),
        ({"Fn::Sub": "${!Name} ${Name}"}, "${!Name} laurel"),
        ({"Fn::Sub": ["${own} in ${AWS::Region}", {"own": {"Ref": "Name"}}]}, "laurel in eu-central-1"),
        ({"Fn::Split": [",", "a,b"]}, ["a", "b"]),
        ({"Fn::Join": ["-", [{"Ref": "Name"}, "courses"]]}, "laurel-courses"),
        ({"Fn::Select": ["1", {"Fn::Split": ["/", "a/b"]}]}, "b"),
        ({"Fn::If": ["Named", {"Ref": "Name"}, {"Ref": "Unknown"}]}, "laurel"),
        ({"Fn::If": ["Both", "yes", "no"]}, "no"),
        ({"Fn::If": ["Either", "yes", "no"]}, "yes"),
        ({"a": {"b": [{"Ref": "Name"}]}}, {"a": {"b": ["laurel"]}}),
        ({"kept": 1, "removed": NONE}, {"kept": 1}),
        ([1, {"Fn::If": ["Absent", 2, NONE]}, 3], [1, 3]),
        ({"Fn::If": ["Absent", 2, NONE]}, None),
    ],
)
def test_each_function_has_the_result_of_cloudformation(value: Any, expected: Any) -> None:  # noqa: ANN401
    assert STACK.resolved(value) == expected


def test_substituted_text_is_not_substituted_again() -> None:
    assert STACK.resolved({"Fn::Sub": ["${own}", {"own": "${Name}"}]}) == "${Name}"


def test_an_unknown_name_is_an_error() -> None:
    with pytest.raises(KeyError, match="Unknown"):
        STACK.resolved({"Ref": "Unknown"})
