"""A purchase without a learner waits for the first learner with the payer's verified address."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.support.aws import items
from tests.support.payments import StripeEvent, charge_refunded, deliver, order, purchase, subscription_deleted
from tests.support.payments import subscription_session as subscribed
from tests.support.service import SHOP, Answer, Caller, Service
from tests.support.steps import (
    ANNA,
    SLUG,
    certified,
    enable_certificates,
    enroll,
    enrollment,
    finish_lessons,
    get_certificate,
    my_course,
    playback,
    put_course,
    refusal,
    send,
)
from tests.support.wire import broken, calls, just_before
from tests.support.wire import refusal as refused

EMAIL = "anna.lukasiewicz@example.org"
BUYER = Caller("anna", email=EMAIL)
OTHER_BUYER = Caller("other", email=EMAIL)


def bought_by_email(*course_ids: str, email: str | None = EMAIL, **session: Any) -> StripeEvent:  # noqa: ANN401
    details = {"name": "Anna Łukasiewicz", "email": email}
    return purchase(*course_ids, user_id=None, customer_details=details, customer_email=None, **session)


@pytest.fixture(autouse=True)
def _courses(service: Service) -> None:
    put_course(service)
    put_course(service, "course-2", slug="rye-bread")


def my_courses(service: Service, caller: Caller = BUYER) -> list[str]:
    answer = service.call("GET", "/my-courses", caller=caller)
    assert answer.status == 200
    return [card["course_id"] for card in answer.json["items"]]


def test_a_purchase_without_a_learner_is_kept_under_its_address(service: Service) -> None:
    assert deliver(service, bought_by_email("course-1", "course-2")) == ["unclaimed"]
    assert items("enrollments") == items("order-lines") == []
    stored = order(service)
    assert stored["unclaimed"] == {"email": EMAIL, "course_ids": ["course-1", "course-2"]}
    assert (stored["amount"], stored["lines"]) == (4900, [])


def test_the_first_learner_with_the_verified_address_claims_it_from_the_dashboard(service: Service) -> None:
    deliver(service, bought_by_email("course-1", "course-2"))
    assert my_courses(service) == ["course-1", "course-2"]
    assert enrollment(service)["order_id"] == "order-1"
    stored = order(service)
    assert stored["unclaimed"] is None
    assert [line["user_id"] for line in stored["lines"]] == ["anna", "anna"]
    assert items("unclaimed-purchases") == []
    assert my_courses(service, OTHER_BUYER) == []


def test_all_purchases_of_one_order_wait_and_are_claimed(service: Service) -> None:
    first, second = bought_by_email("course-1"), bought_by_email("course-1", "course-2", payment="pi_2")
    assert deliver(service, first, second) == ["unclaimed", "unclaimed"]
    assert order(service)["unclaimed"]["course_ids"] == ["course-1", "course-2"]
    assert my_courses(service) == ["course-1", "course-2"]


def test_a_later_purchase_of_the_order_waits_for_what_it_adds(service: Service) -> None:
    deliver(service, bought_by_email("course-1"))
    assert my_courses(service) == ["course-1"]
    assert deliver(service, bought_by_email("course-1", payment="pi_2")) == ["unchanged"]
    assert deliver(service, bought_by_email("course-1", "course-2", payment="pi_3")) == ["unclaimed"]
    assert order(service)["unclaimed"]["course_ids"] == ["course-2"]
    assert service.call("GET", "/my-courses/rye-bread", caller=BUYER).status == 200


def read_course(service: Service) -> Answer:
    return service.call("GET", f"/my-courses/{SLUG}", caller=BUYER)


def record_progress(service: Service) -> Answer:
    return send(service, playback("starter", [0, 20]), learner=BUYER)


@pytest.mark.parametrize("request_", [read_course, record_progress])
def test_any_request_about_a_course_claims_it(service: Service, request_: Callable[[Service], Answer]) -> None:
    deliver(service, bought_by_email("course-1"))
    assert request_(service).status == 200


def test_a_certificate_request_claims_it(service: Service) -> None:
    enable_certificates(service)
    deliver(service, bought_by_email("course-1"))
    answer = service.call("GET", f"/my-courses/{SLUG}/certificate", caller=BUYER)
    assert refusal(answer) == (403, "course_not_completed")


@pytest.mark.parametrize(
    "caller",
    [
        Caller("anna"),
        Caller("anna", email=EMAIL, email_verified="false"),
        Caller("anna", email="ben@example.org"),
        Caller("anna", email=f"x{EMAIL}"),
    ],
)
def test_nobody_else_claims_it(service: Service, caller: Caller) -> None:
    deliver(service, bought_by_email("course-1"))
    assert my_courses(service, caller) == []
    assert order(service)["unclaimed"]["email"] == EMAIL


def test_an_address_is_compared_without_regard_to_case_and_spaces(service: Service) -> None:
    deliver(service, bought_by_email("course-1", email=f" {EMAIL.upper()} "))
    assert my_courses(service, Caller("anna", email=EMAIL.title())) == ["course-1"]


def test_a_learner_without_a_verified_address_costs_no_read(service: Service) -> None:
    with calls() as made:
        my_courses(service, Caller("anna"))
    assert [call for call in made if "unclaimed" in str(call)] == []


def test_a_purchase_that_was_refunded_before_it_is_claimed_gives_no_access(service: Service) -> None:
    deliver(service, bought_by_email("course-1"), charge_refunded())
    my_courses(service)
    assert enrollment(service)["status"] == "refunded"
    assert refusal(read_course(service)) == (403, "access_ended")


def test_a_refund_after_the_claim_ends_access(service: Service) -> None:
    deliver(service, bought_by_email("course-1"))
    my_courses(service)
    assert deliver(service, charge_refunded()) == ["refunded"]
    assert enrollment(service)["status"] == "refunded"


def test_a_refund_between_the_reads_and_the_write_of_a_claim_is_not_lost(service: Service) -> None:
    deliver(service, bought_by_email("course-1"))
    with just_before("TransactWriteItems", lambda: deliver(service, charge_refunded())):
        my_courses(service)
    assert enrollment(service)["status"] == "refunded"


def test_of_two_claims_at_once_one_wins(service: Service) -> None:
    deliver(service, bought_by_email("course-1"))
    with just_before("TransactWriteItems", lambda: my_courses(service, OTHER_BUYER)):
        assert my_courses(service) == []
    assert [item["user_id"]["S"] for item in items("enrollments")] == ["other"]


def test_a_claim_of_many_courses_that_is_interrupted_is_finished_by_the_next_request(service: Service) -> None:
    course_ids = [f"c-{number}" for number in range(45)]
    deliver(service, bought_by_email(*course_ids))
    with broken(refused("InternalServerError", 500), operation="TransactWriteItems", done=True):
        assert service.call("GET", "/my-courses", caller=BUYER).status == 503
    assert 0 < len(items("enrollments")) < 45
    my_courses(service)
    assert {item["course_id"]["S"] for item in items("enrollments")} == set(course_ids)
    assert len(items("order-lines")) == 45
    assert items("unclaimed-purchases") == []


def test_a_course_that_the_learner_has_already_keeps_its_certificate(service: Service) -> None:
    issued = certified(service)
    deliver(service, bought_by_email("course-1"))
    my_courses(service, BUYER)
    assert enrollment(service)["order_id"] == "order-1"
    assert get_certificate(service, ANNA).status == 200
    assert issued["status"] == "active"


def test_the_name_from_the_checkout_is_printed_where_no_other_source_has_one(service: Service) -> None:
    enable_certificates(service)
    deliver(service, bought_by_email("course-1"))
    my_courses(service)
    finish_lessons(service, learner=BUYER)
    answer = service.call(
        "GET", f"/my-courses/{SLUG}/certificate", caller=BUYER, headers={"Accept": "application/json"}
    )
    assert answer.json["issued_name"] == "Anna Łukasiewicz"


def test_a_subscription_that_ended_before_the_claim_gives_no_access(service: Service) -> None:
    details = {"name": None, "email": EMAIL}
    deliver(service, subscribed("course-1", user_id=None, customer_details=details), subscription_deleted())
    my_courses(service)
    assert enrollment(service)["access_expires_at"] == "2026-01-12T08:30:00.000000Z"


def test_a_purchase_with_neither_learner_nor_address_is_ignored_with_the_reason(service: Service) -> None:
    details = {"name": "Anna", "email": None}
    assert deliver(service, purchase("course-1", user_id=None, customer_details=details, customer_email=None)) == [
        "ignored"
    ]
    (event,) = items("webhook-events")
    assert event["reason"]["S"] == "no_learner"
    assert items("orders") == []


def test_an_erased_learner_may_have_claimed_a_purchase(service: Service) -> None:
    deliver(service, bought_by_email("course-1"))
    my_courses(service)
    assert service.call("DELETE", "/service/learners/anna", caller=SHOP).status == 204
    assert deliver(service, charge_refunded()) == ["refunded"]
    assert items("enrollments") == []


def test_a_shop_may_enroll_somebody_under_the_order_before_it_is_claimed(service: Service) -> None:
    deliver(service, bought_by_email("course-1"))
    enroll(service, Caller("ben"), order_id="order-1")
    assert my_courses(service) == ["course-1"]
    assert len(order(service)["lines"]) == 2
    assert my_course(service, learner=BUYER)["completed_lessons"] == 0
