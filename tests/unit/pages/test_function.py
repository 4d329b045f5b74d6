"""The CloudFront function of the pages, run: it says the same as what serves them on a laptop."""

import json
import posixpath
import re
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.pages import DOCUMENT, FILE, PAGE
from local.problems import problem
from tests.support.cloudformation import PARAMETERS, RefusedParameter, values
from tests.support.edge import Edge, code

# CloudFront's own limit: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html
LARGEST_FUNCTION = 10 * 1024
WORDS = [
    *("", ".", "..", "%2e%2e", "%6Cearn", ".vite", "assets", "media", "index.html", "config.json", "icon.svg", "a.b.c"),
    *("learn", "teach", "manage", "signed-in", "learning", "Learn", "my-courses", "certificates", "x.", ".x", "%3Fx"),
]
PRINTABLE = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E, exclude_characters="?#"), max_size=12)
PATHS = st.lists(st.sampled_from(WORDS) | PRINTABLE, min_size=1, max_size=5).map(lambda words: "/" + "/".join(words))
# What config.json tells, by the parameter that says it.
TOLD = {
    "JwtIssuer": "issuer",
    "JwtAudience": "client_id",
    "WebClientId": "client_id",
    "SignInScopes": "scope",
    "VideoUrl": "video_url",
    "CaptionsUrl": "captions_url",
    "ArticleUrl": "article_url",
}


def config(edge: Edge, **parameters: str) -> dict[str, str]:
    answer = edge.answer(values(**parameters), "/config.json")
    assert answer["statusCode"] == 200
    assert answer["headers"]["content-type"] == {"value": "application/json"}
    found: dict[str, str] = json.loads(answer["body"]["data"])
    return found


def outcome(answer: dict[str, Any]) -> str:
    """Where a request goes on to, or the status that it is answered with."""
    return str(answer.get("uri", answer.get("statusCode")))


def on_a_laptop(path: str) -> str:
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
def test_each_kind_of_path_has_its_answer(edge: Edge, path: str, expected: str) -> None:
    assert outcome(edge.answer(values(), path)) == expected


@given(st.lists(PATHS, min_size=1, max_size=50))
def test_a_laptop_and_the_cloud_take_every_path_for_the_same(edge: Edge, paths: list[str]) -> None:
    assert [outcome(answer) for answer in edge.answers(values(), paths)] == [on_a_laptop(path) for path in paths]


@given(st.lists(PATHS, min_size=1, max_size=50))
def test_no_request_for_the_bucket_itself_reaches_it(edge: Edge, paths: list[str]) -> None:
    reached = [answer["uri"] for answer in edge.answers(values(), paths) if "uri" in answer]
    assert "/" not in [posixpath.normpath(unquote(uri)) for uri in reached]


def test_a_request_that_goes_on_keeps_what_it_had(edge: Edge) -> None:
    answer = edge.answer(values(), "/learn/x")
    assert answer == {**edge.answer(values(), "/icon.svg"), "uri": DOCUMENT}
    assert (answer["method"], answer["headers"]) == ("GET", {"host": {"value": "pages.example"}})


def test_what_is_not_there_is_told_as_on_a_laptop(edge: Edge) -> None:
    answer, local = edge.answer(values(), "/nowhere"), problem(404)
    assert json.loads(answer["body"]["data"]) == json.loads(bytes(local.body))
    assert answer["headers"]["content-type"] == {"value": local.headers["content-type"]}


@pytest.mark.parametrize("path", ["/config.json", "/nowhere"])
def test_its_own_answers_are_not_kept_and_not_taken_for_anything_else(edge: Edge, path: str) -> None:
    headers = edge.answer(values(), path)["headers"]
    assert headers["cache-control"] == {"value": "no-cache"}
    assert headers["x-content-type-options"] == {"value": "nosniff"}


def test_the_pages_are_told_what_the_deployment_was_told(edge: Edge) -> None:
    assert config(edge) == {
        "issuer": "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Abcdefghi",
        "client_id": "1example23456789",
        "scope": "openid profile",
        "verification_url": "https://a1b2c3d4e5.execute-api.eu-central-1.amazonaws.com/certificates/verify/",
        "video_url": "/media/clip.webm",
        "captions_url": "/media/clip.vtt",
        "article_url": "/media/article.html",
    }


@pytest.mark.parametrize("base", ["https://certificates.example", "https://certificates.example/"])
def test_certificates_are_checked_where_their_links_lead(edge: Edge, base: str) -> None:
    told = config(edge, PublicBaseUrl=base)["verification_url"]
    assert told == "https://certificates.example/certificates/verify/"


@pytest.mark.parametrize("parameter", TOLD)
def test_whatever_a_parameter_takes_the_pages_are_told_exactly(edge: Edge, parameter: str) -> None:
    @given(st.from_regex(PARAMETERS[parameter]["AllowedPattern"], fullmatch=True).filter(bool))
    def told(value: str) -> None:
        assert config(edge, **{parameter: value})[TOLD[parameter]] == value

    told()


@pytest.mark.parametrize("parameter", TOLD)
@pytest.mark.parametrize("ending", ['"', "\\", "\n", "\u2028"])
def test_no_parameter_takes_what_could_end_a_string(parameter: str, ending: str) -> None:
    assert values(**{parameter: "https://a.example/b"})
    with pytest.raises(RefusedParameter, match=parameter):
        values(**{parameter: f"https://a.example/b{ending}"})


def test_it_is_small_enough_and_asks_for_no_module() -> None:
    text = code(values(**dict.fromkeys(TOLD, "https://a.example/" + "x" * 500)))
    assert len(text.encode()) < LARGEST_FUNCTION
    assert not re.search(r"\b(import|require)\b", text)
