"""The HTTP API in template.yaml: other origins, its own domain, and the names of the tables behind it."""

from typing import Any

import pytest

from shared.config import CertificateConfig
from tests.support.cloudformation import RefusedParameter, resolved, values
from tests.support.template import resources, template
from tests.unit.test_user_pool import rule
from tests.unit.translated import translated_with

ZONE = {"ApiDomainName.RegionalDomainName": "d-1.execute-api.eu-central-1.amazonaws.com"}
CERTIFICATE = "arn:aws:acm:eu-central-1:123456789012:certificate/5d1a1a0e"


def definition(**parameters: str) -> Any:  # noqa: ANN401
    """The API's OpenAPI definition, as SAM writes it."""
    made = translated_with({}, parameters).values()
    (body,) = (one["Properties"]["Body"] for one in made if one["Type"] == "AWS::ApiGatewayV2::Api")
    return body


def cors(**parameters: str) -> Any:  # noqa: ANN401
    body = definition(**parameters)
    return resolved(body["x-amazon-apigateway-cors"], values(**parameters))


def test_no_other_origin_may_call_the_api_by_default() -> None:
    assert template()["Parameters"]["AllowedOrigins"]["Default"] == ""
    assert cors() is None


def test_listed_origins_may_send_tokens_and_read_the_headers_that_clients_need() -> None:
    found = cors(AllowedOrigins="https://school.example,http://127.0.0.1:3000")
    assert found == {
        "allowOrigins": ["https://school.example", "http://127.0.0.1:3000"],
        "allowMethods": ["GET", "POST", "PUT", "DELETE"],
        "allowHeaders": ["Authorization", "Content-Type", "Accept"],
        "exposeHeaders": ["Content-Disposition", "Retry-After", "X-Next-Cursor", "X-Request-Id"],
        "maxAge": 3600,
    }


def test_api_gateway_refuses_a_definition_of_which_it_would_leave_out_a_part() -> None:
    assert template()["Globals"]["HttpApi"] == {"FailOnWarnings": True}


def test_every_method_of_the_api_is_allowed_to_listed_origins() -> None:
    methods = {method.upper() for path in definition()["paths"].values() for method in path}
    assert methods == set(cors(AllowedOrigins="https://school.example")["allowMethods"])


@pytest.mark.parametrize(
    "bad", ["*", "school.example", "https://school.example/", "https://a.example, https://b.example"]
)
def test_origins_are_named_one_by_one(bad: str) -> None:
    with pytest.raises(RefusedParameter):
        values(AllowedOrigins=bad)


def test_a_domain_of_the_api_needs_its_certificate() -> None:
    assert rule("ApiDomainHasItsCertificate", ApiDomain="api.example", ApiCertificateArn=CERTIFICATE)
    assert not rule("ApiDomainHasItsCertificate", ApiDomain="api.example")
    assert rule("ApiDomainHasItsCertificate")
    assert resources()["ApiDomainName"]["Condition"] == resources()["ApiDomainMapping"]["Condition"] == "WithApiDomain"
    (domain,) = resources()["ApiDomainName"]["Properties"]["DomainNameConfigurations"]
    assert domain == {
        "CertificateArn": {"Ref": "ApiCertificateArn"},
        "EndpointType": "REGIONAL",
        "SecurityPolicy": "TLS_1_2",
    }


def test_records_of_the_domain_are_created_in_a_given_hosted_zone() -> None:
    assert resources()["ApiRecords"]["Condition"] == "WithApiRecords"
    records = resources()["ApiRecords"]["Properties"]["RecordSets"]
    assert [record["Type"] for record in records] == ["A", "AAAA"]
    targets = {"DNSName": "RegionalDomainName", "HostedZoneId": "RegionalHostedZoneId"}
    for record in records:
        assert record["Name"] == {"Ref": "ApiDomain"}
        assert record["AliasTarget"] == {k: {"Fn::GetAtt": ["ApiDomainName", name]} for k, name in targets.items()}


@pytest.mark.parametrize(
    ("parameters", "base"),
    [
        ({}, ""),
        ({"ApiDomain": "api.example", "ApiCertificateArn": CERTIFICATE}, "https://api.example"),
        ({"PublicBaseUrl": "https://verify.example/"}, "https://verify.example"),
        (
            {"PublicBaseUrl": "https://verify.example", "ApiDomain": "api.example", "ApiCertificateArn": CERTIFICATE},
            "https://verify.example",
        ),
    ],
)
def test_verification_links_begin_with_the_address_that_lasts_longest(parameters: dict[str, str], base: str) -> None:
    variables = resolved(template()["Globals"]["Function"]["Environment"]["Variables"], values(**parameters))
    assert CertificateConfig.from_env(variables).public_base_url == base


@pytest.mark.parametrize(("prefix", "name"), [("", "laurel-courses"), ("school2_", "school2_courses")])
def test_tables_are_named_after_the_stack_or_the_given_prefix(prefix: str, name: str) -> None:
    known = values(TablePrefix=prefix)
    assert resolved(resources()["CoursesTable"]["Properties"]["TableName"], known) == name
    variables = template()["Globals"]["Function"]["Environment"]["Variables"]
    assert resolved(variables["TABLE_PREFIX"], known) + "courses" == name


@pytest.mark.parametrize("protected", [True, False])
def test_every_table_but_the_counters_refuses_deletion_once_it_is_protected(protected: bool) -> None:  # noqa: FBT001
    known = values(DeletionProtection=str(protected).lower())
    tables = {name: one["Properties"] for name, one in resources().items() if one["Type"] == "AWS::DynamoDB::Table"}
    counters = tables.pop("RateLimitsTable")
    assert "DeletionProtectionEnabled" not in counters
    assert {resolved(table["DeletionProtectionEnabled"], known) for table in tables.values()} == {protected}


def test_a_first_deployment_is_not_protected_so_that_it_can_be_rolled_back() -> None:
    assert template()["Parameters"]["DeletionProtection"]["Default"] == "false"
