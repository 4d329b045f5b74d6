"""The course that a new data folder starts with, put in over the API like any other."""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx

from local import notes
from local.calls import Caller
from local.console import FailedError, say
from local.settings import Settings

# Named anew when the course changes, so that older data folders get it, too.
NOTE = "laurel-demo-course-of-clips-loaded"
COURSE_ID = "beekeeping"
SLUG = "beekeeping-for-beginners"
TEMPLATE = Path(__file__).with_name("demo_template.pdf")


# One short film, `web/public/media/clip.webm`, stands for every video.
CLIP_SECONDS = 40


def _video(lesson_id: str, title: str) -> dict[str, Any]:
    return {"lesson_id": lesson_id, "title": title, "kind": "video", "duration_seconds": CLIP_SECONDS}


LESSONS: list[dict[str, Any]] = [
    _video("welcome", "Welcome to the apiary"),
    _video("life-of-a-colony", "The life of a colony through the year"),
    _video("hive", "The parts of a hive, and what each is for"),
    {"lesson_id": "choosing-a-place", "title": "Choosing a place: sun, wind and neighbours", "kind": "article"},
    _video("protective-clothing", "Protective clothing, the smoker, and keeping calm"),
    _video("first-inspection", "Your first inspection, frame by frame"),
    _video("finding-the-queen", "Finding the queen"),
    _video("varroa", "Varroa: counting mites and acting in time"),
    _video("harvest", "The first harvest: uncapping, spinning, straining"),
    {"lesson_id": "inspection-diary", "title": "Hand in: a diary of three inspections", "kind": "assignment"},
]
COURSE: dict[str, Any] = {
    "slug": SLUG,
    "title": "Beekeeping for Beginners",
    "published": True,
    "completion_rule": {"lesson_watch_percent": 90, "course_percent": 100, "required_lessons": []},
    "lessons": [{**lesson, "published": True} for lesson in LESSONS],
}
# Who looks after the course.
ADMIN_ID, ADMIN_NAME = "demo-admin", "Dr. Ingrid Solberg"
# Who is there from the start: name, and how many of the lessons are done.
LEARNERS = {
    "demo-anh": ("Nguyễn Thị Ánh", len(LESSONS)),
    "demo-lukasz": ("Łukasz Wójcik", 5),
    "demo-maya": ("Maya Cohen", 1),
}


def load(settings: Settings, endpoint: str, api: str) -> bool:
    """Put the demo course and its learners in, unless this data folder has had them before.

    Args:
        settings: where the service answers.
        endpoint: the emulated AWS.
        api: the id of the API.

    Returns:
        Whether it did.

    Raises:
        FailedError: the service refused something.
    """
    if NOTE in notes.read(endpoint, api):
        return False
    say("loading the demo course")
    with (
        Caller(settings.url, user_id=ADMIN_ID, scope="admin") as admin,
        Caller(settings.url, user_id="demo-shop", scope="service") as shop,
    ):
        admin.call("PUT", f"/admin/courses/{COURSE_ID}", json=COURSE)
        _put_template(admin)
        for user_id, (name, lessons_done) in LEARNERS.items():
            enrollment = {"status": "active", "learner_name": name, "order_id": f"order-{user_id}"}
            shop.call("PUT", f"/service/enrollments/{user_id}/{COURSE_ID}", json=enrollment)
            events = finishing(LESSONS[:lessons_done], event_prefix=user_id)
            shop.call("POST", f"/service/progress/{user_id}/{SLUG}", json={"events": events})
    notes.write(endpoint, api, **{NOTE: "yes"})
    return True


def finishing(lessons: Iterable[dict[str, Any]], *, event_prefix: str) -> list[dict[str, Any]]:
    """The progress events of a learner who plays each video in three sittings, and completes the rest.

    Args:
        lessons: which lessons, as they are in a course.
        event_prefix: what tells these events from all others.
    """
    now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    events = []
    for lesson in lessons:
        event = {
            "event_id": f"{event_prefix}.{lesson['lesson_id']}",
            "lesson_id": lesson["lesson_id"],
            "occurred_at": now,
        }
        if lesson["kind"] == "video":
            end = lesson["duration_seconds"]
            played = [[0, end / 3], [end / 3, end / 2], [end / 2, end]]
            events.append({**event, "type": "playback", "position_seconds": end, "played": played})
        else:
            events.append({**event, "type": "completed"})
    return events


def _put_template(admin: Caller) -> None:
    """Upload the template straight to storage, with the form that the API signs for it, and take it."""
    pdf = TEMPLATE.read_bytes()
    upload = admin.ask(
        "POST",
        f"/admin/courses/{COURSE_ID}/certificate/template",
        json={"file_name": "beekeeping-certificate.pdf", "size_bytes": len(pdf)},
    )
    stored = httpx.post(
        upload["url"],
        data=upload["fields"],
        files={"file": ("beekeeping-certificate.pdf", pdf, "application/pdf")},
        trust_env=False,
    )
    if not stored.is_success:
        raise FailedError(f"the storage refused the template: {stored.status_code} {stored.text[:500]}")
    admin.call(
        "PUT",
        f"/admin/courses/{COURSE_ID}/certificate",
        json={
            "certificate_enabled": True,
            "certificate_signatory_name": ADMIN_NAME,
            "certificate_signatory_title": "Head of the school apiary",
            "template_upload_id": upload["upload_id"],
        },
    )
