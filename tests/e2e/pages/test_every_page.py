"""Every page and state, on a phone and a desktop, in light and dark mode: accessible to axe, still, not too wide.

A page is a line in `PAGES`; a state of a page, such as an open dialog, is a line in `STATES`. In turn, each is on a
phone in light mode or on a desktop in dark mode; at full size, each is on both, in both modes, and in Firefox, too.

With `SCREENSHOTS=folder` in the environment, a screenshot of each is stored there for review.
"""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from local.demo_course import ADMIN_NAME, COURSE_ID, INSTRUCTOR_NAME, SLUG
from tests.e2e.pages.conftest import Visit
from tests.e2e.pages.visitor import DESKTOP, NARROW, PHONE, Device, Scheme, Visitor, wait_for
from tests.support.sizes import FULL

ANH, LUKASZ = "Nguyễn Thị Ánh", "Łukasz Wójcik"
# The visitor, the path, and the heading of the loaded page.
PAGES = {
    "welcome": ("", "/", "Laurel"),
    "dashboard": (LUKASZ, "/", "All courses"),
    "course": (LUKASZ, f"/learn/{SLUG}", "Lessons"),
    "course-completed": (ANH, f"/learn/{SLUG}", "Certificate"),
    "lesson-video": (LUKASZ, f"/learn/{SLUG}/first-inspection", "Lessons"),
    "lesson-article": (LUKASZ, f"/learn/{SLUG}/choosing-a-place", "Lessons"),
    "lesson-assignment": (LUKASZ, f"/learn/{SLUG}/inspection-diary", "Lessons"),
    "no-such-course": (LUKASZ, "/learn/nowhere", "Course not found"),
    "not-found": (LUKASZ, "/teach/a/b/c", "Page not found"),
    "courses": (ADMIN_NAME, "/teach", "Teaching"),
    "own-courses": (INSTRUCTOR_NAME, "/teach", "Teaching"),
    "own-learner": (INSTRUCTOR_NAME, f"/teach/{COURSE_ID}/demo-lukasz", "Lessons"),
    "not-own-page": (INSTRUCTOR_NAME, f"/manage/{COURSE_ID}", "This page is not open to you"),
    "learners": (ADMIN_NAME, f"/teach/{COURSE_ID}", "Learners"),
    "learner": (ADMIN_NAME, f"/teach/{COURSE_ID}/demo-lukasz", "Lessons"),
    "import": (ADMIN_NAME, f"/manage/{COURSE_ID}/import", "Import learners"),
    "assignments": (ADMIN_NAME, f"/manage/{COURSE_ID}/assignments", "To be marked"),
    "find-learners": (ADMIN_NAME, "/manage/learners?q=demo-anh", "Learners"),
    "learner-overview": (ADMIN_NAME, "/manage/learners/demo-anh", "Data"),
    "order": (ADMIN_NAME, "/manage/orders/order-demo-anh", "Payments"),
    "payment-events": (ADMIN_NAME, "/manage/payment-events", "Payment events"),
    "unlinked-payments": (ADMIN_NAME, "/manage/unlinked-payments", "Unlinked payments"),
    "issuer": (ADMIN_NAME, "/manage/issuer", "Issuer"),
    "course-editor": (ADMIN_NAME, f"/manage/{COURSE_ID}", "Lessons"),
    "new-course": (ADMIN_NAME, "/manage/new", "Lessons"),
    "certificates": (ADMIN_NAME, f"/manage/{COURSE_ID}/certificates", "Issued certificates"),
    "certificate-panel": (ADMIN_NAME, f"/manage/{COURSE_ID}/certificate", "Preview"),
}
# Pages of signed-out visitors have the title of the whole.
UNTITLED = {"welcome", "signed-out-elsewhere"}
type Steps = Callable[[Visitor], object]


def click(name: str) -> Steps:
    return lambda visitor: visitor.page.get_by_role("button", name=name).first.click()


