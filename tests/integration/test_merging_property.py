"""Batches of several devices, in any order and any number of times, store the result of one delivery in order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from itertools import count, groupby
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.aws.connection import client
from shared.domain.dates import utc_text
from shared.edge import clock
from tests.support.aws import items
from tests.support.service import Caller, Service
from tests.support.sizes import size
from tests.support.steps import ANNA, COURSE_ID, enroll, outcomes, put_course, send, send_as_service

type Json = dict[str, Any]

# On moto an example takes half a second.
EXAMPLES = size(40, full=300)
NOON = datetime(2026, 1, 12, 12, tzinfo=UTC)
RECEIVED = NOON + timedelta(hours=1)
VIDEOS = {"starter": 100, "dough": 200, "crumb": 7}
LESSONS: list[Json] = [
    *({"lesson_id": name, "title": name, "kind": "video", "duration_seconds": VIDEOS[name]} for name in VIDEOS),
    {"lesson_id": "flour", "title": "On flour", "kind": "article"},
    {"lesson_id": "loaf", "title": "Your loaf", "kind": "assignment"},
]

# Few different times, written in two time zones, so that many are equal; some are in the future.
moments = st.builds(
    lambda minutes, zone: (NOON + timedelta(minutes=minutes)).astimezone(zone).isoformat(),
    st.one_of(st.integers(0, 8), st.sampled_from([61, 600_000])),
    st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=30))]),
)


@st.composite
def playbacks(draw: st.DrawFn) -> Json:
    """A video played in arbitrary ranges, which end at most one second after its end."""
    lesson_id = draw(st.sampled_from(sorted(VIDEOS)))
    second = st.integers(0, VIDEOS[lesson_id] * 10 + 10).map(lambda tenths: tenths / 10)
    pieces = st.tuples(second, second).map(sorted)
    long_piece = st.just([0.0, VIDEOS[lesson_id] * 0.85])
    return {
        "lesson_id": lesson_id,
        "type": "playback",
        "position_seconds": draw(st.one_of(st.sampled_from([0, 2, 5.5]), second)),
        "played": draw(st.lists(st.one_of(pieces, long_piece), max_size=3)),
    }


marks = st.sampled_from(["flour", "loaf", "starter", "nowhere"]).map(
    lambda lesson_id: {"lesson_id": lesson_id, "type": "completed"}
)
events = st.builds(
    lambda event, at, number: {"event_id": f"event-{number}", "occurred_at": at, **event},
    st.one_of(playbacks(), playbacks(), marks),
    moments,
    st.integers(0, 999),
)


@dataclass(frozen=True)
class Batch:
    """What a device or the service sends in one request."""

    events: Sequence[Json]
    by_service: bool

    def one_by_one(self) -> Iterator["Batch"]:
        return (Batch([event], self.by_service) for event in self.events)


@dataclass(frozen=True)
class Transmission:
    """The batches as sent, and as they arrived: each event at least once."""

    sent: Sequence[Batch]
    arrived: Sequence[Batch]

    def in_time_order(self) -> list[Batch]:
        single = [event for batch in self.sent for event in batch.one_by_one()]
        return sorted(single, key=lambda event: datetime.fromisoformat(event.events[0]["occurred_at"]))


@st.composite
def transmissions(draw: st.DrawFn) -> Transmission:
    """Batches of several devices and the service, shuffled; some are repeated, and some regrouped when sent again."""
    batch = st.builds(Batch, st.lists(events, min_size=1, max_size=6), st.booleans())
    sent = draw(st.lists(batch, min_size=1, max_size=5))
    again = draw(st.lists(st.sampled_from(sent), max_size=2))
    pieces = [piece for batch in draw(st.lists(st.sampled_from(sent), max_size=1)) for piece in batch.one_by_one()]
    regrouped = [
        Batch([piece.events[0] for piece in group], by_service)
        for by_service, group in groupby(draw(st.permutations(pieces)), key=lambda piece: piece.by_service)
    ]
    return Transmission(sent, draw(st.permutations([*sent, *again, *regrouped])))


class Clock(datetime):
    """The handlers' clock, which only the test advances."""

    moment = RECEIVED

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        assert tz is UTC
        return cls.moment


@pytest.fixture
def learners(service: Service, monkeypatch: pytest.MonkeyPatch) -> Iterator[Caller]:
    """An unlimited supply of learners enrolled in one course; the handlers' clock is frozen."""
    monkeypatch.setattr(clock, "datetime", Clock)
    monkeypatch.setattr(Clock, "moment", RECEIVED)
    put_course(service, lessons=LESSONS)

    enroll(service, ANNA)
    (enrollment,) = items("enrollments")

    def enrolled() -> Iterator[Caller]:
        for number in count():
            learner = Caller(f"learner-{number}")
            copy = {**enrollment, "user_id": {"S": learner.sub}}
            client("dynamodb").put_item(TableName="test-enrollments", Item=copy)
            yield learner

    return enrolled()


def deliver(service: Service, learner: Caller, batch: Batch) -> None:
    post = send_as_service if batch.by_service else send
    assert len(outcomes(post(service, *batch.events, learner=learner))) == len(batch.events)


def stored(learner: Caller) -> dict[str, Json]:
    """Every attribute of a learner's progress but the user id, by sort key; sets are unordered.

    Whether a report leads to a check depends on what was checked before, and is left out.
    """
    # Read by key: moto scans the whole table for a query.
    names = [f"{COURSE_ID}#{lesson['lesson_id']}" for lesson in LESSONS]
    keys = [{"user_id": {"S": learner.sub}, "course_lesson": {"S": name}} for name in names]
    request = {"test-lesson-progress": {"Keys": keys, "ConsistentRead": True}}
    found = client("dynamodb").batch_get_item(RequestItems=request)["Responses"]["test-lesson-progress"]
    return {
        item["course_lesson"]["S"]: {
            name: frozenset(value["NS"]) if "NS" in value else value
            for name, value in item.items()
            if name not in {"user_id", "settled"}
        }
        for item in found
    }


@settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(transmission=transmissions())
def test_the_stored_progress_does_not_depend_on_the_order_of_deliveries(
    service: Service, learners: Iterator[Caller], transmission: Transmission
) -> None:
    one, other = next(learners), next(learners)
    for batch in transmission.arrived:
        deliver(service, one, batch)
    for batch in transmission.in_time_order():
        deliver(service, other, batch)
    assert stored(one) == stored(other)


@settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(transmission=transmissions())
def test_no_delivery_reduces_the_stored_progress(
    service: Service, learners: Iterator[Caller], transmission: Transmission
) -> None:
    learner = next(learners)
    before: dict[str, Json] = {}
    for batch in transmission.arrived:
        Clock.moment += timedelta(seconds=1)
        deliver(service, learner, batch)
        after = stored(learner)
        assert all(position(item)[0] <= utc_text(Clock.moment) for item in after.values())
        for key, was in before.items():
            now = after[key]
            assert was.get("watched", frozenset()) <= now.get("watched", frozenset())
            assert position(was) <= position(now)
            assert "completed_at" not in was or was["completed_at"] == now["completed_at"]
        before = after


def position(item: Json) -> tuple[str, float]:
    """The time and value of the position; less than every position if there is none."""
    return (item["position_at"]["S"], float(item["position_seconds"]["N"])) if "position_at" in item else ("", 0)
