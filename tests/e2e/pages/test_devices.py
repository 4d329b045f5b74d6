"""One learner with two devices: what each shows after the other has made progress."""

from playwright.sync_api import Page, Route, expect

from local.waiting import wait_until
from tests.e2e.laptop import Laptop
from tests.e2e.pages.conftest import Visit
from tests.e2e.pages.lessons import classroom
from tests.e2e.pages.test_learner_journey import MAYA, NAME
from tests.e2e.pages.visitor import PHONE


def bring_to_front(page: Page) -> None:
    """Dispatch the event of a page that becomes visible."""
    page.evaluate("window.dispatchEvent(new Event('focus'))")


def test_an_open_page_shows_progress_of_another_device_and_keeps_its_own(laptop: Laptop, visit: Visit) -> None:
    room = classroom(laptop)
    room.enroll(MAYA, NAME)
    phone, desktop = visit(PHONE).sign_in(NAME), visit().sign_in(NAME)
    lesson = f"/learn/{room.slug}/morning"

    # The desktop plays the beginning, and its page stays open.
    desktop.open(lesson)
    desktop.play_to(8)
    expect(desktop.page.locator("[data-sync]")).to_have_text("Saved")
    # On a busy machine, that may be about an earlier report.
    wait_until(lambda: (room.standing(MAYA)["lessons"][0]["position_seconds"] or 0) > 7)

    # The phone resumes there, and plays to the end.
    phone.open(lesson)
    expect(phone.page.get_by_text("Resumed at")).to_be_visible()
    phone.wait_past(7)
    phone.play()
    expect(phone.page.get_by_text("Complete", exact=True)).to_be_visible()

    # Together they have completed the lesson; the desktop shows that once it is visible, and offers the next lesson.
    wait_until(lambda: room.standing(MAYA)["lessons"][0]["completed_at"])
    bring_to_front(desktop.page)
    expect(desktop.page.get_by_text("Complete", exact=True)).to_be_visible()
    expect(desktop.page.get_by_text("on another device")).to_be_visible()
    assert desktop.page.locator("video").evaluate("video => video.currentTime") < 20, "nobody moved it"
    desktop.page.get_by_role("button", name="Jump to").click()
    desktop.wait_past(30)


def test_the_progress_of_two_offline_devices_is_merged(laptop: Laptop, visit: Visit) -> None:
    room = classroom(laptop)
    room.enroll(MAYA, NAME)
    devices = [visit(PHONE).sign_in(NAME), visit().sign_in(NAME)]
    for device, beginning in zip(devices, (0, 20), strict=True):
        # A device caches the video that it has played: both lessons have the same one.
        device.open(f"/learn/{room.slug}/morning").play_to(39)
        page = device.page
        page.get_by_role("link", name="Next An evening at the hive").click()
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


def test_a_tab_reports_its_position_when_it_is_closed(laptop: Laptop, visit: Visit) -> None:
    room = classroom(laptop)
    room.enroll(MAYA, NAME)
    device = visit().sign_in(NAME)
    page = device.open(f"/learn/{room.slug}/morning").page
    page.locator("video").wait_for()
    device.play()
    device.wait_past(10)
    page.close(run_before_unload=True)
    wait_until(lambda: room.standing(MAYA)["lessons"][0]["percent_watched"] > 20)


def test_after_a_new_sign_in_an_expired_session_returns_to_its_page_and_loses_nothing(
    laptop: Laptop, visit: Visit
) -> None:
    room = classroom(laptop)
    room.enroll(MAYA, NAME)
    device = visit().sign_in(NAME)
    page = device.open(f"/learn/{room.slug}/place").page
    page.get_by_role("button", name="Mark as read").wait_for()

    # From here on every token is refused, and none can be refreshed.
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
