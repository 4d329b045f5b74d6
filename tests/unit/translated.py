"""template.yaml as SAM translates it for CloudFormation, as in `sam deploy`."""

from copy import deepcopy
from functools import cache
from typing import Any

from samtranslator.translator.transform import transform

from tests.support.cloudformation import NEEDED
from tests.support.template import template


class _NoManagedPolicies:
    """Names of AWS's managed policies; template.yaml uses none."""

    def load(self) -> dict[str, str]:
        return {}


@cache
def translated() -> dict[str, Any]:
    """The resources that SAM generates: event source mappings, roles, and so on."""
    source = deepcopy(template())
    for resource in source["Resources"].values():
        for uri in {"CodeUri", "ContentUri"} & resource.get("Properties", {}).keys():
            # As after `sam package`; the translator accepts no folder.
            resource["Properties"][uri] = "s3://bucket/key"
    made: dict[str, Any] = transform(source, dict(NEEDED), _NoManagedPolicies())["Resources"]
    return made
