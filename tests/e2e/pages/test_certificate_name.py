"""The name on a certificate: a learner confirms it, or types it, before the certificate is issued."""

from io import BytesIO

import pytest
from playwright.sync_api import Page, Route, expect
from pypdf import PdfReader

from tests.e2e.laptop import Laptop
from tests.e2e.pages.conftest import Visit
from tests.e2e.pages.lessons import Classroom, classroom
from tests.e2e.pages.test_learner_journey import MAYA, NAME
from tests.e2e.pages.visitor import PHONE, Visitor, saved_file

UNPRINTABLE = "Maya 𓇋"
CONFIRM = "This is my name: issue my certificate"


def sign_in_without_a_name(visitor: Visitor, laptop: Laptop) -> None:
    """Sign in as Maya, with an access token that contains no name."""
    token = laptop.caller(MAYA).http.headers["authorization"].removeprefix("Bearer ")

    def remove_name(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, json={**answer.json(), "access_token": token})

    visitor.page.route("**/local/issuer/token", remove_name)
    visitor.sign_in(NAME)


def finished(laptop: Laptop, name: str | None) -> Classroom:
    """A course that Maya has completed; the shop knows this name of hers."""
    room = classroom(laptop)
    room.enroll(MAYA, name)
    room.finish(MAYA)
    return room


def download(page: Page, button: str) -> str:
    """Download the certificate; return its text."""
    return PdfReader(BytesIO(saved_file(page, button))).pages[0].extract_text()


@pytest.mark.only_in_chromium
def test_a_learner_without_a_name_types_and_corrects_it_before_the_certificate_is_issued(
    laptop: Laptop, visit: Visit
) -> None:
    room = finished(laptop, None)
    phone = visit(PHONE)
    sign_in_without_a_name(phone, laptop)
    page = phone.open(f"/learn/{room.slug}").page
    field = page.get_by_label("Your name")
    field.wait_for()
    assert phone.violations() == []
    expect(page.get_by_role("button", name=CONFIRM)).to_have_count(0)

    # A name that is empty, or that no font can print, is refused at the field.
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("Please enter your name.")).to_be_visible()
    field.fill(UNPRINTABLE)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("We cannot print the character “𓇋”.")).to_be_visible()
    expect(field).to_be_focused()
    assert phone.violations() == []

    # The name is shown as it will be printed.
    field.fill("  Maya   Cohn ")
    page.get_by_role("button", name="Continue").click()
    shown = page.get_by_text("This name will be printed")
    expect(shown).to_have_text("This name will be printed: Maya Cohn")
    expect(shown).to_be_focused()
    assert room.standing(MAYA)["certificate"]["state"] == "available"

    page.get_by_role("button", name="Change name").click()
    expect(field).to_be_focused()
    field.fill("Maya Cohen-Levi")
    page.get_by_role("button", name="Save name").click()
    expect(shown).to_have_text("This name will be printed: Maya Cohen-Levi")
    assert "Maya Cohen-Levi" in download(page, CONFIRM)
    expect(shown).to_have_count(0)

    # From then on, the name is not asked for again.
    page.reload()
    assert "Maya Cohen-Levi" in download(page, "Download certificate")
    assert room.standing(MAYA)["certificate"]["issued_name"] == "Maya Cohen-Levi"


def test_a_learner_sees_a_name_from_the_shop_and_whom_to_ask_for_another(laptop: Laptop, visit: Visit) -> None:
    room = finished(laptop, "Maya Kohen")
    page = visit().sign_in(NAME).page
    requested: list[str] = []
    page.on("request", lambda request: requested.append(request.url))
    page.goto(f"{laptop.url}/learn/{room.slug}")
    shown = page.get_by_text("This name will be printed")
    expect(shown).to_have_text("This name will be printed: Maya Kohen")
    expect(page.get_by_text("please ask them to correct it")).to_be_visible()
    expect(page.get_by_role("button", name="Change name")).to_have_count(0)
    expect(page.get_by_role("button", name=CONFIRM)).to_be_visible()
    assert [url for url in requested if url.endswith("/certificate")] == [], "the first request would issue it"

    # The provider corrects it; the page shows that when the learner returns.
    room.enroll(MAYA, NAME)
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(shown).to_have_text(f"This name will be printed: {NAME}")
    assert NAME in download(page, CONFIRM)


def test_a_download_that_is_refused_because_of_the_name_says_why(laptop: Laptop, visit: Visit) -> None:
    room = finished(laptop, UNPRINTABLE)
    page = visit().sign_in(NAME).open(f"/learn/{room.slug}").page
    page.get_by_role("button", name=CONFIRM).click()
    expect(page.get_by_role("alert")).to_contain_text("Your name contains “𓇋”, which cannot be printed.")
    assert room.standing(MAYA)["certificate"]["state"] == "available"
