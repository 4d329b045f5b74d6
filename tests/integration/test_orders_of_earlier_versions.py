"""Orders as earlier versions stored them: one amount, lines in the order's item, links as items of their own."""

from typing import Any

import pytest

from shared.aws.connection import client
from tests.support import queues
from tests.support.aws import items
from tests.support.payments import charge_refunded, deliver, dispute_closed, order, purchase, refund_failed
from tests.support.service import ADMIN, Caller, Service
from tests.support.steps import certified, enroll, enrollment, put_course, refusal, verify

TIME = {"S": "2026-01-12T08:30:00.000000Z"}


def store(order_id: str, **attributes: Any) -> None:  # noqa: ANN401
    client("dynamodb").put_item(
        TableName="test-orders",
        Item={"order_id": {"S": order_id}, "version": {"N": "1"}, "created_at": TIME, "updated_at": TIME, **attributes},
    )


def link(payment: str, order_id: str) -> None:
    item = {"order_id": {"S": f"payment#{payment}"}, "payment_order_id": {"S": order_id}}
    client("dynamodb").put_item(TableName="test-orders", Item=item)


def refund_entry(amount_refunded: int, event_id: str = "evt_early") -> dict[str, Any]:
    return {
        "M": {
            "event_id": {"S": event_id},
            "type": {"S": "charge.refunded"},
            "received_at": TIME,
            "outcome": {"S": "partially_refunded"},
            "amount": {"N": "4900"},
            "amount_refunded": {"N": str(amount_refunded)},
        }
    }


@pytest.fixture
def issued(service: Service) -> dict[str, Any]:
    """A certificate of an order whose item has its lines, its amount, and a link from its payment."""
    issued = certified(service, order_id="order-1")
    for item in items("order-lines"):
        key = {name: item[name] for name in ("order_id", "line")}
        client("dynamodb").delete_item(TableName="test-order-lines", Key=key)
    store(
        "order-1",
        amount={"N": "4900"},
        amount_refunded={"N": "1000"},
        currency={"S": "eur"},
        purchased_at=TIME,
        lines={"SS": ["anna#course-1"]},
        history={"L": [refund_entry(1000)]},
    )
    link("pi_1", "order-1")
    return issued


def test_an_early_order_is_shown(service: Service, issued: dict[str, Any]) -> None:
    stored = order(service)
    assert issued["status"] == "active"
    assert (stored["amount"], stored["amount_refunded"], stored["refunded_at"]) == (4900, 1000, None)
    assert stored["lines"] == [{"user_id": "anna", "course_id": "course-1"}]
    assert [payment["payment_id"] for payment in stored["payments"]] == [None]
    assert order(service, "pi_1") == stored


def test_a_full_refund_reaches_the_lines_of_an_early_order(service: Service, issued: dict[str, Any]) -> None:
    assert deliver(service, charge_refunded()) == ["refunded"]
    assert verify(service, issued["verification_code"]).json["status"] == "revoked"
    assert enrollment(service)["status"] == "refunded"
    (payment,) = order(service)["payments"]
    assert (payment["payment_id"], payment["amount_refunded"]) == ("pi_1", 4900)


def test_the_refunds_of_an_early_order_are_those_of_the_first_payment_that_is_named(
    service: Service, issued: dict[str, Any]
) -> None:
    assert deliver(service, charge_refunded(), refund_failed(3900)) == ["refunded", "restored"]
    assert verify(service, issued["verification_code"]).json["status"] == "active"
    assert order(service)["amount_refunded"] == 1000


def test_a_line_is_added_to_an_early_order_as_an_item(service: Service, issued: dict[str, Any]) -> None:
    enroll(service, Caller("ben"), order_id="order-1")
    assert issued["status"] == "active"
    assert [item["line"]["S"] for item in items("order-lines")] == ["ben#course-1"]
    assert [line["user_id"] for line in order(service)["lines"]] == ["anna", "ben"]
    deliver(service, charge_refunded())
    assert {item["status"]["S"] for item in items("enrollments")} == {"refunded"}


def test_many_lines_of_an_early_order_are_brought_in_line_by_the_queue(service: Service) -> None:
    put_course(service)
    learners = [f"learner-{number:02}" for number in range(45)]
    for learner in learners[:2]:
        enroll(service, Caller(learner), order_id="order-1")
    for learner in learners[2:]:
        enroll(service, Caller(learner))
        client("dynamodb").update_item(
            TableName="test-enrollments",
            Key={"user_id": {"S": learner}, "course_id": {"S": "course-1"}},
            UpdateExpression="SET order_id = :order",
            ExpressionAttributeValues={":order": {"S": "order-1"}},
        )
    client("dynamodb").update_item(
        TableName="test-orders",
        Key={"order_id": {"S": "order-1"}},
        UpdateExpression="SET #lines = :lines",
        ExpressionAttributeNames={"#lines": "lines"},
        ExpressionAttributeValues={":lines": {"SS": [f"{learner}#course-1" for learner in learners[1:]]}},
    )
    assert deliver(service, charge_refunded(order_id="order-1")) == ["refunded"]
    assert order(service)["lines_pending"]
    queues.run_until_empty(queues.ORDER_LINES)
    assert not order(service)["lines_pending"]
    assert {item["status"]["S"] for item in items("enrollments")} == {"refunded"}
    assert len(order(service)["lines"]) == 45


def test_a_refund_stored_under_the_id_of_its_payment_is_joined_to_the_order(service: Service) -> None:
    put_course(service)
    store(
        "pi_1",
        amount={"N": "4900"},
        amount_refunded={"N": "4900"},
        refunded_at=TIME,
        history={"L": [refund_entry(4900)]},
    )
    link("pi_1", "pi_1")
    deliver(service, purchase("course-1"))
    assert enrollment(service)["status"] == "refunded"
    assert order(service, "pi_1") == order(service, "order-1")
    assert order(service)["refunded_at"] is not None


def test_what_remained_under_the_id_of_a_payment_that_was_linked_early_does_not_count_again(service: Service) -> None:
    put_course(service)
    enroll(service, order_id="order-1")
    store("pi_1", amount={"N": "4900"}, amount_refunded={"N": "4900"}, history={"L": [refund_entry(4900)]})
    link("pi_1", "order-1")
    assert deliver(service, charge_refunded(1000)) == ["partially_refunded"]
    assert order(service, "pi_1")["order_id"] == "order-1"
    assert enrollment(service)["status"] == "active"


def test_a_dispute_lost_before_stays_lost(service: Service) -> None:
    put_course(service)
    enroll(service, order_id="order-1")
    store("order-1", charged_back_at=TIME, lines={"SS": ["anna#course-1"]}, history={"L": [refund_entry(0)]})
    link("pi_1", "order-1")
    assert deliver(service, dispute_closed(), charge_refunded(1000)) == ["recorded", "partially_refunded"]
    assert order(service)["charged_back_at"] == "2026-01-12T08:30:00.000000Z"


def test_an_early_link_to_nothing_finds_nothing(service: Service) -> None:
    link("pi_1", "order-1")
    assert refusal(service.call("GET", "/admin/orders/pi_1", caller=ADMIN)) == (404, "order_not_found")
