"""Deliveries with injected faults, then one recheck: every learner who finished is completed once."""

import random
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from shared.aws.connection import client
from shared.domain.errors import DomainError
from shared.domain.ids import UserId
from shared.domain.progress import EventType, ProgressEvent
from shared.usecases import progress
from shared.usecases import recheck as recheck_usecase
from tests.support.aws import items
from tests.support.queues import RECHECK
from tests.support.service import Context, Service, function
from tests.support.sizes import size
from tests.support.steps import enroll, put_course
from tests.support.stream import Stream, fault
from tests.support.wire import ProcessKilled, calls

type Place = tuple[str, str]

DELIVERIES = size(300, full=10_000)
# How often a learner returns to a lesson: at least, and at most.
REVISITS = (size(1, full=18), size(4, full=54))
LEARNERS = [UserId(f"learner-{number:03}") for number in range(size(28, full=110))]
# All in one course, more than one page of the recheck; some in the others, which keeps the tables small.
PAGE = size(20, full=recheck_usecase.PAGE)
IN_COURSE = {
    "whole": LEARNERS[: size(12, full=40)],
    "share": LEARNERS,
    "required": LEARNERS[size(8, full=20) : size(20, full=60)],
    "emptied": LEARNERS[: size(6, full=20)],
}
LESSONS = {
    "whole": ["video-1", "video-2", "article-1"],
    "share": ["video-1", "article-1", "article-2"],
    "required": ["video-1", "article-1", "article-2", "assignment-1"],
    "emptied": ["video-1", "article-1"],
}
RULES: dict[str, dict[str, Any]] = {
    "whole": {},
    "share": {"course_percent": 60},
    "required": {"course_percent": 50, "required_lessons": ["assignment-1"]},
    "emptied": {},
}
MALFORMED: list[dict[str, Any]] = [
    {},
    {"NewImage": {}},
    {"NewImage": {"user_id": {"S": "learner-001"}}},
    {"NewImage": {"course_lesson": {"S": "whole#video-1"}}},
    {"NewImage": {"user_id": {"S": ""}, "course_lesson": {"S": "whole#video-1"}}},
    {"NewImage": {"user_id": {"N": "1"}, "course_lesson": {"S": "whole#video-1"}}},
    {"NewImage": {"user_id": {"L": [{"S": "learner-001"}]}, "course_lesson": {"S": "whole#video-1"}}},
    {"NewImage": {"user_id": {"S": "learner-001"}, "course_lesson": {"NULL": True}}},
]


def finished(course_id: str, done: set[str]) -> bool:
    """The completion rules of the four courses, implemented independently of the code under test."""
    return {
        "whole": len(done) == 3,
        "share": len(done) >= 2,
        "required": "assignment-1" in done and len(done) >= 2,
        "emptied": False,
    }[course_id]


def put(service: Service, course_id: str, *, watch_percent: int = 90, published: bool = True) -> None:
    lessons = [
        {
            "lesson_id": lesson_id,
            "title": lesson_id,
            "kind": lesson_id.partition("-")[0],
            "published": published,
            **({"duration_seconds": 100} if lesson_id.startswith("video") else {}),
        }
        for lesson_id in LESSONS[course_id]
    ]
    rule = {**RULES[course_id], "lesson_watch_percent": watch_percent}
    put_course(service, course_id, slug=course_id, lessons=lessons, completion_rule=rule)


class Learner:
    """One learner in one course, who finishes some lessons, only starts others, and revisits them."""

    def __init__(self, user_id: UserId, course_id: str, chance: random.Random) -> None:
        self.place = (str(user_id), course_id)
        self.done: set[str] = set()
        lessons = chance.sample(LESSONS[course_id], chance.randint(1, len(LESSONS[course_id])))
        self._steps = [(lesson_id, chance.random() < 0.85) for lesson_id in lessons]
        self._steps += chance.choices(self._steps, k=chance.randint(*REVISITS))

    @property
    def idle(self) -> bool:
        return not self._steps

    def act(self, chance: random.Random) -> None:
        """Send the next few events; those of an assignment are sent by the service."""
        now = datetime.now(UTC)
        steps = [self._steps.pop(0) for _ in range(min(len(self._steps), chance.randint(1, 3)))]
        for by_service in (False, True):
            mine = [step for step in steps if step[0].startswith("assignment") is by_service]
            events = [event for lesson_id, finishes in mine for event in self._events(lesson_id, now, finishes)]
            if events:
                progress.record(UserId(self.place[0]), self.place[1], events, by_service=by_service, now=now)

    def _events(self, lesson_id: str, now: datetime, finishes: bool) -> Iterator[ProgressEvent]:  # noqa: FBT001
        if finishes:
            self.done.add(lesson_id)
        if lesson_id.startswith("video"):
            for played in ((50, 100), (0, 45)) if finishes else ((10, 60),):
                yield ProgressEvent(
                    event_id="event",
                    lesson_id=lesson_id,
                    type=EventType.PLAYBACK,
                    occurred_at=now,
                    position_seconds=played[1],
                    played=(played,),
                )
        elif finishes:
            yield ProgressEvent(event_id="event", lesson_id=lesson_id, type=EventType.COMPLETED, occurred_at=now)


