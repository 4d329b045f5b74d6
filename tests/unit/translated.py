"""template.yaml as SAM translates it for CloudFormation, as in `sam deploy`."""

from collections.abc import Mapping
from copy import deepcopy
from functools import cache
from typing import Any

from samtranslator.translator.transform import transform

from tests.support.cloudformation import PARAMETERS, values
from tests.support.template import template


class _NoManagedPolicies:
    """Names of AWS's managed policies; template.yaml uses none."""

    def load(self) -> dict[str, str]:
        return {}


def translated() -> dict[str, Any]:
    """The resources that SAM generates: event source mappings, roles, and so on."""
    return translated_with({}, {})


def translated_with(packages: Mapping[str, str], parameters: Mapping[str, str]) -> dict[str, Any]:
    """As `translated`, with these addresses of packages, by function or layer, and these parameters."""
    return _translated(tuple(packages.items()), tuple(parameters.items()))


@cache
def _translated(packages: tuple[tuple[str, str], ...], parameters: tuple[tuple[str, str], ...]) -> dict[str, Any]:
    source = deepcopy(template())
    for name, resource in source["Resources"].items():
        for uri in {"CodeUri", "ContentUri"} & resource.get("Properties", {}).keys():
            # As after `sam package`; the translator accepts no folder.
            resource["Properties"][uri] = dict(packages).get(name, "s3://bucket/key")
    given = {name: value for name, value in values(**dict(parameters)).items() if name in PARAMETERS}
    made: dict[str, Any] = transform(source, given, _NoManagedPolicies())["Resources"]
    return made
