"""Several tabs of one device: all are signed in, until one signs out or the issuer's session is over."""

import pytest
from playwright.sync_api import Page, Route, expect

from local.demo_course import SLUG
from tests.e2e.pages.conftest import Visit
from tests.e2e.pages.test_signing_in import STORED
from tests.e2e.pages.visitor import Visitor

MAYA, ANH = "Maya Cohen", "Nguyễn Thị Ánh"
COURSE, TITLE = f"/learn/{SLUG}", "Beekeeping for Beginners"
MARK = "() => localStorage.getItem('laurel.person')"


def expect_course(page: Page, person: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(page.get_by_role("banner").get_by_text(person)).to_be_visible()


def expect_signed_out(page: Page) -> None:
    expect(page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
    assert page.evaluate(MARK) is None


def end_session_at_issuer(visitor: Visitor) -> None:
    """Remove the issuer's cookie, which an hour does, too."""
    visitor.context.clear_cookies()


def fulfil_with(route: Route, **changes: object) -> None:
    """Change the answer to a request."""
    answer = route.fetch()
    route.fulfill(response=answer, json={**answer.json(), **changes})


def authorizations(page: Page) -> list[str]:
    """The requests of a page to the issuer's authorization endpoint from now on."""
    found: list[str] = []
    page.on("request", lambda request: found.append(request.url) if "/issuer/authorize" in request.url else None)
    return found


def test_a_link_in_a_new_tab_opens_signed_in_at_its_address(visit: Visit) -> None:
    visitor = visit().sign_in(MAYA)
    tab = visitor.new_tab().open(f"{COURSE}?from=mail")
    expect_course(tab.page, MAYA)
    expect(tab.page).to_have_url(f"{visitor.url}{COURSE}?from=mail")
    assert "eyJ" not in tab.page.evaluate(STORED), "no token is stored"


def test_back_leads_to_the_page_before_and_not_to_another_sign_in(visit: Visit) -> None:
    visitor = visit().sign_in(MAYA)
    tab = visitor.new_tab().open("/media/article.html").open(COURSE)
    expect_course(tab.page, MAYA)
    # Not `go_back`, which waits for an event that a page from the browser's cache does not have.
    tab.page.evaluate("setTimeout(() => history.back())")
    expect(tab.page).to_have_url(f"{visitor.url}/media/article.html")


def test_on_a_device_without_a_sign_in_nothing_asks_the_issuer(visit: Visit) -> None:
    visitor = visit()
    asked = authorizations(visitor.page)
    visitor.open(COURSE)
    expect_signed_out(visitor.page)
    assert asked == []


def test_after_the_issuers_session_has_ended_an_open_tab_lends_a_new_one_its_token(visit: Visit) -> None:
    visitor = visit().sign_in(MAYA)
    end_session_at_issuer(visitor)
    tab = visitor.new_tab().open(COURSE)
    expect_course(tab.page, MAYA)
    assert "eyJ" not in tab.page.evaluate(STORED)
    # The new tab can lend it, too.
    visitor.page.close()
    expect_course(tab.new_tab().open(COURSE).page, MAYA)


@pytest.mark.only_in_chromium
def test_a_tab_renews_its_own_token_before_it_lends_it(visit: Visit) -> None:
    visitor = visit()
    forms: list[str] = []

    def expire(route: Route) -> None:
        forms.append(route.request.post_data or "")
        # The first token is about to expire at once.
        fulfil_with(route, **({"expires_in": 30} if len(forms) == 1 else {}))

    visitor.page.route("**/local/issuer/token", expire)
    visitor.sign_in(MAYA)
    end_session_at_issuer(visitor)
    expect_course(visitor.new_tab().open(COURSE).page, MAYA)
    assert "grant_type=refresh_token" in forms[1]


@pytest.mark.only_in_chromium
def test_a_tab_without_a_refresh_token_asks_the_others_again_and_ends_with_them(visit: Visit) -> None:
    visitor = visit()
    visitor.page.route("**/local/issuer/token", lambda route: fulfil_with(route, expires_in=100))
    visitor.sign_in(MAYA)
    end_session_at_issuer(visitor)
    tab = visitor.new_tab()
    tab.page.clock.install()
    expect_course(tab.open(COURSE).page, MAYA)

    def return_after(seconds: int) -> None:
        tab.page.clock.fast_forward(seconds * 1000)
        tab.page.evaluate("window.dispatchEvent(new Event('focus'))")

    ended = tab.page.get_by_text("Your session has expired.").first
    with tab.page.expect_response("**/my-courses/**") as answering:
        return_after(60)
    assert answering.value.status == 200
    expect(ended).to_have_count(0)
    visitor.page.close()
    return_after(60)
    tab.page.clock.fast_forward(2000)
    expect(ended).to_be_visible()
    expect_course(tab.page, MAYA)


def test_after_the_issuers_session_has_ended_a_new_visit_is_signed_out_and_asks_once(visit: Visit) -> None:
    visitor = visit().sign_in(MAYA)
    end_session_at_issuer(visitor)
    tab = visitor.new_tab()
    visitor.page.close()
    asked = authorizations(tab.page)
    tab.open(COURSE)
    expect_signed_out(tab.page)
    expect(tab.page).to_have_url(f"{visitor.url}{COURSE}")
    assert len(asked) == 1
    tab.page.reload()
    expect_signed_out(tab.page)
    assert len(asked) == 1


@pytest.mark.also_in_firefox
def test_signing_out_signs_out_every_tab_and_the_next_visit(visit: Visit) -> None:
    visitor = visit().sign_in(MAYA)
    tabs = [visitor.new_tab().open(COURSE), visitor.new_tab().open(f"{COURSE}/hive")]
    for tab in tabs:
        expect(tab.page.get_by_role("button", name="Sign out")).to_be_visible()
    visitor.page.get_by_role("button", name="Sign out").click()
    for tab in [visitor, *tabs, visitor.new_tab().open(COURSE)]:
        expect_signed_out(tab.page)
        expect(tab.page.get_by_text(TITLE)).to_have_count(0)


def test_a_tab_of_one_person_becomes_one_of_the_next(visit: Visit) -> None:
    visitor = visit().sign_in(MAYA)
    tab = visitor.new_tab().open(COURSE)
    expect_course(tab.page, MAYA)
    visitor.sign_out()
    expect_signed_out(tab.page)
    visitor.sign_in(ANH)
    expect_course(tab.page, ANH)
