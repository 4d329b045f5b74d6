"""A full refund ends the enrollments that its order paid for, whenever it arrives; a partial refund ends none."""

from typing import Any

import pytest

from tests.support.aws import items
from tests.support.service import ADMIN, Caller, Service
from tests.support.steps import (
    ANNA,
    BEN,
    certified,
    deliver_completed_lessons,
    enable_certificates,
    enroll,
    enrollment,
    finish_lessons,
    get_certificate,
    pay_event,
    put_course,
    refund_event,
    refusal,
    verify,
)
from tests.support.wire import broken, just_before
from tests.support.wire import refusal as refused


def order(service: Service, order_id: str = "order-1") -> Any:  # noqa: ANN401
    answer = service.call("GET", f"/admin/orders/{order_id}", caller=ADMIN)
    assert answer.status == 200, answer.content
    return answer.json


def refund(service: Service, order_id: str = "order-1", **changes: Any) -> str:  # noqa: ANN401
    answer = pay_event(service, refund_event(order_id, **changes))
    assert answer.status == 200, answer.content
    outcome: str = answer.json["outcome"]
    return outcome


def test_a_full_refund_ends_the_enrollment_and_revokes_the_certificate(service: Service) -> None:
    code = certified(service, order_id="order-1")["verification_code"]
    assert refund(service) == "refunded"
    assert enrollment(service)["status"] == "refunded"
    shown = verify(service, code).json
    assert (shown["status"], shown["revoke_reason"]) == ("revoked", "refunded")
    assert shown["revoked_at"] == order(service)["refunded_at"] is not None
    [record] = items("course-certificates")
    assert record["status"]["S"] == "revoked"
    assert enrollment(service)["completed_at"] is not None


def test_a_partial_refund_is_recorded_and_ends_no_enrollment(service: Service) -> None:
    code = certified(service, order_id="order-1")["verification_code"]
    assert refund(service, amount_refunded=4899) == "partially_refunded"
    assert verify(service, code).json["status"] == "active"
    assert enrollment(service)["status"] == "active"
    stored = order(service)
    assert (stored["amount"], stored["amount_refunded"], stored["currency"]) == (4900, 4899, "eur")
    assert stored["refunded_at"] is None


def test_partial_refunds_add_up_to_a_full_one(service: Service) -> None:
    enroll_in_course(service)
    outcomes = [refund(service, amount_refunded=amount) for amount in (1000, 2500, 4900)]
    assert outcomes == ["partially_refunded", "partially_refunded", "refunded"]
    assert [entry["amount_refunded"] for entry in order(service)["refunds"]] == [1000, 2500, 4900]
    assert enrollment(service)["status"] == "refunded"


def enroll_in_course(service: Service, learner: Caller = ANNA, order_id: str = "order-1") -> None:
    put_course(service)
    assert enroll(service, learner, order_id=order_id).status == 200


def test_a_redelivered_event_changes_nothing(service: Service) -> None:
    enroll_in_course(service)
    event = refund_event("order-1")
    first = pay_event(service, event).json
    before = (items("orders"), items("enrollments"), items("webhook-events"))
    assert pay_event(service, event).json == first == {"event_id": event["id"], "outcome": "refunded"}
    assert (items("orders"), items("enrollments"), items("webhook-events")) == before


@pytest.mark.parametrize(("first", "late"), [(4900, 1000), (2000, 1000), (2000, 2000), (4900, 4900)])
def test_a_late_event_of_no_greater_amount_changes_nothing(service: Service, first: int, late: int) -> None:
    enroll_in_course(service)
    refund(service, amount_refunded=first)
    before = order(service)
    assert refund(service, amount_refunded=late) == "unchanged"
    assert order(service) == before


def test_a_refund_delivered_before_the_enrollment_wins(service: Service) -> None:
    put_course(service)
    assert refund(service) == "refunded"
    assert refusal(enroll(service, order_id="order-1")) == (409, "order_refunded")
    assert order(service)["lines"] == []


def test_a_refund_delivered_before_the_certificate_wins(service: Service) -> None:
    enroll_in_course(service)
    enable_certificates(service)
    finish_lessons(service)
    deliver_completed_lessons(service)
    refund(service)
    assert refusal(get_certificate(service)) == (403, "access_ended")
    assert items("course-certificates") == []


# A refund reads the event, the payment's order, the order, the order stored under the payment's own id, the line's
# enrollment, and its certificate.
@pytest.mark.parametrize("reads", range(6))
def test_a_first_download_between_any_two_reads_of_a_refund_is_revoked_with_it(service: Service, reads: int) -> None:
    put_course(service)
    enable_certificates(service)
    enroll(service, order_id="order-1")
    finish_lessons(service)
    deliver_completed_lessons(service)
    with just_before("GetItem", lambda: get_certificate(service), skip=reads):
        assert pay_event(service, refund_event("order-1")).json["outcome"] == "refunded"
    (certificate,) = items("course-certificates")
    assert certificate["status"]["S"] == "revoked"
    assert [item["status"]["S"] for item in items("certificate-register") if "status" in item] == ["revoked"]
    assert get_certificate(service).status == 410


