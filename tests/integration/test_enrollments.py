"""The routes with which a shop's backend creates and reads enrollments."""

from typing import Any

import pytest

from tests.support.aws import items
from tests.support.service import SHOP, Answer, Service
from tests.support.steps import (
    ANNA,
    BEN,
    COURSE_ID,
    deliver_completed_lessons,
    enable_certificates,
    enroll,
    enrollment,
    finish_lessons,
    get_certificate,
    my_course,
    pay_event,
    put_course,
    refund_event,
    refusal,
)
from tests.support.wire import just_before


@pytest.fixture(autouse=True)
def _course(service: Service) -> None:
    put_course(service)


def put(service: Service, body: Any, user_id: str = "anna", course_id: str = COURSE_ID) -> Answer:  # noqa: ANN401
    return service.call("PUT", f"/service/enrollments/{user_id}/{course_id}", caller=SHOP, body=body)


def test_a_stored_enrollment_is_read_as_the_put_returned_it(service: Service) -> None:
    answer = put(
        service,
        {
            "status": "active",
            "learner_name": "Anna Ł.",
            "order_id": "order-1",
            "subscription_id": "sub-1",
            "access_expires_at": "2030-01-01T01:00:00+01:00",
        },
    )
    assert answer.status == 200
    stored = answer.json
    assert stored == {
        "user_id": "anna",
        "course_id": COURSE_ID,
        "status": "active",
        "learner_name": "Anna Ł.",
        "order_id": "order-1",
        "subscription_id": "sub-1",
        "access_expires_at": "2030-01-01T00:00:00.000000Z",
        "purchaser_name": None,
        "enrolled_by": None,
        "completed_at": None,
        "all_lessons_completed_at": None,
        "completion_source": None,
        "created_at": stored["created_at"],
        "updated_at": stored["created_at"],
    }
    assert enrollment(service) == stored


def test_omitted_fields_stay_and_null_fields_are_cleared(service: Service) -> None:
    created = put(service, {"status": "active", "learner_name": "Anna", "order_id": "order-1"}).json
    kept = put(service, {"status": "cancelled"}).json
    assert (kept["learner_name"], kept["order_id"], kept["status"]) == ("Anna", "order-1", "cancelled")
    assert kept["created_at"] == created["created_at"] < kept["updated_at"]
    cleared = put(service, {"status": "active", "learner_name": None, "order_id": None}).json
    assert (cleared["learner_name"], cleared["order_id"]) == (None, None)


def test_completion_survives_every_change(service: Service) -> None:
    enroll(service)
    finish_lessons(service)
    deliver_completed_lessons(service)
    completed_at = enrollment(service)["completed_at"]
    for body in ({"status": "cancelled"}, {"status": "active", "order_id": "order-9"}):
        assert put(service, body).json["completed_at"] == completed_at is not None


def test_the_order_has_a_line_for_each_enrollment_that_it_pays_for(service: Service) -> None:
    put_course(service, "course-2", slug="rye-bread")
    for course_id in (COURSE_ID, "course-2", COURSE_ID):
        put(service, {"status": "active", "order_id": "order-1"}, course_id=course_id)
    lines = [(item["order_id"]["S"], item["line"]["S"]) for item in items("order-lines")]
    assert sorted(lines) == [("order-1", "anna#course-1"), ("order-1", "anna#course-2")]


def test_an_order_keeps_its_first_creation_time(service: Service) -> None:
    # Of several orders, the newest pays for the enrollment.
    enroll(service, order_id="order-1")
    (before,) = items("orders")
    enroll(service, BEN, order_id="order-1")
    (after,) = items("orders")
    assert after["created_at"] == before["created_at"]
    assert after["updated_at"]["S"] > before["updated_at"]["S"]


def test_a_learner_may_be_enrolled_in_an_unpublished_course(service: Service) -> None:
    put_course(service, published=False)
    assert put(service, {"status": "active"}).status == 200


def test_an_enrollment_in_an_unknown_course_is_refused(service: Service) -> None:
    assert refusal(put(service, {"status": "active"}, course_id="course-9")) == (404, "course_not_found")
    assert items("enrollments") == []


def test_an_unknown_enrollment_is_not_found(service: Service) -> None:
    answer = service.call("GET", "/service/enrollments/anna/course-1", caller=SHOP)
    assert refusal(answer) == (404, "enrollment_not_found")


def test_a_refunded_order_pays_for_no_enrollment(service: Service) -> None:
    pay_event(service, refund_event("order-1"))
    for status in ("active", "cancelled"):
        assert refusal(put(service, {"status": status, "order_id": "order-1"})) == (409, "order_refunded")
    assert items("enrollments") == []


