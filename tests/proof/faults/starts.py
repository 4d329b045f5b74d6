"""How deliveries begin: what goes before them, through the doors, and who delivers."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from shared.aws.connection import client
from tests.proof.faults.sources import Queue, Request, Source, Stream
from tests.proof.faults.stored import DELIVERED_AT, STARTED_AT
from tests.support.aws import items
from tests.support.payments import StripeEvent, charge_refunded, purchase
from tests.support.pdfs import template
from tests.support.service import ADMIN, Caller, Service
from tests.support.story import (
    ANNA,
    BEN,
    COURSE_ID,
    SLUG,
    certified,
    completed,
    course,
    deliver_completed_lessons,
    enable_certificates,
    enroll,
    finish_lessons,
    get_certificate,
    playback,
    put_course,
    refund_event,
    send,
    signature,
)
from tests.support.uploads import upload

CARL = Caller("carl", name="Carl Weiss")
DOWNLOAD = f"/my-courses/{SLUG}/certificate"
ADMIN_COURSE = f"/admin/courses/{COURSE_ID}"
SETTINGS = f"{ADMIN_COURSE}/certificate"
ENROLLMENT = f"/service/enrollments/{ANNA.sub}/{COURSE_ID}"
OLD_EVENT = {"occurred_at": "2026-01-11T12:00:00Z"}


def nothing(_: Service) -> None:
    pass


# ------------------------------------------------------------------ what goes before


def enrolled(service: Service) -> None:
    put_course(service)
    enroll(service, order_id="order-1", learner_name="Anna")


def half_watched(service: Service) -> None:
    enrolled(service)
    send(service, playback("starter", [0, 50]))


def finished(service: Service) -> None:
    """A learner who has finished, which nobody has detected yet."""
    put_course(service)
    enable_certificates(service)
    enroll(service, order_id="order-1")
    finish_lessons(service)


def detected(service: Service) -> None:
    finished(service)
    deliver_completed_lessons(service)


def with_certificate(service: Service) -> dict[str, Any]:
    return certified(service, order_id="order-1")


def two_with_certificates(service: Service) -> None:
    with_certificate(service)
    enroll(service, BEN, order_id="order-1")
    finish_lessons(service, BEN)
    get_certificate(service, BEN)


def with_revoked_certificate(service: Service) -> str:
    public_id: str = with_certificate(service)["public_id"]
    answer = service.call(
        "POST", f"/admin/certificates/{public_id}/revoke", caller=ADMIN, body={"reason": "by mistake"}
    )
    assert answer.status == 200
    return public_id


def three_almost_done(service: Service) -> None:
    put_course(service)
    for learner in (ANNA, BEN, CARL):
        enroll(service, learner)
        send(service, playback("starter", [0, 100]), playback("dough", [0, 200]), completed("flour"), learner=learner)
    put_course(service, lessons=course()["lessons"][:3])


def refunded(service: Service, order_id: str = "order-1") -> None:
    said = webhook(refund_event(order_id, event_id="evt_0"), at=STARTED_AT).begin(service)()
    assert said.answer == "200"


def certified_and_refunded(service: Service) -> None:
    with_certificate(service)
    refunded(service)


def pay(service: Service, *events: StripeEvent) -> None:
    for event in events:
        said = webhook(event, at=STARTED_AT).begin(service)()
        assert said.answer == "200"


def three_bought(service: Service) -> None:
    """An order of three courses, and a certificate of the first."""
    with_certificate(service)
    pay(service, purchase("course-1", "course-2", "course-3", at=0))


def three_bought_and_refunded(service: Service) -> None:
    three_bought(service)
    pay(service, charge_refunded(at=1))


def bought_twice(service: Service) -> None:
    with_certificate(service)
    pay(service, purchase("course-1", at=0), purchase("course-1", order_id="order-2", payment="pi_2", at=1))


def paid_back_without_a_name(service: Service) -> None:
    with_certificate(service)
    pay(service, charge_refunded(at=1))


# ------------------------------------------------------------------ who delivers


def after(go_before: Callable[[Service], object], source: Source) -> Callable[[Service], Source]:
    """What is delivered does not depend on what went before."""

    def start(service: Service) -> Source:
        go_before(service)
        return source

    return start


def get(url: str, caller: Caller | None = ANNA, accept: str = "application/json") -> Request:
    return Request(method="GET", url=url, caller=caller, headers={"Accept": accept})


def progress(*events: dict[str, Any]) -> Request:
    return Request(method="POST", url=f"/my-courses/{SLUG}/progress", caller=ANNA, body={"events": list(events)})


def put_settings(upload_id: str = "default") -> Request:
    body = {"certificate_enabled": True, "template_upload_id": upload_id}
    return Request(method="PUT", url=SETTINGS, caller=ADMIN, body=body)


def webhook(event: dict[str, Any], at: datetime = DELIVERED_AT) -> Request:
    body = json.dumps(event)
    headers = {"Stripe-Signature": signature(body, at=at.timestamp())}
    return Request(method="POST", url="/webhooks/stripe", body=body, headers=headers, until_taken=True)


def upload_replaces_template(service: Service) -> Source:
    enrolled(service)
    enable_certificates(service)
    return put_settings(upload(service, template()))


def next_template(service: Service) -> None:
    """An admin replaces the template some day; what could not be removed before is removed with it."""
    enable_certificates(service)


def revocation(service: Service) -> Source:
    public_id = with_certificate(service)["public_id"]
    url = f"/admin/certificates/{public_id}/revoke"
    return Request(method="POST", url=url, caller=ADMIN, body={"reason": "by mistake"})


def reinstatement(service: Service) -> Source:
    return Request(
        method="POST", url=f"/admin/certificates/{with_revoked_certificate(service)}/reinstate", caller=ADMIN
    )


def verification(service: Service) -> Source:
    return get(f"/certificates/verify/{with_certificate(service)['verification_code']}", None)


def download_of_a_lost_pdf(service: Service) -> Source:
    public_id = with_certificate(service)["public_id"]
    client("s3").delete_object(Bucket="test-certificates", Key=f"certificates/{ANNA.sub}/{public_id}.pdf")
    return get(DOWNLOAD, accept="application/pdf")


def download_when_paid_anew(service: Service) -> Source:
    certified_and_refunded(service)
    assert enroll(service, order_id="order-2").status == 200
    return get(DOWNLOAD, accept="application/pdf")


def completed_lessons(service: Service) -> Source:
    """Two learners' lessons in one batch: one has finished, the other has not."""
    finished(service)
    enroll(service, BEN)
    send(service, completed("flour"), learner=BEN)
    images = [item for item in items("lesson-progress") if "completed_at" in item]
    return Stream(function="completion", changes=[(None, image) for image in images])


def restored_enrollment(service: Service) -> Source:
    """A learner's access ended before the stream was read, and came back since."""
    finished(service)
    enroll(service, status="cancelled")
    enroll(service)
    images = [item for item in items("enrollments") if "access_restored_at" in item]
    return Stream(function="completion", changes=[(None, image) for image in images])


def recheck_page(after: str | None) -> Callable[[Service], Source]:
    def start(service: Service) -> Source:
        three_almost_done(service)
        (item,) = [item for item in items("courses") if "recheck_due" in item]
        page = {"course_id": COURSE_ID, "version": int(item["recheck_due"]["N"]), "after": after}
        return Queue(function="recheck", body=json.dumps(page))

    return start


def new_completion(service: Service) -> Source:
    detected(service)
    return Stream(function="announcements", changes=[(None, item) for item in items("completions")])


def certificate_changes(service: Service) -> Source:
    with_certificate(service)
    (issued,) = items("course-certificates")
    refunded(service)
    (revoked,) = items("course-certificates")
    # As many as would take longer than the function has, if each had to wait in vain.
    return Stream(function="announcements", changes=[(None, issued), (issued, revoked)] * 3)
