"""The story over HTTP, against the stack that template.yaml deploys."""

import json
import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from local import deployed
from local.calls import Caller, refund, signed
from local.demo_course import COURSE, COURSE_ID, LESSONS, SLUG, finishing
from tests.e2e.laptop import Laptop

PARALLEL = 20
# Seconds for the stream's record to be delivered, checked and written.
DETECTED_LIMIT = 60.0
CERTIFICATE = f"/my-courses/{SLUG}/certificate"
JSON = {"accept": "application/json"}


@dataclass(frozen=True)
class Story:
    """A learner with an order of their own, and the others who take part."""

    user_id: str
    order_id: str
    learner: Caller
    shop: Caller
    anybody: Caller
    endpoint: str

    def enroll(self, *, expect: int = 200) -> Any:  # noqa: ANN401
        enrollment = {"status": "active", "learner_name": "Nguyễn Thị Ánh", "order_id": self.order_id}
        return self.shop.ask("PUT", f"/service/enrollments/{self.user_id}/{COURSE_ID}", json=enrollment, expect=expect)

    def study(self) -> None:
        """Play the videos and read the article, as the learner; hand in the assignment, as the teacher's service."""
        mine = [lesson for lesson in LESSONS if lesson["kind"] != "assignment"]
        batch = {"events": finishing(mine, event_prefix=self.user_id)}
        results = self.learner.ask("POST", f"/my-courses/{SLUG}/progress", json=batch)["results"]
        assert [result["status"] for result in results] == ["recorded"] * 9
        handed_in = [lesson for lesson in LESSONS if lesson["kind"] == "assignment"]
        batch = {"events": finishing(handed_in, event_prefix=self.user_id)}
        assert (
            self.learner.ask("POST", f"/my-courses/{SLUG}/progress", json=batch)["results"][0]["status"] == "rejected"
        )
        assert self.shop.ask("POST", f"/service/progress/{self.user_id}/{SLUG}", json=batch)["results"][0]["lesson"][
            "completed_at"
        ]

    def enrollment(self) -> Any:  # noqa: ANN401
        return self.shop.ask("GET", f"/service/enrollments/{self.user_id}/{COURSE_ID}")

    def verify(self, code: str) -> Any:  # noqa: ANN401
        return self.anybody.ask("GET", f"/certificates/verify/{code}", headers=JSON)

    def pay_event(self, *, amount_refunded: int, event_id: str | None = None) -> str:
        event_id = event_id or f"evt_{uuid.uuid4().hex}"
        event = refund(self.order_id, event_id=event_id, amount=4900, amount_refunded=amount_refunded)
        outcome: str = self.anybody.ask("POST", "/webhooks/stripe", **signed(event))["outcome"]
        return outcome

    def stored(self, entity: str) -> list[dict[str, Any]]:
        """What a table holds of this learner."""
        answer = deployed.client("dynamodb", self.endpoint).query(
            TableName=f"laurel-{entity}",
            KeyConditionExpression="user_id = :user_id",
            ExpressionAttributeValues={":user_id": {"S": self.user_id}},
            ConsistentRead=True,
        )
        items: list[dict[str, Any]] = answer["Items"]
        return items


def wait_until[Seen](look: Callable[[], Seen]) -> Seen:
    deadline = time.monotonic() + DETECTED_LIMIT
    while not (seen := look()):
        assert time.monotonic() < deadline, "not seen in time"
        time.sleep(0.1)
    return seen


@pytest.fixture
def story(laptop: Laptop) -> Story:
    mark = uuid.uuid4().hex[:12]
    return Story(
        user_id=f"learner-{mark}",
        order_id=f"order-{mark}",
        learner=laptop.caller(f"learner-{mark}", name="Somebody Else"),
        shop=laptop.caller("shop", scope="service"),
        anybody=laptop.caller(),
        endpoint=laptop.endpoint,
    )


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
