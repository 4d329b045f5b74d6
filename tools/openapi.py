"""Writes the OpenAPI document as JSON, from docs/openapi.yaml: `make openapi`, or `python -m tools.openapi`.

The JSON is committed and deployed, so that no function parses YAML.
"""

import json
import re
from pathlib import Path
from typing import Any

import yaml
from yaml.constructor import ConstructorError

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "docs/openapi.yaml"
TARGET = ROOT / "src/shared/edge/openapi.json"


class _JsonLoader(yaml.SafeLoader):
    """Reads the YAML that OpenAPI allows (https://spec.openapis.org/oas/v3.1.0#format): JSON's values, and unique keys.

    PyYAML by itself reads YAML 1.1, where `no` is false, 12:30 is 750 and 2026-01-12 is a date, and takes the last of
    two equal keys. Here every scalar is a string, except null, true, false and JSON's numbers.
    """

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002
        names: set[str] = set()
        for key, _ in node.value:
            if key.tag != "tag:yaml.org,2002:str":
                raise ConstructorError(None, None, f"the key {key.value} is not a string: quote it", key.start_mark)
            if key.value in names:
                raise ConstructorError(None, None, f"the key {key.value} occurs twice", key.start_mark)
            names.add(key.value)
        return super().construct_mapping(node, deep)


_JsonLoader.yaml_implicit_resolvers = {}  # none of YAML 1.1
for _tag, _pattern, _first in (
    ("null", r"null", "n"),
    ("bool", r"true|false", "tf"),
    ("int", r"-?(0|[1-9][0-9]*)", "-0123456789"),
    ("float", r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?", "-0123456789"),
):
    _JsonLoader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(rf"(?:{_pattern})\Z"), list(_first))


def as_json(text: str) -> str:
    """Write a YAML document as JSON, with its keys in the same order.

    Raises:
        yaml.YAMLError: the text is not YAML, or has a key that occurs twice or is not a string.
    """
    document = yaml.load(text, _JsonLoader)  # noqa: S506 - a safe loader
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    TARGET.write_text(as_json(SOURCE.read_text("utf-8")), "utf-8")
