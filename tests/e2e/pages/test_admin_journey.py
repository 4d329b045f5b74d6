"""An admin creates a course, uploads a template, and previews the certificate."""

import uuid
from io import BytesIO

import pytest
from playwright.sync_api import FilePayload, Page, expect
from pypdf import PdfReader, PdfWriter

from local.demo_course import ADMIN_NAME, TEMPLATE
from tests.e2e.laptop import Laptop
from tests.e2e.pages.conftest import Visit
from tests.e2e.pages.lessons import classroom
from tests.e2e.pages.visitor import wait_for
from tests.support.sizes import at_full_size_only


def choose(page: Page, name: str, content: bytes) -> None:
    """Choose a file, as the file chooser does."""
    page.get_by_label("Choose a PDF").set_input_files(
        FilePayload(name=name, mimeType="application/pdf", buffer=content)
    )


# The canvas is empty until pdf.js has drawn on it, and again while it redraws.
DRAWN = """other => {
    const canvas = document.querySelector("figure[aria-busy=false] canvas");
    if (!canvas) return false;
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    let dark = 0;
    for (let i = 0; i < data.length; i += 4) dark += data[i] + data[i + 1] + data[i + 2] < 600 && data[i + 3] > 0;
    const picture = dark / (data.length / 4) > 0.005 && canvas.toDataURL();
    return picture !== other && picture;
}"""


def picture(page: Page, *, other: str = "") -> str:
    """The rendered preview, as soon as it is not blank and differs from `other`."""
    drawn: str = wait_for(page, DRAWN, other)
    return drawn


def test_an_admin_creates_a_course_and_previews_its_certificate(laptop: Laptop, visit: Visit) -> None:
    mark = uuid.uuid4().hex[:8]
    visitor = visit().sign_in(ADMIN_NAME)
    page = visitor.page
    page.get_by_role("link", name="Teaching").click()
    page.get_by_role("link", name="New course").click()
    page.get_by_label("Title").first.fill(f"Candles {mark}")
    expect(page.get_by_label("Slug")).to_have_value(f"candles-{mark}")
    page.get_by_role("button", name="Add a lesson").click()
    lesson = page.get_by_role("group", name="Lesson 1")
    lesson.get_by_label("Title").fill("Wax and wick")
    lesson.get_by_label("Type").select_option("Video")
    lesson.get_by_label("Length").fill("12:30")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(f"**/manage/candles-{mark}")
    admin = laptop.caller("teacher", scope="admin")
    stored = admin.ask("GET", f"/admin/courses/candles-{mark}")
    assert [(one["title"], one["duration_seconds"]) for one in stored["lessons"]] == [("Wax and wick", 750)]

    page.get_by_role("navigation", name="Course sections").get_by_role("link", name="Certificate").click()
    choose(page, "candles.pdf", TEMPLATE.read_bytes())
    page.get_by_role("switch", name="Issue certificates to learners").check()
    page.get_by_label("Signatory").first.fill("Ada Wax")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("All changes saved")).to_be_visible()
    settings = admin.ask("GET", f"/admin/courses/candles-{mark}/certificate")
    assert (settings["certificate_enabled"], settings["certificate_signatory_name"]) == (True, "Ada Wax")
    assert settings["template"]["file_name"] == "candles.pdf"

    # The preview on the page, and the linked PDF.
    expect(page.get_by_role("link", name="Open as PDF")).to_be_visible()
    before = picture(page)
    pdf = admin.call("GET", f"/admin/courses/candles-{mark}/certificate/preview").content
    text = PdfReader(BytesIO(pdf)).pages[0].extract_text()
    assert "SAMPLE" in text
    assert "Ada Wax" in text

    # Changes are previewed before they are saved.
    with page.expect_response(lambda answer: "signatory_title=Chandler" in answer.url):
        page.get_by_label("Signatory").nth(1).fill("Chandler")
    before = picture(page, other=before)
    page.get_by_label("Size of the text").select_option("Small")
    page.get_by_label("Place of the text").select_option("At the top of the text area")
    page.get_by_role("checkbox", name="Print the signatory").uncheck()
    picture(page, other=before)
    assert admin.ask("GET", f"/admin/courses/candles-{mark}/certificate") == settings

    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("All changes saved")).to_be_visible()
    template = admin.ask("GET", f"/admin/courses/candles-{mark}/certificate")["template"]
    chosen = {"placement": "top", "size": "S", "signature": False, "printed_url": True, "version": 2}
    assert template.items() >= chosen.items()


def encrypted(pdf: bytes) -> bytes:
    """A PDF that requires a password."""
    writer = PdfWriter(BytesIO(pdf))
    writer.encrypt("secret")
    written = BytesIO()
    writer.write(written)
    return written.getvalue()


