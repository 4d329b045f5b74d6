"""The page of a video: what was played and skipped, and how a learner watches."""

import re

from playwright.sync_api import Locator, Page, Route, expect

from local.waiting import wait_until
from tests.e2e.laptop import Laptop
from tests.e2e.pages.conftest import Visit
from tests.e2e.pages.lessons import classroom
from tests.e2e.pages.test_every_page import expect_no_horizontal_scrolling
from tests.e2e.pages.test_learner_journey import MAYA, NAME
from tests.e2e.pages.visitor import NARROW, wait_for
from tests.support.sizes import at_full_size_only

PLAYS_AT = "rate => document.querySelector('video').playbackRate === rate"
CAPTIONS = "document.querySelector('video').textTracks[0].cues?.length > 0"


def click_at(page: Page, bar: Locator, share: float) -> None:
    """Click a bar at a share of its length."""
    box = bar.bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] * share, box["y"] + box["height"] / 2)


def test_a_learner_finds_the_skipped_part_and_chooses_how_to_watch(  # noqa: PLR0915 - a long scenario
    laptop: Laptop, visit: Visit
) -> None:
    room = classroom(laptop)
    room.enroll(MAYA, NAME)
    lesson = f"/my-courses/{room.slug}/lessons/morning"
    learner = laptop.caller(MAYA)
    device = visit().sign_in(NAME)
    page = device.open(f"/learn/{room.slug}/morning").page
    video, timeline = page.locator("video"), page.get_by_role("slider", name="Timeline")
    skipped = page.get_by_role("button", name=re.compile(r"^Play 0:\d\d to 0:(29|30)$"))
    expect(timeline).to_be_enabled()
    expect(page.locator("[data-sync]")).to_have_count(0)

    # A click on the timeline skips a part, which is shown at once.
    device.play_to(8)
    click_at(page, page.locator(".timeline-bar"), 0.75)
    wait_for(page, "Math.abs(document.querySelector('video').currentTime - 30) < 0.5")
    device.play_to(35)
    expect(skipped).to_have_count(1)
    expect(page.locator(".timeline-bar .timeline-skipped")).to_have_count(1)
    expect(page.locator("[data-sync]")).to_have_text("Saved")
    assert device.violations() == []

    # The API has the same two ranges, and so has a page that is opened later.
    wait_until(lambda: learner.ask("GET", lesson)["position_seconds"] > 34)
    [first, second] = learner.ask("GET", lesson)["played"]
    assert first[0] == 0
    assert 8 <= first[1] < 20
    assert 29 < second[0] < 31
    page.reload()
    expect(skipped).to_have_count(1)
    expect(page.locator(".timeline-bar .timeline-played")).to_have_count(2)

    # By keyboard, the timeline moves in steps of five seconds.
    timeline.focus()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    wait_for(page, "document.querySelector('video').currentTime === 5")

    # Speed and captions, by control and by key, are remembered.
    page.get_by_label("Speed").select_option("1.5")
    wait_for(page, PLAYS_AT, 1.5)
    page.get_by_role("heading", level=1).click()
    page.keyboard.press(">")
    wait_for(page, PLAYS_AT, 1.75)
    page.keyboard.press("c")
    wait_for(page, CAPTIONS)
    expect(page.get_by_role("button", name="Captions")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("k")
    wait_for(page, "!document.querySelector('video').paused")
    page.keyboard.press("k")
    wait_for(page, "document.querySelector('video').paused")

    # Playing the skipped part to the end completes the lesson; the next one is offered, and waits.
    skipped.click()
    device.play()
    expect(page.get_by_text("Complete", exact=True)).to_be_visible()
    offer = page.get_by_role("link", name="Next lesson")
    expect(offer).to_be_visible()
    expect(skipped).to_have_count(0)
    assert device.violations() == []
    page.get_by_role("button", name="Stay here").click()
    expect(offer).to_have_count(0)
    expect(video).to_be_focused()
    video.evaluate("video => { video.currentTime = video.duration - 1; return video.play(); }")
    offer.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("An evening at the hive")
    expect(page.get_by_label("Speed")).to_have_value("1.75")
    wait_for(page, PLAYS_AT, 1.75)
    wait_for(page, CAPTIONS)

    # The shortcuts are listed, and can be turned off.
    page.keyboard.press("?")
    shortcuts = page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(shortcuts).to_be_visible()
    assert device.violations() == []
    page.set_viewport_size(NARROW)
    expect_no_horizontal_scrolling(page)
    shortcuts.get_by_label("Control the video with single keys").uncheck()
    shortcuts.get_by_role("button", name="Close").click()
    expect(shortcuts).to_have_count(0)
    page.keyboard.press("c")
    expect(page.get_by_role("button", name="Captions")).to_have_attribute("aria-pressed", "true")
    expect_no_horizontal_scrolling(page)


@at_full_size_only
def test_a_service_that_does_not_respond_is_not_called_offline(laptop: Laptop, visit: Visit) -> None:
    room = classroom(laptop)
    room.enroll(MAYA, NAME)
    page = visit().sign_in(NAME).open(f"/learn/{room.slug}/place").page
    attempts: list[str] = []

    def refuse(route: Route) -> None:
        attempts.append(route.request.url)
        route.abort()

    page.route("**/progress", refuse)
    page.get_by_role("button", name="Mark as read").click()
    expect(page.locator("[data-sync]")).to_contain_text("The service does not respond")
    made = len(attempts)
    page.get_by_role("button", name="Try again").click()
    wait_until(lambda: len(attempts) > made)
    page.unroute_all()
    expect(page.locator("[data-sync]")).to_have_text("Saved")
