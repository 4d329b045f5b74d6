"""The states before deliveries, set up through the service's own routes; and the deliveries' event sources."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from shared.aws.connection import client
from shared.stores.index_work import ALL_COURSES
from tests.proof.faults.event_sources import Queue, Request, RequestAndQueue, Stream
from tests.proof.faults.snapshots import ARRANGED_AT, DELIVERED_AT
from tests.proof.large_orders import ONE_PAGE
from tests.support.aws import items
from tests.support.payments import StripeEvent
from tests.support.pdfs import template
from tests.support.pictures import draw_pictures
from tests.support.queues import RECHECK
from tests.support.service import ADMIN, SHOP, Caller, Service
from tests.support.steps import (
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
from tests.support.uploads import upload, upload_logo
from tests.unit.pdf.pictures import encoded, mark

type Image = dict[str, Any]

CARL = Caller("carl", name="Carl Weiss")
INES = Caller("ines", scope="instructor")
DOWNLOAD = f"/my-courses/{SLUG}/certificate"
ADMIN_COURSE = f"/admin/courses/{COURSE_ID}"
SETTINGS = f"{ADMIN_COURSE}/certificate"
ENROLLMENT = f"/service/enrollments/{ANNA.sub}/{COURSE_ID}"
LEARNER = f"/service/learners/{ANNA.sub}"
ISSUER = {"name": "Sourdough School", "url": "https://sourdough.example", "linkedin_organization_id": None}
RECHECKED_VERSION = 2
OLD_EVENT = {"occurred_at": "2026-01-11T12:00:00Z"}


def nothing(_: Service) -> None:
    pass


# ------------------------------------------------------------------ states before deliveries


def enrolled(service: Service) -> None:
    put_course(service)
    enroll(service, order_id="order-1", learner_name="Anna")


def half_watched(service: Service) -> None:
    enrolled(service)
    send(service, playback("starter", [0, 50]))


def finished(service: Service) -> None:
    """A learner who has finished, before detection."""
    put_course(service)
    enable_certificates(service)
    enroll(service, order_id="order-1")
    finish_lessons(service)


def detected(service: Service) -> None:
    finished(service)
    deliver_completed_lessons(service)


def with_profile(service: Service) -> None:
    enrolled(service)
    supply_name(service)


def supply_name(service: Service) -> None:
    assert service.call("PUT", "/my-profile", caller=ANNA, body={"name": "Anna Own"}).status == 200


def detected_with_profile(service: Service) -> None:
    detected(service)
    supply_name(service)


def with_certificate(service: Service) -> dict[str, Any]:
    return certified(service, order_id="order-1")


def taught(service: Service) -> dict[str, Any]:
    """A course with an instructor, and the certificate of its learner, who is indexed."""
    certificate = with_certificate(service)
    put_course(service, instructors=[INES.sub])
    Queue(function="learner_index", body=json.dumps(COURSE_TO_INDEX)).begin(service)()
    return certificate


def with_lost_pdf(service: Service) -> None:
    key = f"certificates/{ANNA.sub}/{with_certificate(service)['public_id']}.pdf"
    client("s3").delete_object(Bucket="test-certificates", Key=key)


def two_with_certificates(service: Service) -> None:
    with_certificate(service)
    supply_name(service)
    enroll(service, BEN, order_id="order-1")
    finish_lessons(service, BEN)
    get_certificate(service, BEN)


def with_revoked_certificate(service: Service) -> dict[str, Any]:
    certificate = with_certificate(service)
    assert revoke(certificate).begin(service)().answer == "200"
    return certificate


def three_almost_done(service: Service) -> int:
    """Three learners whom a course with fewer lessons completes; return the version whose recheck is due."""
    put_course(service)
    for learner in (ANNA, BEN, CARL):
        enroll(service, learner)
        send(service, playback("starter", [0, 100]), playback("dough", [0, 200]), completed("flour"), learner=learner)
    put_course(service, lessons=course()["lessons"][:3])
    (version,) = [int(item["recheck_due"]["N"]) for item in items("courses") if "recheck_due" in item]
    assert version == RECHECKED_VERSION
    return version


def pay(service: Service, *events: StripeEvent) -> None:
    for event in events:
        assert webhook(event, at=ARRANGED_AT).begin(service)().answer == "200"


def refunded(service: Service) -> None:
    pay(service, refund_event("order-1", event_id="evt_0"))


def certified_and_refunded(service: Service) -> None:
    with_certificate(service)
    refunded(service)


def paid_again(service: Service) -> None:
    certified_and_refunded(service)
    assert enroll(service, order_id="order-2").status == 200


def uploaded_logo(service: Service) -> str:
    """Upload a logo; return the id of the upload."""
    return upload_logo(service, encoded(mark()))


def with_logo(service: Service) -> str:
    """An issuer with a logo; return its digest."""
    body = {**ISSUER, "logo_upload_id": uploaded_logo(service)}
    digest: str = service.call("PUT", "/admin/issuer", caller=ADMIN, body=body).json["logo_sha256"]
    return digest


def course_and_logo(service: Service) -> None:
    enrolled(service)
    with_logo(service)


def upload_replaces_template(service: Service) -> str:
    """Upload another template; return the id of the upload."""
    enrolled(service)
    enable_certificates(service)
    return upload(service, template())


def first_completed_lessons(service: Service) -> list[Image]:
    """Lessons of two learners in one batch: one has finished, the other has not."""
    finished(service)
    enroll(service, BEN)
    send(service, completed("flour"), learner=BEN)
    return [item for item in items("lesson-progress") if "completed_at" in item]


def restored_enrollment(service: Service) -> list[Image]:
    """A learner's access ended before the stream was read, and was restored afterwards."""
    finished(service)
    enroll(service, status="cancelled")
    enroll(service)
    return [item for item in items("enrollments") if "access_restored_at" in item]


