"""The deliveries to the service: each kind of request, payment event, stream record and queue message."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.proof.faults import fixtures
from tests.proof.faults.event_sources import Queue, Request, Stream
from tests.proof.faults.fixtures import (
    ADMIN_COURSE,
    ENROLLMENT,
    LEARNER,
    OLD_EVENT,
    SETTINGS,
    admin,
    download,
    enrolled,
    get,
    inserted,
    nothing,
    progress,
    put_settings,
    recheck_page,
    shop,
    webhook,
    with_certificate,
)
from tests.support.payments import charge_refunded, dispute_closed, purchase, refund_failed
from tests.support.service import ADMIN, SHOP, Service
from tests.support.steps import ANNA, BEN, SLUG, completed, course, get_certificate, playback, put_course, refund_event

Source = Request | Stream | Queue


@dataclass(frozen=True, slots=True)
class Delivery:
    """One delivery to the service.

    Attributes:
        function: the folder of the function that receives it.
        arrange: sets up the state before it.
        source: the event source; or a function that creates it from the result of `arrange`.
        afterwards: a later request that always follows, and completes work that may be left unfinished until then.
    """

    function: str
    name: str
    arrange: Callable[[Service], Any]
    source: Source | Callable[[Any], Source]
    afterwards: Callable[[Service], object] = nothing

    def start(self, service: Service) -> Source:
        """Set up the state before the delivery; return its source."""
        arranged = self.arrange(service)
        return self.source if isinstance(self.source, Source) else self.source(arranged)


ORDER_1, ORDER_2 = ({"status": "active", "order_id": f"order-{number}"} for number in (1, 2))
FEWER_LESSONS = course(slug="rye", lessons=course()["lessons"][:2])
UPLOAD_FORM = {"file_name": "template.pdf", "size_bytes": 1000}

DELIVERIES = (
    # learners
    Delivery("progress", "the dashboard", with_certificate, get("/my-courses")),
    Delivery("progress", "one course", with_certificate, get(f"/my-courses/{SLUG}")),
    Delivery("progress", "a completion rule", enrolled, get(f"/courses/{SLUG}/completion-rule")),
    Delivery(
        "progress", "progress of two lessons", enrolled, progress(playback("starter", [0, 95]), completed("flour"))
    ),
    Delivery(
        "progress",
        "the rest of a video",
        fixtures.half_watched,
        progress(playback("starter", [50, 100], **OLD_EVENT)),
    ),
    Delivery("certificates", "a first download", fixtures.detected, download()),
    Delivery("certificates", "a first download before detection", fixtures.finished, download()),
    # The PDF is stored after the record; the next download stores it if it is missing.
    Delivery("certificates", "a certificate's data", fixtures.detected, download("application/json"), get_certificate),
    Delivery("certificates", "a later download", with_certificate, download()),
    Delivery("certificates", "a download of a lost PDF", fixtures.with_lost_pdf, download()),
    Delivery("certificates", "a download after paying again", fixtures.paid_again, download()),
    # the public
    Delivery("verification", "a verification", with_certificate, fixtures.verify),
    Delivery(
        "verification", "a verification of an unknown code", nothing, get(f"/certificates/verify/{'0' * 20}", None)
    ),
    Delivery("verification", "health", nothing, get("/health", None)),
    Delivery("verification", "the OpenAPI document", nothing, get("/openapi.json", None)),
    # the shop's services
    Delivery(
        "progress",
        "an assignment",
        enrolled,
        shop("POST", f"/service/progress/{ANNA.sub}/{SLUG}", {"events": [completed("loaf")]}),
    ),
    Delivery("enrollments", "an enrollment", put_course, shop("PUT", ENROLLMENT, ORDER_1)),
    Delivery(
        "enrollments", "an enrollment paid again", fixtures.certified_and_refunded, shop("PUT", ENROLLMENT, ORDER_2)
    ),
    Delivery("enrollments", "a cancellation", enrolled, shop("PUT", ENROLLMENT, {"status": "cancelled"})),
    Delivery("enrollments", "an enrollment read", enrolled, get(ENROLLMENT, SHOP)),
    Delivery("enrollments", "an export", with_certificate, get(f"{LEARNER}/export", SHOP)),
    Delivery("enrollments", "an erasure", fixtures.two_with_certificates, shop("DELETE", LEARNER)),
    # payments
    Delivery("refund_webhook", "a full refund", with_certificate, webhook(refund_event("order-1", event_id="evt_1"))),
    Delivery(
        "refund_webhook",
        "a full refund of two learners",
        fixtures.two_with_certificates,
        webhook(refund_event("order-1", event_id="evt_1")),
    ),
    Delivery(
        "refund_webhook",
        "a full refund of an unknown order",
        put_course,
        webhook(refund_event("order-9", event_id="evt_1")),
    ),
    Delivery(
        "refund_webhook",
        "a partial refund",
        with_certificate,
        webhook(refund_event("order-1", amount_refunded=100, event_id="evt_1")),
    ),
    Delivery(
        "refund_webhook",
        "a purchase of three courses, in several transactions",
        nothing,
        webhook(purchase("course-1", "course-2", "course-3", at=0)),
    ),
    Delivery(
        "refund_webhook",
        "a purchase refunded before its order id was known",
        fixtures.refunded_without_order_id,
        webhook(purchase("course-1", at=0)),
    ),
    Delivery(
        "refund_webhook",
        "a full refund of three courses, in several transactions",
        fixtures.three_bought,
        webhook(charge_refunded(at=1)),
    ),
    Delivery(
        "refund_webhook",
        "a failed full refund, in several transactions",
        fixtures.three_bought_and_refunded,
        webhook(refund_failed(at=2)),
    ),
    Delivery(
        "refund_webhook",
        "a refund of one of two orders",
        fixtures.bought_twice,
        webhook(charge_refunded(payment="pi_2", at=3)),
    ),
    Delivery("refund_webhook", "a lost dispute", with_certificate, webhook(dispute_closed(payment="order-1", at=1))),
    Delivery(
        "refund_webhook",
        "an ignored event",
        nothing,
        webhook({"id": "evt_1", "type": "ping", "data": {"object": {}}}),
    ),
    # admins
    Delivery("admin", "a new course", nothing, admin("PUT", ADMIN_COURSE, course())),
    Delivery(
        "admin",
        "a course with another slug and fewer lessons",
        enrolled,
        admin("PUT", ADMIN_COURSE, FEWER_LESSONS),
    ),
    Delivery("admin", "a course read", enrolled, get(ADMIN_COURSE, ADMIN)),
    Delivery("admin", "all courses", enrolled, get("/admin/courses", ADMIN)),
    Delivery("admin", "the learners of a course", with_certificate, get(f"{ADMIN_COURSE}/learners", ADMIN)),
    Delivery("admin", "one learner of a course", with_certificate, get(f"{ADMIN_COURSE}/learners/{ANNA.sub}", ADMIN)),
    Delivery("admin", "certificate settings read", with_certificate, get(SETTINGS, ADMIN)),
    Delivery("admin", "a first template", enrolled, put_settings("default"), fixtures.replace_template),
    Delivery("admin", "another template", fixtures.upload_replaces_template, put_settings, fixtures.replace_template),
    Delivery("admin", "an upload form", enrolled, admin("POST", f"{SETTINGS}/template", UPLOAD_FORM)),
    Delivery("admin", "a preview", with_certificate, get(f"{SETTINGS}/preview", ADMIN, "application/pdf")),
    Delivery("admin", "a revocation", with_certificate, fixtures.revoke),
    Delivery("admin", "a reinstatement", fixtures.with_revoked_certificate, fixtures.reinstate),
    Delivery("admin", "an order read", fixtures.certified_and_refunded, get("/admin/orders/order-1", ADMIN)),
    Delivery("admin", "payment events read", fixtures.refunded, get("/admin/webhook-events", ADMIN)),
    # streams and queues
    Delivery("completion", "completed lessons", fixtures.first_completed_lessons, inserted("completion")),
    Delivery("completion", "a restored enrollment", fixtures.restored_enrollment, inserted("completion")),
    Delivery("recheck", "a first page of a recheck", fixtures.three_almost_done, recheck_page(None)),
    Delivery("recheck", "the last page of a recheck", fixtures.three_almost_done, recheck_page(BEN.sub)),
    Delivery("announcements", "a completion to announce", fixtures.new_completion, inserted("announcements")),
    Delivery(
        "announcements",
        "certificates' changes to announce",
        fixtures.certificate_changes,
        lambda stream: stream,
    ),
)
