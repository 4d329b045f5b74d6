"""Progress converges to the same state, in whatever order and however often events arrive."""

from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import Any

import pytest

from tests.support.aws import items
from tests.support.service import Service
from tests.support.steps import ANNA, BEN, completed, enroll, lesson, outcomes, playback, put_course, send

NOON = datetime(2026, 1, 12, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _enrolled(service: Service) -> None:
    put_course(service)
    enroll(service)


def at(minute: int) -> str:
    return (NOON + timedelta(minutes=minute)).isoformat()


def test_the_position_follows_the_newest_event_whatever_arrives_last(service: Service) -> None:
    assert outcomes(send(service, playback("starter", [0, 40], occurred_at=at(2)))) == ["recorded"]
    assert outcomes(send(service, playback("starter", [40, 70], occurred_at=at(1)))) == ["merged"]
    seen = lesson(service, "starter")
    assert (seen["position_seconds"], seen["percent_watched"]) == (40.0, 70)


def test_the_newest_event_of_a_batch_counts_whatever_its_index(service: Service) -> None:
    answer = send(
        service,
        playback("starter", [0, 40], occurred_at=at(2)),
        playback("starter", [40, 70], occurred_at=at(1)),
        playback("starter", [70, 75], occurred_at=at(3)),
    )
    assert outcomes(answer) == ["recorded", "merged", "recorded"]
    assert lesson(service, "starter")["position_seconds"] == 75.0


def test_of_two_positions_with_the_same_time_the_furthest_counts(service: Service) -> None:
    send(service, playback("starter", position_seconds=50, occurred_at=at(0)))
    assert outcomes(send(service, playback("starter", position_seconds=30, occurred_at=at(0)))) == ["merged"]
    assert outcomes(send(service, playback("starter", position_seconds=60, occurred_at=at(0)))) == ["recorded"]
    assert lesson(service, "starter")["position_seconds"] == 60.0


def test_times_are_compared_as_instants_and_not_as_strings(service: Service) -> None:
    send(service, playback("starter", position_seconds=10, occurred_at="2026-01-12T12:00:00Z"))
    send(service, playback("starter", position_seconds=20, occurred_at="2026-01-12t10:30:00.000-02:00"))
    send(service, playback("starter", position_seconds=30, occurred_at="2026-01-12T13:59:59+02:00"))
    assert lesson(service, "starter")["position_seconds"] == 20.0


def test_an_event_from_the_future_counts_as_the_time_of_receipt(service: Service) -> None:
    ahead = (datetime.now(UTC) + timedelta(days=400)).isoformat()
    assert outcomes(send(service, playback("starter", position_seconds=50, occurred_at=ahead))) == ["recorded"]
    assert outcomes(send(service, playback("starter", position_seconds=60))) == ["recorded"]
    assert lesson(service, "starter")["position_seconds"] == 60.0


def test_a_late_event_keeps_its_own_time(service: Service) -> None:
    early = playback("starter", [0, 90], occurred_at="1999-12-31T23:59:59Z")
    assert outcomes(send(service, early)) == ["recorded"]
    assert lesson(service, "starter")["completed_at"] is not None


def test_an_event_sent_again_changes_nothing(service: Service) -> None:
    event = playback("starter", [0, 95])
    send(service, event)
    before = lesson(service, "starter")
    assert outcomes(send(service, event)) == ["merged"]
    assert lesson(service, "starter") == before


def test_a_completed_lesson_stays_completed(service: Service) -> None:
    send(service, playback("starter", [0, 95]), completed("flour"))
    reached = [lesson(service, name)["completed_at"] for name in ("starter", "flour")]
    send(service, playback("starter", [0, 5]), completed("flour"))
    put_course(service, completion_rule={"lesson_watch_percent": 100})
    assert [lesson(service, name)["completed_at"] for name in ("starter", "flour")] == reached


def kept() -> list[dict[str, Any]]:
    """The stored progress, without user ids and write times."""
    return sorted(
        (
            {
                "lesson": item["course_lesson"]["S"].partition("#")[2],
                "position": float(item["position_seconds"]["N"]),
                "at": item["position_at"]["S"],
                "watched": sorted(item.get("watched", {"NS": []})["NS"], key=int),
                "completed": "completed_at" in item,
            }
            for item in items("lesson-progress")
        ),
        key=lambda progress: progress["lesson"],
    )


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_every_order_of_events_ends_in_the_same_state(service: Service, order: tuple[int, ...]) -> None:
    batches = [
        [playback("starter", [0, 60], occurred_at=at(1))],
        [playback("starter", [50, 80], occurred_at=at(3)), playback("dough", [0, 10], occurred_at=at(2))],
        [playback("starter", [75, 95], occurred_at=at(2))],
        [playback("dough", [100, 110], occurred_at=at(1)), playback("starter", [0, 5], occurred_at=at(0))],
    ]
    for index in order:
        send(service, *batches[index])
    watched = [str(part) for part in range(95)]
    assert kept() == [
        {
            "lesson": "dough",
            "position": 10,
            "at": "2026-01-12T12:02:00.000000Z",
            "watched": ["0", "1", "2", "3", "4", "50", "51", "52", "53", "54"],
            "completed": False,
        },
        {
            "lesson": "starter",
            "position": 80,
            "at": "2026-01-12T12:03:00.000000Z",
            "watched": watched,
            "completed": True,
        },
    ]


def test_the_progress_of_one_learner_does_not_change_that_of_another(service: Service) -> None:
    enroll(service, BEN)
    send(service, playback("starter", [0, 60]), learner=ANNA)
    send(service, playback("starter", [0, 30]), learner=BEN)
    assert lesson(service, "starter", ANNA)["percent_watched"] == 60
    assert lesson(service, "starter", BEN)["percent_watched"] == 30
