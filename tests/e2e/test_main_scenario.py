"""The main scenario over HTTP, against the stack that template.yaml deploys."""

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
from tests.e2e.scenario import JSON, Scenario

PARALLEL = 20
CERTIFICATE = f"/my-courses/{SLUG}/certificate"


def test_a_learner_finishes_is_certified_once_verified_and_refunded(scenario: Scenario) -> None:
    assert scenario.learner.ask("GET", CERTIFICATE, expect=403)["code"] == "not_enrolled"
    scenario.enroll()
    refused = scenario.learner.ask("GET", CERTIFICATE, expect=403)
    assert refused["code"] == "course_not_completed"
    assert refused["missing_lessons"] == [lesson["lesson_id"] for lesson in LESSONS]

    # The stream invokes the detection; no request does.
    scenario.finish_lessons()
    completed_at = wait_until(lambda: scenario.enrollment()["completed_at"])
    assert [item["completed_at"]["S"] for item in scenario.stored("completions")] == [completed_at]
    view = scenario.learner.ask("GET", f"/my-courses/{SLUG}")
    assert (view["percent"], view["badge"], view["certificate"]) == (100, True, {"state": "available"})

    # Twenty concurrent first downloads: one certificate, one code, equal bytes.
    with ThreadPoolExecutor(PARALLEL) as pool:
        pdfs = list(pool.map(lambda _: scenario.learner.call("GET", CERTIFICATE).content, range(PARALLEL)))
    assert len(set(pdfs)) == 1
    (record,) = scenario.stored("course-certificates")
    data = scenario.learner.ask("GET", CERTIFICATE, headers=JSON)
    assert data["pdf_sha256"] == sha256(pdfs[0]).hexdigest() == record["pdf_sha256"]["S"]
    code = data["verification_code"]
    text = PdfReader(BytesIO(pdfs[0])).pages[0].extract_text()
    for printed in ("Nguyễn Thị Ánh", COURSE["title"], code, data["verification_url"]):
        assert printed in text

    assert scenario.verify(code)["status"] == "active"
    assert scenario.pay_event(amount_refunded=1000) == "partially_refunded"
    assert scenario.verify(code)["status"] == "active"
    assert scenario.learner.call("GET", CERTIFICATE).content == pdfs[0]

    full = f"evt_{uuid.uuid4().hex}"
    assert scenario.pay_event(amount_refunded=4900, event_id=full) == "refunded"
    revoked = scenario.verify(code)
    assert (revoked["status"], revoked["revoke_reason"]) == ("revoked", "refunded")
    gone = scenario.learner.ask("GET", CERTIFICATE, expect=410)
    assert (gone["code"], gone["revoked_at"]) == ("certificate_revoked", revoked["revoked_at"])

    before = (scenario.stored("course-certificates"), scenario.stored("enrollments"))
    assert scenario.pay_event(amount_refunded=4900, event_id=full) == "refunded"
    assert scenario.pay_event(amount_refunded=4900) == "unchanged"
    assert (scenario.stored("course-certificates"), scenario.stored("enrollments")) == before
    assert scenario.enrollment()["completed_at"] == completed_at


def test_a_webhook_with_an_invalid_signature_changes_nothing(scenario: Scenario) -> None:
    scenario.enroll()
    before = scenario.stored("enrollments")
    event = refund(scenario.order_id, event_id=f"evt_{uuid.uuid4().hex}", amount=4900, amount_refunded=4900)
    forged = signed(event, secret="whsec_somebody_else")  # noqa: S106 - deliberately wrong
    old = signed(event, at=time.time() - 301)
    altered = {**signed(event), "content": json.dumps(event).replace(scenario.order_id, "order-x").encode()}
    for request in (forged, old, altered):
        answer = scenario.anybody.call("POST", "/webhooks/stripe", expect=400, **request)
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["code"] == "invalid_signature"
    assert scenario.stored("enrollments") == before


def test_a_refund_that_arrives_before_the_enrollment_wins(scenario: Scenario) -> None:
    assert scenario.pay_event(amount_refunded=4900) == "refunded"
    assert scenario.enroll(expect=409)["code"] == "order_refunded"
    assert scenario.stored("enrollments") == []


def test_a_refund_concurrent_with_first_downloads_leaves_no_active_certificate(scenario: Scenario) -> None:
    scenario.enroll()
    scenario.finish_lessons()
    wait_until(lambda: scenario.enrollment()["completed_at"])

    def download(_: int) -> int:
        return scenario.learner.http.get(CERTIFICATE).status_code

    with ThreadPoolExecutor(9) as pool:
        downloads = pool.map(download, range(8))
        outcome = pool.submit(scenario.pay_event, amount_refunded=4900).result()
        statuses = set(downloads)
    assert outcome == "refunded"
    # Before the refund: the PDF. After it: revoked, or no access and never issued.
    assert statuses <= {200, 403, 410}
    assert all(item["status"]["S"] == "revoked" for item in scenario.stored("course-certificates"))
    assert scenario.enrollment()["status"] == "refunded"