def test_a_refunded_enrollment_is_restored_only_by_another_order(service: Service) -> None:
    enroll(service, order_id="order-1")
    pay_event(service, refund_event("order-1"))
    assert enrollment(service)["status"] == "refunded"
    assert refusal(put(service, {"status": "active"})) == (409, "order_refunded")
    assert put(service, {"status": "active", "order_id": "order-2"}).json["status"] == "active"


def test_a_refund_concurrent_with_enrolling_wins(service: Service) -> None:
    with just_before("TransactWriteItems", lambda: pay_event(service, refund_event("order-1"))):
        assert refusal(enroll(service, order_id="order-1")) == (409, "order_refunded")
    assert items("enrollments") == []


def test_neither_of_two_concurrent_changes_is_lost(service: Service) -> None:
    put(service, {"status": "active"})
    with just_before("TransactWriteItems", lambda: put(service, {"status": "cancelled", "learner_name": "Anna"})):
        stored = put(service, {"status": "active", "subscription_id": "sub-1"}).json
    assert (stored["status"], stored["learner_name"], stored["subscription_id"]) == ("active", "Anna", "sub-1")


@pytest.mark.parametrize("enrolled", [True, False])
@pytest.mark.parametrize(
    "change",
    [
        {"learner_name": "Anna"},
        {"order_id": "order-1"},
        {"subscription_id": "sub-1"},
        {"access_expires_at": "2030-01-01T00:00:00.000000Z"},
    ],
)
def test_a_change_keeps_the_fields_that_a_concurrent_change_sets(
    service: Service, change: dict[str, str], *, enrolled: bool
) -> None:
    if enrolled:
        put(service, {"status": "active"})
    with just_before("TransactWriteItems", lambda: put(service, {"status": "active", **change})):
        assert put(service, {"status": "active"}).status == 200
    assert change.items() <= enrollment(service).items()


def test_a_certificate_issued_while_its_enrollment_is_changed_is_shown(service: Service) -> None:
    enable_certificates(service)
    enroll(service)
    finish_lessons(service)
    deliver_completed_lessons(service)
    with just_before("TransactWriteItems", lambda: get_certificate(service)):
        assert enroll(service, learner_name="Anna").status == 200
    assert my_course(service)["certificate"]["state"] == "issued"
    (stored,) = items("enrollments")
    assert stored["certificate_status"] == {"S": "active"}


@pytest.mark.parametrize(
    ("body", "location"),
    [
        ({}, []),
        ({"status": "refunded"}, ["status"]),
        ({"status": "active", "completed_at": "2026-01-01T00:00:00Z"}, []),
        ({"status": "active", "learner_name": "x" * 301}, ["learner_name"]),
        ({"status": "active", "order_id": "order 1"}, ["order_id"]),
        ({"status": "active", "access_expires_at": "2026-13-01T00:00:00Z"}, ["access_expires_at"]),
        ({"status": "active", "access_expires_at": "9999-12-31T23:59:59-12:00"}, ["access_expires_at"]),
    ],
)
def test_the_answer_to_a_malformed_enrollment_names_the_field(
    service: Service, body: dict[str, Any], location: list[str]
) -> None:
    answer = put(service, body)
    assert refusal(answer) == (400, "invalid_request")
    assert answer.json["errors"][0]["location"] == location
    assert items("enrollments") == []


def test_percent_encoded_ids_are_decoded_and_validated(service: Service) -> None:
    assert put(service, {"status": "active"}, user_id="anna%40example.com").json["user_id"] == "anna@example.com"
    for user_id, course_id in (("an%23na", COURSE_ID), (ANNA.sub, "course%2F1"), ("x" * 129, COURSE_ID)):
        assert refusal(put(service, {"status": "active"}, user_id, course_id)) == (400, "invalid_request")


def bought(order_id: str) -> dict[str, Any]:
    session = {
        "id": "cs_1",
        "client_reference_id": "anna",
        "metadata": {"order_id": order_id, "course_ids": COURSE_ID},
        "payment_status": "paid",
    }
    return {"id": "evt_bought", "type": "checkout.session.completed", "data": {"object": session}}


def test_an_order_has_a_line_for_the_cancelled_enrollment_that_it_pays_for(service: Service) -> None:
    put(service, {"status": "cancelled", "order_id": "order-1"})
    # Another order, which is already refunded, changes nothing.
    pay_event(service, refund_event("order-2"))
    pay_event(service, bought("order-2"))
    assert (enrollment(service)["status"], enrollment(service)["order_id"]) == ("cancelled", "order-1")
    pay_event(service, refund_event("order-1"))
    assert enrollment(service)["status"] == "refunded"
