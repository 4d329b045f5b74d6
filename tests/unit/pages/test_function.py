"""The CloudFront function of the pages, which routes every path as the local web server does."""

import json
import posixpath
import re
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.error_pages import POLICY as ERROR_POLICY
from local.error_pages import page
from local.pages import DOCUMENT, FILE, PAGE
from local.problems import problem
from tests.support.cloudformation import GIVEN, PARAMETERS, RefusedParameter, values
from tests.support.edge import Edge, code

# CloudFront's own limit: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html
LARGEST_FUNCTION = 10 * 1024
WORDS = [
    *("", ".", "..", "%2e%2e", "%6Cearn", ".vite", "assets", "media", "index.html", "config.json", "icon.svg", "a.b.c"),
    *("learn", "teach", "manage", "signed-in", "learning", "Learn", "my-courses", "certificates", "x.", ".x", "%3Fx"),
]
PRINTABLE = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E, exclude_characters="?#"), max_size=12)
PATHS = st.lists(st.sampled_from(WORDS) | PRINTABLE, min_size=1, max_size=5).map(lambda words: "/" + "/".join(words))
# The property of config.json that each template parameter sets.
CONFIG_PROPERTIES = {
    "JwtIssuer": "issuer",
    "WebClientId": "client_id",
    "SignInScopes": "scope",
    "VideoUrl": "video_url",
    "CaptionsUrl": "captions_url",
    "ArticleUrl": "article_url",
    "MediaOrigins": "media_origins",
    "TimeZone": "time_zone",
}


def config(edge: Edge, **parameters: str) -> dict[str, str]:
    answer = edge.answer(values(**parameters), "/config.json")
    assert answer["statusCode"] == 200
    assert answer["headers"]["content-type"] == {"value": "application/json"}
    found: dict[str, str] = json.loads(answer["body"]["data"])
    return found


def outcome(answer: dict[str, Any]) -> str:
    """The URI to which a request is forwarded, or the status of the response."""
    return str(answer.get("uri", answer.get("statusCode")))


def local_outcome(path: str) -> str:
    if path == "/config.json":
        return "200"
    if PAGE.fullmatch(path):
        return DOCUMENT
    return path if FILE.fullmatch(path) else "404"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/", "/index.html"),
        ("/learn", "/index.html"),
        ("/learn/beekeeping-for-beginners/welcome", "/index.html"),
        ("/teach", "/index.html"),
        ("/teach/beekeeping/demo-anh@school.example", "/index.html"),
        ("/manage/beekeeping/certificate", "/index.html"),
        ("/signed-in", "/index.html"),
        ("/index.html", "/index.html"),
        ("/assets/index-BAJdx2IQ.js", "/assets/index-BAJdx2IQ.js"),
        ("/assets/pdfjs-5.6.205/standard_fonts/LICENSE_FOXIT", "/assets/pdfjs-5.6.205/standard_fonts/LICENSE_FOXIT"),
        ("/media/clip.webm", "/media/clip.webm"),
        ("/icon.svg", "/icon.svg"),
        ("/config.json", "200"),
        ("/nowhere", "404"),
        ("/learning", "404"),
        ("/assets", "404"),
        ("/assets/", "404"),
        ("/assets//x", "404"),
        ("//", "404"),
        ("/..", "404"),
        ("/.vite/manifest.json", "404"),
        ("/certificates/verify/7K3QM-Z8D2V-XW9RT-B4HNP", "404"),
    ],
)
def test_each_kind_of_path_has_its_outcome(edge: Edge, path: str, expected: str) -> None:
    assert outcome(edge.answer(values(), path)) == expected


@given(st.lists(PATHS, min_size=1, max_size=50))
def test_the_local_server_and_the_function_route_every_path_the_same(edge: Edge, paths: list[str]) -> None:
    assert [outcome(answer) for answer in edge.answers(values(), paths)] == [local_outcome(path) for path in paths]


@given(st.lists(PATHS, min_size=1, max_size=50))
def test_no_request_for_the_root_of_the_bucket_is_forwarded(edge: Edge, paths: list[str]) -> None:
    reached = [answer["uri"] for answer in edge.answers(values(), paths) if "uri" in answer]
    assert "/" not in [posixpath.normpath(unquote(uri)) for uri in reached]


def test_a_forwarded_request_is_otherwise_unchanged(edge: Edge) -> None:
    answer = edge.answer(values(), "/learn/x")
    assert answer == {**edge.answer(values(), "/icon.svg"), "uri": DOCUMENT}
    assert (answer["method"], answer["headers"]) == ("GET", {"host": {"value": "pages.example"}})


def test_an_unknown_path_has_the_same_response_as_locally(edge: Edge) -> None:
    answer, local = edge.answer(values(), "/nowhere"), problem(404)
    assert json.loads(answer["body"]["data"]) == json.loads(bytes(local.body))
    assert answer["headers"]["content-type"] == {"value": local.headers["content-type"]}


BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"


