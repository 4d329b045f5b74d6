"""Setup steps shared by many tests, each through the service's own API."""

import hmac
import json
import time
import uuid
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from tests.support.aws import items
from tests.support.service import ADMIN, SHOP, Answer, Caller, Service
from tests.support.stripe_objects import charges
from tests.support.stripe_objects.envelope import wrapped
from tests.support.template import SIGNING_SECRET

ANNA = Caller("anna", name="Anna Łukasiewicz")
BEN = Caller("ben", name="Ben Ochieng")
COURSE_ID = "course-1"
SLUG = "sourdough-bread"


def course(**changes: Any) -> dict[str, Any]:  # noqa: ANN401
    """A course of two videos, an article and an assignment."""
    return {
        "slug": SLUG,
        "title": "Sourdough bread",
        "published": True,
        "lessons": [
            {"lesson_id": "starter", "title": "A starter", "kind": "video", "duration_seconds": 100},
            {"lesson_id": "dough", "title": "The dough", "kind": "video", "duration_seconds": 200},
            {"lesson_id": "flour", "title": "On flour", "kind": "article"},
            {"lesson_id": "loaf", "title": "Your loaf", "kind": "assignment"},
        ],
        **changes,
    }


def put_course(service: Service, course_id: str = COURSE_ID, **changes: Any) -> Answer:  # noqa: ANN401
    answer = service.call("PUT", f"/admin/courses/{course_id}", caller=ADMIN, body=course(**changes))
    assert answer.status == 200, answer.content
    return answer


def enable_certificates(service: Service, course_id: str = COURSE_ID) -> None:
    body = {
        "certificate_enabled": True,
        "certificate_signatory_name": "Maria Sanz",
        "certificate_signatory_title": "Head baker",
        "template_upload_id": "default",
    }
    answer = service.call("PUT", f"/admin/courses/{course_id}/certificate", caller=ADMIN, body=body)
    assert answer.status == 200, answer.content


def enroll(service: Service, learner: Caller = ANNA, course_id: str = COURSE_ID, **fields: Any) -> Answer:  # noqa: ANN401
    body = {"status": "active", **fields}
    return service.call("PUT", f"/service/enrollments/{learner.sub}/{course_id}", caller=SHOP, body=body)


def playback(lesson_id: str, *played: list[float], **fields: Any) -> dict[str, Any]:  # noqa: ANN401
    end = played[-1][1] if played else 0
    return {
        "event_id": uuid.uuid4().hex,
        "lesson_id": lesson_id,
        "type": "playback",
        "occurred_at": datetime.now(UTC).isoformat(),
        "position_seconds": end,
        "played": list(played),
        **fields,
    }


def completed(lesson_id: str, **fields: Any) -> dict[str, Any]:  # noqa: ANN401
    return {
        "event_id": uuid.uuid4().hex,
        "lesson_id": lesson_id,
        "type": "completed",
        "occurred_at": datetime.now(UTC).isoformat(),
        **fields,
    }


def send(service: Service, *events: dict[str, Any], learner: Caller = ANNA, slug: str = SLUG) -> Answer:
    return service.call("POST", f"/my-courses/{slug}/progress", caller=learner, body={"events": list(events)})


def send_as_service(service: Service, *events: dict[str, Any], learner: Caller = ANNA, slug: str = SLUG) -> Answer:
    url = f"/service/progress/{learner.sub}/{slug}"
    return service.call("POST", url, caller=SHOP, body={"events": list(events)})


def finish_lessons(service: Service, learner: Caller = ANNA) -> None:
    """Finish every lesson, without delivery of the stream records."""
    answer = send(
        service, playback("starter", [0, 100]), playback("dough", [0, 200]), completed("flour"), learner=learner
    )
    assert [result["status"] for result in answer.json["results"]] == ["recorded"] * 3
    assert send_as_service(service, completed("loaf"), learner=learner).status == 200


def deliver_completed_lessons(service: Service) -> Any:  # noqa: ANN401
    """Deliver the records that the stream's filter passes: the images of completed lessons."""
    return service.deliver(*(item for item in items("lesson-progress") if "completed_at" in item))


def deliver_restored_enrollments(service: Service) -> Any:  # noqa: ANN401
    """Deliver the records that the stream's filter passes: the images of enrollments whose access was restored."""
    return service.deliver(*(item for item in items("enrollments") if "access_restored_at" in item))


def certified(service: Service, learner: Caller = ANNA, **enrollment: Any) -> dict[str, Any]:  # noqa: ANN401
    """Have a learner finish the course and get its certificate; return the certificate's data."""
    put_course(service)
    enable_certificates(service)
    assert enroll(service, learner, **enrollment).status == 200
    finish_lessons(service, learner)
    deliver_completed_lessons(service)
    answer = get_certificate(service, learner, accept="application/json")
    assert answer.status == 200, answer.content
    data: dict[str, Any] = answer.json
    return data


def get_certificate(service: Service, learner: Caller = ANNA, accept: str = "application/pdf") -> Answer:
    return service.call("GET", f"/my-courses/{SLUG}/certificate", caller=learner, headers={"Accept": accept})


def verify(service: Service, code: str, accept: str = "application/json") -> Answer:
    return service.call("GET", f"/certificates/verify/{code}", headers={"Accept": accept})


def refund_event(
    order_id: str, amount: int = 4900, amount_refunded: int = 4900, event_id: str | None = None
) -> dict[str, Any]:
    """A charge of an order was refunded; `order-7` was paid by `pi_7`. The event has no creation time."""
    about = charges.charge(
        f"pi_{order_id.removeprefix('order-')}",
        amount=amount,
        amount_refunded=amount_refunded,
        metadata={"order_id": order_id},
    )
    return wrapped("charge.refunded", about, event_id=event_id or f"evt_{uuid.uuid4().hex}", created=None)


def signature(body: str, secret: str = SIGNING_SECRET, at: float | None = None) -> str:
    seconds = int(time.time() if at is None else at)
    digest = hmac.new(secret.encode(), f"{seconds}.{body}".encode(), sha256).hexdigest()
    return f"t={seconds},v1={digest}"


def pay_event(service: Service, event: dict[str, Any], *, as_base64: bool = False) -> Answer:
    body = json.dumps(event)
    headers = {"Stripe-Signature": signature(body)}
    return service.call("POST", "/webhooks/stripe", body=body, headers=headers, as_base64=as_base64)


def my_course(service: Service, learner: Caller = ANNA, slug: str = SLUG) -> Any:  # noqa: ANN401
    """The course as the learner sees it."""
    answer = service.call("GET", f"/my-courses/{slug}", caller=learner)
    assert answer.status == 200, answer.content
    return answer.json


def lesson(service: Service, lesson_id: str, learner: Caller = ANNA) -> Any:  # noqa: ANN401
    """One lesson as the learner sees it."""
    return next(entry for entry in my_course(service, learner)["lessons"] if entry["lesson_id"] == lesson_id)


def enrollment(service: Service, learner: Caller = ANNA, course_id: str = COURSE_ID) -> Any:  # noqa: ANN401
    answer = service.call("GET", f"/service/enrollments/{learner.sub}/{course_id}", caller=SHOP)
    assert answer.status == 200, answer.content
    return answer.json


def outcomes(answer: Answer) -> list[str]:
    """The result of each event of a batch: its status, or the reason of its rejection."""
    assert answer.status == 200, answer.content
    return [result.get("code", result["status"]) for result in answer.json["results"]]


def refusal(answer: Answer) -> tuple[int, str]:
    """The status and the error code of a refusal."""
    return answer.status, answer.json["code"]
