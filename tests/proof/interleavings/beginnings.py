"""Where scenarios begin: what happened before, through the doors."""

import json
import random

from shared.domain.certificate import draw_code
from tests.proof.interleavings.actors import HOUR, START
from tests.support.payments import StripeEvent, purchase
from tests.support.service import ADMIN, Service
from tests.support.story import (
    ANNA,
    COURSE_ID,
    completed,
    course,
    deliver_completed_lessons,
    enable_certificates,
    enroll,
    get_certificate,
    outcomes,
    put_course,
    send,
    send_as_service,
    signature,
)

HERS = (ANNA.sub, COURSE_ID)
PURCHASE = {**purchase(COURSE_ID, at=0), "id": "evt_bought"}
SECOND_PURCHASE = {**purchase(COURSE_ID, order_id="order-2", payment="pi_2", at=1), "id": "evt_bought_again"}
ORDER_ID = "order-1"
# Few lessons: the more there are, the longer every order of turns takes.
LESSONS = [lesson for lesson in course()["lessons"] if lesson["lesson_id"] in {"flour", "loaf"}]
# The beginning is the same each time, and so are the codes that it draws.
_CHANCE = random.Random(START.minute)  # noqa: S311 - as it is drawn there
CERTIFICATE_CODE, CERTIFICATE_ID = (draw_code(_CHANCE.randrange) for _ in range(2))


def enrolled(service: Service) -> None:
    """Nothing of the course is done."""
    put_course(service)
    enable_certificates(service)
    assert enroll(service, order_id=ORDER_ID).status == 200


def one_lesson_short(service: Service) -> None:
    """A course of an article, which is done, and an assignment, which is not."""
    put_course(service, lessons=LESSONS)
    enable_certificates(service)
    assert enroll(service, order_id=ORDER_ID).status == 200
    assert outcomes(send(service, completed("flour"))) == ["recorded"]


def finished(service: Service) -> None:
    """Every lesson is done; the stream has not told anybody yet."""
    one_lesson_short(service)
    assert outcomes(send_as_service(service, completed("loaf"))) == ["recorded"]


def detected(service: Service) -> None:
    finished(service)
    deliver_completed_lessons(service)


def certified(service: Service) -> None:
    detected(service)
    assert get_certificate(service).status == 200


def pay(service: Service, *events: StripeEvent) -> None:
    for event in events:
        body = json.dumps(event)
        headers = {"Stripe-Signature": signature(body, at=HOUR.replace(minute=START.minute).timestamp())}
        assert service.call("POST", "/webhooks/stripe", body=body, headers=headers).status == 200


def bought(service: Service) -> None:
    """A certificate of an order whose payment is known."""
    certified(service)
    pay(service, PURCHASE)


def bought_twice(service: Service) -> None:
    """A certificate of the first of two orders, of which the second pays."""
    bought(service)
    pay(service, SECOND_PURCHASE)


def revoked(service: Service) -> None:
    certified(service)
    url = f"/admin/certificates/{CERTIFICATE_ID}/revoke"
    assert service.call("POST", url, caller=ADMIN, body={"reason": "by hand"}).status == 200
