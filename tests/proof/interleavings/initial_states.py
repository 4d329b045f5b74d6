"""The initial states of scenarios, set up through the routes and functions."""

import json
import random
from collections.abc import Callable
from typing import Any

import pytest

from shared.aws.connection import client
from shared.domain.certificate import draw_code
from shared.usecases import recheck
from tests.proof.interleavings.executions import HOUR
from tests.proof.large_orders import ONE_PAGE, deliver_message, one_line_at_a_time, pending_messages
from tests.proof.one_shard import one_shard
from tests.support.aws import items
from tests.support.payments import (
    StripeEvent,
    charge_refunded,
    charge_succeeded,
    dispute_closed,
    invoice_paid,
    invoice_payment_paid,
    purchase,
    refund_failed,
    subscription_deleted,
    subscription_session,
)
from tests.support.service import ADMIN, Context, Service, function
from tests.support.steps import (
    ANNA,
    BEN,
    COURSE_ID,
    completed,
    course,
    deliver_completed_lessons,
    enable_certificates,
    enroll,
    get_certificate,
    outcomes,
    playback,
    put_course,
    send,
    send_as_service,
    signature,
)

ANNAS_KEY = (ANNA.sub, COURSE_ID)
ORDER_ID = "order-1"
# Of the course, whose recheck is divided into ranges.
RECHECKED_VERSION = 3
PURCHASE = {**purchase(COURSE_ID, at=0), "id": "evt_bought"}
SECOND_PURCHASE = {**purchase(COURSE_ID, order_id="order-2", payment="pi_2", at=1), "id": "evt_bought_again"}
LATE_PURCHASES = [
    {**purchase(COURSE_ID, order_id=f"order-{number}", payment=f"pi_{number}", at=-number), "id": f"evt_late_{number}"}
    for number in (2, 3)
]
REFUND = {**charge_refunded(at=2), "id": "evt_refunded"}
SECOND_REFUND = {**charge_refunded(payment="pi_2", at=3), "id": "evt_refunded_too"}
PURCHASE_OF_TWO = {**purchase(COURSE_ID, "course-2", at=0), "id": "evt_bought"}
PURCHASE_OF_PAYER = {**purchase(COURSE_ID, user_id=None, at=0), "id": "evt_bought"}
FURTHER_PURCHASE_OF_PAYER = {**purchase("course-2", user_id=None, payment="pi_2", at=1), "id": "evt_bought_more"}
PURCHASE_OF_TWO_BY_PAYER = {**purchase(COURSE_ID, "course-2", user_id=None, at=0), "id": "evt_bought"}
PARTLY_REFUNDED = {**charge_refunded(1000, at=1), "id": "evt_partly_refunded"}
FAILURE = {**refund_failed(at=3), "id": "evt_failed"}
DISPUTE = {**dispute_closed(at=4), "id": "evt_lost"}
# Of a shop whose orders have the ids of their payments.
DISPUTE_OF_ORDER = {**dispute_closed(payment=ORDER_ID, at=2), "id": "evt_lost"}
SUBSCRIBED = {**subscription_session(COURSE_ID, at=0), "id": "evt_subscribed"}
INVOICE_PAYMENT = {**invoice_payment_paid(at=1), "id": "evt_invoice_payment"}
CAPTURED = {**charge_succeeded(at=0), "id": "evt_captured"}
MONTHS = [
    {
        **invoice_paid(f"in_{number}", payment=f"pi_{number}", at=number, generation="acacia"),
        "id": f"evt_month_{number}",
    }
    for number in (1, 2)
]
PURCHASE_OF_BEN = {
    **purchase(COURSE_ID, user_id=BEN.sub, payment=None, at=1, id="cs_seat"),
    "id": "evt_seat",
}
ENDED = {**subscription_deleted(ended_at=5, at=5), "id": "evt_ended"}
# Few lessons: each one makes every schedule longer.
LESSONS = [lesson for lesson in course()["lessons"] if lesson["lesson_id"] in {"flour", "loaf"}]
VIDEO = [lesson for lesson in course()["lessons"] if lesson["lesson_id"] == "starter"]


def drawn_at(minute: int) -> random.Random:
    """The random numbers of the codes generated in a minute: the same each time."""
    return random.Random(minute)  # noqa: S311 - reproducible


_CHANCE = drawn_at(0)
CERTIFICATE_CODE, CERTIFICATE_ID = (draw_code(_CHANCE.randrange) for _ in range(2))


def enrolled(service: Service) -> None:
    """No lesson is completed."""
    put_course(service)
    enable_certificates(service)
    assert enroll(service, order_id=ORDER_ID).status == 200


def half_watched(service: Service) -> None:
    """A course of one video, of which the learner has watched a part."""
    put_course(service, lessons=VIDEO)
    assert enroll(service).status == 200
    event = {**playback("starter", [0, 20]), "event_id": "before", "occurred_at": HOUR.isoformat()}
    assert outcomes(send(service, event)) == ["recorded"]


