"""The OpenAPI document: it is published, and its component schemas validate requests."""

import json
from collections.abc import Callable, Iterable
from functools import cache
from importlib.resources import files
from typing import Any

import fastjsonschema
from fastjsonschema import JsonSchemaValueException, JsonSchemaValuesException

from shared.domain.errors import InvalidRequest
from shared.edge.problems import MAX_ERRORS

# The length of one error's message, in characters.
_MAX_MESSAGE = 200


@cache
def openapi_text() -> str:
    """Read the document as it is published; `make openapi` writes it from docs/openapi.yaml."""
    return files("shared.edge").joinpath("openapi.json").read_text("utf-8")


class _FirstErrors(list[JsonSchemaValueException]):
    """The first errors of one document: validation stops at the limit, and at a list that is too long.

    An error costs a hundred times as much as a valid value: the number of errors must not grow with the document.
    """

    def append(self, error: JsonSchemaValueException) -> None:
        self.extend((error,))

    def extend(self, errors: Iterable[JsonSchemaValueException]) -> None:
        super().extend(errors)
        if len(self) >= MAX_ERRORS or self[-1].rule == "maxItems":
            raise JsonSchemaValuesException(self)


@cache
def _validator(schema: str) -> Callable[[Any], Any]:
    components = json.loads(openapi_text())["components"]
    definition = {"$ref": f"#/components/schemas/{schema}", "components": components}
    # The library stops at the first error or collects all; its generated code is changed to collect the first few.
    code = fastjsonschema.compile_to_code(definition, fast_fail=False)
    names: dict[str, Any] = {"FirstErrors": _FirstErrors}
    exec(code.replace("errors = []", "errors = FirstErrors()"), names)  # noqa: S102 - as the library itself runs it
    validator: Callable[[Any], Any] = names["validate"]
    return validator


def validate(schema: str, document: Any) -> None:  # noqa: ANN401 - JSON
    """Validate a document against a component schema, and fill in its defaults.

    Raises:
        InvalidRequest: with the first errors, at most `MAX_ERRORS`.
    """
    try:
        _validator(schema)(document)
    except JsonSchemaValuesException as error:
        errors = [(_location(one.path), _message(one)) for one in error.errors[:MAX_ERRORS]]
        raise InvalidRequest("The body does not match the schema.", errors) from error


def _location(path: list[str]) -> tuple[str | int, ...]:
    # The library calls the document "data", and writes the index of a list as text.
    return tuple(int(part) if part.isdigit() else part for part in path[1:])


def _message(error: JsonSchemaValueException) -> str:
    # It may contain names that the caller chose.
    return error.message.removeprefix(error.name or "").strip()[:_MAX_MESSAGE]
