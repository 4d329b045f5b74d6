"""What the role instructor opens and what it does not: an admin names an instructor, and removes them."""

from playwright.sync_api import expect

from local.demo_course import ADMIN_NAME, INSTRUCTOR_ID, INSTRUCTOR_NAME
from tests.e2e.laptop import Laptop
from tests.e2e.pages.conftest import Visit
from tests.e2e.pages.lessons import classroom

SAVED = "All changes saved"
# Of admins alone.
ABSENT = ("New course", "Issuer", "Payment events", "Edit", "Certificate of")


def test_an_instructor_works_with_the_courses_that_an_admin_names_and_with_no_others(
    laptop: Laptop, visit: Visit
) -> None:
    room, other = classroom(laptop), classroom(laptop)
    room.enroll("ada", "Ada Lovlace")
    room.finish("ada")
    code = room.certify("ada")

    admin = visit().sign_in(ADMIN_NAME).open(f"/manage/{room.course_id}").page
    field = admin.get_by_label("Instructors")
    field.fill("no user id!\n")
    admin.get_by_role("button", name="Save").click()
    expect(admin.get_by_text("Enter at most 20 user IDs")).to_have_count(2)
    field.fill(f"somebody-else\n{INSTRUCTOR_ID}\n")
    admin.get_by_role("button", name="Save").click()
    expect(admin.get_by_text("Enter at most 20 user IDs")).to_have_count(0)
    expect(admin.get_by_text(SAVED)).to_be_visible()

    instructor = visit().sign_in(INSTRUCTOR_NAME)
    page = instructor.page
    page.get_by_role("link", name="Teaching").click()
    expect(page.get_by_role("link", name=f"Learners of {room.title}")).to_be_visible()
    expect(page.get_by_text(other.title)).to_have_count(0)
    for name in ABSENT:
        expect(page.get_by_role("link", name=name)).to_have_count(0)
    page.get_by_label("Search your courses by name or user ID").fill("ada")
    page.get_by_role("list", name="Learners found").get_by_role("link", name=room.title).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ada Lovlace")
    expect(page.get_by_text("3 of 3 lessons")).to_be_visible()
    expect(page.get_by_role("button", name="Revoke…")).to_have_count(0)
    expect(page.get_by_text("Order", exact=True)).to_have_count(0)
    page.get_by_role("button", name="Correct…").click()
    page.get_by_label("Name on the certificate").fill("Ada Lovelace")
    page.get_by_role("button", name="Replace certificate").click()
    expect(page.get_by_text("Ada Lovelace", exact=True)).to_be_visible()
    assert room.verify(code)["revoke_reason"] == "replaced"
    for path in (f"/manage/{room.course_id}", f"/teach/{other.course_id}", "/manage/issuer", "/manage/new"):
        instructor.open(path)
        expect(page.get_by_role("heading", name="This page is not open to you")).to_be_visible()

    field.fill("")
    admin.get_by_role("button", name="Save").click()
    expect(admin.get_by_text(SAVED)).to_be_visible()
    instructor.open(f"/teach/{room.course_id}/ada")
    expect(page.get_by_role("heading", name="This page is not open to you")).to_be_visible()
    instructor.open("/teach")
    expect(page.get_by_role("heading", name="Beekeeping for Beginners")).to_be_visible()
    expect(page.get_by_text(room.title)).to_have_count(0)
