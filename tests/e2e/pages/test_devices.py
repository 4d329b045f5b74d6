"""One learner with two devices, and what happens to one when the other goes on."""

from playwright.sync_api import Page, Route, expect

from local.waiting import wait_until
from tests.e2e.laptop import Laptop
from tests.e2e.pages.conftest import Visit
from tests.e2e.pages.lessons import classroom
from tests.e2e.pages.test_learner_journey import MAYA, NAME
from tests.e2e.pages.visitor import PHONE


def look_again(page: Page) -> None:
    """What a browser says to a page that comes to the front."""
    page.evaluate("window.dispatchEvent(new Event('focus'))")


def test_a_page_that_is_open_catches_up_and_loses_nothing_of_its_own(laptop: Laptop, visit: Visit) -> None:
    room = classroom(laptop)
    room.enroll(MAYA, NAME)
    phone, desktop = visit(PHONE).sign_in(NAME), visit().sign_in(NAME)
    lesson = f"/learn/{room.slug}/morning"

    # The desktop plays the beginning, and is left open.
    desktop.open(lesson)
    desktop.play_to(8)
    expect(desktop.page.locator("[data-sync]")).to_have_text("Saved")
    # On a busy machine, that may have been said of a report on the way there.
    wait_until(lambda: (room.standing(MAYA)["lessons"][0]["position_seconds"] or 0) > 7)

    # The phone resumes there, and goes on to the end.
    phone.open(lesson)
    expect(phone.page.get_by_text("Resumed at")).to_be_visible()
    phone.wait_past(7)
    phone.play()
    expect(phone.page.get_by_text("Complete", exact=True)).to_be_visible()

    # What both played is one lesson; the desktop sees it when it is looked at, and offers the way.
    wait_until(lambda: room.standing(MAYA)["lessons"][0]["completed_at"])
    look_again(desktop.page)
    expect(desktop.page.get_by_text("Complete", exact=True)).to_be_visible()
    expect(desktop.page.get_by_text("on another device")).to_be_visible()
    assert desktop.page.locator("video").evaluate("video => video.currentTime") < 20, "nobody moved it"
    desktop.page.get_by_role("button", name="Jump to").click()
    desktop.wait_past(30)


def test_two_devices_that_were_offline_add_up(laptop: Laptop, visit: Visit) -> None:
    room = classroom(laptop)
    room.enroll(MAYA, NAME)
    devices = [visit(PHONE).sign_in(NAME), visit().sign_in(NAME)]
    for device, beginning in zip(devices, (0, 20), strict=True):
        # A device keeps what it has played: the same film stands for both lessons.
        device.open(f"/learn/{room.slug}/morning").play_to(39)
        page = device.page
        page.get_by_role("link", name="Next").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("An evening at the hive")
        page.locator("video").wait_for()
        device.context.set_offline(True)
        page.locator("video").evaluate("(video, at) => { video.currentTime = at; }", beginning)
        device.play_to(beginning + 19.5)
        expect(page.locator("[data-sync]")).to_contain_text("Offline")
    assert room.standing(MAYA)["lessons"][1]["percent_watched"] == 0
    for device in devices:
        device.context.set_offline(False)
    wait_until(lambda: room.standing(MAYA)["lessons"][1]["completed_at"])


def test_a_tab_that_is_closed_midway_has_said_how_far_it_was(laptop: Laptop, visit: Visit) -> None:
    room = classroom(laptop)
    room.enroll(MAYA, NAME)
    device = visit().sign_in(NAME)
    page = device.open(f"/learn/{room.slug}/morning").page
    page.locator("video").wait_for()
    device.play()
    device.wait_past(10)
    page.close(run_before_unload=True)
    wait_until(lambda: room.standing(MAYA)["lessons"][0]["percent_watched"] > 20)


def test_an_ended_session_leads_back_and_loses_nothing(laptop: Laptop, visit: Visit) -> None:
    room = classroom(laptop)
    room.enroll(MAYA, NAME)
    device = visit().sign_in(NAME)
    page = device.open(f"/learn/{room.slug}/place").page
    page.get_by_role("button", name="Mark as read").wait_for()

    # From here on every token is refused, and none is renewed.
    def refuse(route: Route) -> None:
        route.continue_(headers={**route.request.headers, "authorization": "Bearer expired"})

    page.route("**/my-courses/**", refuse)
    page.route("**/local/issuer/token", lambda route: route.fulfill(status=400, json={"error": "invalid_grant"}))
    page.get_by_role("button", name="Mark as read").click()
    again = page.get_by_role("button", name="Sign in again")
    expect(again).to_be_visible()
    assert not room.standing(MAYA)["lessons"][2]["completed_at"]
    page.unroute_all()
    again.click()
    expect(page.get_by_text("You have read this article.")).to_be_visible()
    expect(page).to_have_url(f"{laptop.url}/learn/{room.slug}/place")
    assert room.standing(MAYA)["lessons"][2]["completed_at"]
