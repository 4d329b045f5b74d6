"""How each event of a progress batch is recorded."""

import json
from typing import Any

import pytest

from tests.support.aws import items
from tests.support.service import Service
from tests.support.steps import (
    completed,
    enroll,
    lesson,
    my_course,
    outcomes,
    playback,
    put_course,
    send,
    send_as_service,
)
from tests.support.wire import calls


@pytest.fixture(autouse=True)
def _enrolled(service: Service) -> None:
    put_course(service)
    enroll(service)


def test_a_playback_sets_the_position_and_adds_the_seconds_played(service: Service) -> None:
    event = playback("starter", [0, 14.5], [60, 75])
    answer = send(service, event)
    progress = {"lesson_id": "starter", "percent_watched": 29, "position_seconds": 75.0, "completed_at": None}
    assert answer.json == {
        "results": [{"event_id": event["event_id"], "status": "recorded", "lesson": progress}],
    }
    seen = lesson(service, "starter")
    assert {name: seen[name] for name in progress} == progress


def test_results_have_the_order_of_the_events_valid_and_invalid(service: Service) -> None:
    events = [
        playback("dough", [0, 20]),
        playback("no-such-lesson", [0, 1]),
        completed("starter"),
        playback("starter", [20, 10]),
        completed("flour"),
        completed("loaf"),
    ]
    answer = send(service, *events)
    assert [result["event_id"] for result in answer.json["results"]] == [event["event_id"] for event in events]
    assert outcomes(answer) == [
        "recorded",
        "lesson_not_found",
        "completion_not_allowed",
        "invalid_range",
        "recorded",
        "completion_not_allowed",
    ]
    assert all(("lesson" in result) == (result["status"] == "recorded") for result in answer.json["results"])
    assert my_course(service)["missing_lessons"] == ["starter", "dough", "loaf"]


def test_an_unpublished_lesson_is_not_found(service: Service) -> None:
    hidden = {"lesson_id": "hidden", "title": "Soon", "kind": "article", "published": False}
    put_course(service, lessons=[hidden])
    assert outcomes(send(service, completed("hidden"))) == ["lesson_not_found"]


def test_a_service_may_complete_assignments_and_articles_but_not_videos(service: Service) -> None:
    answer = send_as_service(service, completed("loaf"), completed("flour"), completed("starter"))
    assert outcomes(answer) == ["recorded", "recorded", "completion_not_allowed"]
    assert lesson(service, "loaf")["percent_watched"] == 100


def test_a_completion_by_a_service_does_not_change_the_last_played_lesson(service: Service) -> None:
    send(service, playback("dough", [0, 20]))
    send_as_service(service, completed("loaf"))
    assert my_course(service)["next_lesson"] == "dough"
    assert lesson(service, "loaf")["position_seconds"] is None


@pytest.mark.parametrize(
    "fields",
    [
        {"position_seconds": None},
        {"position_seconds": "12"},
        {"position_seconds": True},
        {"position_seconds": -0.1},
        {"position_seconds": 101.01},
        {"position_seconds": 10**400},
        {"position_seconds": float("nan")},
        {"position_seconds": float("inf")},
        {"played": None},
        {"played": "0-14"},
        {"played": {"from": 0}},
        {"played": [0, 14]},
        {"played": [[0]]},
        {"played": [[0, 1, 2]]},
        {"played": ["01"]},
        {"played": [["0", "1"]]},
        {"played": [[14, 0]]},
        {"played": [[-1, 14]]},
        {"played": [[0, 101.01]]},
        {"played": [[0, float("nan")]]},
        {"played": [[0, 10], [float("-inf"), 5]]},
    ],
    ids=json.dumps,
)
def test_an_invalid_position_or_range_rejects_only_its_event(service: Service, fields: dict[str, Any]) -> None:
    good = playback("starter", [0, 10])
    assert outcomes(send(service, {**good, **fields}, good)) == ["invalid_range", "recorded"]
    assert lesson(service, "starter")["percent_watched"] == 10


def test_a_playback_without_position_is_invalid(service: Service) -> None:
    event = playback("starter", [0, 10])
    del event["position_seconds"]
    assert outcomes(send(service, event)) == ["invalid_range"]
    assert items("lesson-progress") == []


def test_a_playback_may_have_no_played_range(service: Service) -> None:
    event = playback("starter", position_seconds=33)
    del event["played"]
    assert outcomes(send(service, event)) == ["recorded"]
    assert lesson(service, "starter")["position_seconds"] == 33.0


def test_a_position_may_exceed_the_duration_by_up_to_a_second(service: Service) -> None:
    assert outcomes(send(service, playback("starter", [0, 101], position_seconds=101))) == ["recorded"]
    assert lesson(service, "starter")["percent_watched"] == 100


def test_a_video_is_completed_at_the_watch_percentage_of_the_rule(service: Service) -> None:
    send(service, playback("starter", [0, 89]))
    assert lesson(service, "starter")["completed_at"] is None
    answer = send(service, playback("starter", [89, 90]))
    assert answer.json["results"][0]["lesson"]["completed_at"] == lesson(service, "starter")["completed_at"] is not None


def test_the_same_seconds_played_twice_count_once(service: Service) -> None:
    send(service, playback("starter", [0, 50], [0, 50]))
    send(service, playback("starter", [0, 50]))
    assert lesson(service, "starter")["percent_watched"] == 50


def test_several_events_of_one_lesson_are_one_write(service: Service) -> None:
    send(service, playback("starter", [0, 5]))
    events = [playback("starter", [start, start + 10]) for start in range(0, 80, 10)]
    with calls() as made:
        assert outcomes(send(service, *events)) == ["recorded"] * 8
    assert made.count("UpdateItem") == 1
    assert set(made) == {"GetItem", "UpdateItem"}


def test_a_hundred_events_fit_in_one_batch(service: Service) -> None:
    assert outcomes(send(service, *[completed("flour") for _ in range(100)])) == ["recorded"] * 100
