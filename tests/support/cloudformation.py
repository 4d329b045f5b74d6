"""Resolves CloudFormation's intrinsic functions in template.yaml, as far as the pages' resources use them."""

import re
from collections.abc import Mapping
from typing import Any

from tests.support.template import template

# Pseudo parameters, and attributes of the resources that the pages refer to.
GIVEN = {
    "AWS::AccountId": "123456789012",
    "AWS::Partition": "aws",
    "AWS::Region": "eu-central-1",
    "AWS::StackName": "laurel",
    "AWS::URLSuffix": "amazonaws.com",
    "HttpApi": "a1b2c3d4e5",
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


def resolved(value: Any, known: Mapping[str, str]) -> Any:  # noqa: ANN401, PLR0911 - one case a function
    """A value of the template, with every reference resolved."""
    match value:
        case {"Ref": name}:
            return known[name]
        case {"Fn::GetAtt": [name, attribute]}:
            return known[f"{name}.{attribute}"]
        case {"Fn::Sub": [text, own]}:
            return _filled(text, {**known, **resolved(own, known)})
        case {"Fn::Sub": text}:
            return _filled(text, known)
        case {"Fn::Split": [by, text]}:
            return resolved(text, known).split(by)
        case {"Fn::Select": [index, items]}:
            return resolved(items, known)[int(index)]
        case dict():
            return {name: resolved(inner, known) for name, inner in value.items()}
        case list():
            return [resolved(inner, known) for inner in value]
    return value


def _filled(text: str, known: Mapping[str, str]) -> str:
    # One pass: substituted text is not substituted again.
    return re.sub(r"\$\{([^!}]+)\}", lambda found: known[found[1]], text)
