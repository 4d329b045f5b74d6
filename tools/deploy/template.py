"""What template.yaml says about its parameters and tables."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from samtranslator.yaml_helper import yaml_parse

TEMPLATE = Path("template.yaml")
ANYTHING = "(?s).*"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A value that a deployment needs.

    Attributes:
        name: as in template.yaml.
        default: "" without one.
        pattern: a regular expression for the whole value.
        allowed: the only values that are allowed; empty where others are.
        rule: what is allowed, in words.
        is_secret: whether it must not be kept in a file.
    """

    name: str
    default: str = ""
    pattern: str = ANYTHING
    allowed: tuple[str, ...] = ()
    rule: str = ""
    is_secret: bool = False

    def problem(self, value: str) -> str:
        """Why CloudFormation would refuse a value; "" if it would not."""
        if self.allowed and value not in self.allowed:
            return f"{self.name} must be one of {', '.join(self.allowed)}"
        if not re.fullmatch(self.pattern, value):
            return f"{self.name} {self.rule}"
        return ""


def read() -> Mapping[str, Any]:
    """The template of the project's folder."""
    parsed: Mapping[str, Any] = yaml_parse(TEMPLATE.read_text("utf-8"))
    return parsed


def parameters(template: Mapping[str, Any]) -> dict[str, Parameter]:
    """Its parameters, by name."""
    return {name: _parameter(name, given) for name, given in template["Parameters"].items()}


def table_names(template: Mapping[str, Any], prefix: str) -> list[str]:
    """The names of its tables, which all begin with `prefix`."""
    joined = [
        resource["Properties"]["TableName"]["Fn::Join"][1]
        for resource in template["Resources"].values()
        if resource["Type"] == "AWS::DynamoDB::Table"
    ]
    return [f"{prefix}{entity}" for _, entity in joined]


def retained(template: Mapping[str, Any]) -> list[str]:
    """The logical ids of the resources that outlive the stack."""
    return [name for name, resource in template["Resources"].items() if "Retain" in resource.get("DeletionPolicy", "")]


def _parameter(name: str, given: Mapping[str, Any]) -> Parameter:
    pattern = str(given.get("AllowedPattern", ANYTHING))
    return Parameter(
        name=name,
        default=str(given.get("Default", "")),
        pattern=pattern,
        allowed=tuple(map(str, given.get("AllowedValues", ()))),
        rule=given.get("ConstraintDescription", f"must match {pattern}"),
        is_secret=given.get("NoEcho", False),
    )
