"""Signing in at the running service's own issuer: the flow of the pages, and attacks."""

from collections.abc import Iterator
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest

from local.calls import TIMEOUT
from local.settings import AUDIENCE
from local.sign_in import PEOPLE
from local.sign_in_pages import COOKIE, FORM_LIMIT
from tests.e2e.laptop import Laptop
from tests.support.sign_in import Application

ISSUER = "/local/issuer"
FORM = {"content-type": "application/x-www-form-urlencoded"}


@pytest.fixture
def browser(laptop: Laptop) -> Iterator[httpx.Client]:
    """A browser without a session."""
    with httpx.Client(base_url=laptop.url, trust_env=False, timeout=TIMEOUT) as client:
        yield client


@pytest.fixture
def application(laptop: Laptop) -> Application:
    return Application(client_id=AUDIENCE, redirect_uri=f"{laptop.url}/signed-in")


def address(application: Application, **changes: str | None) -> str:
    """The URL to which the application redirects a browser to sign in."""
    return f"{ISSUER}/authorize?{urlencode(application.authorization_parameters(**changes))}"


def pick(browser: httpx.Client, application: Application, user_id: str, **headers: str) -> httpx.Response:
    """Submit the form of the sign-in page."""
    return browser.post(address(application), data={"user_id": user_id}, headers=headers)


def redirect_parameters(answer: httpx.Response) -> dict[str, str]:
    """The query parameters of the issuer's redirect to the application."""
    assert answer.status_code == 303, answer.text
    assert urlsplit(answer.headers["location"]).path == "/signed-in"
    return {name: value for name, (value,) in parse_qs(urlsplit(answer.headers["location"]).query).items()}


def redeem(browser: httpx.Client, form: list[tuple[str, str]]) -> httpx.Response:
    return browser.post(f"{ISSUER}/token", content=urlencode(form), headers=FORM)


def test_the_pages_find_the_issuer_by_its_discovery_document(laptop: Laptop, browser: httpx.Client) -> None:
    config = browser.get("/config.json").json()
    discovered = httpx.get(f"{config['issuer']}/.well-known/openid-configuration", trust_env=False).json()
    assert discovered["issuer"] == config["issuer"] == f"{laptop.url}{ISSUER}"
    assert config["client_id"] == AUDIENCE
    assert set(config["scope"].split()) <= set(discovered["scopes_supported"])
    assert httpx.get(discovered["jwks_uri"], trust_env=False).json()["keys"]
    endpoints = {name: value for name, value in discovered.items() if name.endswith("_endpoint")}
    assert all(value.startswith(f"{laptop.url}{ISSUER}/") for value in endpoints.values())


def test_a_learner_who_signs_in_has_access_to_their_courses(browser: httpx.Client, application: Application) -> None:
    page = browser.get(address(application))
    assert page.status_code == 200
    assert all(person.name in page.text for person in PEOPLE.values())
    back = redirect_parameters(pick(browser, application, "demo-lukasz", origin=str(browser.base_url).rstrip("/")))
    assert back["state"] == application.state
    answer = redeem(browser, application.code_parameters(back["code"]))
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    for tokens in (
        answer.json(),
        redeem(browser, application.refresh_parameters(answer.json()["refresh_token"])).json(),
    ):
        bearer = {"authorization": f"Bearer {tokens['access_token']}"}
        assert browser.get("/my-courses", headers=bearer).json()["items"]
        assert browser.get("/admin/webhook-events", headers=bearer).status_code == 403


def test_an_admin_who_signs_in_has_access_to_admin_routes(browser: httpx.Client, application: Application) -> None:
    code = redirect_parameters(pick(browser, application, "demo-admin"))["code"]
    tokens = redeem(browser, application.code_parameters(code)).json()
    bearer = {"authorization": f"Bearer {tokens['access_token']}"}
    assert browser.get("/admin/webhook-events", headers=bearer).status_code == 200


def test_a_code_is_valid_once_and_only_with_its_code_verifier(browser: httpx.Client, application: Application) -> None:
    stolen = redirect_parameters(pick(browser, application, "demo-maya"))["code"]
    refused = redeem(browser, application.code_parameters(stolen, code_verifier="x" * 43))
    assert (refused.status_code, refused.json()["error"]) == (400, "invalid_grant")
    good = redirect_parameters(pick(browser, application, "demo-maya"))["code"]
    outcomes = [redeem(browser, application.code_parameters(good)).status_code for _ in range(2)]
    assert outcomes == [200, 400]


# ------------------------------------------------------------------ the next visit


def test_a_session_lasts_until_the_browser_signs_out(
    laptop: Laptop, browser: httpx.Client, application: Application
) -> None:
    silently = address(application, prompt="none")
    assert redirect_parameters(browser.get(silently)) == {"error": "login_required", "state": application.state}
    pick(browser, application, "demo-anh")
    assert "code" in redirect_parameters(browser.get(silently))
    assert "code" in redirect_parameters(browser.get(address(application)))
    assert browser.get(address(application, prompt="login")).status_code == 200
    home = urlencode({"post_logout_redirect_uri": f"{laptop.url}/", "client_id": AUDIENCE})
    out = browser.get(f"{ISSUER}/logout?{home}")
    assert (out.status_code, out.headers["location"]) == (303, f"{laptop.url}/")
    assert redirect_parameters(browser.get(silently))["error"] == "login_required"


