"""The guide through the first hour of an installation, from no course to the course as a learner sees it."""

import uuid
from typing import Any

from playwright.sync_api import Page, Route, expect

from local.demo_course import ADMIN_ID, ADMIN_NAME
from tests.e2e.laptop import Laptop
from tests.e2e.pages.conftest import Visit
from tests.e2e.pages.test_every_page import expect_no_horizontal_scrolling
from tests.e2e.pages.visitor import NARROW


def hide_other_courses(page: Page, own: str) -> None:
    """Show the admin an installation whose only course, if there is one, is this; all else is real."""

    def filtered(route: Route) -> None:
        answer = route.fetch()
        body: dict[str, Any] = answer.json()
        items = [course for course in body["items"] if course["course_id"] == own]
        route.fulfill(response=answer, json={**body, "items": items, "next_cursor": None})

    page.route("**/admin/courses?*", filtered)


def test_an_admin_is_led_through_the_first_hour_until_all_is_done(laptop: Laptop, visit: Visit) -> None:
    course_id = f"candles-{uuid.uuid4().hex[:8]}"
    admin, shop = laptop.caller("teacher", scope="admin"), laptop.caller("shop", scope="service")
    visitor = visit().sign_in(ADMIN_NAME)
    page = visitor.page
    hide_other_courses(page, course_id)
    guide = page.get_by_role("region", name="Your first hour")

    def expect_next(step: str, done: int, link: str) -> None:
        visitor.open("/teach")
        expect(guide.locator("[aria-current=step]").get_by_role("heading")).to_have_text(step)
        expect(guide.get_by_text(f"{done} of 5 are done.")).to_be_visible()
        expect(guide.get_by_text("(done)")).to_have_count(done)
        guide.get_by_role("link", name=link).click()

    def put(**changes: Any) -> None:  # noqa: ANN401
        course = {"slug": course_id, "title": "Candles", "published": False, "lessons": []}
        admin.call("PUT", f"/admin/courses/{course_id}", json={**course, **changes})

    # An empty installation.
    expect_next("Create a course", 0, "Create a course")
    page.wait_for_url("**/manage/new")
    put()
    expect_next("Add lessons and publish the course", 1, "Edit the course")
    page.wait_for_url(f"**/manage/{course_id}")
    reading = {"lesson_id": "wax", "title": "Wax and wick", "kind": "article", "published": True}
    put(published=True, lessons=[reading])
    expect_next("Set up the certificate", 2, "Set up the certificate")
    page.wait_for_url(f"**/manage/{course_id}/certificate")
    settings = {"certificate_enabled": True, "template_upload_id": "default"}
    admin.call("PUT", f"/admin/courses/{course_id}/certificate", json=settings)
    expect_next("Enroll the first learner", 3, "Go to the learners")
    page.wait_for_url(f"**/teach/{course_id}")
    shop.call("PUT", f"/service/enrollments/{ADMIN_ID}/{course_id}", json={"status": "active"})

    # As the first learner, the admin sees the course as learners do.
    visitor.open("/teach")
    expect(guide.get_by_text("4 of 5 are done.")).to_be_visible()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        assert visitor.violations() == [], scheme
    viewport = page.viewport_size
    assert viewport
    page.set_viewport_size(NARROW)
    expect_no_horizontal_scrolling(page)
    page.set_viewport_size(viewport)
    expect_next("See the course as a learner", 4, "Open the course")
    expect(page.get_by_role("heading", level=1)).to_have_text("Candles")
    page.get_by_role("link", name="Teaching").click()
    expect(page.get_by_role("heading", name="Candles")).to_be_visible()
    page.wait_for_load_state("networkidle")
    expect(guide).to_have_count(0)


def test_the_guide_is_dismissed_for_good_and_not_shown_in_an_installation_in_use(visit: Visit) -> None:
    visitor = visit().sign_in(ADMIN_NAME)
    page = visitor.page
    guide = page.get_by_role("region", name="Your first hour")
    visitor.open("/teach")
    expect(page.get_by_role("heading", name="Beekeeping for Beginners")).to_be_visible()
    page.wait_for_load_state("networkidle")
    expect(guide).to_have_count(0)

    hide_other_courses(page, "none")
    visitor.open("/teach")
    guide.get_by_role("button", name="Dismiss the guide").click()
    expect(guide).to_have_count(0)
    expect(page.get_by_role("heading", name="No courses yet")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="No courses yet")).to_be_visible()
    expect(guide).to_have_count(0)
