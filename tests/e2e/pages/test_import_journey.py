"""An instructor enrolls a class: one learner by hand, five hundred from a file of which twenty rows are bad."""

import csv
import io
from pathlib import Path

import pytest
from playwright.sync_api import expect

from local.demo_course import ADMIN_NAME
from tests.e2e.laptop import Laptop
from tests.e2e.pages.conftest import Visit
from tests.e2e.pages.lessons import classroom
from tests.e2e.pages.visitor import DEVICES, Device
from tests.support.sizes import size

GOOD = size(80, full=480)
BAD = 20

# Drops a file on an element; returns whether the page took care of it: otherwise the browser opens the file.
DROP = """(element, text) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([text], "class.csv"));
    return !element.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
}"""


def class_list() -> bytes:
    """As Excel writes it in Europe: semicolons, Windows-1252, the names of columns in other words."""
    good = [f"pupil-{number:03};;Zoë {number}" for number in range(GOOD - 1)]
    rows = ["User ID;E-Mail;Name;Phone", *good, ";Siobhan@Example.org;Siobhán", *["no such id;;Nobody"] * BAD]
    return "\r\n".join(rows).encode("windows-1252")


@pytest.mark.parametrize("device", DEVICES)
def test_an_instructor_imports_a_class_and_downloads_the_result(laptop: Laptop, visit: Visit, device: Device) -> None:
    room = classroom(laptop)
    room.enroll("pupil-000", "Zoë 0")
    visitor = visit(device).sign_in(ADMIN_NAME)
    page = visitor.open(f"/teach/{room.course_id}").page
    page.get_by_role("link", name="Import a file").click()
    page.get_by_label("Choose a CSV file").set_input_files(
        {"name": "class.csv", "mimeType": "text/csv", "buffer": class_list()}
    )
    expect(page.get_by_role("heading", name="What this file does")).to_be_visible()
    expect(page.get_by_text("This file is not in UTF-8")).to_be_visible()
    expect(page.get_by_text("Columns that are not imported: Phone")).to_be_visible()
    expect(page.get_by_role("button", name=f"{BAD} Cannot be imported")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("button", name="1 Nothing changes")).to_be_visible()
    assert visitor.violations() == []
    page.get_by_role("button", name=f"Import {GOOD - 1} learners").click()
    # By its address: Firefox 153 crashes when roles are searched while one page replaces the other.
    page.wait_for_url("**/import/*")
    expect(page.get_by_role("progressbar", name="Rows done").or_(page.get_by_text("rows imported"))).to_be_visible()
    # The page of an import is its own, and shows the progress after a reload.
    page.reload()
    expect(page.get_by_role("heading", name=f"{GOOD - 1} rows imported, {BAD} rows not.")).to_be_visible()
    assert visitor.violations() == []
    with page.expect_download() as downloading:
        page.get_by_role("button", name="Download the result (CSV)").click()
    text = Path(downloading.value.path()).read_bytes().decode("utf-8-sig")
    results = [row["Result"] for row in csv.DictReader(io.StringIO(text))]
    assert (results.count("Enrolled"), results.count("Unchanged"), results.count("Not imported")) == (GOOD - 2, 1, BAD)
    page.get_by_role("link", name="See the learners").click()
    expect(page.get_by_role("heading", name="Waiting to sign in")).to_be_visible()
    expect(page.get_by_text("siobhan@example.org").first).to_be_visible()


def test_a_file_can_be_dropped_and_one_that_misses_does_not_replace_the_page(laptop: Laptop, visit: Visit) -> None:
    room = classroom(laptop)
    page = visit().sign_in(ADMIN_NAME).open(f"/manage/{room.course_id}/import").page
    heading = page.get_by_role("heading", level=1)
    heading.wait_for()
    assert heading.evaluate(DROP, "user_id,name\npupil-001,Zoë")
    expect(page.get_by_text("Drop a CSV file here")).to_be_visible()
    assert page.get_by_text("Drop a CSV file here").evaluate(DROP, "user_id,name\npupil-001,Zoë")
    expect(page.get_by_role("heading", name="What this file does")).to_be_visible()


def test_an_instructor_adds_one_learner_extends_cancels_and_restores(laptop: Laptop, visit: Visit) -> None:
    room = classroom(laptop)
    page = visit().sign_in(ADMIN_NAME).open(f"/teach/{room.course_id}").page
    page.get_by_role("button", name="Add a learner").click()
    page.get_by_role("button", name="Add learner").click()
    expect(page.get_by_text("Enter an e-mail address")).to_be_visible()
    page.get_by_role("textbox", name="E-mail address").fill("ana@example.org")
    page.get_by_role("button", name="Add learner").click()
    expect(page.get_by_text("ana@example.org is enrolled as soon as they sign in.").first).to_be_visible()
    page.get_by_role("button", name="Cancel the enrollment of ana@example.org").click()
    page.get_by_role("button", name="Cancel enrollment").click()
    expect(page.get_by_role("heading", name="Waiting to sign in")).to_have_count(0)

    page.get_by_role("button", name="Add a learner").click()
    page.get_by_role("radio", name="User ID").check()
    page.get_by_role("textbox", name="User ID").fill("ana")
    page.get_by_label("Name (optional)").fill("Ana Sousa")
    page.get_by_role("button", name="Add learner").click()
    page.get_by_role("link", name="Open their page").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ana Sousa")
    page.get_by_role("button", name="Set an end of access").click()
    page.get_by_label("Last day of access").fill("2090-12-31")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Active until")).to_be_visible()
    page.get_by_role("button", name="Cancel the enrollment").click()
    page.get_by_role("button", name="Cancel enrollment").click()
    expect(page.get_by_text("The enrollment was cancelled")).to_be_visible()
    page.get_by_role("button", name="Restore the enrollment").click()
    page.get_by_role("button", name="Restore enrollment").click()
    expect(page.get_by_text("Active until")).to_be_visible()
