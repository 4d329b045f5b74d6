"""Two devices of one learner take turns, one of them offline for a while: both always read the merged progress."""

import random
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from local.calls import Caller
from tests.e2e.laptop import Laptop

type Json = dict[str, Any]

TURNS = 200
OFFLINE = range(60, 130)
KEPT_PER_BATCH = 12
# A hundred seconds each: one second is a hundredth of the lesson.
VIDEOS = [f"video-{number}" for number in range(5)]
LESSONS: list[Json] = [
    *({"lesson_id": video, "title": video, "kind": "video", "duration_seconds": 100} for video in VIDEOS),
    {"lesson_id": "article", "title": "article", "kind": "article"},
]


@dataclass
class ExpectedProgress:
    """The progress sent so far, computed independently: seconds by lesson, and the newest position."""

    seconds: dict[str, set[int]] = field(default_factory=dict)
    newest: dict[str, tuple[str, float]] = field(default_factory=dict)
    done: set[str] = field(default_factory=set)

    def add(self, event: Json) -> None:
        lesson_id = event["lesson_id"]
        seconds = self.seconds.setdefault(lesson_id, set())
        for start, end in event.get("played", []):
            seconds.update(range(start, end))
        place = (event["occurred_at"], event.get("position_seconds", 0))
        self.newest[lesson_id] = max(place, self.newest.get(lesson_id, place))
        if event["type"] == "completed" or len(seconds) >= 90:
            self.done.add(lesson_id)

    def seen(self) -> list[tuple[str, int, float | None, bool]]:
        """Each lesson's expected percentage, position and completion in the course view."""
        return [
            (
                lesson["lesson_id"],
                len(self.seconds.get(lesson["lesson_id"], ())) if lesson["kind"] == "video" else 100 * done,
                self.newest[lesson["lesson_id"]][1] if lesson["lesson_id"] in self.newest else None,
                done,
            )
            for lesson in LESSONS
            for done in [lesson["lesson_id"] in self.done]
        ]


@dataclass
class Device:
    """One of the learner's devices, with its own connection; offline, it queues its events."""

    http: Caller
    slug: str
    kept: list[Json] = field(default_factory=list)

    def send(self, batch: list[Json]) -> None:
        results = self.http.ask("POST", f"/my-courses/{self.slug}/progress", json={"events": batch})["results"]
        assert [result["event_id"] for result in results] == [event["event_id"] for event in batch]
        assert {result["status"] for result in results} <= {"recorded", "merged"}

    def read(self) -> Json:
        view: Json = self.http.ask("GET", f"/my-courses/{self.slug}")
        return view


@pytest.fixture
def devices(laptop: Laptop) -> tuple[Device, Device]:
    """A laptop and a phone of one learner, who is enrolled in a new course."""
    mark = uuid.uuid4().hex[:12]
    slug = f"sync-{mark}"
    course = {"slug": slug, "title": "In turns", "published": True, "lessons": LESSONS}
    laptop.caller("admin", scope="admin").ask("PUT", f"/admin/courses/course-{mark}", json=course)
    shop = laptop.caller("shop", scope="service")
    shop.ask("PUT", f"/service/enrollments/learner-{mark}/course-{mark}", json={"status": "active"})
    one, other = (Device(laptop.caller(f"learner-{mark}"), slug) for _ in range(2))
    return one, other


def turns() -> Iterator[Json]:
    """The event of each turn, in order of time: a few seconds of a video, and once the article."""
    chance = random.Random(20260112)  # noqa: S311 - the same turns each time
    start = datetime.now(UTC) - timedelta(hours=1)
    for turn in range(TURNS):
        at = (start + timedelta(seconds=10 * turn)).isoformat(timespec="seconds")
        event = {"event_id": f"turn-{turn}", "occurred_at": at}
        if turn == OFFLINE.start + 21:
            yield {**event, "lesson_id": "article", "type": "completed"}
            continue
        begin = chance.randrange(0, 96)
        end = min(100, begin + chance.randint(2, 14))
        playback = {"position_seconds": end, "played": [[begin, end]]}
        yield {**event, "lesson_id": chance.choice(VIDEOS), "type": "playback", **playback}


@dataclass
class SyncSession:
    """The progress exchanged so far, and the first `completed_at` seen of each lesson."""

    expected: ExpectedProgress = field(default_factory=ExpectedProgress)
    done_at: dict[str, str] = field(default_factory=dict)

    def exchange(self, device: Device, batch: list[Json], online: Sequence[Device]) -> None:
        """Send a batch; its sender and the other online devices read the merged progress at once."""
        device.send(batch)
        for event in batch:
            self.expected.add(event)
        for reader in sorted(online, key=lambda reader: reader is not device):
            self._compare(reader.read())

    def _compare(self, view: Json) -> None:
        lessons = view["lessons"]
        seen = [
            (each["lesson_id"], each["percent_watched"], each["position_seconds"], each["completed_at"] is not None)
            for each in lessons
        ]
        assert seen == self.expected.seen()
        assert view["percent"] == len(self.expected.done) * 100 // len(LESSONS)
        assert set(view["missing_lessons"]) == {lesson["lesson_id"] for lesson in LESSONS} - self.expected.done
        done_at = {each["lesson_id"]: each["completed_at"] for each in lessons if each["completed_at"]}
        assert self.done_at.items() <= done_at.items(), "a completed lesson stays completed, with the same time"
        self.done_at = done_at


def test_two_devices_read_the_same_progress_after_every_exchange(devices: tuple[Device, Device]) -> None:
    phone, session = devices[1], SyncSession()
    everything = list(turns())
    for turn, event in enumerate(everything):
        device = devices[turn % 2]
        if turn == OFFLINE.stop:
            batches = [phone.kept[at : at + KEPT_PER_BATCH] for at in range(0, len(phone.kept), KEPT_PER_BATCH)]
            for batch in [*reversed(batches), batches[0]]:
                session.exchange(phone, batch, devices)
        if turn in OFFLINE and device is phone:
            phone.kept.append(event)
        else:
            session.exchange(device, [event], devices[:1] if turn in OFFLINE else devices)

    whole = ExpectedProgress()
    for event in everything:
        whole.add(event)
    assert session.expected == whole
    assert len(phone.kept) > KEPT_PER_BATCH
    assert {"article"} < whole.done < {lesson["lesson_id"] for lesson in LESSONS}, "some are done, some are not"
