"""A scenario with its own learner and order, and the steps that many tests share."""

import uuid
from dataclasses import dataclass
from typing import Any

from local import deployed
from local.calls import Caller, refund, signed
from local.demo_course import COURSE_ID, LESSONS, SLUG, finishing

JSON = {"accept": "application/json"}


@dataclass(frozen=True)
class Scenario:
    """A learner with a new order, and the other callers."""

    user_id: str
    order_id: str
    learner: Caller
    shop: Caller
    anybody: Caller
    endpoint: str

    def enroll(self, *, expect: int = 200) -> Any:  # noqa: ANN401
        enrollment = {"status": "active", "learner_name": "Nguyễn Thị Ánh", "order_id": self.order_id}
        return self.shop.ask("PUT", f"/service/enrollments/{self.user_id}/{COURSE_ID}", json=enrollment, expect=expect)

    def finish_lessons(self) -> None:
        """Complete videos and article as the learner, and the assignment through the service route."""
        mine = [lesson for lesson in LESSONS if lesson["kind"] != "assignment"]
        batch = {"events": finishing(mine, event_prefix=self.user_id)}
        results = self.learner.ask("POST", f"/my-courses/{SLUG}/progress", json=batch)["results"]
        assert [result["status"] for result in results] == ["recorded"] * 9
        handed_in = [lesson for lesson in LESSONS if lesson["kind"] == "assignment"]
        batch = {"events": finishing(handed_in, event_prefix=self.user_id)}
        assert (
            self.learner.ask("POST", f"/my-courses/{SLUG}/progress", json=batch)["results"][0]["status"] == "rejected"
        )
        assert self.shop.ask("POST", f"/service/progress/{self.user_id}/{SLUG}", json=batch)["results"][0]["lesson"][
            "completed_at"
        ]

    def enrollment(self) -> Any:  # noqa: ANN401
        return self.shop.ask("GET", f"/service/enrollments/{self.user_id}/{COURSE_ID}")

    def verify(self, code: str) -> Any:  # noqa: ANN401
        return self.anybody.ask("GET", f"/certificates/verify/{code}", headers=JSON)

    def pay_event(self, *, amount_refunded: int, event_id: str | None = None) -> str:
        event_id = event_id or f"evt_{uuid.uuid4().hex}"
        event = refund(self.order_id, event_id=event_id, amount=4900, amount_refunded=amount_refunded)
        outcome: str = self.anybody.ask("POST", "/webhooks/stripe", **signed(event))["outcome"]
        return outcome

    def stored(self, entity: str) -> list[dict[str, Any]]:
        """The items of this learner in a table."""
        answer = deployed.client("dynamodb", self.endpoint).query(
            TableName=f"laurel-{entity}",
            KeyConditionExpression="user_id = :user_id",
            ExpressionAttributeValues={":user_id": {"S": self.user_id}},
            ConsistentRead=True,
        )
        items: list[dict[str, Any]] = answer["Items"]
        return items
