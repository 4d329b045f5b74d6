"""What happens behind the API, in the deployed stack: rechecks by the queue, announcements by the streams."""

import uuid
from typing import Any

import pytest

from local.calls import Caller
from tests.e2e.laptop import Laptop
from tests.e2e.stories import Story, wait_until

LESSONS: list[dict[str, Any]] = [
    {"lesson_id": "one", "title": "One", "kind": "article"},
    {"lesson_id": "two", "title": "Two", "kind": "article"},
]


@pytest.fixture
def course_id(laptop: Laptop) -> str:
    """A course of two articles, of this test's own."""
    course_id = f"course-{uuid.uuid4().hex[:12]}"
    put_course(laptop.caller("admin", scope="admin"), course_id, LESSONS)
    return course_id


def put_course(admin: Caller, course_id: str, lessons: list[dict[str, Any]]) -> None:
    course = {"slug": course_id, "title": "Two articles", "published": True, "lessons": lessons}
    admin.call("PUT", f"/admin/courses/{course_id}", json=course)


def read(learner: Caller, course_id: str, lesson_id: str) -> None:
    event = {
        "event_id": uuid.uuid4().hex,
        "lesson_id": lesson_id,
        "type": "completed",
        "occurred_at": "2026-11-20T09:00:00Z",
    }
    learner.call("POST", f"/my-courses/{course_id}/progress", json={"events": [event]})


def test_a_lesson_taken_out_completes_who_lacked_it_and_that_is_announced(
    laptop: Laptop, story: Story, course_id: str
) -> None:
    story.shop.call("PUT", f"/service/enrollments/{story.user_id}/{course_id}", json={"status": "active"})
    read(story.learner, course_id, "one")
    assert story.learner.ask("GET", f"/my-courses/{course_id}")["lessons_needed"] == 1

    put_course(laptop.caller("admin", scope="admin"), course_id, LESSONS[:1])
    wait_until(lambda: story.learner.ask("GET", f"/my-courses/{course_id}")["completed_at"])
    announced = wait_until(lambda: [item for item in story.stored("completions") if "announced_at" in item])
    assert announced[0]["completed_at"]["S"] <= announced[0]["announced_at"]["S"]
