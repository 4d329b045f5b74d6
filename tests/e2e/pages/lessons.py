"""A course for one test, small enough to be finished in a browser."""

import uuid
from dataclasses import dataclass
from typing import Any

from local.calls import Caller, refund, signed
from local.demo_course import CLIP_SECONDS, finishing
from local.waiting import wait_until
from tests.e2e.laptop import Laptop
from tests.e2e.scenario import JSON

PRICE = 4900
VIDEO = {"kind": "video", "duration_seconds": CLIP_SECONDS, "published": True}
LESSONS: list[dict[str, Any]] = [
    {"lesson_id": "morning", "title": "A morning at the hive", **VIDEO},
    {"lesson_id": "evening", "title": "An evening at the hive", **VIDEO},
    {"lesson_id": "place", "title": "Where hives stand well", "kind": "article", "published": True},
]


@dataclass(frozen=True, kw_only=True)
class Classroom:
    """A course of two videos and an article, with its admin and shop."""

    laptop: Laptop
    course_id: str
    title: str
    admin: Caller
    shop: Caller

    @property
    def slug(self) -> str:
        return self.course_id

    def enroll(self, user_id: str, name: str | None, *, order_id: str = "") -> str:
        """Enroll a learner, with a new order by default; return the order id. Without a name, the shop knows none."""
        order_id = order_id or f"order-{self.course_id}-{user_id}"
        enrollment = {"status": "active", "learner_name": name, "order_id": order_id}
        self.shop.call("PUT", f"/service/enrollments/{user_id}/{self.course_id}", json=enrollment)
        return order_id

    def refund(self, order_id: str) -> None:
        """Refund an order in full."""
        event = refund(order_id, event_id=f"evt_{uuid.uuid4().hex}", amount=PRICE, amount_refunded=PRICE)
        assert self.shop.ask("POST", "/webhooks/stripe", **signed(event))["outcome"] == "refunded"

    def finish(self, user_id: str) -> None:
        """Complete every lesson through the service route."""
        events = finishing(LESSONS, event_prefix=f"{self.course_id}-{user_id}")
        self.shop.call("POST", f"/service/progress/{user_id}/{self.slug}", json={"events": events})

    def certify(self, user_id: str) -> str:
        """Have a learner who finished download the certificate; return its code."""
        learner = self.laptop.caller(user_id)
        code: str = learner.ask("GET", f"/my-courses/{self.slug}/certificate", headers=JSON)["verification_code"]
        return code

    def verify(self, code: str) -> Any:  # noqa: ANN401
        """The public verification of a code."""
        return self.admin.ask("GET", f"/certificates/verify/{code}", headers=JSON)

    def wait_until_found(self, user_id: str, text: str) -> None:
        """Wait until searches of all courses and of this one find a learner, and this one's learners are counted."""

        def is_found() -> bool:
            found = self.admin.ask("GET", f"/admin/learners?q={text}")
            in_course = self.admin.ask("GET", f"/admin/courses/{self.course_id}/learners?q={text}")
            is_counted = in_course["summary"]["as_of"] is not None
            return is_counted and all(
                user_id in {item["user_id"] for item in page["items"]} for page in (found, in_course)
            )

        wait_until(is_found)

    def standing(self, user_id: str) -> Any:  # noqa: ANN401
        """The learner's standing as the instructor sees it."""
        return self.admin.ask("GET", f"/admin/courses/{self.course_id}/learners/{user_id}")


def classroom(laptop: Laptop) -> Classroom:
    """Create a course, with certificates from Laurel's default template."""
    mark = uuid.uuid4().hex[:8]
    admin = laptop.caller("teacher", scope="admin")
    room = Classroom(
        laptop=laptop,
        course_id=f"bees-{mark}",
        title=f"Bees in a Minute {mark}",
        admin=admin,
        shop=laptop.caller("shop", scope="service"),
    )
    course = {"slug": room.slug, "title": room.title, "published": True, "lessons": LESSONS}
    admin.call("PUT", f"/admin/courses/{room.course_id}", json=course)
    settings = {"certificate_enabled": True, "template_upload_id": "default"}
    admin.call("PUT", f"/admin/courses/{room.course_id}/certificate", json=settings)
    return room