def test_a_browser_gets_the_page_that_it_gets_locally(edge: Edge) -> None:
    answer = edge.answer(values(), "/nowhere", accept=BROWSER)
    assert (answer["statusCode"], answer["statusDescription"]) == (404, "Not Found")
    assert answer["body"]["data"] == page(404, "")
    assert answer["headers"]["content-type"] == {"value": "text/html; charset=utf-8"}
    assert answer["headers"]["content-security-policy"] == {"value": ERROR_POLICY}
    assert answer["headers"]["x-content-type-options"] == {"value": "nosniff"}


@pytest.mark.parametrize("accept", ["", "*/*", "application/json", "application/problem+json, */*;q=0.1"])
def test_a_program_gets_a_problem_document(edge: Edge, accept: str) -> None:
    answer = edge.answer(values(), "/nowhere", accept=accept)
    assert answer["headers"]["content-type"] == {"value": "application/problem+json"}
    assert "content-security-policy" not in answer["headers"]
    assert json.loads(answer["body"]["data"])["code"] == "route_not_found"


@pytest.mark.parametrize("path", ["/learn", "/media/clip.webm", "/config.json"])
def test_what_a_browser_accepts_makes_no_other_difference(edge: Edge, path: str) -> None:
    asked = edge.answer(values(), path, accept=BROWSER)
    (asked["headers"] if "uri" in asked else {}).pop("accept", None)
    assert asked == edge.answer(values(), path)


@pytest.mark.parametrize("path", ["/config.json", "/nowhere"])
def test_its_own_responses_are_not_cached_and_have_nosniff(edge: Edge, path: str) -> None:
    headers = edge.answer(values(), path)["headers"]
    assert headers["cache-control"] == {"value": "no-cache"}
    assert headers["x-content-type-options"] == {"value": "nosniff"}


def test_config_json_has_the_parameters_of_the_deployment(edge: Edge) -> None:
    assert config(edge) == {
        "issuer": "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Abcdefghi",
        "client_id": "1example23456789",
        "scope": "openid profile",
        "verification_url": "https://a1b2c3d4e5.execute-api.eu-central-1.amazonaws.com/certificates/verify/",
        "video_url": "/media/clip.webm",
        "captions_url": "/media/clip.vtt",
        "article_url": "/media/article.html",
        "media_origins": "",
        "time_zone": "UTC",
    }


def test_without_a_client_of_their_own_the_pages_are_the_first_audience(edge: Edge) -> None:
    assert config(edge, JwtAudience="pages,services")["client_id"] == "pages"
    assert config(edge, JwtAudience="api,services", WebClientId="pages")["client_id"] == "pages"


def test_a_created_user_pool_is_the_issuer_and_the_pages_are_its_client(edge: Edge) -> None:
    found = config(edge, JwtIssuer="", JwtAudience="")
    assert found["issuer"] == f"https://cognito-idp.eu-central-1.amazonaws.com/{GIVEN['UserPool']}"
    assert found["client_id"] == GIVEN["WebClient"]


def test_verification_links_have_the_domain_of_the_api_unless_another_address_is_given(edge: Edge) -> None:
    domain = {"ApiDomain": "api.example", "ApiCertificateArn": "arn:aws:acm:eu-central-1:123456789012:certificate/1"}
    assert config(edge, **domain)["verification_url"] == "https://api.example/certificates/verify/"
    found = config(edge, **domain, PublicBaseUrl="https://certificates.example")
    assert found["verification_url"] == "https://certificates.example/certificates/verify/"


@pytest.mark.parametrize("base", ["https://certificates.example", "https://certificates.example/"])
def test_the_verification_url_is_that_of_the_certificates_links(edge: Edge, base: str) -> None:
    url = config(edge, PublicBaseUrl=base)["verification_url"]
    assert url == "https://certificates.example/certificates/verify/"


@pytest.mark.parametrize("parameter", CONFIG_PROPERTIES)
def test_every_allowed_parameter_value_is_unchanged_in_config_json(edge: Edge, parameter: str) -> None:
    @given(st.from_regex(PARAMETERS[parameter]["AllowedPattern"], fullmatch=True).filter(bool))
    def check_value(value: str) -> None:
        assert config(edge, **{parameter: value})[CONFIG_PROPERTIES[parameter]] == value

    check_value()


@pytest.mark.parametrize("parameter", CONFIG_PROPERTIES)
@pytest.mark.parametrize("ending", ['"', "\\", "\n", "\u2028"])
def test_no_parameter_allows_a_value_that_could_end_a_string(parameter: str, ending: str) -> None:
    values_of = {"TimeZone": "Europe/Berlin", "MediaOrigins": "https://a.example"}
    value = values_of.get(parameter, "https://a.example/b")
    assert values(**{parameter: value})
    with pytest.raises(RefusedParameter, match=parameter):
        values(**{parameter: f"{value}{ending}"})


def test_the_function_is_within_the_size_limit_and_imports_no_module() -> None:
    longest = dict.fromkeys(CONFIG_PROPERTIES, "https://a.example/" + "x" * 500)
    text = code(values(**{**longest, "TimeZone": "x" * 500, "MediaOrigins": "https://" + "x" * 242}))
    assert len(text.encode()) < LARGEST_FUNCTION
    assert not re.search(r"\b(import|require)\b", text)
