"""A learner on a phone, from the first lesson to the certificate and its refund."""

import re
from io import BytesIO

from playwright.sync_api import expect
from pypdf import PdfReader

from tests.e2e.laptop import Laptop
from tests.e2e.pages.conftest import Visit
from tests.e2e.pages.lessons import LESSONS, classroom
from tests.e2e.pages.visitor import PHONE, saved_file

MAYA, NAME = "demo-maya", "Maya Cohen"


def test_a_learner_finishes_a_course_partly_offline_and_is_certified_and_refunded(  # noqa: PLR0915 - a long scenario
    laptop: Laptop, visit: Visit
) -> None:
    room = classroom(laptop)
    order_id = room.enroll(MAYA, NAME)
    phone = visit(PHONE).sign_in(NAME)
    page = phone.page

    # The first lesson, watched to its end.
    page.get_by_role("link", name=room.title).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(room.title)
    page.get_by_role("link", name="Start").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("A morning at the hive")
    phone.play()
    expect(page.get_by_text("Complete", exact=True)).to_be_visible()
    expect(page.locator("[data-sync]")).to_have_text("Saved")
    assert room.standing(MAYA)["lessons"][0]["completed_at"]

    # The second without a network.
    page.get_by_role("link", name="Next lesson").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("An evening at the hive")
    # A video played before is played again from the device's cache.
    page.locator("video").wait_for()
    phone.context.set_offline(True)
    phone.play()
    expect(page.get_by_text("100% watched")).to_be_visible()
    expect(page.locator("[data-sync]")).to_contain_text("saved on this device")
    assert not room.standing(MAYA)["lessons"][1]["completed_at"]
    phone.context.set_offline(False)
    expect(page.get_by_text("Complete", exact=True)).to_be_visible()
    assert room.standing(MAYA)["lessons"][1]["completed_at"]

    # The last one completes the course.
    page.get_by_role("link", name=f"Next {LESSONS[2]['title']}").click()
    page.get_by_role("button", name="Mark as read").click()
    celebration = page.get_by_role("dialog", name=f"You have completed {room.title}")
    expect(celebration.get_by_role("heading")).to_contain_text("Well done")
    box = celebration.bounding_box()
    assert box
    assert (box["width"], box["height"]) == (390, 844), "it fills the screen"
    assert phone.violations() == []

    # Its main button leads to where the name is confirmed; nothing is issued before.
    celebration.get_by_role("link", name="Get your certificate").click()
    expect(celebration).to_be_hidden()
    expect(page.get_by_role("heading", name="Certificate")).to_be_focused()
    name_text = page.get_by_text("This name will be printed")
    expect(name_text).to_contain_text(NAME)
    assert room.standing(MAYA)["certificate"]["state"] == "available"
    assert phone.violations() == []
    pdf = saved_file(page, "This is my name: issue my certificate")
    assert NAME in PdfReader(BytesIO(pdf)).pages[0].extract_text()
    expect(name_text).to_have_count(0)
    expect(page.get_by_role("button", name="Download certificate")).to_be_focused()
    linkedin = page.get_by_role("link", name="Add to LinkedIn")
    expect(linkedin).to_have_attribute("href", re.compile(r"^https://www\.linkedin\.com/"))

    with page.expect_popup() as opening:
        page.get_by_role("link", name="Verify certificate").click()
    expect(opening.value.get_by_text("This certificate is valid.")).to_be_visible()
    expect(opening.value.get_by_text(NAME, exact=True)).to_be_visible()

    # The celebration is shown once: neither a reload nor the course's page shows it again.
    expect(page.get_by_text("Completed on")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="Certificate")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)

    # A full refund.
    room.refund(order_id)
    opening.value.reload()
    expect(opening.value.get_by_text("revoked")).not_to_have_count(0)
    page.reload()
    expect(page.get_by_text("Your access to this course has ended")).to_be_visible()
    phone.open("/")
    card = page.get_by_role("listitem").filter(has_text=room.title)
    expect(card.get_by_text("Certificate revoked")).to_be_visible()
    with page.expect_popup() as opening:
        card.get_by_role("link", name="See why it was revoked").click()
    expect(opening.value.get_by_text("the payment was refunded")).to_be_visible()
