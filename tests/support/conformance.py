"""Validates every response against the published OpenAPI document: no function may return an undocumented one."""

import json
import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import fastjsonschema

from shared.edge.schemas import openapi_text

type Json = dict[str, Any]


@cache
def _document() -> Json:
    document: Json = json.loads(openapi_text())
    return document


def _resolved(node: Json) -> Json:
    """Follow references; keywords beside a reference override those of its target."""
    while "$ref" in node:
        beside = {name: value for name, value in node.items() if name != "$ref"}
        target = _document()
        for step in node["$ref"].removeprefix("#/").split("/"):
            target = target[step]
        node = {**target, **beside}
    return node


def _closed(schema: Json) -> Json:
    """Expand a schema's references, and make it refuse properties that it does not name."""
    schema = dict(_resolved(schema))
    for part in map(_closed, schema.pop("allOf", [])):
        names = schema.get("properties", {}).keys() | part.get("properties", {}).keys()
        properties = {
            name: {**schema.get("properties", {}).get(name, {}), **part.get("properties", {}).get(name, {})}
            for name in names
        }
        required = [*schema.get("required", []), *part.get("required", [])]
        schema = {**schema, **part, "properties": properties, "required": required}
    for name in ("items", "additionalProperties"):
        if isinstance(schema.get(name), dict):
            schema[name] = _closed(schema[name])
    if "anyOf" in schema:
        schema["anyOf"] = [_closed(choice) for choice in schema["anyOf"]]
    if "properties" in schema:
        schema["properties"] = {name: _closed(value) for name, value in schema["properties"].items()}
        schema.setdefault("additionalProperties", False)
    if schema.get("format") == "date-time":
        schema["pattern"] = "Z$"
    return schema


@cache
def _validator(method: str, path: str, status: str, media_type: str) -> Callable[[object], object]:
    response = _resolved(_document()["paths"][path][method]["responses"][status])
    validate: Callable[[object], object] = fastjsonschema.compile(_closed(response["content"][media_type]["schema"]))
    return validate


def require_documented(route: str, status: int, headers: Mapping[str, str], content: bytes) -> None:
    """Fail unless the document describes this response: its status, headers, media type, properties and code.

    Args:
        route: as deployed: `GET /my-courses/{slug}`.
        status: of the response.
        headers: of the response.
        content: the body, as the caller reads it.
    """
    method, path = route.split(" ")
    responses = _document()["paths"][path][method.lower()]["responses"]
    assert str(status) in responses, f"{route} does not document {status}: {content[:500]!r}"
    response = _resolved(responses[str(status)])
    for name, header in response.get("headers", {}).items():
        assert name in headers or not _resolved(header).get("required"), f"{route} {status} lacks {name}"
    assert headers["X-Content-Type-Options"] == "nosniff", f"{route} {status} may be read as another type"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"], f"{route} {status} may be framed"
    if (path, status) not in {("/openapi.json", 200), ("/issuer/logos/{sha256}", 200)}:
        assert "no-store" in headers["Cache-Control"], f"{route} {status} may be kept by a cache"
    if "content" not in response:
        assert content == b"", f"{route} {status} has a body that is not documented"
        return
    media_type = headers["Content-Type"].partition(";")[0]
    assert media_type in response["content"], f"{route} {status} does not document {media_type}"
    if media_type == "application/pdf":
        assert content.startswith(b"%PDF-")
    elif media_type == "image/png":
        assert content.startswith(b"\x89PNG")
    elif media_type == "image/jpeg":
        assert content.startswith(b"\xff\xd8")
    elif media_type == "text/csv":
        assert content.startswith("\ufeffpublic_id,".encode())
    elif media_type == "text/html":
        assert content.startswith(b"<!doctype html>")
    else:
        answer = json.loads(content)
        _validator(method.lower(), path, str(status), media_type)(answer)
        if media_type == "application/problem+json":
            assert answer["status"] == status
            assert re.fullmatch(r"\S.*\S", answer["detail"])