def watched(service: Service) -> None:
    """A course of one video, which the learner has watched, and completed."""
    half_watched(service)
    event = {**playback("starter", [20, 100]), "event_id": "rest", "occurred_at": HOUR.isoformat()}
    assert outcomes(send(service, event)) == ["recorded"]
    deliver_completed_lessons(service)


def watched_before_there_was_detection(service: Service) -> None:
    """The items are as an earlier release stored them, and no stream record of them is left."""
    watched(service)
    (enrollment,), (lesson,) = items("enrollments"), items("lesson-progress")
    access = {name: enrollment[name] for name in ("user_id", "course_id", "status", "created_at", "updated_at")}
    client("dynamodb").put_item(TableName="test-enrollments", Item=access)
    client("dynamodb").put_item(TableName="test-lesson-progress", Item=without_mark(lesson))
    (completion,) = items("completions")
    key = {name: completion[name] for name in ("user_id", "course_id")}
    client("dynamodb").delete_item(TableName="test-completions", Key=key)


def enrolled_in_three_lessons(service: Service) -> None:
    """A course of a video, an article and an assignment."""
    put_course(service, lessons=[*VIDEO, *LESSONS])
    assert enroll(service).status == 200


def enrolled_in_an_earlier_release(service: Service) -> None:
    """A course of a video, an article that was read, and an assignment; the enrollment tells nothing of it."""
    enrolled_in_three_lessons(service)
    event = {**completed("flour"), "event_id": "before", "occurred_at": HOUR.isoformat()}
    assert outcomes(send(service, event)) == ["recorded"]
    (enrollment,) = items("enrollments")
    kept = {"is_tracked", "last_lesson", "last_played_at", "pending_lessons"}
    stored = {name: value for name, value in enrollment.items() if name not in kept}
    client("dynamodb").put_item(TableName="test-enrollments", Item=stored)


def without_mark(lesson: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in lesson.items() if name != "settled"}


def watched_before_a_looser_rule(service: Service) -> None:
    """Enough is watched for a later, looser rule; the course was not checked since."""
    half_watched(service)
    put_course(
        service,
        lessons=VIDEO,
        completion_rule={"lesson_watch_percent": 20, "course_percent": 100, "required_lessons": []},
    )


def one_lesson_short(service: Service) -> None:
    """A course of a completed article and an unfinished assignment."""
    put_course(service, lessons=LESSONS)
    enable_certificates(service)
    assert enroll(service, order_id=ORDER_ID).status == 200
    assert outcomes(send(service, completed("flour"))) == ["recorded"]


def two_one_lesson_short(service: Service) -> None:
    """Two learners of a course of a completed article and an unfinished assignment."""
    one_lesson_short(service)
    assert enroll(service, BEN).status == 200
    assert outcomes(send(service, completed("flour"), learner=BEN)) == ["recorded"]


def two_in_ranges(service: Service) -> None:
    """The recheck that completes them is divided into ranges of one learner, of which none is checked."""
    two_one_lesson_short(service)
    put_course(service, lessons=[{**lesson, "published": lesson["lesson_id"] != "loaf"} for lesson in LESSONS])
    (version,) = [int(item["recheck_due"]["N"]) for item in items("courses") if "recheck_due" in item]
    assert version == RECHECKED_VERSION
    body = json.dumps({"course_id": COURSE_ID, "version": version, "after": None})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(recheck, "RANGE", 1)
        function("recheck").handler({"Records": [{"messageId": "message", "body": body}]}, Context())


def finished(service: Service) -> None:
    """Every lesson is completed; the stream has not delivered the records yet."""
    one_lesson_short(service)
    assert outcomes(send_as_service(service, completed("loaf"))) == ["recorded"]


def finished_and_cancelled(service: Service) -> None:
    finished(service)
    assert enroll(service, status="cancelled").status == 200


def detected(service: Service) -> None:
    finished(service)
    deliver_completed_lessons(service)


def detected_with_profile(service: Service) -> None:
    """The learner has supplied a name."""
    detected(service)
    assert service.call("PUT", "/my-profile", caller=ANNA, body={"name": "Anna Own"}).status == 200


def detected_in_order_of_two(service: Service) -> None:
    """An order that pays for the enrollments of two learners."""
    detected(service)
    assert enroll(service, BEN, order_id=ORDER_ID).status == 200


def certified(service: Service) -> None:
    detected(service)
    assert get_certificate(service).status == 200


def pay(service: Service, *events: StripeEvent) -> None:
    for event in events:
        body = json.dumps(event)
        headers = {"Stripe-Signature": signature(body, at=HOUR.timestamp())}
        assert service.call("POST", "/webhooks/stripe", body=body, headers=headers).status == 200


def having(*events: StripeEvent) -> Callable[[Service], None]:
    """A course, and payment events that arrived already."""

    def start(service: Service) -> None:
        put_course(service)
        pay(service, *events)

    return start


def linked_by_an_earlier_version(service: Service) -> None:
    """A certificate whose order has a payment that earlier versions linked to it by an item of its own."""
    certified(service)
    link = {"order_id": {"S": "payment#pi_1"}, "payment_order_id": {"S": ORDER_ID}}
    client("dynamodb").put_item(TableName="test-orders", Item=link)


