"""What happens behind the API, in the deployed stack: rechecks by the queue, announcements by the streams."""

import json
import uuid
from typing import Any

import pytest

from local import deployed
from local.calls import Caller
from local.demo_course import SLUG
from local.waiting import wait_until
from tests.e2e.laptop import Laptop
from tests.e2e.stories import JSON, Story

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


class Heard:
    """A consumer of what the bus says of one learner, through a queue."""

    def __init__(self, story: Story) -> None:
        self._types: list[str] = []
        self._sqs = deployed.client("sqs", story.endpoint)
        self._queue = self._sqs.create_queue(QueueName=story.user_id)["QueueUrl"]
        asked = self._sqs.get_queue_attributes(QueueUrl=self._queue, AttributeNames=["QueueArn"])
        bus, name = deployed.client("events", story.endpoint), story.user_id
        pattern = json.dumps({"source": ["laurel"], "detail": {"user_id": [story.user_id]}})
        bus.put_rule(Name=name, EventBusName="laurel", EventPattern=pattern)
        target = {"Id": "1", "Arn": asked["Attributes"]["QueueArn"]}
        bus.put_targets(Rule=name, EventBusName="laurel", Targets=[target])

    def types(self) -> list[str]:
        """What was announced so far."""
        for message in self._sqs.receive_message(QueueUrl=self._queue, MaxNumberOfMessages=10).get("Messages", []):
            self._sqs.delete_message(QueueUrl=self._queue, ReceiptHandle=message["ReceiptHandle"])
            self._types.append(json.loads(message["Body"])["detail-type"])
        return self._types


def test_a_certificate_is_announced_when_issued_and_when_revoked(story: Story) -> None:
    heard = Heard(story)
    story.enroll()
    story.study()
    wait_until(lambda: "CourseCompleted" in heard.types())
    story.learner.ask("GET", f"/my-courses/{SLUG}/certificate", headers=JSON)
    wait_until(lambda: "CertificateIssued" in heard.types())
    story.pay_event(amount_refunded=4900)
    wait_until(lambda: "CertificateRevoked" in heard.types())
    # Each at least once, and nothing else: no revocation passes for an issue or a reinstatement.
    assert list(dict.fromkeys(heard.types())) == ["CourseCompleted", "CertificateIssued", "CertificateRevoked"]