class CompletionObserver:
    """Observes every `completed_at` as soon as it is written, and asserts that it never changes."""

    def __init__(self) -> None:
        self.first: dict[Place, str] = {}

    def observe(self, enrollments_read: Iterable[dict[str, Any]]) -> None:
        for item in enrollments_read:
            place = (item["user_id"]["S"], item["course_id"]["S"])
            if place in self.first or "completed_at" in item:
                assert self.first.setdefault(place, item["completed_at"]["S"]) == item["completed_at"]["S"]

    def observe_at(self, places: set[Place]) -> None:
        keys = [{"user_id": {"S": user_id}, "course_id": {"S": course_id}} for user_id, course_id in sorted(places)]
        request = {"test-enrollments": {"Keys": keys, "ConsistentRead": True}}
        self.observe(client("dynamodb").batch_get_item(RequestItems=request)["Responses"]["test-enrollments"])


@pytest.fixture
def chance() -> random.Random:
    return random.Random(20260112)  # noqa: S311 - the same deliveries each time


@pytest.fixture
def learners(service: Service, chance: random.Random) -> list[Learner]:
    for course_id in LESSONS:
        put(service, course_id)
    enroll(service, course_id="whole")
    (enrollment,) = items("enrollments")
    for course_id in LESSONS:
        for user_id in IN_COURSE[course_id]:
            copy = {**enrollment, "user_id": {"S": user_id}, "course_id": {"S": course_id}}
            client("dynamodb").put_item(TableName="test-enrollments", Item=copy)
    return [Learner(user_id, course_id, chance) for course_id in LESSONS for user_id in IN_COURSE[course_id]]


def test_failed_deliveries_and_a_recheck_complete_every_finished_learner_once(
    service: Service, learners: list[Learner], chance: random.Random, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recheck_usecase, "PAGE", PAGE)
    stream, observer = Stream(chance=chance, lost=frozenset([*LEARNERS[::20], *LEARNERS[-4:]])), CompletionObserver()
    with stream.filled():
        for learner in learners:
            while learner.place[1] == "emptied" and not learner.idle:
                learner.act(chance)
    put(service, "emptied", published=False)

    active = [learner for learner in learners if not learner.idle]
    chance.shuffle(active)
    while active or stream.waiting:
        if active and chance.random() < 0.9:
            learner = chance.choice(active[:12])
            with stream.filled():
                learner.act(chance)
            if learner.idle:
                active.remove(learner)
        elif stream.waiting:
            if chance.random() < 0.08:
                stream.put("poison", dict(chance.choice(MALFORMED)))
            if chance.random() < 0.1:
                stream.drop()
            deliver_and_observe(stream, observer)
    assert stream.delivered >= DELIVERIES

    expected = {learner.place for learner in learners if finished(learner.place[1], learner.done)}
    assert observer.first.keys() < expected, "some completions are still missing, and no other learner is completed"
    assert {user_id for user_id, _ in expected - observer.first.keys()} <= stream.missed
    assert "poison" in stream.missed
    for course_id in LESSONS:
        put(service, course_id, watch_percent=89, published=course_id != "emptied")
    recheck(chance, observer)
    assert observer.first.keys() == expected
    assert completed_at("enrollments") == completed_at("completions") == observer.first
    assert not any("recheck_due" in item for item in items("courses"))


def deliver_and_observe(stream: Stream, observer: CompletionObserver) -> None:
    """Deliver a batch, sometimes more than once."""
    if not stream.waiting:
        return
    batch = stream.next_batch()
    places = {place_of(record) for record in batch if "Keys" in record["dynamodb"]}
    with calls() as made:
        stream.deliver(batch)
        for _ in range(stream.chance.choice([0, 1, 1, 2])):
            stream.deliver(batch)
    if "TransactWriteItems" in made:
        observer.observe_at(places)


def place_of(record: dict[str, Any]) -> Place:
    keys = record["dynamodb"]["Keys"]
    return keys["user_id"]["S"], keys["course_lesson"]["S"].partition("#")[0]


def recheck(chance: random.Random, observer: CompletionObserver) -> None:
    """Run every queued page until it succeeds, as the queue would."""
    queue = client("sqs")
    while messages := queue.receive_message(QueueUrl=RECHECK, VisibilityTimeout=0).get("Messages"):
        (message,) = messages
        event = {"Records": [{"messageId": message["MessageId"], "body": message["Body"]}]}
        try:
            with fault(chance, share=0.5, calls=300):
                function("recheck").handler(event, Context())
        except (ProcessKilled, DomainError):
            continue
        finally:
            observer.observe(items("enrollments"))
        queue.delete_message(QueueUrl=RECHECK, ReceiptHandle=message["ReceiptHandle"])


def completed_at(entity: str) -> dict[Place, str]:
    return {
        (item["user_id"]["S"], item["course_id"]["S"]): item["completed_at"]["S"]
        for item in items(entity)
        if "completed_at" in item
    }
