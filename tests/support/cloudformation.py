"""Values that template.yaml refers to, and its expressions with these values."""

import re
from collections.abc import Mapping
from typing import Any

from local.intrinsics import Stack
from tests.support.template import template

# Pseudo parameters, and attributes of the resources that the pages refer to.
GIVEN = {
    "AWS::AccountId": "123456789012",
    "AWS::Partition": "aws",
    "AWS::Region": "eu-central-1",
    "AWS::StackName": "laurel",
    "AWS::URLSuffix": "amazonaws.com",
    "AWS::StackId": "arn:aws:cloudformation:eu-central-1:123456789012:stack/laurel/51af3dc0-da77-11e4-872e-1234567db1",
    "HttpApi": "a1b2c3d4e5",
    "UserPool": "eu-central-1_Hgfedcba1",
    "UserPoolDomain": "laurel-51af3dc0-da77-11e4-872e-1234567db1",
    "WebClient": "3webclient45678",
    "MachineClient": "4machineclient5",
    "TemplatesBucket.RegionalDomainName": "templates.s3.eu-central-1.amazonaws.com",
    "CertificatesBucket.RegionalDomainName": "certificates.s3.eu-central-1.amazonaws.com",
    "PagesBucket.Arn": "arn:aws:s3:::pages",
    "PagesDistribution": "EDFDVBD6EXAMPLE",
    "PagesDistribution.DomainName": "d111111abcdef8.cloudfront.net",
}
PARAMETERS: dict[str, Any] = template()["Parameters"]
NEEDED = {
    "JwtIssuer": "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Abcdefghi",
    "JwtAudience": "1example23456789",
    "StripeSigningSecrets": "whsec_1",
}


class RefusedParameter(Exception):
    """A value that a parameter does not allow."""


def values(**parameters: str) -> dict[str, str]:
    """Every value that can be referenced, with these parameters and the defaults of the others.

    Raises:
        RefusedParameter: a parameter does not allow its value.
    """
    defaults = {name: parameter["Default"] for name, parameter in PARAMETERS.items() if "Default" in parameter}
    chosen = {**defaults, **NEEDED, **parameters}
    for name, value in chosen.items():
        allowed, pattern = PARAMETERS[name].get("AllowedValues"), PARAMETERS[name].get("AllowedPattern")
        if (allowed and value not in allowed) or (pattern and not re.fullmatch(pattern, value)):
            raise RefusedParameter(name)
    return {**GIVEN, **chosen}


def resolved(value: Any, known: Mapping[str, str]) -> Any:  # noqa: ANN401
    """A value of the template, with every function replaced by its result."""
    return Stack(values=known, conditions=template()["Conditions"]).resolved(value)
