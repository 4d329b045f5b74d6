"""A purchase enrolls the learner; the shop needs no other call."""

from collections.abc import Callable
from math import ceil
from typing import Any

import pytest

from shared.usecases.line_changes import MAX_LINES
from tests.support.aws import items
from tests.support.large_orders import process, statuses
from tests.support.payments import (
    StripeEvent,
    charge_refunded,
    deliver,
    dispute_closed,
    order,
    purchase,
    refund_failed,
)
from tests.support.service import ADMIN, SHOP, Caller, Service
from tests.support.steps import (
    ANNA,
    certified,
    enable_certificates,
    enroll,
    enrollment,
    finish_lessons,
    get_certificate,
    my_course,
    pay_event,
    put_course,
    refusal,
    verify,
)
from tests.support.wire import broken, calls, just_before
from tests.support.wire import refusal as refused


@pytest.fixture(autouse=True)
def _two_courses(service: Service) -> None:
    put_course(service)
    put_course(service, "course-2", slug="rye-bread")


def test_a_purchase_creates_the_order_and_its_enrollments(service: Service) -> None:
    assert deliver(service, purchase("course-1", "course-2", at=0)) == ["enrolled"]
    for course_id in ("course-1", "course-2"):
        bought = enrollment(service, course_id=course_id)
        assert (bought["status"], bought["order_id"], bought["access_expires_at"]) == ("active", "order-1", None)
    stored = order(service)
    assert (stored["amount"], stored["amount_refunded"], stored["currency"]) == (4900, 0, "eur")
    assert stored["purchased_at"] == "2026-01-12T08:30:00.000000Z"
    assert [line["course_id"] for line in stored["lines"]] == ["course-1", "course-2"]
    assert my_course(service)["completed_lessons"] == 0


def test_an_order_is_found_by_its_payment_too(service: Service) -> None:
    deliver(service, purchase("course-1", order_id="order-1", payment="pi_1"))
    assert order(service, "pi_1") == order(service, "order-1")
    assert refusal(service.call("GET", "/admin/orders/pi_2", caller=ADMIN)) == (404, "order_not_found")


def test_the_same_purchase_again_changes_nothing(service: Service) -> None:
    event = purchase("course-1")
    assert deliver(service, event, event) == ["enrolled", "enrolled"]
    before = (order(service), items("enrollments"))
    assert deliver(service, purchase("course-1")) == ["unchanged"]
    assert (order(service), items("enrollments")) == before


def test_an_unpaid_purchase_enrolls_once_it_is_paid(service: Service) -> None:
    assert deliver(service, purchase("course-1", payment_status="unpaid")) == ["awaiting_payment"]
    assert items("enrollments") == []
    paid = {**purchase("course-1"), "type": "checkout.session.async_payment_succeeded"}
    assert deliver(service, paid) == ["enrolled"]
    assert enrollment(service)["status"] == "active"


def test_a_purchase_without_courses_is_a_payment_and_enrolls_nobody(service: Service) -> None:
    assert deliver(service, purchase()) == ["recorded"]
    assert items("enrollments") == []
    stored = order(service)
    assert (stored["amount"], stored["lines"], stored["purchased_at"]) == (4900, [], None)


def test_the_subscription_id_is_stored_with_the_enrollment(service: Service) -> None:
    deliver(service, purchase("course-1", payment=None, subscription="sub_1", mode="subscription"))
    assert enrollment(service)["subscription_id"] == "sub_1"


def test_a_course_may_be_bought_before_it_exists(service: Service) -> None:
    deliver(service, purchase("course-9"))
    put_course(service, "course-9", slug="buns")
    assert my_course(service, slug="buns")["percent"] == 0


def test_a_second_purchase_of_a_course_restarts_access_and_keeps_progress(service: Service) -> None:
    enroll(service, order_id="order-0", learner_name="Anna", access_expires_at="2030-01-01T00:00:00Z")
    finish_lessons(service)
    enroll(service, status="cancelled", access_expires_at="2020-01-01T00:00:00Z")
    assert deliver(service, purchase("course-1")) == ["enrolled"]
    bought = enrollment(service)
    assert (bought["status"], bought["access_expires_at"], bought["learner_name"]) == ("active", None, "Anna")
    assert my_course(service)["completed_lessons"] == 4


def test_a_learner_who_paid_twice_keeps_access_when_one_order_is_refunded(service: Service) -> None:
    first, second = purchase("course-1", at=0), purchase("course-1", order_id="order-2", payment="pi_2", at=9)
    deliver(service, first, second)
    assert enrollment(service)["order_id"] == "order-2"
    deliver(service, charge_refunded(payment="pi_2"))
    assert (enrollment(service)["status"], enrollment(service)["order_id"]) == ("active", "order-1")
    deliver(service, charge_refunded())
    assert enrollment(service)["status"] == "refunded"
    # The newest order that is not refunded pays for the enrollment again.
    deliver(service, refund_failed(payment="pi_2"))
    assert (enrollment(service)["status"], enrollment(service)["order_id"]) == ("active", "order-2")