def test_the_cookie_is_sent_only_to_the_issuer_and_hidden_from_scripts(
    browser: httpx.Client, application: Application
) -> None:
    cookie = pick(browser, application, "demo-anh").headers["set-cookie"]
    assert cookie.startswith(f"{COOKIE}=demo-anh;")
    assert {"HttpOnly", f"Path={ISSUER}", "SameSite=lax"} <= {part.strip() for part in cookie.split(";")}


def test_the_session_ends_an_hour_after_the_choice_of_a_user(browser: httpx.Client, application: Application) -> None:
    assert "Max-Age=3600" in pick(browser, application, "demo-anh").headers["set-cookie"]
    silent = browser.get(address(application, prompt="none"))
    assert "code" in redirect_parameters(silent)
    assert "set-cookie" not in silent.headers, "it would last longer"


@pytest.mark.parametrize("value", ["nobody", "", '"', "demo-anh%00", "\xff", "a; b=c; laurel_local_person", "x" * 4000])
def test_an_invalid_cookie_starts_no_session(browser: httpx.Client, application: Application, value: str) -> None:
    answer = browser.get(address(application), headers=[(b"cookie", f"{COOKIE}={value}".encode("latin-1"))])
    assert (answer.status_code, "location" in answer.headers) == (200, False)


# ------------------------------------------------------------------ attacks


@pytest.mark.parametrize(
    "where", ["https://evil.example/", "http://127.0.0.1:1/signed-in", "//evil.example", "", "javascript:alert(1)"]
)
def test_the_issuer_redirects_only_to_the_service(browser: httpx.Client, application: Application, where: str) -> None:
    for answer in (
        browser.get(address(application, redirect_uri=where)),
        browser.post(address(application, redirect_uri=where), data={"user_id": "demo-anh"}),
        browser.get(f"{ISSUER}/logout", params={"post_logout_redirect_uri": where}),
    ):
        assert (answer.status_code, answer.json()["code"]) == (400, "invalid_request")
        assert "location" not in answer.headers


def test_a_form_submitted_from_another_origin_is_refused(browser: httpx.Client, application: Application) -> None:
    for origin in ("https://evil.example", "null", "http://127.0.0.1:1"):
        assert pick(browser, application, "demo-admin", origin=origin).status_code == 400
    assert redirect_parameters(browser.get(address(application, prompt="none")))["error"] == "login_required"


@pytest.mark.parametrize("user_id", ["nobody", "", "demo-anh ", "DEMO-ANH"])
def test_submitting_an_unknown_user_shows_the_form_again(
    browser: httpx.Client, application: Application, user_id: str
) -> None:
    answer = pick(browser, application, user_id)
    assert (answer.status_code, "set-cookie" in answer.headers) == (200, False)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"x" * (FORM_LIMIT + 1), FORM["content-type"]),
        (b"{}", "application/json"),
        (b"", FORM["content-type"]),
        (b"\xff\xfe=%ff&grant_type=%00", FORM["content-type"]),
        (b"grant_type=authorization_code&grant_type=refresh_token", FORM["content-type"]),
    ],
    ids=["too-large", "no-form", "empty", "no-text", "twice"],
)
def test_a_malformed_token_request_is_refused_with_an_oauth_error(
    browser: httpx.Client, content: bytes, kind: str
) -> None:
    answer = browser.post(f"{ISSUER}/token", content=content, headers={"content-type": kind})
    assert answer.status_code == 400
    assert answer.json()["error"] in {"invalid_request", "unsupported_grant_type"}
    assert answer.headers["cache-control"] == "no-store"


def test_the_sign_in_page_cannot_be_framed_and_runs_no_script(browser: httpx.Client, application: Application) -> None:
    page = browser.get(address(application))
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "script-src" not in policy
    assert page.headers["cache-control"] == "no-store"
    style = browser.get(f"{ISSUER}/style.css")
    assert (style.status_code, style.headers["content-type"]) == (200, "text/css; charset=utf-8")


def test_head_returns_no_body(browser: httpx.Client, application: Application) -> None:
    for path in (address(application), f"{ISSUER}/.well-known/openid-configuration"):
        head = browser.head(path)
        assert (head.status_code, head.content) == (200, b"")


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/token"), ("POST", "/logout"), ("PUT", "/authorize"), ("GET", "/")]
)
def test_other_routes_of_the_issuer_are_not_found(browser: httpx.Client, method: str, path: str) -> None:
    answer = browser.request(method, f"{ISSUER}{path}")
    assert (answer.status_code, answer.json()["code"]) == (404, "route_not_found")
