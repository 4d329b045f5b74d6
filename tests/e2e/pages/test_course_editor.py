"""Writing a course: few clicks, pasted lists, order by mouse, finger and keyboard, errors that go with their cause."""

import re
import uuid
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from local.demo_course import ADMIN_NAME, CLIP_SECONDS
from tests.e2e.laptop import Laptop
from tests.e2e.pages.conftest import Visit
from tests.e2e.pages.visitor import DESKTOP, PHONE, Visitor
from tests.support.sizes import at_full_size_only

# Counts what a person presses; a key that activates a button has no detail.
COUNT_CLICKS = """() => {
    window.clicks = 0;
    addEventListener("click", (event) => { if (event.isTrusted && event.detail > 0) window.clicks += 1; }, true);
}"""
LINES = "\n".join(
    [
        "# First steps",
        *(f"Step {number} | 2:0{number}" for number in range(1, 5)),
        "# Practice",
        *(f"Exercise {number} | article" for number in range(5, 10)),
        "Your own candle | /media/clip.webm",
    ]
)


def titles(page: Page) -> list[str]:
    """The titles of the lessons and sections on the page, in their order."""
    fields = page.locator(".edited-lessons").get_by_label(re.compile("^(Title|Section)$"))
    return [field.input_value() for field in fields.all()]


def stored(laptop: Laptop, course_id: str) -> Any:  # noqa: ANN401
    return laptop.caller("teacher", scope="admin").ask("GET", f"/admin/courses/{course_id}")


def course(laptop: Laptop, count: int, **more: Any) -> str:  # noqa: ANN401
    """Create a course of so many articles; return its id."""
    course_id = f"order-{uuid.uuid4().hex[:8]}"
    lessons = [{"lesson_id": f"l{n}", "title": f"L{n}", "kind": "article", **more} for n in range(1, count + 1)]
    body = {"slug": course_id, "title": "Order", "lessons": lessons}
    laptop.caller("teacher", scope="admin").call("PUT", f"/admin/courses/{course_id}", json=body)
    return course_id


def editor(visitor: Visitor, path: str) -> Page:
    """Open the editor, on a desktop in a window that shows many lessons."""
    if visitor.page.viewport_size == DESKTOP["viewport"]:
        visitor.page.set_viewport_size({"width": 1280, "height": 1600})
    page = visitor.sign_in(ADMIN_NAME).open(path).page
    page.get_by_role("heading", name="Lessons").wait_for()
    return page


