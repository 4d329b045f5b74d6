"""Mutants of template.yaml: each drops or weakens one thing."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

type Path = tuple[str | int, ...]
type Json = dict[str, Any]

# Attributes of a resource beside its properties.
_ATTRIBUTES = ("DeletionPolicy", "UpdateReplacePolicy", "Condition", "DependsOn", "Metadata")
# What a parameter does beside having a type.
_LIMITS = ("Default", "AllowedPattern", "AllowedValues", "MinValue", "MaxValue", "NoEcho")
# Texts for people, whose change deploys nothing else.
TEXTS = {"Description", "ConstraintDescription", "AssertDescription", "Comment", "AlarmDescription", "ScopeDescription"}
_FUNCTION = "Fn::"
# Of what has no order by itself.
_WEAKER = {
    "Retain": "Delete",
    "RetainExceptOnCreate": "Delete",
    "Deny": "Allow",
    "Enabled": "Disabled",
    "ENABLED": "LEGACY",
    "ESSENTIALS": "LITE",
    "BucketOwnerEnforced": "ObjectWriter",
    "TLS_1_2": "TLS_1_0",
    "TLSv1.2": "TLSv1",
    "TLSv1.2_2021": "TLSv1",
    "https-only": "http-only",
    "redirect-to-https": "allow-all",
    "always": "never",
    "same-origin": "unsafe-url",
    "NEW_AND_OLD_IMAGES": "KEYS_ONLY",
    "TRIM_HORIZON": "LATEST",
    "PAY_PER_REQUEST": "PROVISIONED",
    "GreaterThanOrEqualToThreshold": "LessThanThreshold",
    "Maximum": "Minimum",
    "Sum": "Minimum",
    "Minimum": "SampleCount",
    "p99": "p50",
}


@dataclass(frozen=True, slots=True)
class Mutant:
    """A changed template, and what was changed."""

    name: str
    template: Json


@dataclass(frozen=True, slots=True)
class Loss:
    """One thing dropped from a template, or weakened.

    Attributes:
        path: where it is.
        weaker: the value that it gets; None if it is dropped.
    """

    path: Path
    weaker: Any

    @property
    def name(self) -> str:
        """Such as `HttpApi.Auth.DefaultAuthorizer dropped`."""
        section, name, *rest = self.path
        inner = rest[1:] if (section, rest[:1]) == ("Resources", ["Properties"]) else rest
        place = ".".join(str(key) for key in ([] if section == "Resources" else [section]) + [name, *inner])
        return f"{place} dropped" if self.weaker is None else f"{place} is {json.dumps(self.weaker)}"


def losses(template: Json) -> list[Loss]:
    """Each property, list element and limit of a template dropped, and each value weakened that has a weaker one."""
    return [Loss(path, weaker) for path in _paths(template) for weaker in (None, *_weaker(path, _at(template, path)))]


def without(template: Json, lost: Iterable[Loss]) -> Json:
    """Copy a template with these losses, which are in the order of `losses`, and none inside another."""
    changed = copied(template)
    # The last ones first: to drop an element of a list moves those after it.
    for loss in reversed(list(lost)):
        parent = _at(changed, loss.path[:-1])
        if loss.weaker is None:
            del parent[loss.path[-1]]
        else:
            parent[loss.path[-1]] = loss.weaker
    return changed


def groups(lost: Iterable[Loss]) -> list[list[Loss]]:
    """Divide losses, in the order of `losses`, so that none is inside another of its group."""
    found: list[tuple[list[Loss], set[Path]]] = []
    for loss in lost:
        around = {loss.path[:length] for length in range(1, len(loss.path) + 1)}
        group = next((group for group in found if not group[1] & around), None)
        if group is None:
            group = ([], set())
            found.append(group)
        group[0].append(loss)
        group[1].add(loss.path)
    return [group for group, _ in found]


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
    items: list[tuple[str | int, Any]]
    match value:
        case {"Fn::If": [_, met, otherwise]}:
            for branch, inner in enumerate((met, otherwise), 1):
                yield from _inner((*path, "Fn::If", branch), inner)
            return
        case {"Ref": _}:
            return
        case dict():
            items = [(key, inner) for key, inner in value.items() if key not in TEXTS]
        case list():
            items = list(enumerate(value))
        case _:
            return
    if any(str(key).startswith(_FUNCTION) for key, _ in items):
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
            yield from (other for other in (value * 1000, 0) if other != value)
        case str() if value in _WEAKER:
            yield _WEAKER[value]
        case str() if place == "Action" and ":" in value and "*" not in value:
            yield f"{value.partition(':')[0]}:*"
        case _ if place == "Resource" and not isinstance(value, list) and value != "*":
            yield "*"
        case {"Service": _}:
            yield "*"


def _at(template: Json, path: Path) -> Any:  # noqa: ANN401
    found: Any = template
    for key in path:
        found = found[key]
    return found


def copied(template: Json) -> Json:
    """Copy a template, so that parts of it that are aliases of each other are apart."""
    copy: Json = json.loads(json.dumps(template))
    return copy
