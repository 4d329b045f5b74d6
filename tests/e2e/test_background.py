"""Asynchronous processing in the deployed stack: rechecks from the queue, announcements from the streams."""

import json
import uuid
from typing import Any

import pytest

from local import deployed
from local.calls import Caller
from local.demo_course import SLUG
from local.waiting import wait_until
from tests.e2e.laptop import Laptop
from tests.e2e.scenario import JSON, Scenario

LESSONS: list[dict[str, Any]] = [
    {"lesson_id": "one", "title": "One", "kind": "article"},
    {"lesson_id": "two", "title": "Two", "kind": "article"},
]


@pytest.fixture
def course_id(laptop: Laptop) -> str:
    """A new course of two articles."""
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


def test_removing_a_lesson_completes_a_learner_who_lacked_it_and_announces_the_completion(
    laptop: Laptop, scenario: Scenario, course_id: str
) -> None:
    scenario.shop.call("PUT", f"/service/enrollments/{scenario.user_id}/{course_id}", json={"status": "active"})
    read(scenario.learner, course_id, "one")
    assert scenario.learner.ask("GET", f"/my-courses/{course_id}")["lessons_needed"] == 1

    put_course(laptop.caller("admin", scope="admin"), course_id, LESSONS[:1])
    wait_until(lambda: scenario.learner.ask("GET", f"/my-courses/{course_id}")["completed_at"])
    announced = wait_until(lambda: [item for item in scenario.stored("completions") if "announced_at" in item])
    assert announced[0]["completed_at"]["S"] <= announced[0]["announced_at"]["S"]


class EventConsumer:
    """A consumer of the events of one learner, through a queue."""

    def __init__(self, scenario: Scenario) -> None:
        self._types: list[str] = []
        self._sqs = deployed.client("sqs", scenario.endpoint)
        self._queue = self._sqs.create_queue(QueueName=scenario.user_id)["QueueUrl"]
        attributes = self._sqs.get_queue_attributes(QueueUrl=self._queue, AttributeNames=["QueueArn"])
        bus, name = deployed.client("events", scenario.endpoint), scenario.user_id
        pattern = json.dumps({"source": ["laurel"], "detail": {"user_id": [scenario.user_id]}})
        bus.put_rule(Name=name, EventBusName="laurel", EventPattern=pattern)
        target = {"Id": "1", "Arn": attributes["Attributes"]["QueueArn"]}
        bus.put_targets(Rule=name, EventBusName="laurel", Targets=[target])

    def types(self) -> list[str]:
        """The types of the events received so far."""
        for message in self._sqs.receive_message(QueueUrl=self._queue, MaxNumberOfMessages=10).get("Messages", []):
            self._sqs.delete_message(QueueUrl=self._queue, ReceiptHandle=message["ReceiptHandle"])
            self._types.append(json.loads(message["Body"])["detail-type"])
        return self._types


def test_a_certificate_is_announced_when_issued_and_when_revoked(scenario: Scenario) -> None:
    consumer = EventConsumer(scenario)
    scenario.enroll()
    scenario.finish_lessons()
    wait_until(lambda: "CourseCompleted" in consumer.types())
    scenario.learner.ask("GET", f"/my-courses/{SLUG}/certificate", headers=JSON)
    wait_until(lambda: "CertificateIssued" in consumer.types())
    scenario.pay_event(amount_refunded=4900)
    wait_until(lambda: "CertificateRevoked" in consumer.types())
    # Each at least once, and no other: a revocation is not announced as an issue or a reinstatement.
    assert list(dict.fromkeys(consumer.types())) == ["CourseCompleted", "CertificateIssued", "CertificateRevoked"]
