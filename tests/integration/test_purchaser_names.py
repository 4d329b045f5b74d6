"""The payer's name: stored with an enrollment and with each further order, exported, and erased."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from shared.aws.connection import client
from shared.aws.transactions import Transaction, WriteConflict
from shared.domain.enrollment import Enrollment, EnrollmentStatus, FurtherOrder
from shared.domain.ids import CourseId, OrderId, UserId
from shared.stores import enrollments
from tests.support.aws import items
from tests.support.service import SHOP, Service
from tests.support.steps import enroll, put_course

NOW = datetime(2026, 11, 20, 9, 51, tzinfo=UTC)
PAYER, OTHER = "Zdzisława Ąćęłńóśźż", "Þórdís Jónsdóttir"
FURTHER = FurtherOrder(
    order_id=OrderId("order-2"),
    status=EnrollmentStatus.ACTIVE,
    subscription_id=None,
    access_expires_at=None,
    purchaser_name=OTHER,
)
BOUGHT = Enrollment(
    user_id=UserId("anna"),
    course_id=CourseId("course-1"),
    status=EnrollmentStatus.ACTIVE,
    order_id=OrderId("order-1"),
    further_orders=frozenset({FURTHER}),
    purchaser_name=PAYER,
)


def put(enrollment: Enrollment, before: Enrollment | None) -> Enrollment:
    transaction = Transaction()
    enrollments.put(transaction, enrollment, before, NOW)
    transaction.commit()
    stored = enrollments.get("anna", "course-1")
    assert stored is not None
    return stored


@pytest.mark.usefixtures("service")
def test_an_enrollment_keeps_the_payers_name_of_every_order() -> None:
    stored = put(BOUGHT, None)
    assert stored.purchaser_name == PAYER
    assert stored.further_orders == BOUGHT.further_orders
    nameless = replace(stored, purchaser_name=None, further_orders=frozenset({replace(FURTHER, purchaser_name=None)}))
    assert put(nameless, stored) == nameless
    [item] = items("enrollments")
    assert "purchaser_name" not in str(item)


@pytest.mark.usefixtures("service")
def test_an_enrollment_whose_payers_name_has_changed_is_a_conflict() -> None:
    stored = put(BOUGHT, None)
    put(replace(stored, purchaser_name=OTHER), stored)
    with pytest.raises(WriteConflict):
        put(replace(stored, learner_name="Anna"), stored)


@pytest.mark.usefixtures("service")
@pytest.mark.moto  # it removes an attribute inside a list, which no function does
def test_an_enrollment_from_before_payers_names_were_stored_has_none() -> None:
    stored = put(replace(BOUGHT, purchaser_name=None), None)
    [item] = items("enrollments")
    assert "purchaser_name" not in item
    client("dynamodb").update_item(
        TableName="test-enrollments",
        Key={"user_id": {"S": "anna"}, "course_id": {"S": "course-1"}},
        UpdateExpression="REMOVE further_orders[0].purchaser_name",
    )
    read = enrollments.get("anna", "course-1")
    assert read == replace(stored, further_orders=frozenset({replace(FURTHER, purchaser_name=None)}))


def test_the_payers_name_is_exported_and_erased_with_the_enrollment(service: Service) -> None:
    put(BOUGHT, None)
    url = "/service/learners/anna"
    [exported] = service.call("GET", f"{url}/export", caller=SHOP).json["enrollments"]
    assert exported["purchaser_name"] == PAYER
    assert service.call("DELETE", url, caller=SHOP).status == 204
    assert items("enrollments") == []


def test_an_order_that_the_shop_names_replaces_the_earlier_payer(service: Service) -> None:
    put_course(service)
    put(BOUGHT, None)
    assert enroll(service, order_id="order-1", learner_name="Anna").json["purchaser_name"] == PAYER
    assert enroll(service, order_id="order-3").json["purchaser_name"] is None


def test_the_instructors_index_has_no_payers_name(service: Service) -> None:
    put_course(service)
    put(BOUGHT, None)
    [listed] = enrollments.of_course("course-1")
    assert (listed.user_id, listed.purchaser_name) == ("anna", None)
