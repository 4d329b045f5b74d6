"""Every page, on a phone and a desktop, in light and dark mode: accessible to axe, without horizontal scrolling.

In turn, a page is on a phone in light mode or on a desktop in dark mode; at full size, each is on both, in both modes.

With `SCREENSHOTS=folder` in the environment, a screenshot of each is stored there for review.
"""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from local.demo_course import ADMIN_NAME, COURSE_ID, INSTRUCTOR_NAME, SLUG
from tests.e2e.pages.conftest import Visit
from tests.e2e.pages.visitor import DESKTOP, NARROW, PHONE, Device, Scheme, Visitor
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
SCREENS: dict[str, tuple[Device, tuple[Scheme, ...]]] = {
    "phone": (PHONE, ("light", "dark") if FULL else ("light",)),
    "desktop": (DESKTOP, ("light", "dark") if FULL else ("dark",)),
}
CASES = [
    (name, size)
    for number, name in enumerate(PAGES)
    for turn, size in enumerate(SCREENS)
    if FULL or number % len(SCREENS) == turn
]
SCREENSHOTS = os.environ.get("SCREENSHOTS")


def open_loaded(visitor: Visitor, path: str, heading: str) -> Page:
    """Open a page, and wait until it is loaded completely."""
    page = visitor.open(path).page
    page.get_by_role("heading", name=heading).first.wait_for()
    page.wait_for_load_state("networkidle")
    expect(page.locator("[aria-busy=true]")).to_have_count(0)
    return page


def expect_no_horizontal_scrolling(page: Page) -> None:
    page.wait_for_function("width => document.documentElement.scrollWidth <= width", arg=NARROW["width"])


@pytest.mark.parametrize(("name", "size"), CASES)
def test_a_page_is_complete_and_accessible_on_every_screen(visit: Visit, name: str, size: str) -> None:
    person, path, heading = PAGES[name]
    device, schemes = SCREENS[size]
    visitor = visit(device)
    if person:
        visitor.sign_in(person)
    page = open_loaded(visitor, path, heading)
    for scheme in schemes:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        assert visitor.violations() == [], scheme
        if SCREENSHOTS:
            page.screenshot(path=Path(SCREENSHOTS, f"{name}-{size}-{scheme}.png"), full_page=size == "desktop")
    expect(page.locator("h1")).to_have_count(1)
    expect(page).to_have_title("Laurel" if name == "welcome" else re.compile(" · Laurel$"))
    page.set_viewport_size(NARROW)
    expect_no_horizontal_scrolling(page)
    # Nor does it scroll horizontally in right-to-left direction, which `dir` alone sets.
    page.evaluate("document.documentElement.dir = 'rtl'")
    expect_no_horizontal_scrolling(page)