def paste(page: Page, text: str) -> None:
    """Paste a text where the focus is, from the clipboard."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    page.keyboard.press("ControlOrMeta+v")


def save(page: Page) -> None:
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("All changes saved")).to_be_visible()


def test_a_course_of_ten_lessons_with_certificates_takes_eight_clicks(laptop: Laptop, visit: Visit) -> None:
    mark = uuid.uuid4().hex[:8]
    visitor = visit().sign_in(ADMIN_NAME)
    page = visitor.open("/teach").page
    new_course = page.get_by_role("link", name="New course")
    new_course.wait_for()
    page.evaluate(COUNT_CLICKS)
    new_course.click()
    # The title has the focus.
    expect(page.get_by_label("Title").first).to_be_focused()
    page.keyboard.insert_text(f"Candles {mark}")
    page.get_by_role("button", name="Paste a list").click()
    paste(page, LINES)
    expect(page.get_by_role("list", name="Preview").get_by_role("listitem")).to_have_count(12)
    assert visitor.violations() == []
    page.get_by_role("button", name="Add 10 lessons").click()
    expect(page.get_by_role("group", name="Section: First steps").get_by_role("textbox")).to_be_focused()
    # Its length is that of the video.
    own = page.get_by_role("group", name="Lesson 10: Your own candle")
    expect(own.get_by_label("Length")).to_have_value("0:40")
    page.get_by_label("Published (visible to learners)").click()
    # All of the form at once: buttons that the bar below covers in part would be too small.
    page.set_viewport_size({"width": 1280, "height": 4000})
    assert visitor.violations() == []
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Set up certificate").click()
    page.get_by_role("button", name="default template").click()
    save(page)
    assert page.evaluate("window.clicks") == 8

    lessons = stored(laptop, f"candles-{mark}")["lessons"]
    assert [one["section"] for one in lessons] == ["First steps"] * 4 + ["Practice"] * 6
    assert [one["kind"] for one in lessons] == ["video"] * 4 + ["article"] * 5 + ["video"]
    assert (lessons[9]["video_url"], lessons[9]["duration_seconds"]) == ("/media/clip.webm", CLIP_SECONDS)
    settings = laptop.caller("teacher", scope="admin").ask("GET", f"/admin/courses/candles-{mark}/certificate")
    assert (settings["certificate_enabled"], settings["template"]["version"]) == (True, 1)


def drag(page: Page, grip: Locator, target: Locator, *, cancel: bool = False) -> None:
    """Drag a handle onto the middle of something, with the mouse."""
    # At the edges of the window, it would scroll.
    grip.evaluate("grip => grip.scrollIntoView({ block: 'center' })")
    start, end = grip.bounding_box(), target.bounding_box()
    assert start
    assert end
    page.mouse.move(start["x"] + start["width"] / 2, start["y"] + start["height"] / 2)
    page.mouse.down()
    page.mouse.move(end["x"] + end["width"] / 2, end["y"] + end["height"] / 2, steps=5)
    if cancel:
        page.keyboard.press("Escape")
    page.mouse.up()


def test_lessons_are_ordered_by_mouse_and_by_keyboard_and_pasted_into_a_title(laptop: Laptop, visit: Visit) -> None:
    course_id = course(laptop, 4)
    page = editor(visit(), f"/manage/{course_id}")

    def grip(title: str) -> Locator:
        return page.get_by_role("group", name=re.compile(f": {title}$")).get_by_role(
            "button", name=re.compile("^Move ")
        )

    def row(title: str) -> Locator:
        return page.get_by_role("group", name=re.compile(f": {title}$"))

    drag(page, grip("L1").first, row("L3"))
    assert titles(page) == ["L2", "L3", "L1", "L4"]
    drag(page, grip("L4").first, row("L2"), cancel=True)
    assert titles(page) == ["L2", "L3", "L1", "L4"]
    drag(page, grip("L4").first, row("L2"))
    assert titles(page) == ["L4", "L2", "L3", "L1"]

    page.get_by_role("button", name="Add a section").click()
    page.keyboard.insert_text("Later")
    section = row("Later").get_by_role("button", name="Move this section")
    section.press("ArrowUp")
    expect(section).to_be_focused()
    section.press("ArrowUp")
    expect(page.get_by_role("status").last).to_have_text("The section now begins before “L3”.")
    assert titles(page) == ["L4", "L2", "Later", "L3", "L1"]
    grip("L2").first.press("ArrowDown")
    expect(page.get_by_role("status").last).to_have_text("Moved to position 2 of 4, in the section “Later”.")
    grip("L2").first.press("Home")
    expect(grip("L2").first).to_be_focused()
    assert titles(page) == ["L2", "L4", "Later", "L3", "L1"]

    # Lines that are pasted into a title are offered as lessons; one line is pasted as it is.
    row("L3").get_by_label("Title").press("End")
    paste(page, " and more")
    assert titles(page)[3] == "L3 and more"
    paste(page, "N1\nN2 | 12:30 | wrong\n")
    expect(page.get_by_text("“wrong” is no address")).to_be_visible()
    page.get_by_label("One lesson in each line").fill("N1\nN2")
    page.get_by_label("Type of lessons").select_option("Article")
    page.get_by_label("One lesson in each line").press("ControlOrMeta+Enter")
    expect(row("N1").get_by_label("Title")).to_be_focused()
    # Enter adds the next lesson below.
    row("N1").get_by_label("Title").press("Enter")
    page.keyboard.insert_text("N1b")
    row("N1b").get_by_label("Type").select_option("Article")
    save(page)
    assert [(one["title"], one["section"]) for one in stored(laptop, course_id)["lessons"]] == [
        ("L2", None),
        ("L4", None),
        *((title, "Later") for title in ("L3 and more", "N1", "N1b", "N2", "L1")),
    ]


@at_full_size_only
def test_a_lesson_moves_across_pages_of_a_long_list(laptop: Laptop, visit: Visit) -> None:
    page = editor(visit(), f"/manage/{course(laptop, 52)}")
    second = page.get_by_role("button", name="Move lesson 2", exact=True)
    second.press("End")
    expect(page.get_by_role("button", name="Move lesson 52", exact=True)).to_be_focused()
    assert titles(page) == ["L52", "L2"]
    drag(
        page, page.get_by_role("button", name="Move lesson 51", exact=True), page.get_by_text("Previous lessons").first
    )
    expect(page.get_by_role("button", name="Move lesson 50", exact=True)).to_be_focused()
    assert titles(page)[-1] == "L52"
    drag(page, page.get_by_role("button", name="Move lesson 50", exact=True), page.get_by_text("Next lessons").last)
    expect(page.get_by_role("button", name="Move lesson 51", exact=True)).to_be_focused()
    assert titles(page) == ["L52", "L2"]


def test_on_a_phone_an_added_lesson_has_the_focus_and_a_finger_moves_lessons(laptop: Laptop, visit: Visit) -> None:
    visitor = visit(PHONE)
    page = editor(visitor, f"/manage/{course(laptop, 1, kind='video', duration_seconds=60)}")
    for number in range(2, 6):
        # The field that has the focus is left by the tap, and changes the form once more.
        length = page.get_by_label("Length").last
        length.tap()
        length.fill(f"{number}")
        page.get_by_role("button", name="Add a lesson").tap()
        expect(page.get_by_label("Title").last).to_be_focused()
        page.keyboard.type(f"New {number}")
        expect(page.get_by_label("Title").last).to_have_value(f"New {number}")
    assert titles(page) == ["L1", "New 2", "New 3", "New 4", "New 5"]

    grip = page.get_by_role("button", name="Move lesson 2", exact=True)
    grip.scroll_into_view_if_needed()
    start, end = grip.bounding_box(), page.get_by_role("group", name="Lesson 1").bounding_box()
    assert start
    assert end
    finger = page.context.new_cdp_session(page)
    x, y = start["x"] + start["width"] / 2, start["y"] + start["height"] / 2
    finger.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for step in range(1, 6):
        at = {"x": x, "y": y + (end["y"] + end["height"] / 2 - y) * step / 5}
        finger.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [at]})
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(page.get_by_label("Title").nth(1)).to_have_value("New 2")
    assert titles(page) == ["New 2", "L1", "New 3", "New 4", "New 5"]


def test_an_empty_form_names_every_error_and_each_goes_with_its_cause(visit: Visit) -> None:
    visitor = visit()
    page = editor(visitor, "/manage/new")
    page.get_by_role("button", name="Add a lesson").click()
    page.get_by_role("button", name="Save").click()
    summary = page.locator(".error-summary")
    expect(summary).to_be_focused()
    expect(summary.get_by_role("listitem")).to_have_count(5)
    expect(page.locator("[aria-invalid=true]")).to_have_count(5)
    assert visitor.violations() == []
    summary.get_by_role("link", name="Title", exact=True).click()
    # Slug and ID follow the title; the focus stays while the list becomes shorter.
    page.keyboard.type("Wax")
    expect(page.get_by_label("Title").first).to_be_focused()
    expect(summary.get_by_role("listitem")).to_have_count(2)
    summary.get_by_role("link", name="Lesson 1, length").click()
    page.keyboard.type("12")
    summary.get_by_role("link", name="Lesson 1, title").click()
    page.keyboard.type("Wick")
    expect(summary).to_have_count(0)
    expect(page.locator("[aria-invalid=true]")).to_have_count(0)


@pytest.mark.parametrize("address", ["https://elsewhere.example/a.mp4", "javascript:alert(1)"])
@at_full_size_only
def test_media_of_other_origins_are_refused_beside_their_field_and_never_loaded(
    laptop: Laptop, visit: Visit, address: str
) -> None:
    page = editor(visit(), f"/manage/{course(laptop, 1, kind='video', duration_seconds=60)}")
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.get_by_text("Video and captions").click()
    page.get_by_label("Address of the video").fill(address)
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".error-summary").get_by_role("listitem")).to_have_count(1)
    expect(page.get_by_label("Address of the video")).to_have_attribute("aria-invalid", "true")
    assert not [url for url in requests if "elsewhere" in url]