def new_completion(service: Service) -> list[Image]:
    detected(service)
    return items("completions")


def certificate_changes(service: Service) -> Stream:
    with_certificate(service)
    (issued,) = items("course-certificates")
    refunded(service)
    (revoked,) = items("course-certificates")
    # Enough records to exceed the function's timeout, if the calls for each timed out.
    return Stream(function="announcements", changes=[(None, issued), (issued, revoked)] * 3)


def indexed_learners(service: Service) -> None:
    """Two learners of a course, who are indexed."""
    put_course(service)
    for learner in (ANNA, CARL):
        enroll(service, learner, learner_name=f"{learner.name} Anna")
    for body in (COURSE_TO_INDEX, ALL_COURSES_TO_INDEX):
        Queue(function="learner_index", body=json.dumps(body)).begin(service)()


def changed_enrollments(service: Service) -> Stream:
    """Records of a learner who is new, of one who is renamed, and of one who is erased."""
    indexed_learners(service)
    anna, carl = items("enrollments")
    enroll(service, BEN, learner_name=BEN.name)
    enroll(service, learner_name="Anna Nowak")
    service.call("DELETE", f"/service/learners/{CARL.sub}", caller=SHOP)
    renamed, ben = items("enrollments")
    return Stream(function="learner_index", changes=[(None, ben), (anna, renamed), (carl, None)])


def new_certificate(service: Service) -> list[Image]:
    with_certificate(service)
    return items("course-certificates")


def with_picture(service: Service) -> dict[str, Any]:
    certificate = with_certificate(service)
    draw_pictures()
    return certificate


def revoked_and_drawn(service: Service) -> Stream:
    """A certificate whose picture is drawn, and which is then revoked."""
    with_picture(service)
    (issued,) = items("course-certificates")
    refunded(service)
    (revoked,) = items("course-certificates")
    return Stream(function="pictures", changes=[(issued, revoked)])


def replace_template(service: Service) -> None:
    """An admin replaces the template later; versions that could not be removed before are removed then."""
    enable_certificates(service)


# ------------------------------------------------------------------ event sources


def get(url: str, caller: Caller | None = ANNA, accept: str = "application/json") -> Request:
    return Request(method="GET", url=url, caller=caller, headers={"Accept": accept})


def admin(method: str, url: str, body: Any = None) -> Request:  # noqa: ANN401 - as JSON
    return Request(method=method, url=url, caller=ADMIN, body=body)


def shop(method: str, url: str, body: Any = None) -> Request:  # noqa: ANN401 - as JSON
    return Request(method=method, url=url, caller=SHOP, body=body)


def download(accept: str = "application/pdf") -> Request:
    return get(DOWNLOAD, accept=accept)


def put_profile(name: str | None) -> Request:
    return Request(method="PUT", url="/my-profile", caller=ANNA, body={"name": name})


