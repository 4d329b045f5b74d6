"""Public verification of a certificate by its code."""

import re
from urllib.parse import quote

import pytest

from tests.support.link_preview import tags
from tests.support.pictures import draw_pictures
from tests.support.service import ADMIN, Answer, Caller, Service
from tests.support.steps import certified, put_course, refusal, verify
from tests.support.wire import calls

HTML = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


def revoke(service: Service, public_id: str, reason: str) -> None:
    url = f"/admin/certificates/{public_id}/revoke"
    assert service.call("POST", url, caller=ADMIN, body={"reason": reason}).status == 200


def test_an_active_certificate_shows_what_was_issued_and_nothing_else(service: Service) -> None:
    data = certified(service, learner_name="Nguyễn Thị Ánh", order_id="order-1")
    answer = verify(service, data["verification_code"])
    assert answer.json == {
        "status": "active",
        "issued_name": "Nguyễn Thị Ánh",
        "issued_course_title": "Sourdough bread",
        "issued_at": data["issued_at"],
        "issued_on": data["issued_at"][:10],
        "time_zone": "UTC",
        "signatory_name": "Maria Sanz",
        "signatory_title": "Head baker",
        "extra_line": None,
        "issuer": None,
        "revoked_at": None,
        "revoke_reason": None,
        "pdf_sha256": data["pdf_sha256"],
    }


def test_a_verification_takes_one_counter_update_and_one_read(service: Service) -> None:
    code = certified(service)["verification_code"]
    with calls() as made:
        verify(service, code)
    assert made == ["UpdateItem", "GetItem"]


def test_the_printed_url_is_that_of_the_verification(service: Service) -> None:
    url = certified(service)["verification_url"]
    assert service.call("GET", url.removeprefix("https://laurel.example")).json["status"] == "active"


def test_case_spaces_hyphens_and_similar_characters_do_not_matter(service: Service) -> None:
    code = certified(service)["verification_code"]
    plain = code.replace("-", "")
    spellings = [
        plain,
        code.lower(),
        plain.replace("0", "O").replace("1", "l"),
        plain.replace("0", "o").replace("1", "I"),
        f"  {plain[:3]} - {plain[3:]}\t",
        "-".join(plain),
    ]
    for spelling in spellings:
        assert verify(service, quote(spelling, safe="")).json["status"] == "active"


@pytest.mark.parametrize("typed", ["X" * 20, "X" * 19, "U" * 20, "🍞" * 20, "' OR 1=1 --", "%", "x" * 5000, ".."])
def test_an_unknown_code_is_not_found(service: Service, typed: str) -> None:
    assert refusal(verify(service, quote(typed, safe=""))) == (404, "certificate_not_found")


@pytest.mark.parametrize("typed", ["🍞", 'a"b', "a\\b", "é", "a`b"])
def test_a_code_that_the_gateway_has_decoded_already_is_not_found(service: Service, typed: str) -> None:
    assert verify(service, typed).status == 404


def test_a_malformed_code_is_not_looked_up(service: Service) -> None:
    with calls() as made:
        verify(service, "not-a-code")
    assert made == ["UpdateItem"]


def test_a_public_id_is_not_a_verification_code(service: Service) -> None:
    data = certified(service)
    assert verify(service, data["public_id"]).status == 404


def page(answer: Answer) -> str:
    """The text of an HTML page, whose headers it checks."""
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "no-store"
    html = answer.content.decode()
    return re.sub(r"<style>.*?</style>|<script>.*?</script>|<[^>]+>", " ", html, flags=re.DOTALL)


def test_a_browser_gets_a_page_for_a_valid_certificate(service: Service) -> None:
    data = certified(service)
    answer = verify(service, data["verification_code"], accept=HTML)
    assert answer.status == 200
    words = page(answer)
    assert "This certificate is valid." in words
    for fact in ("Anna Łukasiewicz", "Sourdough bread", data["pdf_sha256"]):
        assert fact in words


def test_a_browser_gets_a_page_with_the_date_and_reason_of_a_revocation(service: Service) -> None:
    data = certified(service)
    revoke(service, data["public_id"], "Someone else <b>watched</b>")
    answer = verify(service, data["verification_code"], accept=HTML)
    assert answer.status == 200
    words = page(answer)
    assert "This certificate has been revoked." in words
    assert "Someone else &lt;b&gt;watched&lt;/b&gt;" in words
    assert "is valid" not in words