def test_a_refund_ends_an_enrollment_that_a_concurrent_refund_assigned_to_its_order(service: Service) -> None:
    deliver(service, purchase("course-1", at=0), purchase("course-1", order_id="order-2", payment="pi_2", at=9))

    def the_paying_order_is_refunded() -> None:
        assert deliver(service, charge_refunded(payment="pi_2")) == ["refunded"]
        assert (enrollment(service)["status"], enrollment(service)["order_id"]) == ("active", "order-1")

    with just_before("TransactWriteItems", the_paying_order_is_refunded):
        assert deliver(service, charge_refunded()) == ["refunded"]
    assert enrollment(service)["status"] == "refunded"


def test_a_purchase_concurrent_with_a_change_of_the_enrollment_is_not_lost(service: Service) -> None:
    deliver(service, purchase("course-1", at=9))
    earlier = purchase("course-1", order_id="order-2", payment="pi_2", at=0)
    with just_before("TransactWriteItems", lambda: deliver(service, earlier)):
        enroll(service, learner_name="Anna")
    assert (enrollment(service)["learner_name"], enrollment(service)["order_id"]) == ("Anna", "order-1")
    deliver(service, charge_refunded())
    assert (enrollment(service)["status"], enrollment(service)["order_id"]) == ("active", "order-2")


def test_the_order_that_the_shop_sets_pays_for_the_enrollment(service: Service) -> None:
    deliver(service, purchase("course-1"), purchase("course-1", order_id="order-2", payment="pi_2"))
    enroll(service, order_id="order-3")
    deliver(service, charge_refunded(order_id="order-3", payment="pi_3"))
    assert enrollment(service)["status"] == "refunded"


def test_a_purchase_enrolls_although_the_shop_did_so_before_an_erasure(service: Service) -> None:
    enroll(service, order_id="order-1")
    assert service.call("DELETE", "/service/learners/anna", caller=SHOP).status == 204
    assert deliver(service, purchase("course-1")) == ["enrolled"]
    assert enrollment(service)["order_id"] == "order-1"


@pytest.mark.parametrize("shop_is_first", [True, False])
def test_a_purchase_tells_what_the_shop_did_not(service: Service, shop_is_first: bool) -> None:  # noqa: FBT001
    if shop_is_first:
        enroll(service, order_id="order-1")
    deliver(service, purchase("course-1", subscription="sub_1"))
    enroll(service, order_id="order-1")
    assert [(item["purchaser_name"]["S"], item["subscription_id"]["S"]) for item in items("enrollments")] == [
        ("Pat Payer", "sub_1")
    ]


def test_a_refund_delivered_before_the_purchase_wins(service: Service) -> None:
    assert deliver(service, charge_refunded(), purchase("course-1")) == ["refunded", "unchanged"]
    assert enrollment(service)["status"] == "refunded"
    assert order(service)["refunded_at"] is not None
    # The refund failed before the learner had access: now the learner gets access.
    assert deliver(service, refund_failed()) == ["restored"]
    assert enrollment(service)["status"] == "active"


def test_a_refund_that_names_only_the_payment_applies_to_the_order_of_the_shop(service: Service) -> None:
    deliver(service, purchase("course-1", order_id="order-1"), charge_refunded(1000))
    assert order(service)["amount_refunded"] == 1000
    assert deliver(service, charge_refunded()) == ["refunded"]
    assert enrollment(service)["status"] == "refunded"


def test_an_order_without_an_id_keeps_the_id_of_its_payment(service: Service) -> None:
    deliver(service, purchase("course-1", order_id=None), charge_refunded(order_id="order-1"))
    assert enrollment(service)["status"] == "refunded"
    assert order(service, "pi_1")["refunded_at"] is not None


def test_a_purchase_uses_the_order_id_that_its_refund_had(service: Service) -> None:
    deliver(service, charge_refunded(order_id="order-1"), purchase("course-1", order_id=None))
    assert (enrollment(service)["order_id"], enrollment(service)["status"]) == ("order-1", "refunded")


def test_a_refund_concurrent_with_the_purchase_wins(service: Service) -> None:
    with just_before("TransactWriteItems", lambda: deliver(service, charge_refunded())):
        deliver(service, purchase("course-1"))
    assert enrollment(service)["status"] == "refunded"
    assert order(service)["refunded_at"] is not None


