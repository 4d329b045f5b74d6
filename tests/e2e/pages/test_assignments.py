"""An admin marks an assignment, undoes it, and corrects, exports and erases a learner found from the header."""

import json

from playwright.sync_api import expect

from local.demo_course import ADMIN_NAME, finishing
from local.waiting import wait_until
from tests.e2e.laptop import Laptop
from tests.e2e.pages.conftest import Visit
from tests.e2e.pages.lessons import LESSONS, Classroom, classroom
from tests.e2e.pages.visitor import saved_file
from tests.support.sizes import at_full_size_only

ESSAY = {"lesson_id": "essay", "title": "An essay on swarming", "kind": "assignment", "published": True}


def room_with_an_essay(laptop: Laptop) -> Classroom:
    room = classroom(laptop)
    course = {"slug": room.slug, "title": room.title, "published": True, "lessons": [*LESSONS, ESSAY]}
    room.admin.call("PUT", f"/admin/courses/{room.course_id}", json=course)
    return room


def finish_all_but_the_essay(room: Classroom, user_id: str) -> None:
    events = finishing(LESSONS, event_prefix=f"{room.course_id}-{user_id}")
    room.shop.call("POST", f"/service/progress/{user_id}/{room.slug}", json={"events": events})

    def is_counted() -> bool:
        listed = room.admin.ask("GET", f"/admin/courses/{room.course_id}/learners")["items"]
        return [item["completed_lessons"] for item in listed if item["user_id"] == user_id] == [len(LESSONS)]

    wait_until(is_counted)


def is_completed(room: Classroom, user_id: str) -> bool:
    return room.standing(user_id)["completed_at"] is not None


def test_an_assignment_is_marked_with_a_note_and_undone_and_the_learner_sees_it(laptop: Laptop, visit: Visit) -> None:
    room = room_with_an_essay(laptop)
    # The demo user Maya reads the note in the end.
    for user_id, name in (("ada", "Ada Lovelace"), ("demo-maya", "Maya Cohen"), ("zoe", "Zoe Adler")):
        room.enroll(user_id, name)
    finish_all_but_the_essay(room, "demo-maya")

    page = visit().sign_in(ADMIN_NAME).open(f"/manage/{room.course_id}/assignments").page
    table = page.get_by_role("table", name="Learners of the assignment")
    expect(table.get_by_role("row")).to_have_count(4)
    page.get_by_label("Only learners who have completed everything else").check()
    expect(table.get_by_role("row")).to_have_count(2)
    page.get_by_label("Only learners who have completed everything else").uncheck()
    expect(table.get_by_role("row")).to_have_count(4)

    page.get_by_label("Select Maya Cohen").check()
    page.get_by_label("Select Zoe Adler").check()
    page.get_by_role("button", name="Mark as done…").click()
    page.get_by_label("Note for each learner (optional)").fill("Lively. Mind the commas.")
    page.get_by_role("button", name="Mark as done", exact=True).click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(table.get_by_role("button", name="Undo… for Maya Cohen")).to_be_visible()
    wait_until(lambda: is_completed(room, "demo-maya"))

    table.get_by_role("button", name="Undo… for Zoe Adler").click()
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(table.get_by_text("To do again")).to_be_visible()
    assert room.standing("zoe")["assignments"][0]["undone_by"] == "demo-admin"

    learner = visit().sign_in("Maya Cohen").open(f"/learn/{room.slug}/essay").page
    expect(learner.get_by_text("Marked as done on")).to_be_visible()
    expect(learner.get_by_text("Lively. Mind the commas.")).to_be_visible()


@at_full_size_only
def test_an_assignment_is_marked_on_a_learners_page_and_cannot_be_undone_after_the_certificate(
    laptop: Laptop, visit: Visit
) -> None:
    room = room_with_an_essay(laptop)
    room.enroll("ada", "Ada Lovelace")
    finish_all_but_the_essay(room, "ada")
    page = visit().sign_in(ADMIN_NAME).open(f"/teach/{room.course_id}/ada").page
    page.get_by_role("button", name="Mark as done… An essay on swarming").click()
    page.get_by_role("button", name="Mark as done", exact=True).click()
    expect(page.get_by_text("Marked by demo-admin")).to_be_visible()
    wait_until(lambda: is_completed(room, "ada"))
    room.certify("ada")
    page.get_by_role("button", name="Undo… An essay on swarming").click()
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("has the certificate already")


def test_a_learner_found_from_the_header_is_corrected_exported_and_erased(laptop: Laptop, visit: Visit) -> None:
    rooms = [classroom(laptop), classroom(laptop)]
    user_id = f"grace-{rooms[0].course_id}"
    for room in rooms:
        room.enroll(user_id, "Grace Hoper")
    rooms[0].finish(user_id)
    wait_until(lambda: is_completed(rooms[0], user_id))
    code = rooms[0].certify(user_id)
    rooms[1].wait_until_found(user_id, user_id)

    page = visit().sign_in(ADMIN_NAME).page
    search = page.get_by_label("Find a learner by name or user ID")
    search.wait_for()
    page.keyboard.press("Control+k")
    expect(search).to_be_focused()
    page.keyboard.type(user_id)
    page.keyboard.press("Enter")
    page.get_by_role("list", name="Learners found").get_by_role("link", name="Grace Hoper").click()
    expect(page.get_by_role("heading", name="2 courses")).to_be_visible()

    page.get_by_role("button", name="Correct the name…").click()
    page.get_by_role("textbox", name="Name", exact=True).fill("Grace Hopper")
    page.get_by_role("button", name="Correct the name", exact=True).click()
    expect(page.get_by_text("Corrected in 2 courses.")).to_be_visible()
    page.get_by_role("button", name="Close").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Grace Hopper")
    assert rooms[0].verify(code)["revoke_reason"] == "replaced"
    assert [room.standing(user_id)["learner_name"] for room in rooms] == ["Grace Hopper"] * 2

    exported = json.loads(saved_file(page, "Export data"))
    assert [entry["learner_name"] for entry in exported["enrollments"]] == ["Grace Hopper"] * 2

    page.get_by_role("button", name="Erase…").click()
    page.get_by_role("button", name="Erase for good").click()
    expect(page.get_by_role("alert")).to_contain_text("to confirm")
    page.get_by_label("User ID, to confirm").fill(user_id)
    page.get_by_role("button", name="Erase for good").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Learners")
    assert rooms[0].verify(code)["issued_name"] == ""
    page.goto(f"{laptop.url}/manage/learners/{user_id}")
    expect(page.get_by_role("heading", name="Page not found")).to_be_visible()
