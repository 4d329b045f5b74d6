"""The pages in template.yaml: a private bucket, one origin shared with the API, and the content security policy."""

import json
import re
from fnmatch import fnmatchcase
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local import settings
from local.pages import FILE, PAGE, POLICY
from shared.edge.problems import STATUSES
from tests.support.cloudformation import PARAMETERS, RefusedParameter, resolved, values
from tests.support.template import ROOT, resources, routes, template

type Json = dict[str, Any]

PAGES_RESOURCES = {name for name, resource in resources().items() if resource.get("Condition") == "WithPages"}
# Counts requests by client address: through CloudFront, every address would be CloudFront's.
NOT_THROUGH_CLOUDFRONT = "/certificates/verify"
# Managed policies of CloudFront: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html
# and https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-origin-request-policies.html
CACHING_OPTIMIZED = "658327ea-f89d-4fab-a63d-7e88639e58f6"
CACHING_DISABLED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
ALL_VIEWER_EXCEPT_HOST_HEADER = "b689b0a8-53d0-40ab-baf2-68738e2966ac"
HTTP_API_SECONDS = 30
HOST = re.compile(r"(https?://)?[A-Za-z0-9.-]+(:[0-9]+)?")


def properties(name: str) -> Json:
    found: Json = resources()[name]["Properties"]
    return found


def distribution() -> Json:
    found: Json = properties("PagesDistribution")["DistributionConfig"]
    return found


def behaviour(path: str) -> Json:
    """The cache behaviour that CloudFront uses for a path: the first whose pattern matches."""
    matching = (found for found in distribution()["CacheBehaviors"] if fnmatchcase(path, found["PathPattern"]))
    return next(matching, distribution()["DefaultCacheBehavior"])


def policy(**parameters: str) -> str:
    headers = properties("PagesHeaders")["ResponseHeadersPolicyConfig"]["SecurityHeadersConfig"]
    found: str = resolved(headers["ContentSecurityPolicy"]["ContentSecurityPolicy"], values(**parameters))
    return found


def directives(text: str) -> dict[str, list[str]]:
    found = [directive.split() for directive in text.split(";")]
    assert len({name for name, *_ in found}) == len(found), "a directive occurs twice"
    return {name: sources for name, *sources in found}


def hosts(text: str) -> dict[str, list[str]]:
    """The hosts of each directive that has any."""
    found = {
        name: [source for source in sources if not source.startswith("'") and not source.endswith(":")]
        for name, sources in directives(text).items()
    }
    return {name: sources for name, sources in found.items() if sources}


def without_hosts(text: str) -> dict[str, list[str]]:
    named = hosts(text)
    return {
        name: [source for source in sources if source not in named.get(name, [])]
        for name, sources in directives(text).items()
    }


# ------------------------------------------------------------------ the pages are optional


def test_without_pages_none_of_their_resources_is_deployed() -> None:
    parameter = template()["Parameters"]["Pages"]
    assert (parameter["Default"], parameter["AllowedValues"]) == ("true", ["true", "false"])
    assert template()["Conditions"]["WithPages"] == {"Fn::Equals": [{"Ref": "Pages"}, "true"]}
    assert {name for name in resources() if name.startswith("Pages")} == PAGES_RESOURCES
    assert {
        name for name, found in resources().items() if found["Type"].startswith("AWS::CloudFront")
    } < PAGES_RESOURCES
    outputs = template()["Outputs"]
    assert {name for name, output in outputs.items() if output.get("Condition") == "WithPages"} == {
        "PagesBucketName",
        "PagesDistributionDomain",
        "PagesDistributionId",
        "PagesUrl",
    }


def test_no_other_resource_depends_on_the_pages() -> None:
    others = {name: found for name, found in resources().items() if name not in PAGES_RESOURCES}
    assert not [
        name for name in PAGES_RESOURCES if f'"{name}' in json.dumps(others) or f"${{{name}" in json.dumps(others)
    ]


def test_local_deployments_have_no_pages_resources() -> None:
    assert settings.from_environment({}).parameters["Pages"] == "false"


def test_local_deployments_set_only_allowed_parameter_values() -> None:
    assert values(**settings.from_environment({}).parameters)


# ------------------------------------------------------------------ the bucket


