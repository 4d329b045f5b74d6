"""An instructor finds a learner, sees their progress, and downloads the list."""

import csv
import io
import zipfile
from pathlib import Path

from playwright.sync_api import expect

from local.demo_course import ADMIN_NAME, COURSE_ID
from tests.e2e.laptop import Laptop
from tests.e2e.pages.conftest import Visit
from tests.e2e.pages.lessons import classroom
from tests.e2e.pages.visitor import saved_file

DANGEROUS = '=HYPERLINK("https://evil.example","Ada")'


def test_an_instructor_finds_a_learner_among_many_and_sees_their_lessons(laptop: Laptop, visit: Visit) -> None:
    room = classroom(laptop)
    for number in range(30):
        room.enroll(f"learner-{number:02}", f"Learner {number}")
    room.enroll("zz-last-of-all", "Siobhán Ní Dhomhnaill")
    room.finish("zz-last-of-all")

    room.wait_until_found("zz-last-of-all", "dhomh")

    visitor = visit().sign_in(ADMIN_NAME)
    page = visitor.page
    page.get_by_role("link", name="Teaching").click()
    # In all courses, by a part of the name without its accents.
    page.get_by_label("Search all courses by name or user ID").fill("siobhan")
    expect(page.get_by_role("list", name="Learners found").get_by_text(room.title)).to_be_visible()
    page.get_by_role("link", name=f"Learners of {room.title}").click()
    expect(page.get_by_text("25 of 31 learners")).to_be_visible()
    expect(page.get_by_text("As of ")).to_be_visible()
    # The learner is on no page that is loaded.
    page.get_by_label("Search by name or user ID").fill("dhomh")
    table = page.get_by_role("table", name="Learners")
    expect(table.get_by_role("row")).to_have_count(2)
    table.get_by_role("link", name="Siobhán Ní Dhomhnaill").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Siobhán Ní Dhomhnaill")
    expect(page.get_by_text("3 of 3 lessons")).to_be_visible()

    page.go_back()
    expect(page.get_by_label("Search by name or user ID")).to_have_value("dhomh")


def test_the_csv_file_has_every_learner_and_no_formula(laptop: Laptop, visit: Visit) -> None:
    room = classroom(laptop)
    for number in range(26):
        room.enroll(f"learner-{number:02}", f"Learner {number}")
    room.enroll("mallory", DANGEROUS)
    page = visit().sign_in(ADMIN_NAME).open(f"/teach/{room.course_id}").page
    with page.expect_download() as downloading:
        page.get_by_role("button", name="Download CSV").click()
    assert downloading.value.suggested_filename.startswith(room.slug)
    text = Path(downloading.value.path()).read_bytes().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert len(rows) == 1 + 27
    assert any(cell == "'" + DANGEROUS for row in rows for cell in row)


def test_an_admin_revokes_a_certificate_and_reinstates_it(laptop: Laptop, visit: Visit) -> None:
    room = classroom(laptop)
    room.enroll("ada", "Ada Lovelace")
    room.finish("ada")
    code = room.certify("ada")
    page = visit().sign_in(ADMIN_NAME).open(f"/teach/{room.course_id}/ada").page
    page.get_by_role("button", name="Revoke…").click()
    page.get_by_label("Reason (shown publicly)").fill("Issued by mistake")
    page.get_by_role("button", name="Revoke certificate").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("button", name="Reinstate…")).to_be_visible()
    assert room.verify(code)["status"] == "revoked"
    assert room.verify(code)["revoke_reason"] == "Issued by mistake"
    page.get_by_role("button", name="Reinstate…").click()
    page.get_by_role("button", name="Reinstate certificate").click()
    expect(page.get_by_role("button", name="Revoke…")).to_be_visible()
    assert room.verify(code)["status"] == "active"


def test_an_admin_corrects_a_name_and_downloads_the_certificates(laptop: Laptop, visit: Visit) -> None:
    room = classroom(laptop)
    room.enroll("ada", "Ada Lovlace")
    room.finish("ada")
    code = room.certify("ada")
    page = visit().sign_in(ADMIN_NAME).open(f"/teach/{room.course_id}/ada").page
    page.get_by_role("button", name="Correct…").click()
    page.get_by_role("button", name="Replace certificate").click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing is different yet")
    page.get_by_label("Name on the certificate").fill("Ada Lovelace")
    page.get_by_role("button", name="Replace certificate").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_text("Ada Lovelace", exact=True)).to_be_visible()
    assert room.verify(code)["revoke_reason"] == "replaced"
    assert saved_file(page, "Download PDF").startswith(b"%PDF-")

    page.goto(f"{laptop.url}/manage/{room.course_id}/certificates")
    table = page.get_by_role("table", name="Certificates")
    expect(table.get_by_role("link", name="Ada Lovelace")).to_be_visible()
    rows = list(csv.DictReader(io.StringIO(saved_file(page, "Download CSV").decode("utf-8-sig"))))
    assert [row["issued_name"] for row in rows] == ["Ada Lovelace"]
    with zipfile.ZipFile(io.BytesIO(saved_file(page, "Download PDFs"))) as archive:
        assert [name[:12] for name in archive.namelist()] == ["Ada Lovelace"]
    page.get_by_label("Issued from").fill("2100-01-01")
    expect(page.get_by_role("heading", name="No certificates")).to_be_visible()


def test_a_learner_gets_a_notice_that_these_pages_are_for_instructors(visit: Visit) -> None:
    visitor = visit().sign_in("Maya Cohen")
    manage = ("/manage/new", "/manage/issuer", "/manage/payment-events", "/manage/unlinked-payments")
    work = (f"/manage/{COURSE_ID}/assignments", "/manage/learners/demo-anh")
    for path in ("/teach", f"/teach/{COURSE_ID}", f"/manage/{COURSE_ID}", *manage, *work):
        page = visitor.open(path).page
        expect(page.get_by_role("heading", name="This page is for instructors")).to_be_visible()