def bought(service: Service) -> None:
    """A certificate whose order has a known payment."""
    certified(service)
    pay(service, PURCHASE)


def bought_for_two(service: Service) -> None:
    bought(service)
    assert enroll(service, BEN, order_id=ORDER_ID).status == 200


def refunded_for_two(service: Service) -> None:
    bought_for_two(service)
    pay(service, REFUND)


def revoked_in_order_of_two(service: Service) -> None:
    bought_for_two(service)
    _revoke(service)


def restored_for_two_and_not_queued(service: Service) -> None:
    """An order of two learners whose refund has failed; none of its lines has changed, and the message was lost."""
    refunded_for_two(service)
    with one_line_at_a_time():
        pay(service, FAILURE)


def subscribed_for_two(service: Service) -> None:
    """A certificate whose order is a subscription, and another learner of the order."""
    certified(service)
    pay(service, SUBSCRIBED, INVOICE_PAYMENT)
    assert enroll(service, BEN, order_id=ORDER_ID).status == 200


def bought_again_by_one_of_two(service: Service) -> None:
    bought_for_two(service)
    pay(service, SECOND_PURCHASE)


def bought_twice_for_two(service: Service) -> None:
    """Two orders of the same two learners, with a certificate of the first; the second pays for the enrollments."""
    bought_again_by_one_of_two(service)
    seat = purchase(COURSE_ID, user_id=BEN.sub, order_id="order-2", payment=None, at=1, id="cs_seat")
    pay(service, {**seat, "id": "evt_seat"})


def first_refunded_for_two(service: Service) -> None:
    """Two orders of the same two learners, the first refunded, and one of its pages done; its message was lost."""
    bought_twice_for_two(service)
    with one_line_at_a_time():
        pay(service, REFUND)
        (message,) = pending_messages()
        deliver_message(message, ONE_PAGE)


def bought_from_an_earlier_version(service: Service) -> None:
    """An order whose lines are a set in its own item, as earlier versions stored them."""
    detected_in_order_of_two(service)
    lines = [item["line"]["S"] for item in items("order-lines")]
    (order,) = items("orders")
    client("dynamodb").put_item(TableName="test-orders", Item={**order, "lines": {"SS": lines}})
    for line in lines:
        key = {"order_id": {"S": ORDER_ID}, "line": {"S": line}}
        client("dynamodb").delete_item(TableName="test-order-lines", Key=key)


def bought_twice(service: Service) -> None:
    """A certificate of the first of two orders; the second pays for the enrollment."""
    bought(service)
    pay(service, SECOND_PURCHASE)


def bought_twice_and_nothing_done(service: Service) -> None:
    put_course(service)
    pay(service, PURCHASE, SECOND_PURCHASE)


def refunded_and_paid_by_another(service: Service) -> None:
    """Two orders of a course, of which the first was refunded."""
    bought_twice_and_nothing_done(service)
    pay(service, REFUND)


def refunded_for_two_and_paid_by_another(service: Service) -> None:
    """An order of two learners that was refunded, and another order that pays for one of them."""
    bought_again_by_one_of_two(service)
    pay(service, REFUND)


def revoked(service: Service) -> None:
    certified(service)
    _revoke(service)


def _revoke(service: Service) -> None:
    url = f"/admin/certificates/{CERTIFICATE_ID}/revoke"
    assert service.call("POST", url, caller=ADMIN, body={"reason": "by hand"}).status == 200


# ------------------------------------------------------------------ the index of learners


def index_enrollments() -> None:
    """Deliver every enrollment to the index."""
    records = [
        {"eventName": "INSERT", "eventSource": "aws:dynamodb", "dynamodb": {"SequenceNumber": "1", "NewImage": item}}
        for item in items("enrollments")
    ]
    with one_shard():
        function("learner_index").handler({"Records": records}, Context())


def indexed(service: Service) -> None:
    put_course(service)
    assert enroll(service, order_id=ORDER_ID, learner_name="Anna").status == 200
    index_enrollments()


def two_enrolled(service: Service) -> None:
    put_course(service)
    for learner in (ANNA, BEN):
        assert enroll(service, learner, learner_name=learner.name).status == 200


def certified_and_indexed(service: Service) -> None:
    certified(service)
    index_enrollments()


def indexed_with_wrong_counts(service: Service) -> None:
    """The counts are those of other learners."""
    indexed(service)
    client("dynamodb").update_item(
        TableName="test-learner-index",
        Key={"partition_key": {"S": f"counts#{COURSE_ID}"}, "sort_key": {"S": "00"}},
        UpdateExpression="SET enrolled = :n, completions = :n",
        ExpressionAttributeValues={":n": {"N": "7"}},
    )


def partly_indexed_with_wrong_counts(service: Service) -> None:
    """And one of two enrollments is not indexed."""
    indexed_with_wrong_counts(service)
    assert enroll(service, BEN, learner_name=BEN.name).status == 200
