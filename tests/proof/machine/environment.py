"""The environment of a run: the service on the twin or on moto, a clock, and two courses."""

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from functools import cache
from typing import Any

from shared.aws.connection import client
from shared.pdf.prepare import prepare
from shared.usecases import template_uploads
from tests.proof import facts, rows
from tests.proof.facts import Facts
from tests.proof.fake_aws import Clock, fake_aws, frozen_clock, load_into_moto
from tests.proof.machine.model import Model
from tests.proof.machine.model_entities import Course, Lesson
from tests.proof.rows import Rows
from tests.support import twin
from tests.support.aws import deployed, items
from tests.support.service import ADMIN, Caller, Service

LEARNERS = (Caller("anna", name="Anna Łukasiewicz"), Caller("ben"))
ORDERS = ("order-1", "order-2", "order-3")
# What an order of the shop, or one that it has not named, is found by.
FOUND_BY = (*ORDERS, "cs_4")
_QUEUES = {
    name: f"https://sqs.us-east-1.amazonaws.com/123456789012/test-{name}.fifo" for name in ("recheck", "order-lines")
}


def courses() -> dict[str, Course]:
    """A course with lessons of every kind, one of them unpublished, and a course of a single article."""
    several = [
        Lesson(lesson_id="starter", kind="video"),
        Lesson(lesson_id="flour", kind="article"),
        Lesson(lesson_id="loaf", kind="assignment"),
        Lesson(lesson_id="crust", kind="video", published=False),
    ]
    single = [Lesson(lesson_id="rye", kind="article")]
    return {
        "course-1": Course(course_id="course-1", slug="sourdough", title="Sourdough bread", lessons=several),
        "course-2": Course(course_id="course-2", slug="rye", title="Rye bread", lessons=single),
    }


def new_model() -> Model:
    return Model(courses=courses(), names={learner.sub: learner.name for learner in LEARNERS})


def course_body(course: Course) -> dict[str, Any]:
    """The body with which an admin puts a course."""
    return {
        "slug": course.slug,
        "title": course.title,
        "published": course.published,
        "completion_rule": {
            "lesson_watch_percent": course.watch_percent,
            "course_percent": course.course_percent,
            "required_lessons": [],
        },
        "lessons": [
            {
                "lesson_id": lesson.lesson_id,
                "title": lesson.lesson_id.title(),
                "kind": lesson.kind,
                "published": lesson.published,
                **({"duration_seconds": 100} if lesson.kind == "video" else {}),
            }
            for lesson in course.lessons
        ],
    }


class TwinEnvironment:
    """The data in the twin, and the messages put in a queue since the last call of `queued` for it."""

    def __init__(self, cloud: Any) -> None:  # noqa: ANN401 - a FakeAws
        self._cloud = cloud
        self._seen = {name: len(self._messages(name)) for name in _QUEUES}
        self._read: tuple[twin.State, Rows, Facts] | None = None

    def rows(self) -> Rows:
        return self._newest()[1]

    def facts(self) -> Facts:
        return self._newest()[2]

    def _newest(self) -> tuple[twin.State, Rows, Facts]:
        state = self._cloud.state
        if self._read is None or self._read[0] is not state:
            self._read = state, rows.of_twin(state), facts.of_twin(state)
        return self._read

    def _messages(self, queue: str) -> list[str]:
        sent = twin.messages(self._cloud.state)
        return [message["MessageBody"] for message in sent if message["QueueUrl"] == _QUEUES[queue]]

    def queued(self, queue: str) -> list[str]:
        new = self._messages(queue)[self._seen[queue] :]
        self._seen[queue] += len(new)
        return new


class MotoEnvironment:
    """The same for moto."""

    def rows(self) -> Rows:
        return rows.of_wire({table: items(table) for table in rows.TABLES})

    def facts(self) -> Facts:
        return facts.of_moto()

    def queued(self, queue: str) -> list[str]:
        bodies = []
        url = _QUEUES[queue]
        while messages := client("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
            for message in messages:
                bodies.append(message["Body"])
                client("sqs").delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        return bodies


@cache
def beginning() -> twin.State:
    """Create the courses, with certificates, once."""
    with frozen_clock(), fake_aws() as cloud:
        service = Service()
        for course in courses().values():
            url = f"/admin/courses/{course.course_id}"
            assert service.call("PUT", url, caller=ADMIN, body=course_body(course)).status == 200
            body = {"certificate_enabled": True, "template_upload_id": "default"}
            assert service.call("PUT", f"{url}/certificate", caller=ADMIN, body=body).status == 200
        return cloud.state


# Preparing a template is pure; a new process each time would take most of a run.
_prepare = cache(prepare)


@contextmanager
def environment(*, on_moto: bool = False) -> Iterator[TwinEnvironment | MotoEnvironment]:
    """Begin a run."""
    state = beginning()
    with ExitStack() as stack:
        stack.enter_context(frozen_clock())
        real, template_uploads.prepare = template_uploads.prepare, _prepare  # type: ignore[attr-defined]
        stack.callback(setattr, template_uploads, "prepare", real)
        if on_moto:
            stack.enter_context(deployed())
            load_into_moto(state)
            yield MotoEnvironment()
        else:
            cloud = stack.enter_context(fake_aws())
            cloud.state = state
            yield TwinEnvironment(cloud)


def text(seconds: float = 0) -> str:
    """The time of the service's clock, or so many seconds later, as text."""
    moment = Clock.moment if seconds == 0 else Clock.moment + timedelta(seconds=seconds)
    return f"{moment:%Y-%m-%dT%H:%M:%S.%f}Z"


def record(body: str, number: int) -> dict[str, Any]:
    """The record with which the queue delivers a message."""
    json.loads(body)
    return {"Records": [{"messageId": f"message-{number}", "body": body, "eventSource": "aws:sqs"}]}