def go_offline(visitor: Visitor) -> None:
    """Load the page again without a network, once it is stored."""
    visitor.wait_for_worker()
    visitor.context.set_offline(True)
    visitor.page.reload()
    visitor.page.get_by_text("This page is as it was on").wait_for()


def sign_out_elsewhere(visitor: Visitor) -> None:
    """Sign out in another tab of the device."""
    tab = visitor.new_tab().open("/")
    tab.page.get_by_role("button", name="Sign out").click()
    visitor.page.get_by_role("button", name="Sign in", exact=True).wait_for()


def expire(visitor: Visitor) -> None:
    """Have every token refused, and open the page's data again."""
    page = visitor.page
    page.route("**/my-courses**", lambda route: route.fulfill(status=401, json={"message": "Unauthorized"}))
    page.route("**/local/issuer/token", lambda route: route.fulfill(status=400, json={"error": "invalid_grant"}))
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    page.get_by_role("button", name="Sign in again").first.wait_for()


# The page, and what leads to the state.
STATES: dict[str, tuple[str, Steps]] = {
    "dashboard-offline": ("dashboard", go_offline),
    "course-offline": ("course-completed", go_offline),
    "lesson-offline": ("lesson-article", go_offline),
    "session-ended": ("dashboard", expire),
    "signed-out-elsewhere": ("course", sign_out_elsewhere),
    "designs": ("certificate-panel", click("Use a built-in design")),
}
SCREENS: dict[str, tuple[Device, tuple[Scheme, ...]]] = {
    "phone": (PHONE, ("light", "dark") if FULL else ("light",)),
    "desktop": (DESKTOP, ("light", "dark") if FULL else ("dark",)),
}
CASES = [
    (name, size)
    for number, name in enumerate([*PAGES, *STATES])
    for turn, size in enumerate(SCREENS)
    if FULL or number % len(SCREENS) == turn
]
SCREENSHOTS = os.environ.get("SCREENSHOTS")
MOVING = """() => document.getAnimations()
    .filter(({ effect }) => effect.getComputedTiming().activeDuration > 0)
    .map(({ animationName, transitionProperty, effect }) =>
        `${animationName ?? transitionProperty}: ${effect.target.outerHTML}`)
"""


def open_loaded(visitor: Visitor, path: str, heading: str) -> Page:
    """Open a page, and wait until it is loaded completely."""
    page = visitor.open(path).page
    page.get_by_role("heading", name=heading).first.wait_for()
    page.wait_for_load_state("networkidle")
    expect(page.locator("[aria-busy=true]")).to_have_count(0)
    return page


def expect_no_motion(page: Page) -> None:
    """With reduced motion, nothing moves or fades."""
    assert page.evaluate(MOVING) == []


def expect_no_horizontal_scrolling(page: Page) -> None:
    wait_for(page, "width => document.documentElement.scrollWidth <= width", NARROW["width"])


@pytest.mark.parametrize(("name", "size"), CASES)
def test_a_page_is_complete_and_accessible_on_every_screen(visit: Visit, name: str, size: str) -> None:
    page_name, bring_about = STATES.get(name, (name, None))
    person, path, heading = PAGES[page_name]
    device, schemes = SCREENS[size]
    visitor = visit(device, worker=bring_about is go_offline)
    if person:
        visitor.sign_in(person)
    page = open_loaded(visitor, path, heading)
    if bring_about:
        bring_about(visitor)
    expect_no_motion(page)
    for scheme in schemes:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        assert visitor.violations(in_firefox=True) == [], scheme
        if SCREENSHOTS:
            page.screenshot(path=Path(SCREENSHOTS, f"{name}-{size}-{scheme}.png"), full_page=size == "desktop")
    expect(page.locator("h1")).to_have_count(1)
    expect(page).to_have_title("Laurel" if name in UNTITLED else re.compile(" · Laurel$"))
    page.set_viewport_size(NARROW)
    expect_no_horizontal_scrolling(page)
    # Nor does it scroll horizontally in right-to-left direction, which `dir` alone sets.
    page.evaluate("document.documentElement.dir = 'rtl'")
    expect_no_horizontal_scrolling(page)
