"""The OpenAPI document: published as it is, and its component schemas hold requests to what it says."""

import json
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Any

import fastjsonschema

from shared.domain.errors import InvalidRequest


@cache
def openapi_text() -> str:
    """Read the document as it is published."""
    return files("shared.edge").joinpath("openapi.json").read_text("utf-8")


@cache
def _validator(schema: str) -> Callable[[Any], Any]:
    components = json.loads(openapi_text())["components"]
    validator: Callable[[Any], Any] = fastjsonschema.compile(
        {"$ref": f"#/components/schemas/{schema}", "components": components}, fast_fail=False
    )
    return validator


def validate(schema: str, document: Any) -> None:  # noqa: ANN401 - JSON
    """Hold a document to a component schema, and fill in its defaults.

    Raises:
        InvalidRequest: naming each place that does not fit.
    """
    try:
        _validator(schema)(document)
    except fastjsonschema.JsonSchemaValuesException as error:
        places = [(_location(one.path), _message(one)) for one in error.errors]
        raise InvalidRequest("The body does not have the shape that is asked for.", places) from error
    except RecursionError as error:
        raise InvalidRequest("The body is nested too deeply.") from error


def _location(path: list[str]) -> tuple[str | int, ...]:
    # The library calls the document "data", and writes the index of a list as text.
    return tuple(int(part) if part.isdigit() else part for part in path[1:])


def _message(error: fastjsonschema.JsonSchemaValueException) -> str:
    return error.message.removeprefix(error.name or "").strip()
