"""Staff read who changed a course, its certificate settings, a learner and the issuer, where they change them."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from local.demo_course import ADMIN_NAME, INSTRUCTOR_ID, INSTRUCTOR_NAME
from tests.e2e.laptop import Laptop
from tests.e2e.pages.conftest import Visit
from tests.e2e.pages.lessons import LESSONS, Classroom, classroom
from tests.e2e.pages.visitor import NARROW, PHONE


def taught_by_the_demo_instructor(laptop: Laptop) -> Classroom:
    room = classroom(laptop)
    course = {"slug": room.slug, "title": room.title, "published": True, "lessons": LESSONS}
    room.admin.call("PUT", f"/admin/courses/{room.course_id}", json={**course, "instructors": [INSTRUCTOR_ID]})
    return room


def open_changes(page: Page) -> Locator:
    """Open the section, which loads its list only then; return the items."""
    page.get_by_role("heading", name="Changes", exact=True).click()
    return page.locator(".change-list > li")


def test_a_course_shows_who_changed_its_rule_and_what_it_was(laptop: Laptop, visit: Visit) -> None:
    room = classroom(laptop)
    visitor = visit().sign_in(ADMIN_NAME).open(f"/manage/{room.course_id}")
    page = visitor.page
    page.get_by_role("heading", name="Changes", exact=True).wait_for()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/changes" in request.url else None)
    assert asked == []
    items = open_changes(page)
    expect(items).to_have_count(2)
    assert len(asked) == 1
    # It was made through the API by `teacher`, who has no name here.
    expect(items.last).to_contain_text("teacher created the course")
    expect(items.last).to_contain_text("Lessons added: A morning at the hive, An evening at the hive")
    expect(items.first).to_contain_text("teacher changed the certificate settings")
    expect(items.first).to_contain_text("Certificates: off → on")

    page.get_by_label("Title", exact=True).first.fill(f"{room.title} again")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(items).to_have_count(3)
    expect(items.first).to_contain_text(re.compile(rf"\d{{4}}, \d\d:\d\d · {ADMIN_NAME} changed the course"))
    expect(items.first).to_contain_text(f"Title: {room.title} → {room.title} again")
    expect(page.locator(".changes").get_by_text("All 3 changes shown.")).to_be_visible()
    assert visitor.violations() == []


def test_the_certificate_settings_show_the_changes_of_the_course(laptop: Laptop, visit: Visit) -> None:
    room = classroom(laptop)
    visitor = visit(PHONE).sign_in(ADMIN_NAME).open(f"/manage/{room.course_id}/certificate")
    items = open_changes(visitor.page)
    expect(items.first).to_contain_text("Template: laurel-default.pdf")
    assert visitor.violations() == []
    visitor.page.set_viewport_size(NARROW)
    visitor.page.wait_for_function("width => document.documentElement.scrollWidth <= width", arg=NARROW["width"])


def test_a_learners_page_shows_what_the_staff_does_there(laptop: Laptop, visit: Visit) -> None:
    room = taught_by_the_demo_instructor(laptop)
    order = room.enroll("ada", "Ada Lovelace")
    visitor = visit().sign_in(INSTRUCTOR_NAME).open(f"/teach/{room.course_id}/ada")
    page = visitor.page
    items = open_changes(page)
    expect(items).to_have_text([re.compile("The shop enrolled Ada Lovelace.*Name: Ada Lovelace")])
    # Which order it was is not for instructors.
    expect(page.get_by_text(order)).to_have_count(0)
    page.get_by_role("button", name="Cancel the enrollment").click()
    page.get_by_role("button", name="Cancel enrollment").click()
    expect(items).to_have_count(2)
    expect(items.first).to_contain_text(f"{INSTRUCTOR_NAME} cancelled the enrollment of Ada Lovelace")
    expect(items.first).to_contain_text("Status: active → cancelled")
    assert visitor.violations() == []


def test_a_long_list_of_changes_is_shown_page_by_page(laptop: Laptop, visit: Visit) -> None:
    room = taught_by_the_demo_instructor(laptop)
    for number in range(26):
        room.enroll(f"learner-{number:02}", f"Learner {number:02}")
    page = visit().sign_in(INSTRUCTOR_NAME).open(f"/teach/{room.course_id}").page
    items = open_changes(page)
    expect(items).to_have_count(25)
    expect(items.first).to_contain_text("The shop enrolled Learner 25")
    expect(page.locator(".changes").get_by_text("25 changes shown.")).to_be_visible()
    page.locator(".changes").get_by_role("button", name="Show more").click()
    expect(items).to_have_count(26)
    expect(items.last).to_contain_text("The shop enrolled Learner 00")
    # Focus does not get lost with the button.
    expect(page.locator(".changes").get_by_text("All 26 changes shown.")).to_be_focused()


def test_the_issuer_shows_its_changes(visit: Visit) -> None:
    page = visit().sign_in(ADMIN_NAME).open("/manage/issuer").page
    page.get_by_label("Name of the organisation").fill("Hearth School")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("All changes saved")).to_be_visible()
    items = open_changes(page)
    expect(items.first).to_contain_text(f"{ADMIN_NAME} changed the organisation")
    expect(items.first).to_contain_text(re.compile("Name: .*Hearth School"))


@pytest.mark.parametrize("answer", ["none", "error"])
def test_no_changes_and_a_failure_are_told(laptop: Laptop, visit: Visit, answer: str) -> None:
    room = classroom(laptop)
    visitor = visit().sign_in(ADMIN_NAME)
    page = visitor.page
    problem = {"type": "about:blank", "title": "T", "status": 503, "code": "unavailable", "detail": "Busy. Try again."}
    pattern = f"**/admin/courses/{room.course_id}/changes?**"
    if answer == "none":
        page.route(pattern, lambda route: route.fulfill(json={"items": [], "next_cursor": None}))
    else:
        page.route(pattern, lambda route: route.fulfill(status=503, json=problem))
    visitor.open(f"/manage/{room.course_id}")
    items = open_changes(page)
    if answer == "none":
        expect(page.get_by_text("No changes are on record.")).to_be_visible()
    else:
        expect(page.get_by_role("alert")).to_contain_text("Busy. Try again.")
    assert visitor.violations() == []
    page.unroute(pattern)
    if answer == "error":
        page.get_by_role("button", name="Try again").click()
        expect(items).to_have_count(2)
