"""Who calls which door; each in a minute of its own."""

import json
from typing import Any

from tests.proof.interleavings.actors import HOUR, Actor
from tests.proof.interleavings.beginnings import CERTIFICATE_ID, LESSONS, ORDER_ID
from tests.proof.interleavings.wire import Json
from tests.support.payments import StripeEvent
from tests.support.service import ADMIN, SHOP, Answer, Context, Service, function
from tests.support.story import ANNA, BEN, COURSE_ID, enroll, get_certificate, put_course, refund_event, send, signature


def download(name: str = "download", minute: int = 10) -> Actor:
    return Actor(name=name, minute=minute, act=lambda service, _: get_certificate(service))


def refund(name: str = "refund", minute: int = 30, event_id: str = "evt_1", amount_refunded: int = 4900) -> Actor:
    return payment(name, minute, refund_event(ORDER_ID, event_id=event_id, amount_refunded=amount_refunded))


def payment(name: str, minute: int, event: StripeEvent) -> Actor:
    """Stripe delivers an event."""
    body = json.dumps(event)
    headers = {"Stripe-Signature": signature(body, at=HOUR.replace(minute=minute).timestamp())}

    def act(service: Service, _: str) -> Answer:
        return service.call("POST", "/webhooks/stripe", body=body, headers=headers)

    return Actor(name=name, minute=minute, act=act)


def detector(name: str = "detector", minute: int = 40, lesson_id: str = "loaf") -> Actor:
    image = {"user_id": {"S": ANNA.sub}, "course_lesson": {"S": f"{COURSE_ID}#{lesson_id}"}}

    def act(service: Service, _: str) -> Json:
        told: Json = service.deliver(image)
        return told

    return Actor(name=name, minute=minute, act=act)


def enrollment() -> Actor:
    return Actor(name="enrollment", minute=20, act=lambda service, _: enroll(service, BEN, order_id=ORDER_ID))


def new_order() -> Actor:
    return Actor(name="new order", minute=20, act=lambda service, _: enroll(service, order_id="order-2"))


def by_hand(verb: str) -> Actor:
    url = f"/admin/certificates/{CERTIFICATE_ID}/{verb}"

    def act(service: Service, _: str) -> Answer:
        return service.call("POST", url, caller=ADMIN, body={"reason": "by hand"} if verb == "revoke" else None)

    return Actor(name=verb, minute=20, act=act)


def swap() -> Actor:
    body = {"certificate_enabled": True, "template_upload_id": "default"}
    url = f"/admin/courses/{COURSE_ID}/certificate"
    return Actor(name="swap", minute=20, act=lambda service, _: service.call("PUT", url, caller=ADMIN, body=body))


def shorter_course() -> Actor:
    """The admin takes the assignment out, so that who has done the rest is complete."""
    lessons = [{**lesson, "published": lesson["lesson_id"] != "loaf"} for lesson in LESSONS]
    return Actor(name="admin", minute=20, act=lambda service, _: put_course(service, lessons=lessons))


def recheck() -> Actor:
    def act(_service: Service, message: str) -> Json:
        record = {"messageId": "message", "body": message, "eventSource": "aws:sqs"}
        function("recheck").handler({"Records": [record]}, Context())
        return {}

    return Actor(name="recheck", minute=50, message_of="admin", act=act)


def erase() -> Actor:
    url = f"/service/learners/{ANNA.sub}"
    return Actor(name="erase", minute=30, act=lambda service, _: service.call("DELETE", url, caller=SHOP))


def device(name: str, minute: int, *played: list[float]) -> Actor:
    event: dict[str, Any] = {
        "event_id": name,
        "lesson_id": "starter",
        "type": "playback",
        "occurred_at": HOUR.replace(minute=minute).isoformat(),
        "position_seconds": played[-1][1],
        "played": list(played),
    }
    return Actor(name=name, minute=minute, act=lambda service, _: send(service, event))