def test_only_this_distribution_reads_the_bucket() -> None:
    arn = "arn:aws:cloudfront::123456789012:distribution/EDFDVBD6EXAMPLE"
    common = {
        "Effect": "Allow",
        "Principal": {"Service": "cloudfront.amazonaws.com"},
        "Condition": {"StringEquals": {"aws:SourceArn": arn}},
    }
    statements = resolved(properties("PagesBucketPolicy")["PolicyDocument"]["Statement"], values())
    assert statements == [
        {**common, "Action": ["s3:GetObject"], "Resource": "arn:aws:s3:::pages/*"},
        # Without it, a missing object would be 403 instead of 404.
        {**common, "Action": ["s3:ListBucket"], "Resource": "arn:aws:s3:::pages"},
        {
            "Effect": "Deny",
            "Principal": "*",
            "Action": "s3:*",
            "Resource": ["arn:aws:s3:::pages", "arn:aws:s3:::pages/*"],
            "Condition": {"Bool": {"aws:SecureTransport": "false"}},
        },
    ]
    (pages,) = (origin for origin in distribution()["Origins"] if origin["Id"] == "pages")
    assert pages["OriginAccessControlId"] == {"Ref": "PagesAccess"}
    assert pages["S3OriginConfig"] == {"OriginAccessIdentity": ""}
    signing = properties("PagesAccess")["OriginAccessControlConfig"]
    assert (signing["SigningBehavior"], signing["SigningProtocol"]) == ("always", "sigv4")
    assert signing["OriginAccessControlOriginType"] == "s3"
    assert pages["DomainName"] == {"Fn::GetAtt": ["PagesBucket", "RegionalDomainName"]}


def test_no_error_of_the_api_is_replaced_by_a_page() -> None:
    document = json.loads((ROOT / "src/shared/edge/openapi.json").read_text("utf-8"))
    operations = [operation for path in document["paths"].values() for operation in path.values()]
    answered = {int(status) for operation in operations for status in operation.get("responses", {})}
    answered |= {int(status) for status in STATUSES.values()} | {500, 503}
    replaced = {found["ErrorCode"] for found in distribution()["CustomErrorResponses"]}
    assert replaced == {502, 504}
    assert not replaced & answered


def test_an_error_of_cloudfront_keeps_its_status_and_is_not_cached() -> None:
    for found in distribution()["CustomErrorResponses"]:
        assert found["ResponseCode"] == found["ErrorCode"]
        assert found["ErrorCachingMinTTL"] == 0
        page = found["ResponsePagePath"]
        assert FILE.fullmatch(page)
        assert (ROOT / "web" / "public" / page[1:]).is_file()


def test_the_distribution_is_enabled_and_has_the_web_acl_of_the_parameter() -> None:
    assert distribution()["Enabled"] is True
    arn = "arn:aws:wafv2:us-east-1:123456789012:global/webacl/laurel/5d1a1a0e"
    assert resolved(distribution()["WebACLId"], values(WebAclArn=arn)) == arn
    assert PARAMETERS["WebAclArn"]["Default"] == ""
    assert resolved(distribution()["WebACLId"], values()) is None


def test_the_pages_of_several_stacks_may_share_an_account() -> None:
    access = properties("PagesAccess")["OriginAccessControlConfig"]
    headers = properties("PagesHeaders")["ResponseHeadersPolicyConfig"]
    for named in (access, headers, properties("PagesRouting")):
        assert resolved(named["Name"], values()) == "laurel-eu-central-1-pages"


def test_the_function_of_the_pages_is_published_at_each_deployment() -> None:
    routing = properties("PagesRouting")
    assert (routing["AutoPublish"], routing["FunctionConfig"]["Runtime"]) == (True, "cloudfront-js-2.0")


# ------------------------------------------------------------------ the API


@pytest.mark.parametrize(("method", "path"), sorted(routes()))
def test_every_route_is_reached_through_the_pages_origin_but_verification(method: str, path: str) -> None:
    found = behaviour(path)
    if path.startswith(NOT_THROUGH_CLOUDFRONT):
        assert found == distribution()["DefaultCacheBehavior"]
    else:
        assert found["TargetOriginId"] == "api"
        assert method in found["AllowedMethods"]