def test_a_purchase_that_links_the_order_during_its_refund_is_refunded(service: Service) -> None:
    with just_before("TransactWriteItems", lambda: deliver(service, purchase("course-1"))):
        assert deliver(service, charge_refunded()) == ["refunded"]
    assert enrollment(service)["status"] == "refunded"
    assert order(service)["refunded_at"] is not None


@pytest.mark.parametrize("reversal", [charge_refunded, dispute_closed])
def test_a_concurrent_refund_or_lost_dispute_of_the_order_that_becomes_the_paying_one_wins(
    service: Service, reversal: Callable[[], StripeEvent]
) -> None:
    deliver(service, purchase("course-1", at=0), purchase("course-1", order_id="order-2", payment="pi_2", at=9))
    with just_before("TransactWriteItems", lambda: deliver(service, reversal())):
        deliver(service, charge_refunded(payment="pi_2"))
    assert enrollment(service)["status"] == "refunded"


MANY_COURSES = [f"c-{number}" for number in range(60)]


def test_a_purchase_of_many_courses_takes_several_transactions_and_is_finished_by_the_next_delivery(
    service: Service,
) -> None:
    event = purchase(*MANY_COURSES)
    with (
        broken(refused("InternalServerError", 500), operation="TransactWriteItems", times=3, done=True),
        calls() as made,
    ):
        assert pay_event(service, event).status == 503
    assert len(items("enrollments")) == MAX_LINES
    assert made.count("TransactWriteItems") == 1
    with calls() as made:
        assert deliver(service, event) == ["enrolled"]
    assert made.count("TransactWriteItems") == ceil(60 / MAX_LINES) - 1
    assert len(items("enrollments")) == len(items("order-lines")) == 60
    # One record of each, and those of the two courses.
    assert len(items("changes")) == 60 + 2
    assert statuses("enrollments") == {"active"}


def test_a_refund_between_the_transactions_of_a_purchase_ends_every_enrollment(service: Service) -> None:
    with just_before("TransactWriteItems", lambda: deliver(service, charge_refunded()), skip=2):
        deliver(service, purchase(*MANY_COURSES))
    process()
    assert len(items("enrollments")) == 60
    assert statuses("enrollments") == {"refunded"}


def test_after_a_refund_a_new_purchase_earns_a_new_certificate(service: Service) -> None:
    issued = certified(service, order_id="order-1")
    deliver(service, charge_refunded(order_id="order-1"), purchase("course-1", order_id="order-2", payment="pi_2"))
    assert my_course(service)["certificate"]["state"] == "available"
    new = get_certificate(service, accept="application/json").json
    assert new["verification_code"] != issued["verification_code"]
    assert verify(service, issued["verification_code"]).json["status"] == "revoked"
    # The refund fails: a certificate that was replaced by a new one is not reinstated.
    deliver(service, refund_failed())
    assert verify(service, issued["verification_code"]).json["status"] == "revoked"
    assert verify(service, new["verification_code"]).json["status"] == "active"


def test_a_certificate_issued_before_its_order_was_known_is_revoked_by_its_refund(service: Service) -> None:
    issued = certified(service)
    enroll(service, order_id="order-1")
    deliver(service, charge_refunded(order_id="order-1"))
    assert verify(service, issued["verification_code"]).json["status"] == "revoked"


def test_a_certificate_issued_before_the_purchase_is_revoked_by_its_refund(service: Service) -> None:
    issued = certified(service)
    deliver(service, purchase("course-1"), charge_refunded())
    assert verify(service, issued["verification_code"]).json["status"] == "revoked"
    assert enrollment(service)["status"] == "refunded"


def test_a_refund_does_not_recreate_a_learner_erased_meanwhile(service: Service) -> None:
    deliver(service, purchase("course-1"))
    service.call("DELETE", "/service/learners/anna", caller=SHOP)
    assert deliver(service, charge_refunded(), refund_failed()) == ["refunded", "restored"]
    assert items("enrollments") == []


@pytest.mark.parametrize("session", [{"client_reference_id": "a b"}, {"amount_total": "49"}])
def test_a_malformed_purchase_is_refused_and_not_recorded(service: Service, session: dict[str, Any]) -> None:
    assert refusal(pay_event(service, purchase("course-1", **session))) == (400, "invalid_request")
    assert items("webhook-events") == items("orders") == []


def test_a_refund_does_not_change_the_enrollment_of_another_learner(service: Service) -> None:
    enable_certificates(service)
    other = Caller("ben", name="Ben")
    deliver(service, purchase("course-1"), purchase("course-1", user_id="ben", order_id="order-2", payment="pi_2"))
    deliver(service, charge_refunded())
    assert enrollment(service, other)["status"] == "active"
    assert enrollment(service, ANNA)["status"] == "refunded"
