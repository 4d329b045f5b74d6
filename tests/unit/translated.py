"""template.yaml as CloudFormation gets it: translated by SAM, as `sam deploy` has it done."""

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
    """The resources that SAM makes of the template's: event source mappings, roles, and so on."""
    source = deepcopy(template())
    for resource in source["Resources"].values():
        for uri in {"CodeUri", "ContentUri"} & resource.get("Properties", {}).keys():
            # As `sam package` leaves it; the translator takes no folder.
            resource["Properties"][uri] = "s3://bucket/key"
    made: dict[str, Any] = transform(source, dict(NEEDED), _NoManagedPolicies())["Resources"]
    return made
