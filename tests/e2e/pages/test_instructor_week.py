"""An instructor's week: own courses, an assignment marked, a learner enrolled, a name corrected, a list exported."""

import csv
import io
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from local.demo_course import ADMIN_NAME, INSTRUCTOR_ID, INSTRUCTOR_NAME
from local.waiting import wait_until
from tests.e2e.laptop import Laptop
from tests.e2e.pages.clicks import clicks, count_clicks
from tests.e2e.pages.conftest import Visit
from tests.e2e.pages.lessons import LESSONS, Classroom, classroom
from tests.e2e.pages.test_assignments import ESSAY, finish_all_but_the_essay, is_completed
from tests.e2e.pages.test_every_page import expect_no_motion
from tests.e2e.pages.visitor import DEVICES, Device


def own_room(laptop: Laptop) -> Classroom:
    """A course with an essay, taught by the demo instructor."""
    room = classroom(laptop)
    course = {"slug": room.slug, "title": room.title, "published": True, "lessons": [*LESSONS, ESSAY]}
    room.admin.call("PUT", f"/admin/courses/{room.course_id}", json={**course, "instructors": [INSTRUCTOR_ID]})
    return room


def find(page: Page, label: str, text: str) -> None:
    page.get_by_label(label).click()
    page.keyboard.type(text)


@pytest.mark.parametrize("device", DEVICES)
def test_an_instructors_week(laptop: Laptop, visit: Visit, device: Device) -> None:
    room, other = own_room(laptop), classroom(laptop)
    room.enroll("ada", "Ada Lovlace")
    finish_all_but_the_essay(room, "ada")

    visitor = visit(device).sign_in(INSTRUCTOR_NAME)
    page = visitor.page
    page.get_by_role("link", name="Teaching").click()
    expect(page.get_by_role("heading", name=room.title)).to_be_visible()
    expect(page.get_by_text(other.title)).to_have_count(0)

    # Monday: an essay to mark.
    page.get_by_role("link", name=f"Learners of {room.title}").click()
    page.get_by_role("link", name="Assignments").click()
    page.get_by_label("Select Ada Lovlace").check()
    page.get_by_role("button", name="Mark as done…").click()
    page.get_by_label("Note for the learner (optional)").fill("Lively. Mind the commas.")
    assert visitor.violations() == []
    page.get_by_role("button", name="Mark as done", exact=True).click()
    expect(page.get_by_role("button", name="Undo… for Ada Lovlace")).to_be_visible()
    wait_until(lambda: is_completed(room, "ada"))
    code = room.certify("ada")

    # Tuesday: somebody is late.
    page.get_by_role("link", name="Learners", exact=True).click()
    page.get_by_role("button", name="Add a learner").click()
    page.get_by_role("radio", name="User ID").check()
    page.get_by_role("textbox", name="User ID").fill("ben")
    page.get_by_label("Name (optional)").fill("Ben Ochieng")
    page.get_by_role("button", name="Add learner").click()
    expect(page.get_by_text("Ben Ochieng is enrolled.").first).to_be_visible()
    room.wait_until_found("ben", "ochieng")

    # Wednesday: a name is wrong on a certificate.
    find(page, "Search by name or user ID", "lovlace")
    table = page.get_by_role("table", name="Learners")
    expect(table.get_by_role("row")).to_have_count(2)
    table.get_by_role("link", name="Ada Lovlace").click()
    page.get_by_role("button", name="Correct…").click()
    page.get_by_label("Name on the certificate").fill("Ada Lovelace")
    assert visitor.violations() == []
    page.get_by_role("button", name="Replace certificate").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_text("Ada Lovelace", exact=True)).to_be_visible()
    expect_no_motion(page)
    assert room.verify(code)["revoke_reason"] == "replaced"
    assert room.standing("ada")["certificate"]["issued_name"] == "Ada Lovelace"

    # Friday: a list for the meeting.
    page.get_by_role("navigation", name="Breadcrumb").get_by_role("link", name=room.title).click()
    with page.expect_download() as downloading:
        page.get_by_role("button", name="Download CSV").click()
    text = Path(downloading.value.path()).read_bytes().decode("utf-8-sig")
    assert {row["User id"] for row in csv.DictReader(io.StringIO(text))} == {"ada", "ben"}


@pytest.mark.parametrize("device", DEVICES)
def test_a_learner_is_found_in_two_clicks_and_a_certificate_revoked_in_four(
    laptop: Laptop, visit: Visit, device: Device
) -> None:
    room = classroom(laptop)
    user_id = f"grace-{room.course_id}"
    room.enroll(user_id, "Grace Hopper")
    room.finish(user_id)
    code = room.certify(user_id)
    room.wait_until_found(user_id, user_id)
    page = visit(device).sign_in(ADMIN_NAME).open("/teach").page
    page.get_by_role("heading", name="Teaching").wait_for()

    count_clicks(page)
    find(page, "Search all courses by name or user ID", user_id)
    page.get_by_role("list", name="Learners found").get_by_role("link", name=room.title).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Grace Hopper")
    assert clicks(page) == 2

    page.get_by_role("button", name="Revoke…").click()
    # The reason has the focus.
    expect(page.get_by_label("Reason (shown publicly)")).to_be_focused()
    page.keyboard.type("Issued by mistake")
    page.get_by_role("button", name="Revoke certificate").click()
    expect(page.get_by_role("button", name="Reinstate…")).to_be_visible()
    assert clicks(page) == 4
    assert room.verify(code)["revoke_reason"] == "Issued by mistake"
