"""The story over HTTP, against the stack that template.yaml deploys."""

import json
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from io import BytesIO

from pypdf import PdfReader

from local.calls import refund, signed
from local.demo_course import COURSE, LESSONS, SLUG
from local.waiting import wait_until
from tests.e2e.stories import JSON, Story

PARALLEL = 20
CERTIFICATE = f"/my-courses/{SLUG}/certificate"


def test_a_learner_finishes_is_certified_once_verified_and_refunded(story: Story) -> None:
    assert story.learner.ask("GET", CERTIFICATE, expect=403)["code"] == "not_enrolled"
    story.enroll()
    refused = story.learner.ask("GET", CERTIFICATE, expect=403)
    assert refused["code"] == "course_not_completed"
    assert refused["missing_lessons"] == [lesson["lesson_id"] for lesson in LESSONS]

    # The stream finds the course complete; nobody asks it to.
    story.study()
    completed_at = wait_until(lambda: story.enrollment()["completed_at"])
    assert [item["completed_at"]["S"] for item in story.stored("completions")] == [completed_at]
    view = story.learner.ask("GET", f"/my-courses/{SLUG}")
    assert (view["percent"], view["badge"], view["certificate"]) == (100, True, {"state": "available"})

    # Twenty first downloads at once: one certificate, one code, equal bytes.
    with ThreadPoolExecutor(PARALLEL) as pool:
        pdfs = list(pool.map(lambda _: story.learner.call("GET", CERTIFICATE).content, range(PARALLEL)))
    assert len(set(pdfs)) == 1
    (record,) = story.stored("course-certificates")
    data = story.learner.ask("GET", CERTIFICATE, headers=JSON)
    assert data["pdf_sha256"] == sha256(pdfs[0]).hexdigest() == record["pdf_sha256"]["S"]
    code = data["verification_code"]
    text = PdfReader(BytesIO(pdfs[0])).pages[0].extract_text()
    for printed in ("Nguyễn Thị Ánh", COURSE["title"], code, data["verification_url"]):
        assert printed in text

    assert story.verify(code)["status"] == "active"
    assert story.pay_event(amount_refunded=1000) == "partially_refunded"
    assert story.verify(code)["status"] == "active"
    assert story.learner.call("GET", CERTIFICATE).content == pdfs[0]

    full = f"evt_{uuid.uuid4().hex}"
    assert story.pay_event(amount_refunded=4900, event_id=full) == "refunded"
    revoked = story.verify(code)
    assert (revoked["status"], revoked["revoke_reason"]) == ("revoked", "refunded")
    gone = story.learner.ask("GET", CERTIFICATE, expect=410)
    assert (gone["code"], gone["revoked_at"]) == ("certificate_revoked", revoked["revoked_at"])

    before = (story.stored("course-certificates"), story.stored("enrollments"))
    assert story.pay_event(amount_refunded=4900, event_id=full) == "refunded"
    assert story.pay_event(amount_refunded=4900) == "unchanged"
    assert (story.stored("course-certificates"), story.stored("enrollments")) == before
    assert story.enrollment()["completed_at"] == completed_at


def test_a_webhook_with_a_bad_signature_changes_nothing(story: Story) -> None:
    story.enroll()
    before = story.stored("enrollments")
    event = refund(story.order_id, event_id=f"evt_{uuid.uuid4().hex}", amount=4900, amount_refunded=4900)
    forged = signed(event, secret="whsec_somebody_else")  # noqa: S106 - the point is that it is wrong
    old = signed(event, at=time.time() - 301)
    altered = {**signed(event), "content": json.dumps(event).replace(story.order_id, "order-x").encode()}
    for request in (forged, old, altered):
        answer = story.anybody.call("POST", "/webhooks/stripe", expect=400, **request)
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["code"] == "invalid_signature"
    assert story.stored("enrollments") == before


def test_a_refund_that_arrives_before_the_enrollment_wins(story: Story) -> None:
    assert story.pay_event(amount_refunded=4900) == "refunded"
    assert story.enroll(expect=409)["code"] == "order_refunded"
    assert story.stored("enrollments") == []


def test_a_refund_and_first_downloads_at_once_leave_no_active_certificate(story: Story) -> None:
    story.enroll()
    story.study()
    wait_until(lambda: story.enrollment()["completed_at"])

    def download(_: int) -> int:
        return story.learner.http.get(CERTIFICATE).status_code

    with ThreadPoolExecutor(9) as pool:
        downloads = pool.map(download, range(8))
        outcome = pool.submit(story.pay_event, amount_refunded=4900).result()
        statuses = set(downloads)
    assert outcome == "refunded"
    # Before the refund: the PDF. After it: revoked, or no access and never issued.
    assert statuses <= {200, 403, 410}
    assert all(item["status"]["S"] == "revoked" for item in story.stored("course-certificates"))
    assert story.enrollment()["status"] == "refunded"