@pytest.mark.parametrize("found", distribution()["CacheBehaviors"], ids=lambda found: found["PathPattern"])
def test_each_request_is_forwarded_unchanged_to_the_api(found: Json) -> None:
    assert any(fnmatchcase(path, found["PathPattern"]) for _, path in routes()), "no route matches it"
    assert {name: value for name, value in found.items() if name != "PathPattern"} == {
        "TargetOriginId": "api",
        "ViewerProtocolPolicy": "https-only",
        "AllowedMethods": ["GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE"],
        "CachePolicyId": CACHING_DISABLED,
        "OriginRequestPolicyId": ALL_VIEWER_EXCEPT_HOST_HEADER,
    }


def test_the_api_origin_requires_tls_and_its_timeout_exceeds_that_of_the_api() -> None:
    (api,) = (origin for origin in distribution()["Origins"] if origin["Id"] == "api")
    assert resolved(api["DomainName"], values()) == "a1b2c3d4e5.execute-api.eu-central-1.amazonaws.com"
    assert api["CustomOriginConfig"]["OriginProtocolPolicy"] == "https-only"
    assert api["CustomOriginConfig"]["OriginSSLProtocols"] == ["TLSv1.2"]
    # CloudFront's quota is 60 seconds.
    assert HTTP_API_SECONDS < api["CustomOriginConfig"]["OriginReadTimeout"] <= 60


# ------------------------------------------------------------------ the pages


def paths_of_the_application() -> list[str]:
    """The path of every client-side route of the pages, with words in place of parameters."""
    application = (ROOT / "web/src/app.tsx").read_text("utf-8")
    issuer = (ROOT / "web/src/session/issuer.ts").read_text("utf-8")
    paths = re.findall(r'^  \["(/[^"]*)", \w+\]', application, re.MULTILINE) + re.findall(
        r'REDIRECT_PATH = "([^"]*)"', issuer
    )
    return [re.sub(r":\w+", "word", path) for path in paths]


def test_every_page_is_served_by_the_pages_and_not_by_the_api() -> None:
    paths = paths_of_the_application()
    assert {"/", "/signed-in"} < set(paths)
    assert [path for path in paths if not PAGE.fullmatch(path)] == []
    assert {json.dumps(behaviour(path)) for path in paths} == {json.dumps(distribution()["DefaultCacheBehavior"])}


def test_no_path_of_the_api_is_a_page() -> None:
    assert [path for _, path in routes() if PAGE.fullmatch(path)] == []


def test_files_are_cached_by_their_own_headers_and_pages_have_security_headers() -> None:
    default = distribution()["DefaultCacheBehavior"]
    assert (default["CachePolicyId"], default["Compress"]) == (CACHING_OPTIMIZED, True)
    assert (default["ViewerProtocolPolicy"], default["AllowedMethods"]) == ("redirect-to-https", ["GET", "HEAD"])
    assert default["ResponseHeadersPolicyId"] == {"Ref": "PagesHeaders"}
    assert default["TargetOriginId"] == "pages"
    assert default["FunctionAssociations"] == [
        {"EventType": "viewer-request", "FunctionARN": {"Fn::GetAtt": ["PagesRouting", "FunctionARN"]}}
    ]
    headers = properties("PagesHeaders")["ResponseHeadersPolicyConfig"]["SecurityHeadersConfig"]
    assert headers["ReferrerPolicy"]["ReferrerPolicy"] == "same-origin"
    assert headers["StrictTransportSecurity"]["AccessControlMaxAgeSec"] == 365 * 24 * 3600
    assert {"ContentSecurityPolicy", "ContentTypeOptions"} < headers.keys()
    assert all(header["Override"] is True for header in headers.values())


# ------------------------------------------------------------------ the Content-Security-Policy


def test_the_policy_equals_the_local_one_except_for_hosts() -> None:
    local = POLICY.format(storage="http://127.0.0.1:4566", media="")
    assert without_hosts(policy()) == without_hosts(local)
    assert hosts(local) == {"connect-src": ["http://127.0.0.1:4566"]}


def test_pages_may_connect_only_to_the_issuer_and_the_storage() -> None:
    storage = ["templates.s3.eu-central-1.amazonaws.com", "certificates.s3.eu-central-1.amazonaws.com"]
    assert hosts(policy()) == {"connect-src": [*storage, "cognito-idp.eu-central-1.amazonaws.com"]}
    signs_in = "laurel.auth.eu-central-1.amazoncognito.com"
    assert hosts(policy(SignInDomain=signs_in))["connect-src"][-1] == signs_in
    assert hosts(policy(JwtIssuer="https://login.example:8443/"))["connect-src"][-1] == "login.example:8443"


