"""The demo course, which is created through the API when a data folder is new."""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx

from local import tags
from local.calls import Caller
from local.console import CommandError, print_line
from local.settings import Settings

# Renamed when the course changes, so that existing data folders get the new one.
TAG = "laurel-demo-course-with-instructor-and-sections-loaded"
COURSE_ID = "beekeeping"
SLUG = "beekeeping-for-beginners"
TEMPLATE = Path(__file__).with_name("demo_template.pdf")

# The duration of `web/public/media/clip.webm`, the video of each video lesson.
CLIP_SECONDS = 40
# Files beside the pages.
CLIP = {"video_url": "/media/clip.webm", "captions_url": "/media/clip.vtt"}
START, INSPECTIONS, SUMMER = "Before the bees come", "Inspections", "The first summer"


def _video(lesson_id: str, title: str, section: str) -> dict[str, Any]:
    video = {"lesson_id": lesson_id, "title": title, "kind": "video", "duration_seconds": CLIP_SECONDS}
    return {**video, "section": section, **CLIP}


LESSONS: list[dict[str, Any]] = [
    _video("welcome", "Welcome to the apiary", START),
    _video("life-of-a-colony", "The life of a colony through the year", START),
    _video("hive", "The parts of a hive, and what each is for", START),
    {
        "lesson_id": "choosing-a-place",
        "title": "Choosing a place: sun, wind and neighbours",
        "kind": "article",
        "section": START,
        "article_url": "/media/article.html",
    },
    _video("protective-clothing", "Protective clothing, the smoker, and keeping calm", INSPECTIONS),
    _video("first-inspection", "Your first inspection, frame by frame", INSPECTIONS),
    _video("finding-the-queen", "Finding the queen", INSPECTIONS),
    _video("varroa", "Varroa: counting mites and acting in time", SUMMER),
    _video("harvest", "The first harvest: uncapping, spinning, straining", SUMMER),
    {
        "lesson_id": "inspection-diary",
        "title": "Hand in: a diary of three inspections",
        "kind": "assignment",
        "section": SUMMER,
    },
]
# The course's admin, who signs its certificates; and its instructor.
ADMIN_ID, ADMIN_NAME = "demo-admin", "Dr. Ingrid Solberg"
INSTRUCTOR_ID, INSTRUCTOR_NAME = "demo-instructor", "Kofi Mensah"
COURSE: dict[str, Any] = {
    "slug": SLUG,
    "title": "Beekeeping for Beginners",
    "description": (
        "From an empty garden to your own first honey: how a colony lives, what a hive needs, and how to work among "
        "bees calmly.\n\nYou need no experience, and no bees yet."
    ),
    "picture_url": "/media/apiary.svg",
    "published": True,
    "completion_rule": {"lesson_watch_percent": 90, "course_percent": 100, "required_lessons": []},
    "lessons": [{**lesson, "published": True} for lesson in LESSONS],
    "instructors": [INSTRUCTOR_ID],
}
# The learners: their names, and how many lessons each has completed.
LEARNERS = {
    "demo-anh": ("Nguyễn Thị Ánh", len(LESSONS)),
    "demo-lukasz": ("Łukasz Wójcik", 5),
    "demo-maya": ("Maya Cohen", 1),
}


def load(settings: Settings, endpoint: str, api: str) -> bool:
    """Create the demo course and its learners, unless that was done before in this data folder.

    Args:
        settings: the address of the service.
        endpoint: where ministack answers.
        api: the id of the HTTP API.

    Returns:
        Whether they were created.

    Raises:
        CommandError: the service refused a request.
    """
    if TAG in tags.read(endpoint, api):
        return False
    print_line("loading the demo course")
    with (
        Caller(settings.url, user_id=ADMIN_ID, scope="admin") as admin,
        Caller(settings.url, user_id="demo-shop", scope="service") as shop,
    ):
        admin.call("PUT", f"/admin/courses/{COURSE_ID}", json=COURSE)
        put_template(admin)
        for user_id, (name, lessons_done) in LEARNERS.items():
            enrollment = {"status": "active", "learner_name": name, "order_id": f"order-{user_id}"}
            shop.call("PUT", f"/service/enrollments/{user_id}/{COURSE_ID}", json=enrollment)
            events = finishing(LESSONS[:lessons_done], event_prefix=user_id)
            shop.call("POST", f"/service/progress/{user_id}/{SLUG}", json={"events": events})
    tags.write(endpoint, api, **{TAG: "yes"})
    return True


def finishing(lessons: Iterable[dict[str, Any]], *, event_prefix: str) -> list[dict[str, Any]]:
    """The progress events that complete lessons: each video is played in three ranges.

    Args:
        lessons: the lessons, as in the request that creates a course.
        event_prefix: makes the event ids unique.
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


def put_template(admin: Caller) -> None:
    """Upload the template by presigned POST, and enable certificates with it."""
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
        raise CommandError(f"S3 refused the template: {stored.status_code} {stored.text[:500]}")
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
