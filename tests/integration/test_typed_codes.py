"""The form on the verification page, which works without JavaScript: it redirects to the URL of the typed code."""

from urllib.parse import quote, urljoin, urlsplit

import pytest

from tests.support.service import Answer, Service
from tests.support.steps import certified, verify
from tests.support.wire import calls

HTML = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
TYPED = "/certificates/verify/typed"
HERE = "https://laurel.example"


def send(service: Service, query: str) -> Answer:
    return service.call("GET", f"{TYPED}?{query}", headers={"Accept": HTML})


def test_a_typed_code_redirects_to_its_url(service: Service) -> None:
    code = certified(service)["verification_code"]
    answer = send(service, f"code={code}")
    assert (answer.status, answer.headers["Location"]) == (303, f"/certificates/verify/{code}")
    assert answer.content == b""
    page = service.call("GET", answer.headers["Location"], headers={"Accept": HTML})
    assert "This certificate is valid." in page.content.decode()


def test_a_code_may_be_typed_with_spaces_and_in_any_case(service: Service) -> None:
    code = certified(service)["verification_code"]
    answer = send(service, "code=" + quote(f"  {code.lower().replace('-', ' ')} "))
    assert service.call("GET", answer.headers["Location"]).json["status"] == "active"


def test_the_redirect_does_not_reveal_whether_the_code_exists_and_is_not_cached(service: Service) -> None:
    with calls() as made:
        answer = send(service, "code=whatever")
    assert made == []
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize(
    "typed",
    [
        "//evil.example",
        "https://evil.example/",
        "/\\evil.example",
        "../../local/token",
        "a/b?c=d#e",
        "a&b=c",
        "100%",
        "%2F%2Fevil.example",
        "A\r\nSet-Cookie: session=1",
        "A\nLocation: https://evil.example/",
        '"><script>alert(1)</script>',
        "\x00",
        "🍞 Łukasz",
        "\ud800",
        "typed",
    ],
)
def test_any_input_stays_one_percent_encoded_path_segment(service: Service, typed: str) -> None:
    answer = send(service, "code=" + quote(typed, errors="surrogatepass"))
    location = answer.headers["Location"]
    assert answer.status == 303
    assert location.isascii()
    assert location.isprintable()
    there = urlsplit(urljoin(f"{HERE}{TYPED}?code=x", location))
    assert f"{there.scheme}://{there.netloc}" == HERE
    assert there.path.startswith("/certificates/verify/")
    assert there.path.count("/") == 3
    assert (there.query, there.fragment) == ("", "")
    assert service.call("GET", location, headers={"Accept": HTML}).status == 404


@pytest.mark.parametrize("query", ["", "code=", "code=.", "code=..", "code=...", "other=x"])
def test_invalid_input_is_shown_as_an_unknown_code(service: Service, query: str) -> None:
    answer = send(service, query)
    assert answer.status == 404
    assert "No certificate was found for this code." in answer.content.decode()


def test_a_query_does_not_change_the_result_of_other_codes(service: Service) -> None:
    code = certified(service)["verification_code"]
    assert verify(service, f"{code}?code=other").json["status"] == "active"