# The file, the reason of its refusal, and whether it is sent: a file that is too large is refused by the page.
INVALID_TEMPLATES = {
    "letter.pdf": (b"Dear Sir or Madam", "This file is not a PDF", True),
    "locked.pdf": (encrypted(TEMPLATE.read_bytes()), "password", True),
    "huge.pdf": (b"%PDF-1.7\n" + bytes(11 * 1024 * 1024), "10 MB", False),
}


@pytest.mark.parametrize("name", INVALID_TEMPLATES)
def test_an_invalid_template_is_refused_with_a_reason_and_nothing_changes(
    laptop: Laptop, visit: Visit, name: str
) -> None:
    content, reason, is_sent = INVALID_TEMPLATES[name]
    room = classroom(laptop)
    before = room.admin.ask("GET", f"/admin/courses/{room.course_id}/certificate")
    page = visit().sign_in(ADMIN_NAME).open(f"/manage/{room.course_id}/certificate").page
    page.get_by_role("img", name="Sample certificate").wait_for()
    choose(page, name, content)
    if is_sent:
        page.get_by_role("button", name="Save").click()
    expect(page.get_by_label("Template").get_by_text(reason).first).to_be_visible()
    for promise in ("Will be the new template", "Save to see the new template"):
        expect(page.get_by_text(promise)).to_have_count(0)
    assert room.admin.ask("GET", f"/admin/courses/{room.course_id}/certificate") == before


def test_unsaved_input_survives_an_expired_session(laptop: Laptop, visit: Visit) -> None:
    room = classroom(laptop)
    visitor = visit().sign_in(ADMIN_NAME)
    page = visitor.open(f"/manage/{room.course_id}").page
    page.get_by_label("Title").first.fill("Bees, at length")
    page.route(
        "**/admin/**", lambda route: route.continue_(headers={**route.request.headers, "authorization": "Bearer x"})
    )
    page.route("**/local/issuer/token", lambda route: route.fulfill(status=400, json={"error": "invalid_grant"}))
    page.get_by_role("button", name="Save").click()
    again = page.get_by_role("button", name="Sign in again").first
    expect(again).to_be_visible()
    page.unroute_all()
    page.on("dialog", lambda dialog: dialog.accept())
    again.click()
    expect(page.get_by_label("Title").first).to_have_value("Bees, at length")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("All changes saved")).to_be_visible()
    assert room.admin.ask("GET", f"/admin/courses/{room.course_id}")["title"] == "Bees, at length"


def test_the_second_of_two_concurrent_edits_is_refused_and_overwrites_nothing(laptop: Laptop, visit: Visit) -> None:
    room = classroom(laptop)
    address = f"/admin/courses/{room.course_id}"
    page = visit().sign_in(ADMIN_NAME).open(f"/manage/{room.course_id}").page
    page.get_by_label("Title").first.fill("Mine")
    stored = room.admin.ask("GET", address)
    theirs = {name: stored[name] for name in ("slug", "published", "completion_rule", "lessons")}
    room.admin.call("PUT", address, json={**theirs, "title": "Theirs"})
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Overwrite their changes").wait_for()
    assert room.admin.ask("GET", address)["title"] == "Theirs"
    page.get_by_role("button", name="Overwrite their changes").click()
    expect(page.get_by_text("All changes saved")).to_be_visible()
    assert room.admin.ask("GET", address)["title"] == "Mine"


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="300" height="100"><rect width="300" height="90"/></svg>'


@at_full_size_only
def test_an_admin_makes_a_template_from_a_design_and_a_logo(laptop: Laptop, visit: Visit) -> None:
    admin = laptop.caller("teacher", scope="admin")
    course_id = classroom(laptop).course_id
    page = visit().sign_in(ADMIN_NAME).open("/manage/issuer").page
    page.get_by_label("Name of the organisation").fill("Hearth School")
    logo = FilePayload(name="logo.svg", mimeType="image/svg+xml", buffer=SVG)
    page.get_by_label("Choose a picture").set_input_files(logo)
    expect(page.get_by_alt_text("The new logo")).to_be_visible()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("All changes saved")).to_be_visible()
    expect(page.get_by_alt_text("The logo")).to_be_visible()
    assert admin.ask("GET", "/admin/issuer")["logo_sha256"]

    page.goto(f"{laptop.url}/manage/{course_id}/certificate")
    page.get_by_role("button", name="Use a built-in design").click()
    sample = page.get_by_alt_text("A sample certificate on the new template")
    expect(sample).to_be_visible()
    first = sample.get_attribute("src")
    # With the keyboard: the arrow chooses the next design.
    page.get_by_role("radio", name="Classic").press("ArrowRight")
    page.get_by_label("Paper").select_option("US Letter")
    page.get_by_label("logo above the heading").check()
    expect(sample).not_to_have_attribute("src", first or "")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("All changes saved")).to_be_visible()
    template = admin.ask("GET", f"/admin/courses/{course_id}/certificate")["template"]
    assert template["file_name"] == "laurel-modern-letter-landscape.pdf"
