"""Mutants of template.yaml: each drops or weakens one thing."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

type Path = tuple[str | int, ...]
type Json = dict[str, Any]

# Attributes of a resource beside its properties.
_ATTRIBUTES = ("DeletionPolicy", "UpdateReplacePolicy", "Condition", "DependsOn", "Metadata")
# What a parameter does beside having a type.
_LIMITS = ("Default", "AllowedPattern", "AllowedValues", "NoEcho")
# Texts for people, whose change deploys nothing else.
TEXTS = {"Description", "ConstraintDescription", "AssertDescription", "Comment", "AlarmDescription", "ScopeDescription"}
_FUNCTION = "Fn::"


@dataclass(frozen=True, slots=True)
class Mutant:
    """A changed template.

    Attributes:
        name: where it was changed and how, such as `HttpApi.Auth.DefaultAuthorizer dropped`.
    """

    name: str
    template: Json


def losses(template: Json) -> Iterator[Mutant]:
    """Drop each property, list element and limit of a template, and weaken each value that has a weaker one."""
    for path in _paths(template):
        yield Mutant(f"{_name(path)} dropped", _changed(template, path, None))
        for weaker in _weaker(path, _at(template, path)):
            yield Mutant(f"{_name(path)} is {weaker!r}", _changed(template, path, weaker))


def _paths(template: Json) -> Iterator[Path]:
    """Every place that can be dropped, outer ones first."""
    for name, resource in template["Resources"].items():
        yield from (("Resources", name, attribute) for attribute in _ATTRIBUTES if attribute in resource)
        yield from _inner(("Resources", name, "Properties"), resource.get("Properties", {}))
    yield from _inner(("Globals",), template["Globals"])
    for name, parameter in template["Parameters"].items():
        yield from (("Parameters", name, limit) for limit in _LIMITS if limit in parameter)
    yield from (("Rules", name) for name in template["Rules"])


def _inner(path: Path, value: Any) -> Iterator[Path]:  # noqa: ANN401
    if isinstance(value, dict) and not any(str(key).startswith(_FUNCTION) or key == "Ref" for key in value):
        items: list[tuple[str | int, Any]] = [(key, inner) for key, inner in value.items() if key not in TEXTS]
    elif isinstance(value, list):
        items = list(enumerate(value))
    else:
        return
    for key, inner in items:
        yield (*path, key)
        yield from _inner((*path, key), inner)


def _weaker(path: Path, value: Any) -> Iterator[Any]:  # noqa: ANN401
    """Values that protect less, or at least differ."""
    place = next((key for key in reversed(path) if isinstance(key, str)), "")
    match value:
        case bool():
            yield not value
        case int() | float():
            yield from (value * 1000, 0)
        case "Retain" | "RetainExceptOnCreate":
            yield "Delete"
        case str() if place == "Action" and ":" in value and "*" not in value:
            yield f"{value.partition(':')[0]}:*"
        case _ if place == "Resource" and not isinstance(value, list):
            yield "*"
        case {"Service": _}:
            yield "*"


def _at(template: Json, path: Path) -> Any:  # noqa: ANN401
    found: Any = template
    for key in path:
        found = found[key]
    return found


def _changed(template: Json, path: Path, value: Any) -> Json:  # noqa: ANN401
    """Copy a template with another value at a path; with None, without it."""
    changed = copied(template)
    parent = _at(changed, path[:-1])
    if value is None:
        del parent[path[-1]]
    else:
        parent[path[-1]] = value
    return changed


def copied(template: Json) -> Json:
    """Copy a template, so that parts of it that are aliases of each other are apart."""
    copy: Json = json.loads(json.dumps(template))
    return copy


def _name(path: Path) -> str:
    return ".".join(str(key) for key in path if key not in {"Resources", "Properties"})