def progress(*events: dict[str, Any]) -> Request:
    return Request(method="POST", url=f"/my-courses/{SLUG}/progress", caller=ANNA, body={"events": list(events)})


def put_settings(upload_id: str) -> Request:
    return admin("PUT", SETTINGS, {"certificate_enabled": True, "template_upload_id": upload_id})


def revoke(certificate: Mapping[str, Any]) -> Request:
    return admin("POST", f"/admin/certificates/{certificate['public_id']}/revoke", {"reason": "by mistake"})


def reinstate(certificate: Mapping[str, Any]) -> Request:
    return admin("POST", f"/admin/certificates/{certificate['public_id']}/reinstate")


def reissue(certificate: Mapping[str, Any]) -> Request:
    return admin("POST", f"/admin/certificates/{certificate['public_id']}/reissue", {"name": "Anna Nowak"})


def pdf_for_staff(certificate: Mapping[str, Any]) -> Request:
    return get(f"/admin/certificates/{certificate['public_id']}/pdf", ADMIN, "application/pdf")


def pdf_for_instructor(certificate: Mapping[str, Any]) -> Request:
    return get(f"/admin/certificates/{certificate['public_id']}/pdf", INES, "application/pdf")


def preview_upload(upload_id: str) -> Request:
    return admin("POST", f"{SETTINGS}/preview", {"template_upload_id": upload_id})


def draw_design(_: None) -> Request:
    colours = {"primary_colour": "#1c2a44", "accent_colour": "#a88a4a"}
    return admin("POST", f"{SETTINGS}/designs", {"design": "minimal", "logo": True, **colours})


def put_logo(upload_id: str) -> Request:
    return admin("PUT", "/admin/issuer", {**ISSUER, "logo_upload_id": upload_id})


def logo(digest: str) -> Request:
    return get(f"/issuer/logos/{digest}", None)


def picture(certificate: Mapping[str, Any]) -> Request:
    return get(f"/certificates/verify/{certificate['verification_code']}/picture.png", None)


def verify(certificate: Mapping[str, Any]) -> Request:
    return get(f"/certificates/verify/{certificate['verification_code']}", None)


def verification_page(certificate: Mapping[str, Any]) -> Request:
    return get(f"/certificates/verify/{certificate['verification_code']}", None, "text/html")


def webhook(event: StripeEvent, at: datetime = DELIVERED_AT) -> Request:
    body = json.dumps(event)
    headers = {"Stripe-Signature": signature(body, at=at.timestamp())}
    return Request(method="POST", url="/webhooks/stripe", body=body, headers=headers, until_2xx=True)


def inserted(function: str) -> Callable[[list[Image]], Stream]:
    return lambda images: Stream(function=function, changes=[(None, image) for image in images])


def asked_for_export(learners: int) -> Callable[[Service], Queue]:
    """An export of a course's learners was started; the message that asks for it."""

    def arrange(service: Service) -> Queue:
        put_course(service)
        for number in range(learners):
            enroll(service, Caller(f"learner-{number}", name=f"Learner {number}"))
        answer = service.call("POST", f"{ADMIN_COURSE}/learner-exports", caller=ADMIN)
        body = {"course_id": COURSE_ID, "export_id": answer.json["export_id"], "parts": 0}
        return Queue(function="learner_exports", body=json.dumps(body))

    return arrange


def get_export(asked: Queue) -> Request:
    return get(f"{ADMIN_COURSE}/learner-exports/{json.loads(asked.body)['export_id']}", ADMIN)


def recheck(after: str | None = None) -> Queue:
    """The message that asks for a recheck; with `after`, one of the earlier release."""
    body = {"course_id": COURSE_ID, "version": RECHECKED_VERSION, "after": after}
    return Queue(function="recheck", body=json.dumps(body))


def whole_recheck() -> RequestAndQueue:
    """The message that asks for a recheck, and those of its ranges; each has time for one learner."""
    return RequestAndQueue(request=recheck(), function="recheck", address=RECHECK, context=ONE_PAGE)


COURSE_TO_INDEX = {"course_id": COURSE_ID}
ALL_COURSES_TO_INDEX = {"course_id": ALL_COURSES}


def course_to_index(_: object) -> Queue:
    return Queue(function="learner_index", body=json.dumps(COURSE_TO_INDEX))


def all_courses_to_index(_: object) -> Queue:
    return Queue(function="learner_index", body=json.dumps(ALL_COURSES_TO_INDEX))
