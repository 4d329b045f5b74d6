"""Signing in to the pages and out: failures are shown, and no token is stored."""

from playwright.sync_api import expect

from tests.e2e.pages.conftest import Visit

STORED = "() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]) + document.cookie"


def test_a_reload_keeps_the_session_and_no_token_is_stored(visit: Visit) -> None:
    visitor = visit().sign_in("Maya Cohen").open("/learn/beekeeping-for-beginners")
    page = visitor.page
    expect(page.get_by_role("heading", level=1)).to_have_text("Beekeeping for Beginners")
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Beekeeping for Beginners")
    # A JSON Web Token begins with the Base64 of a brace.
    assert "eyJ" not in page.evaluate(STORED)


def test_signing_out_ends_the_session_here_and_at_the_issuer(visit: Visit) -> None:
    visitor = visit().sign_in("Maya Cohen").sign_out()
    visitor.page.get_by_role("button", name="Sign in").click()
    expect(visitor.page.get_by_role("heading", name="Choose a demo account")).to_be_visible()
    visitor.open("/learn/beekeeping-for-beginners")
    expect(visitor.page.get_by_role("button", name="Sign in")).to_be_visible()


def test_a_failed_sign_in_is_shown(visit: Visit) -> None:
    visitor = visit().open("/")
    visitor.page.route(
        "**/local/issuer/token", lambda route: route.fulfill(status=400, json={"error": "invalid_grant"})
    )
    visitor.page.get_by_role("button", name="Sign in").click()
    visitor.page.get_by_role("button", name="Maya Cohen").click()
    expect(visitor.page.get_by_role("alert")).to_contain_text("Sign-in failed")


def test_an_unavailable_issuer_is_shown(visit: Visit) -> None:
    visitor = visit().open("/")
    visitor.page.route("**/local/issuer/**", lambda route: route.abort())
    visitor.page.get_by_role("button", name="Sign in").click()
    expect(visitor.page.get_by_role("alert")).to_contain_text("cannot be reached")