def test_a_browser_gets_a_page_for_an_unknown_code(service: Service) -> None:
    answer = verify(service, "nothing", accept=HTML)
    assert answer.status == 404
    assert "No certificate was found for this code." in page(answer)


def test_names_and_titles_are_escaped_on_the_page(service: Service) -> None:
    data = certified(service, Caller("anna", name="<img src=x>"))
    html = verify(service, data["verification_code"], accept=HTML).content.decode()
    assert "<img" not in html
    assert "&lt;img src=x&gt;" in html


@pytest.mark.parametrize("accept", ["application/json", "*/*", "", "text/html;q=0.1,application/json", "text/plain"])
def test_a_client_that_is_not_a_browser_gets_json(service: Service, accept: str) -> None:
    assert verify(service, "nothing", accept=accept).headers["Content-Type"] == "application/problem+json"


def test_a_certificate_still_verifies_after_its_course_is_unpublished(service: Service) -> None:
    data = certified(service)
    put_course(service, published=False, title="Gone")
    assert verify(service, data["verification_code"]).json["issued_course_title"] == "Sourdough bread"


# ------------------------------------------------------------------ the page without a code, and previews of links


def get(service: Service, path: str, **headers: str) -> Answer:
    return service.call("GET", f"/certificates/verify{path}", headers=headers)


def test_a_browser_without_a_code_gets_a_form(service: Service) -> None:
    answer = get(service, "", Accept=HTML)
    assert answer.status == 200
    assert "Verify a certificate" in page(answer)
    assert '<form action="/certificates/verify" method="get">' in answer.content.decode()


@pytest.mark.parametrize("query", ["", "?code=", "?code=...", "?other=1"])
def test_a_client_that_is_not_a_browser_is_told_that_there_is_no_code(service: Service, query: str) -> None:
    assert refusal(get(service, query)) == (404, "certificate_not_found")


@pytest.mark.parametrize("accept", [HTML, "application/json"])
def test_the_form_leads_to_the_address_of_the_code(service: Service, accept: str) -> None:
    answer = get(service, "?code=abc%2F..%2F%3Fd", Accept=accept)
    assert (answer.status, answer.headers["Location"]) == (303, "/certificates/verify/abc%2F..%2F%3Fd")


def test_a_page_takes_a_read_more_than_json(service: Service) -> None:
    code = certified(service)["verification_code"]
    with calls() as made:
        verify(service, code, accept=HTML)
    # The count of requests, the code, and the organisation's colours.
    assert made == ["UpdateItem", "GetItem", "GetItem"]


PREVIEWERS = [
    "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
    "LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)",
    "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
    "Twitterbot/1.0",
    "WhatsApp/2.23.20.0 A",
    "TelegramBot (like TwitterBot)",
]


@pytest.mark.parametrize("program", PREVIEWERS)
def test_a_program_that_makes_previews_gets_the_page_whatever_it_accepts(service: Service, program: str) -> None:
    code = certified(service)["verification_code"]
    for accept in ({"Accept": "*/*"}, {}, {"Accept": "text/html"}):
        answer = get(service, f"/{code}", **{"User-Agent": program}, **accept)
        assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
        found = tags(answer.content.decode())
        assert found["og:url"] == found["canonical"] == f"https://laurel.example/certificates/verify/{code}"
    asked_for_json = get(service, f"/{code}", Accept="application/json", **{"User-Agent": program})
    assert asked_for_json.headers["Content-Type"] == "application/json"


def test_other_programs_that_accept_anything_get_json(service: Service) -> None:
    for program in ("curl/8.11.0", "python-requests/2.32.3", "Mozilla/5.0"):
        answer = get(service, "/nothing", Accept="*/*", **{"User-Agent": program})
        assert answer.headers["Content-Type"] == "application/problem+json"


def test_the_address_of_a_page_is_that_of_the_code_however_it_was_typed(service: Service) -> None:
    code = certified(service)["verification_code"]
    html = verify(service, code.lower().replace("-", "%20"), accept=HTML).content.decode()
    assert tags(html)["canonical"] == f"https://laurel.example/certificates/verify/{code}"


def test_the_page_shows_the_picture_once_it_is_drawn(service: Service) -> None:
    code = certified(service)["verification_code"]
    path = f"/certificates/verify/{code}/picture.png"
    assert path not in verify(service, code, accept=HTML).content.decode()
    draw_pictures()
    html = verify(service, code, accept=HTML).content.decode()
    assert f'<img src="{path}"' in html
    assert tags(html)["og:image"] == f"https://laurel.example{path}"
