"""Batches that are refused as a whole: none of their events is recorded."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.support.aws import items
from tests.support.service import SHOP, Service
from tests.support.steps import (
    ANNA,
    BEN,
    SLUG,
    completed,
    enroll,
    outcomes,
    pay_event,
    playback,
    put_course,
    refund_event,
    refusal,
    send,
    send_as_service,
)

EVENT = {"event_id": "e1", "lesson_id": "flour", "type": "completed", "occurred_at": "2026-01-12T08:29:58Z"}


@pytest.fixture(autouse=True)
def _enrolled(service: Service) -> None:
    put_course(service)
    enroll(service, order_id="order-1")


@pytest.mark.parametrize("send_batch", [send, send_as_service])
def test_a_batch_of_more_than_a_hundred_events_is_refused(service: Service, send_batch: Callable[..., Any]) -> None:
    answer = send_batch(service, *[completed("flour") for _ in range(101)])
    assert refusal(answer) == (413, "too_many_events")
    assert items("lesson-progress") == []


@pytest.mark.parametrize(
    ("body", "location"),
    [
        ({"events": [EVENT, {**EVENT, "type": "seeked"}]}, ["events", 1, "type"]),
        ({"events": [EVENT, {**EVENT, "occurred_at": "2026-02-30T00:00:00Z"}]}, ["events", 1, "occurred_at"]),
        ({"events": [EVENT, {**EVENT, "occurred_at": "2026-02-03T00:00:00"}]}, ["events", 1, "occurred_at"]),
        ({"events": [EVENT, {**EVENT, "occurred_at": "9999-12-31T23:59:59-12:00"}]}, ["events", 1, "occurred_at"]),
        ({"events": [EVENT, {**EVENT, "event_id": "e 2"}]}, ["events", 1, "event_id"]),
        ({"events": [EVENT, {**EVENT, "lesson_id": 7}]}, ["events", 1, "lesson_id"]),
        ({"events": [EVENT, "seeked"]}, ["events", 1]),
        ({"events": []}, ["events"]),
        ({"events": EVENT}, ["events"]),
        ({}, []),
        ([EVENT], []),
    ],
    ids=json.dumps,
)
def test_a_malformed_batch_is_refused_with_the_location_of_the_error(
    service: Service,
    body: object,
    location: list[str | int],
) -> None:
    answer = service.call("POST", f"/my-courses/{SLUG}/progress", caller=ANNA, body=body)
    assert refusal(answer) == (400, "invalid_request")
    assert location in [error["location"] for error in answer.json["errors"]]
    assert all(error["message"] for error in answer.json["errors"])
    assert items("lesson-progress") == []


@pytest.mark.parametrize("body", ["", "{", "null", '{"events": [', '"\\ud800"', "[" * 5_000, "\x00"])
def test_a_body_that_is_not_a_json_object_is_refused(service: Service, body: str) -> None:
    answer = service.call("POST", f"/my-courses/{SLUG}/progress", caller=ANNA, body=body)
    assert refusal(answer) == (400, "invalid_request")


def test_a_body_with_too_many_json_values_is_too_large(service: Service) -> None:
    body = {"events": [1] * 20_000}
    answer = service.call("POST", f"/my-courses/{SLUG}/progress", caller=ANNA, body=body)
    assert refusal(answer) == (413, "body_too_large")
    assert len(answer.content) < 500


def test_an_unpaired_surrogate_is_refused(service: Service) -> None:
    body = '{"events": [{"event_id": "e1", "lesson_id": "flour", "type": "completed", "note": "\\udc00"}]}'
    assert refusal(service.call("POST", f"/my-courses/{SLUG}/progress", caller=ANNA, body=body))[0] == 400


def test_a_body_over_a_mebibyte_is_too_large(service: Service) -> None:
    body = json.dumps({"events": [{**EVENT, "note": "x" * 1024 * 1024}]})
    answer = service.call("POST", f"/my-courses/{SLUG}/progress", caller=ANNA, body=body)
    assert refusal(answer) == (413, "body_too_large")
    assert items("lesson-progress") == []


def test_a_body_in_base64_is_decoded(service: Service) -> None:
    body = {"events": [EVENT]}
    answer = service.call("POST", f"/my-courses/{SLUG}/progress", caller=ANNA, body=body, as_base64=True)
    assert outcomes(answer) == ["recorded"]


def test_a_learner_who_is_not_enrolled_is_refused(service: Service) -> None:
    assert refusal(send(service, completed("flour"), learner=BEN)) == (403, "not_enrolled")
    assert refusal(send_as_service(service, completed("flour"), learner=BEN)) == (403, "not_enrolled")


def cancel(service: Service) -> None:
    service.call("PUT", "/service/enrollments/anna/course-1", caller=SHOP, body={"status": "cancelled"})


def refund(service: Service) -> None:
    pay_event(service, refund_event("order-1"))


def expire(service: Service) -> None:
    enroll(service, access_expires_at="2026-01-01T00:00:00Z")


@pytest.mark.parametrize("end", [cancel, refund, expire])
def test_a_learner_whose_access_ended_is_refused(service: Service, end: Callable[[Service], None]) -> None:
    end(service)
    assert refusal(send(service, completed("flour"))) == (403, "access_ended")
    assert refusal(send_as_service(service, completed("loaf"))) == (403, "access_ended")
    assert refusal(service.call("GET", f"/my-courses/{SLUG}", caller=ANNA)) == (403, "access_ended")
    assert items("lesson-progress") == []


def test_access_that_ends_in_the_future_is_valid(service: Service) -> None:
    enroll(service, access_expires_at="2999-01-01T00:00:00+05:30")
    assert send(service, completed("flour")).status == 200


def test_an_unknown_course_is_not_found(service: Service) -> None:
    assert refusal(send(service, completed("flour"), slug="no-such-course")) == (404, "course_not_found")
    assert refusal(send_as_service(service, completed("flour"), slug="no-such-course")) == (404, "course_not_found")


def test_an_unpublished_course_is_not_found(service: Service) -> None:
    put_course(service, published=False)
    assert refusal(send(service, playback("starter", [0, 10]))) == (404, "course_not_found")
    assert refusal(service.call("GET", f"/my-courses/{SLUG}", caller=ANNA)) == (404, "course_not_found")


def test_an_invalid_slug_or_id_is_refused(service: Service) -> None:
    for url in ("/my-courses/a%23b/progress", "/service/progress/an%20na/sourdough-bread"):
        answer = service.call("POST", url, caller=SHOP, body={"events": [EVENT]})
        assert refusal(answer) == (400, "invalid_request")
        assert answer.json["errors"][0]["location"] in (["slug"], ["user_id"])
