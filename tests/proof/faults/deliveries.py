"""What is delivered to the service: every request, payment event, stream record and queued page that there is.

Another one needs an entry in `DELIVERIES`: a function, a name, what goes before it, and who delivers it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from tests.proof.faults.sources import Request, Source
from tests.proof.faults.starts import (
    ADMIN_COURSE,
    DOWNLOAD,
    ENROLLMENT,
    OLD_EVENT,
    SETTINGS,
    after,
    bought_twice,
    certificate_changes,
    certified_and_refunded,
    completed_lessons,
    detected,
    download_of_a_lost_pdf,
    download_when_paid_anew,
    enrolled,
    finished,
    get,
    half_watched,
    new_completion,
    next_template,
    nothing,
    paid_back_without_a_name,
    progress,
    put_settings,
    recheck_page,
    refunded,
    reinstatement,
    restored_enrollment,
    revocation,
    three_bought,
    three_bought_and_refunded,
    two_with_certificates,
    upload_replaces_template,
    verification,
    webhook,
    with_certificate,
)
from tests.support.payments import charge_refunded, dispute_closed, purchase, refund_failed
from tests.support.service import ADMIN, SHOP, Service
from tests.support.story import ANNA, BEN, SLUG, completed, course, get_certificate, playback, put_course, refund_event


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """Something that is delivered.

    Attributes:
        function: that it is delivered to, by its folder.
        start: what goes before; gives who delivers, and what.
        afterwards: what comes in any case, sooner or later, and mends what may be left undone until then.
    """

    function: str
    name: str
    start: Callable[[Service], Source]
    afterwards: Callable[[Service], object] = nothing


DELIVERIES = [
    # learners
    Delivery(function="progress", name="the dashboard", start=after(with_certificate, get("/my-courses"))),
    Delivery(function="progress", name="one course", start=after(with_certificate, get(f"/my-courses/{SLUG}"))),
    Delivery(
        function="progress", name="a completion rule", start=after(enrolled, get(f"/courses/{SLUG}/completion-rule"))
    ),
    Delivery(
        function="progress",
        name="progress of two lessons",
        start=after(enrolled, progress(playback("starter", [0, 95]), completed("flour"))),
    ),
    Delivery(
        function="progress",
        name="the rest of a video",
        start=after(
            half_watched,
            progress(playback("starter", [50, 100], **OLD_EVENT)),
        ),
    ),
    Delivery(
        function="certificates",
        name="a first download",
        start=after(detected, get(DOWNLOAD, accept="application/pdf")),
    ),
    Delivery(
        function="certificates",
        name="a first download before detection",
        start=after(finished, get(DOWNLOAD, accept="application/pdf")),
    ),
    # The PDF is stored after the record; whoever downloads it next has it stored if it was not.
    Delivery(
        function="certificates",
        name="a certificate's data",
        start=after(detected, get(DOWNLOAD)),
        afterwards=get_certificate,
    ),
    Delivery(
        function="certificates",
        name="a later download",
        start=after(with_certificate, get(DOWNLOAD, accept="application/pdf")),
    ),
    Delivery(function="certificates", name="a download of a lost PDF", start=download_of_a_lost_pdf),
    Delivery(function="certificates", name="a download after paying anew", start=download_when_paid_anew),
    # the public
    Delivery(function="verification", name="a verification", start=verification),
    Delivery(
        function="verification",
        name="a verification of no code",
        start=after(nothing, get(f"/certificates/verify/{'0' * 20}", None)),
    ),
    Delivery(function="verification", name="health", start=after(nothing, get("/health", None))),
    Delivery(function="verification", name="the document", start=after(nothing, get("/openapi.json", None))),
    # the shop's services
    Delivery(
        function="progress",
        name="an assignment",
        start=after(
            enrolled,
            Request(
                method="POST",
                url=f"/service/progress/{ANNA.sub}/{SLUG}",
                caller=SHOP,
                body={"events": [completed("loaf")]},
            ),
        ),
    ),
    Delivery(
        function="enrollments",
        name="an enrollment",
        start=after(
            put_course,
            Request(method="PUT", url=ENROLLMENT, caller=SHOP, body={"status": "active", "order_id": "order-1"}),
        ),
    ),
    Delivery(
        function="enrollments",
        name="an enrollment paid anew",
        start=after(
            certified_and_refunded,
            Request(method="PUT", url=ENROLLMENT, caller=SHOP, body={"status": "active", "order_id": "order-2"}),
        ),
    ),
    Delivery(
        function="enrollments",
        name="a cancellation",
        start=after(enrolled, Request(method="PUT", url=ENROLLMENT, caller=SHOP, body={"status": "cancelled"})),
    ),
    Delivery(function="enrollments", name="an enrollment read", start=after(enrolled, get(ENROLLMENT, SHOP))),
    Delivery(
        function="enrollments",
        name="an export",
        start=after(with_certificate, get(f"/service/learners/{ANNA.sub}/export", SHOP)),
    ),
    Delivery(
        function="enrollments",
        name="an erasure",
        start=after(two_with_certificates, Request(method="DELETE", url=f"/service/learners/{ANNA.sub}", caller=SHOP)),
    ),
    # payments
    Delivery(
        function="refund_webhook",
        name="a full refund",
        start=after(with_certificate, webhook(refund_event("order-1", event_id="evt_1"))),
    ),
    Delivery(
        function="refund_webhook",
        name="a full refund of two learners",
        start=after(two_with_certificates, webhook(refund_event("order-1", event_id="evt_1"))),
    ),
    Delivery(
        function="refund_webhook",
        name="a full refund of an unknown order",
        start=after(put_course, webhook(refund_event("order-9", event_id="evt_1"))),
    ),
    Delivery(
        function="refund_webhook",
        name="a partial refund",
        start=after(with_certificate, webhook(refund_event("order-1", amount_refunded=100, event_id="evt_1"))),
    ),
    Delivery(
        function="refund_webhook",
        name="a purchase of three courses, in steps",
        start=after(nothing, webhook(purchase("course-1", "course-2", "course-3", at=0))),
    ),
    Delivery(
        function="refund_webhook",
        name="a purchase of what was refunded under another name",
        start=after(paid_back_without_a_name, webhook(purchase("course-1", at=0))),
    ),
    Delivery(
        function="refund_webhook",
        name="a full refund of three courses, in steps",
        start=after(three_bought, webhook(charge_refunded(at=1))),
    ),
    Delivery(
        function="refund_webhook",
        name="a full refund that fails, in steps",
        start=after(three_bought_and_refunded, webhook(refund_failed(at=2))),
    ),
    Delivery(
        function="refund_webhook",
        name="a refund of one of two orders",
        start=after(bought_twice, webhook(charge_refunded(payment="pi_2", at=3))),
    ),
    Delivery(
        function="refund_webhook",
        name="a lost dispute",
        start=after(with_certificate, webhook(dispute_closed(payment="order-1", at=1))),
    ),
    Delivery(
        function="refund_webhook",
        name="an event of no concern",
        start=after(nothing, webhook({"id": "evt_1", "type": "ping", "data": {"object": {}}})),
    ),
    # admins
    Delivery(
        function="admin",
        name="a new course",
        start=after(nothing, Request(method="PUT", url=ADMIN_COURSE, caller=ADMIN, body=course())),
    ),
    Delivery(
        function="admin",
        name="a course with another slug and fewer lessons",
        start=after(
            enrolled,
            Request(
                method="PUT", url=ADMIN_COURSE, caller=ADMIN, body=course(slug="rye", lessons=course()["lessons"][:2])
            ),
        ),
    ),
    Delivery(function="admin", name="a course read", start=after(enrolled, get(ADMIN_COURSE, ADMIN))),
    Delivery(function="admin", name="all courses", start=after(enrolled, get("/admin/courses", ADMIN))),
    Delivery(
        function="admin",
        name="the learners of a course",
        start=after(with_certificate, get(f"{ADMIN_COURSE}/learners", ADMIN)),
    ),
    Delivery(
        function="admin",
        name="one learner of a course",
        start=after(with_certificate, get(f"{ADMIN_COURSE}/learners/{ANNA.sub}", ADMIN)),
    ),
    Delivery(function="admin", name="certificate settings read", start=after(with_certificate, get(SETTINGS, ADMIN))),
    Delivery(
        function="admin", name="a first template", start=after(enrolled, put_settings()), afterwards=next_template
    ),
    Delivery(function="admin", name="another template", start=upload_replaces_template, afterwards=next_template),
    Delivery(
        function="admin",
        name="a place for an upload",
        start=after(
            enrolled,
            Request(
                method="POST",
                url=f"{SETTINGS}/template",
                caller=ADMIN,
                body={"file_name": "template.pdf", "size_bytes": 1000},
            ),
        ),
    ),
    Delivery(
        function="admin",
        name="a preview",
        start=after(with_certificate, get(f"{SETTINGS}/preview", ADMIN, "application/pdf")),
    ),
    Delivery(function="admin", name="a revocation", start=revocation),
    Delivery(function="admin", name="a reinstatement", start=reinstatement),
    Delivery(
        function="admin",
        name="an order read",
        start=after(certified_and_refunded, get("/admin/orders/order-1", ADMIN)),
    ),
    Delivery(
        function="admin",
        name="payment events read",
        start=after(refunded, get("/admin/webhook-events", ADMIN)),
    ),
    # streams and queues
    Delivery(function="completion", name="completed lessons", start=completed_lessons),
    Delivery(function="completion", name="a restored enrollment", start=restored_enrollment),
    Delivery(function="recheck", name="a first page of a recheck", start=recheck_page(None)),
    Delivery(function="recheck", name="the last page of a recheck", start=recheck_page(BEN.sub)),
    Delivery(function="announcements", name="a completion to announce", start=new_completion),
    Delivery(function="announcements", name="certificates' changes to announce", start=certificate_changes),
]