def test_a_certificate_issued_during_the_refund_is_revoked(service: Service) -> None:
    enroll_in_course(service)
    enable_certificates(service)
    finish_lessons(service)
    deliver_completed_lessons(service)
    with just_before("TransactWriteItems", lambda: get_certificate(service)):
        assert refund(service) == "refunded"
    [issued] = items("course-certificates")
    assert issued["status"] == {"S": "revoked"}
    assert enrollment(service)["status"] == "refunded"


def test_an_enrollment_added_during_the_refund_ends_too(service: Service) -> None:
    enroll_in_course(service)
    with just_before("TransactWriteItems", lambda: enroll(service, BEN, order_id="order-1")):
        assert refund(service) == "refunded"
    assert enrollment(service, BEN)["status"] == "refunded"


def test_an_order_created_during_its_refund_is_refunded(service: Service) -> None:
    put_course(service)
    with just_before("TransactWriteItems", lambda: enroll(service, order_id="order-1")):
        assert refund(service) == "refunded"
    assert enrollment(service)["status"] == "refunded"


def test_a_refund_of_an_order_for_several_courses_ends_all_of_them(service: Service) -> None:
    code = certified(service, order_id="order-1")["verification_code"]
    put_course(service, "course-2", slug="rye-bread")
    enroll(service, course_id="course-2", order_id="order-1")
    put_course(service, "course-3", slug="buns")
    enroll(service, course_id="course-3", order_id="order-2")
    refund(service)
    states = [enrollment(service, course_id=f"course-{number}")["status"] for number in (1, 2, 3)]
    assert states == ["refunded", "refunded", "active"]
    assert verify(service, code).json["status"] == "revoked"


def test_a_refund_whose_response_was_lost_is_applied_once(service: Service) -> None:
    enroll_in_course(service)
    event = refund_event("order-1")
    with broken(refused("InternalServerError", 500), operation="TransactWriteItems", done=True):
        assert pay_event(service, event).status == 503
    assert pay_event(service, event).json["outcome"] == "refunded"
    assert len(order(service)["refunds"]) == 1


def test_a_refund_of_an_unknown_order_is_stored(service: Service) -> None:
    assert refund(service, "order-9") == "refunded"
    stored = order(service, "order-9")
    assert (stored["amount_refunded"], stored["lines"]) == (4900, [])


def test_an_order_with_an_amount_of_zero_is_never_fully_refunded(service: Service) -> None:
    code = certified(service, order_id="order-1")["verification_code"]
    assert refund(service, amount=0, amount_refunded=0) == "recorded"
    assert verify(service, code).json["status"] == "active"
    assert order(service)["refunded_at"] is None


def test_a_refund_of_more_than_the_amount_is_a_full_refund(service: Service) -> None:
    enroll_in_course(service)
    assert refund(service, amount=4900, amount_refunded=5000) == "refunded"


def test_an_enrollment_that_another_order_pays_for_meanwhile_stays_active(service: Service) -> None:
    code = certified(service, order_id="order-1")["verification_code"]
    enroll(service, order_id="order-2")
    refund(service)
    assert enrollment(service)["status"] == "active"
    assert verify(service, code).json["status"] == "revoked"
    new = get_certificate(service, accept="application/json").json
    assert new["verification_code"] != code
    assert verify(service, new["verification_code"]).json["status"] == "active"


def test_a_refund_revokes_the_certificate_of_an_erased_learner(service: Service) -> None:
    code = certified(service, order_id="order-1")["verification_code"]
    service.call("DELETE", "/service/learners/anna", caller=Caller("shop", scope="service"))
    assert refund(service) == "refunded"
    assert verify(service, code).json["status"] == "revoked"
    assert items("enrollments") == []


@pytest.mark.parametrize(
    ("metadata", "payment_intent", "order_id"),
    [
        ({"order_id": "order-1"}, "pi_1", "order-1"),
        ({}, "pi_1", "pi_1"),
        (None, "pi_1", "pi_1"),
        ({"order_id": ""}, "pi_1", "pi_1"),
        ({}, None, "ch_unused"),
    ],
)
def test_the_order_id_is_from_the_metadata_or_else_the_payment(
    service: Service, metadata: dict[str, str] | None, payment_intent: str | None, order_id: str
) -> None:
    enroll_in_course(service, order_id=order_id)
    event = refund_event("unused")
    event["data"]["object"].update(metadata=metadata, payment_intent=payment_intent)
    assert pay_event(service, event).json["outcome"] == "refunded"
    assert enrollment(service)["status"] == "refunded"