def test_pages_may_connect_to_the_sign_in_of_a_created_user_pool() -> None:
    found = hosts(policy(JwtIssuer="", JwtAudience=""))["connect-src"][-2:]
    domain = "laurel-51af3dc0-da77-11e4-872e-1234567db1.auth.eu-central-1.amazoncognito.com"
    assert found == ["cognito-idp.eu-central-1.amazonaws.com", domain]


@pytest.mark.parametrize(
    ("parameter", "directive"),
    [("VideoUrl", "media-src"), ("CaptionsUrl", "media-src"), ("ArticleUrl", "frame-src")],
)
def test_lessons_may_be_loaded_from_their_configured_host(parameter: str, directive: str) -> None:
    elsewhere = policy(**{parameter: "https://media.example/{course_id}/{lesson_id}.webm"})
    assert hosts(elsewhere)[directive] == ["media.example"]
    assert directive not in hosts(policy(**{parameter: "/media/{course_id}/{lesson_id}.webm"}))


def test_pages_load_media_and_pictures_from_the_listed_origins_and_no_scripts_or_styles() -> None:
    added = hosts(policy(MediaOrigins="https://media.example,https://cdn.example:8443"))
    local = hosts(
        POLICY.format(storage="http://127.0.0.1:4566", media=" https://media.example https://cdn.example:8443")
    )
    for found in (added, local):
        listed = {
            name
            for name, sources in found.items()
            if sources[-2:] == ["https://media.example", "https://cdn.example:8443"]
        }
        assert listed == {"img-src", "media-src", "connect-src", "frame-src"}


@pytest.mark.parametrize(
    "bad",
    [
        *("http://media.example", "https://*", "https://media.example/", "https://media.example;", "media.example"),
        *("https://a@b.example", "https://a.example https://b.example", "https://a.example,", "javascript:", "*"),
        ",".join(f"https://{number}.example" for number in range(9)),
    ],
)
def test_media_origins_are_up_to_eight_origins(bad: str) -> None:
    assert values(MediaOrigins="http://127.0.0.1:9000,https://media.example,http://localhost")
    with pytest.raises(RefusedParameter):
        values(MediaOrigins=bad)


def test_captions_and_articles_are_optional() -> None:
    assert policy(CaptionsUrl="", ArticleUrl="") == policy()


@given(
    st.fixed_dictionaries(
        {
            name: st.from_regex(PARAMETERS[name]["AllowedPattern"], fullmatch=True)
            for name in ("JwtIssuer", "SignInDomain", "VideoUrl", "CaptionsUrl", "ArticleUrl", "MediaOrigins")
        }
    )
)
def test_every_allowed_parameter_value_adds_only_hosts_to_the_policy(parameters: dict[str, str]) -> None:
    text = policy(**parameters)
    assert without_hosts(text) == without_hosts(policy())
    assert all(HOST.fullmatch(host) for found in hosts(text).values() for host in found)


@pytest.mark.parametrize(
    "bad", ["https://a.example", "a.example/b", "a.example *", "a.example; script-src *", "'self'"]
)
def test_the_sign_in_domain_must_be_a_host(bad: str) -> None:
    with pytest.raises(RefusedParameter):
        values(SignInDomain=bad)


# ------------------------------------------------------------------ a custom domain


def test_a_custom_domain_requires_its_tls_certificate() -> None:
    rule = template()["Rules"]["PagesDomainHasItsCertificate"]
    wanted: Any = {"Fn::Not": [{"Fn::Equals": [{"Ref": "PagesCertificateArn"}, ""]}]}
    assert rule["RuleCondition"] == {"Fn::Not": [{"Fn::Equals": [{"Ref": "PagesDomain"}, ""]}]}
    assert rule["Assertions"][0]["Assert"] == wanted
    _, own, given = distribution()["ViewerCertificate"]["Fn::If"]
    assert own == {
        "AcmCertificateArn": {"Ref": "PagesCertificateArn"},
        "SslSupportMethod": "sni-only",
        "MinimumProtocolVersion": "TLSv1.2_2021",
    }
    assert given == {"CloudFrontDefaultCertificate": True}
    assert distribution()["Aliases"]["Fn::If"][:2] == ["WithPagesDomain", [{"Ref": "PagesDomain"}]]
