"""The learner's pages where a course was not started, and where it no longer gives what the learner has of it."""

from playwright.sync_api import Page, Route, expect

from tests.e2e.laptop import Laptop
from tests.e2e.pages.conftest import Visit
from tests.e2e.pages.lessons import LESSONS, Classroom, classroom
from tests.e2e.pages.test_every_page import expect_no_horizontal_scrolling
from tests.e2e.pages.test_learner_journey import MAYA, NAME
from tests.e2e.pages.visitor import NARROW, PHONE
from tests.support.sizes import at_full_size_only


def put(room: Classroom, **changes: object) -> None:
    course = {"slug": room.slug, "title": room.title, "published": True, "lessons": LESSONS}
    room.admin.call("PUT", f"/admin/courses/{room.course_id}", json={**course, **changes})


def test_a_certificate_stays_on_the_dashboard_when_its_course_is_unpublished(laptop: Laptop, visit: Visit) -> None:
    room = classroom(laptop)
    room.enroll(MAYA, NAME)
    room.finish(MAYA)
    room.certify(MAYA)
    put(room, published=False)
    phone = visit(PHONE).sign_in(NAME)
    page = phone.page
    card = page.get_by_role("listitem").filter(has_text=room.title)
    expect(card.get_by_text("Completed on")).to_be_visible()
    expect(card.get_by_text("not published at the moment")).to_be_visible()
    expect(card.get_by_role("link")).to_have_count(1)
    assert phone.violations() == []
    page.set_viewport_size(NARROW)
    expect_no_horizontal_scrolling(page)
    with page.expect_popup() as opening:
        card.get_by_role("link", name="View certificate").click()
    expect(opening.value.get_by_text("This certificate is valid.")).to_be_visible()

    # So does the page of the course, for who has its address.
    phone.open(f"/learn/{room.slug}")
    expect(page.get_by_role("heading", level=1)).to_have_text(room.title)
    expect(page.get_by_role("link", name="View certificate")).to_be_visible()
    assert phone.violations() == []


def only(page: Page, room: Classroom) -> None:
    """Show the learner a dashboard with this course alone; what it offers to start is real."""

    def filtered(route: Route) -> None:
        answer = route.fetch()
        body = answer.json()
        items = [course for course in body["items"] if course["slug"] == room.slug]
        first = {"lesson_id": "morning", "lesson_title": LESSONS[0]["title"], "position_seconds": 0, "started": False}
        offered = {"course_slug": room.slug, "course_title": room.title, **first}
        route.fulfill(response=answer, json={**body, "items": items, "continue_watching": offered})

    page.route("**/my-courses?*", filtered)


@at_full_size_only
def test_a_course_that_was_not_started_is_offered_with_its_picture_and_sections(laptop: Laptop, visit: Visit) -> None:
    room = classroom(laptop)
    sections = ["At the hive", "At the hive", None]
    lessons = [{**lesson, "section": section} for lesson, section in zip(LESSONS, sections, strict=True)]
    put(room, lessons=lessons, description="A day with bees.\nBring a hat.", picture_url="/media/nowhere.jpg")
    room.enroll(MAYA, NAME)
    phone = visit(PHONE).sign_in(NAME)
    page = phone.page
    only(page, room)
    phone.open("/")
    expect(page.get_by_role("heading", name="Start learning")).to_be_visible()
    expect(page.get_by_text("A day with bees.")).to_be_visible()
    # A picture that cannot be loaded leaves no gap.
    expect(page.locator("img")).to_have_count(0)
    assert phone.violations() == []
    page.get_by_role("region", name="Start learning").get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("A morning at the hive")
    page.get_by_role("link", name=room.title).first.click()
    expect(page.get_by_role("heading", level=3)).to_have_text(["At the hive"])
    expect(page.get_by_text("0 of 2 lessons")).to_be_visible()
    assert phone.violations() == []
