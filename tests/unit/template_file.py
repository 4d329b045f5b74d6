"""Reads template.yaml: its functions with the properties of Globals applied."""

from typing import Any

from tests.support.template import resources, template

type Json = dict[str, Any]


def functions() -> dict[str, Json]:
    """Each function's properties: lists of Globals (layers) are extended, maps merged, and other values replaced."""
    common: Json = template()["Globals"]["Function"]
    return {
        name: {
            **common,
            **resource["Properties"],
            "Layers": [*common["Layers"], *resource["Properties"].get("Layers", [])],
            "LoggingConfig": {**common["LoggingConfig"], **resource["Properties"]["LoggingConfig"]},
        }
        for name, resource in resources().items()
        if resource["Type"] == "AWS::Serverless::Function"
    }


def environment_of(function: str) -> Json:
    common: Json = template()["Globals"]["Function"]["Environment"]["Variables"]
    own: Json = resources()[function]["Properties"].get("Environment", {}).get("Variables", {})
    return {**common, **own}


def as_list(value: Any) -> list[Any]:  # noqa: ANN401
    return value if isinstance(value, list) else [value]


def of_type(kind: str) -> dict[str, Json]:
    return {name: resource for name, resource in resources().items() if resource["Type"] == kind}
