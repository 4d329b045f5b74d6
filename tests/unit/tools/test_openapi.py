"""The OpenAPI document is written in YAML, and the JSON that is committed and published is generated from it."""

import json

import pytest
import yaml

from tools.openapi import SOURCE, TARGET, as_json


def test_the_committed_json_is_generated_from_the_yaml() -> None:
    assert TARGET.read_text("utf-8") == as_json(SOURCE.read_text("utf-8")), "run `make openapi`"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("null", None),
        ("true", True),
        ("false", False),
        ("0", 0),
        ("-12", -12),
        ("600.0", 600.0),
        ("1e3", 1000.0),
        ("[1, {a: b}]", [1, {"a": "b"}]),
    ],
)
def test_json_values_keep_their_types(text: str, value: object) -> None:
    assert json.loads(as_json(text)) == value


@pytest.mark.parametrize(
    "text",
    ["no", "on", "Yes", "~", "12:30", "1_000", "010", "0x1f", "2026-01-12", "2026-01-12T08:30:00Z", "3.1.0", ".inf"],
)
def test_everything_else_is_a_string(text: str) -> None:
    assert json.loads(as_json(f"value: {text}")) == {"value": text}


def test_the_order_of_keys_and_letters_of_every_script_are_kept() -> None:
    assert as_json("b: Nguyễn Thị Ánh\na: 1\n") == '{\n  "b": "Nguyễn Thị Ánh",\n  "a": 1\n}\n'


def test_a_key_that_occurs_twice_is_an_error() -> None:
    with pytest.raises(yaml.YAMLError, match="the key get occurs twice"):
        as_json("paths: {get: 1, put: 2, get: 3}")


@pytest.mark.parametrize("key", ["200", "true", "null"])
def test_a_key_that_is_not_a_string_is_an_error(key: str) -> None:
    with pytest.raises(yaml.YAMLError, match=f"the key {key} is not a string: quote it"):
        as_json(f"{key}: ok")
