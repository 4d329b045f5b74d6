"""The resources and routes that template.yaml deploys."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from samtranslator.yaml_helper import yaml_parse

ROOT = Path(__file__).parents[2]
STACK = "test"
# What the secret of the deployment contains.
SIGNING_SECRET = "whsec_test"  # noqa: S105 - a test value


@cache
def template() -> dict[str, Any]:
    parsed: dict[str, Any] = yaml_parse((ROOT / "template.yaml").read_text("utf-8"))
    return parsed


def resources() -> dict[str, Any]:
    found: dict[str, Any] = template()["Resources"]
    return found


def tables() -> list[dict[str, Any]]:
    """The tables' properties, as the parameters of CreateTable."""
    created = []
    for resource in resources().values():
        if resource["Type"] == "AWS::DynamoDB::Table":
            wanted = (
                "AttributeDefinitions",
                "BillingMode",
                "GlobalSecondaryIndexes",
                "KeySchema",
                "StreamSpecification",
            )
            table = {name: value for name, value in resource["Properties"].items() if name in wanted}
            if "GlobalSecondaryIndexes" in table:
                # A parameter, which only AWS knows.
                table["GlobalSecondaryIndexes"] = [
                    {name: value for name, value in index.items() if name != "WarmThroughput"}
                    for index in table["GlobalSecondaryIndexes"]
                ]
            table["TableName"] = f"{STACK}-{entity(resource)}"
            if "StreamSpecification" in table:
                table["StreamSpecification"] = {**table["StreamSpecification"], "StreamEnabled": True}
            created.append(table)
    return created


def entity(table: Mapping[str, Any]) -> str:
    """A table's name without the prefix of the deployment."""
    name: str = table["Properties"]["TableName"]["Fn::Join"][1][1]
    return name


def statements(function: str) -> list[dict[str, Any]]:
    """The statements of the policies of a function's role, also those that depend on a condition."""
    role = resources()[f"{function}Role"]["Properties"]
    found = [statement for policy in role["Policies"] for statement in policy["PolicyDocument"]["Statement"]]
    return [statement["Fn::If"][1] if "Fn::If" in statement else statement for statement in found]


@cache
def routes() -> Mapping[tuple[str, str], str]:
    """Each route's function folder."""
    found = {}
    for resource in resources().values():
        if resource["Type"] == "AWS::Serverless::Function":
            for event in resource["Properties"].get("Events", {}).values():
                if event["Type"] == "HttpApi":
                    route = (event["Properties"]["Method"], event["Properties"]["Path"])
                    found[route] = Path(resource["Properties"]["CodeUri"]).name
    return found
