"""The initial states of scenarios, set up through the routes and functions."""

import json
import random

from shared.domain.certificate import draw_code
from tests.proof.interleavings.executions import HOUR
from tests.support.payments import StripeEvent, charge_refunded, purchase
from tests.support.service import ADMIN, Service
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
PURCHASE = {**purchase(COURSE_ID, at=0), "id": "evt_bought"}
SECOND_PURCHASE = {**purchase(COURSE_ID, order_id="order-2", payment="pi_2", at=1), "id": "evt_bought_again"}
LATE_PURCHASES = [
    {**purchase(COURSE_ID, order_id=f"order-{number}", payment=f"pi_{number}", at=-number), "id": f"evt_late_{number}"}
    for number in (2, 3)
]
REFUND = {**charge_refunded(at=2), "id": "evt_refunded"}
SECOND_REFUND = {**charge_refunded(payment="pi_2", at=3), "id": "evt_refunded_too"}
ORDER_ID = "order-1"
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


def bought_twice(service: Service) -> None:
    """A certificate of the first of two orders; the second pays for the enrollment."""
    bought(service)
    pay(service, SECOND_PURCHASE)


def bought_twice_and_nothing_done(service: Service) -> None:
    put_course(service)
    pay(service, PURCHASE, SECOND_PURCHASE)


def revoked(service: Service) -> None:
    certified(service)
    url = f"/admin/certificates/{CERTIFICATE_ID}/revoke"
    assert service.call("POST", url, caller=ADMIN, body={"reason": "by hand"}).status == 200
