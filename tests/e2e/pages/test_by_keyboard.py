"""An admin's first hour, by keyboard alone: from an empty installation to the course as its first learner sees it."""

import uuid

import pytest
from playwright.sync_api import expect

from local.demo_course import ADMIN_ID, ADMIN_NAME
from tests.e2e.laptop import Laptop
from tests.e2e.pages.conftest import Visit
from tests.e2e.pages.keys import press, tab_to, type_into
from tests.e2e.pages.test_every_page import expect_no_motion
from tests.e2e.pages.test_first_hour import hide_other_courses
from tests.e2e.pages.visitor import DEVICES, Device

LESSONS = ["# First steps", "Wax and wick | article", "Moulds | article", "# Practice", "Your own candle | 2:30"]


@pytest.mark.parametrize("device", DEVICES)
def test_an_admins_first_hour_needs_no_mouse(  # noqa: PLR0915 - a long scenario
    laptop: Laptop, visit: Visit, device: Device
) -> None:
    course_id = f"candles-{uuid.uuid4().hex[:8]}"
    page = visit(device).open("/").page
    hide_other_courses(page, course_id)
    guide = page.get_by_role("region", name="Your first hour")

    press(page, page.get_by_role("button", name="Sign in"))
    press(page, page.get_by_role("button", name=ADMIN_NAME))
    press(page, page.get_by_role("link", name="Teaching"))
    press(page, guide.get_by_role("link", name="Create a course"))

    # The title has the focus; ID and address follow it.
    expect(page.get_by_label("Title").first).to_be_focused()
    page.keyboard.type(course_id.replace("c", "C", 1))
    press(page, page.get_by_label("Published (visible to learners)"), "Space")
    press(page, page.get_by_role("button", name="Paste a list"))
    expect(page.get_by_label("One lesson in each line")).to_be_focused()
    page.keyboard.type("\n".join(LESSONS))
    page.keyboard.press("ControlOrMeta+Enter")
    expect(page.get_by_role("group", name="Section: First steps").get_by_role("textbox")).to_be_focused()
    press(page, page.get_by_role("button", name="Save"))
    page.wait_for_url(f"**/manage/{course_id}")

    press(page, page.get_by_role("link", name="Set up certificate"))
    press(page, page.get_by_role("button", name="default template"))
    press(page, page.get_by_role("button", name="Save"))
    expect(page.get_by_text("All changes saved")).to_be_visible()

    # The first learner: the admin. An arrow key chooses the user ID.
    press(page, page.get_by_role("link", name="Learners", exact=True))
    press(page, page.get_by_role("button", name="Add a learner"))
    tab_to(page, page.get_by_role("radio", name="E-mail address"))
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    expect(page.get_by_role("textbox", name="User ID")).to_be_focused()
    # What is missing is said, at the field.
    page.keyboard.press("Enter")
    expect(page.get_by_text("Enter the user ID.")).to_be_visible()
    page.keyboard.type(ADMIN_ID)
    type_into(page, page.get_by_label("Name (optional)"), "Ada Wax")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Ada Wax is enrolled.").first).to_be_visible()
    # The dialog gives the focus back to its button.
    expect(page.get_by_role("button", name="Add a learner")).to_be_focused()
    expect_no_motion(page)

    press(page, page.get_by_role("link", name="Teaching").first)
    press(page, guide.get_by_role("link", name="Open the course"))
    expect(page.get_by_role("heading", level=1)).to_have_text(course_id.replace("c", "C", 1))
    press(page, page.get_by_role("link", name="Start"))
    press(page, page.get_by_role("button", name="Mark as read"))
    expect(page.get_by_text("You have read this article.")).to_be_visible()
    press(page, page.get_by_role("link", name="Teaching"))
    expect(page.get_by_role("link", name="Edit")).to_be_visible()
    expect(guide).to_have_count(0)

    admin = laptop.caller("teacher", scope="admin")
    course = admin.ask("GET", f"/admin/courses/{course_id}")
    assert [(one["title"], one["section"], one["kind"]) for one in course["lessons"]] == [
        ("Wax and wick", "First steps", "article"),
        ("Moulds", "First steps", "article"),
        ("Your own candle", "Practice", "video"),
    ]
    assert admin.ask("GET", f"/admin/courses/{course_id}/certificate")["certificate_enabled"]
    learner = admin.ask("GET", f"/admin/courses/{course_id}/learners/{ADMIN_ID}")
    assert (learner["learner_name"], learner["completed_lessons"]) == ("Ada Wax", 1)
