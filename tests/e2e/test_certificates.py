"""Certificates from the deployed stack: concurrent first downloads, concurrent template changes, uploads."""

import itertools
import threading
import uuid
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from io import BytesIO
from typing import Any

import httpx
import pytest
from pypdf import PdfReader

from local import deployed
from local.calls import TIMEOUT, Caller
from local.demo_course import SLUG
from local.waiting import wait_until
from tests.e2e.laptop import Laptop
from tests.e2e.scenario import JSON, Scenario
from tests.support import pdfs

PARALLEL = 50
LEARNERS = 12
MAX_BYTES = 10 * 1024 * 1024


@pytest.fixture
def admin(laptop: Laptop) -> Caller:
    return laptop.caller("admin", scope="admin")


@pytest.fixture
def course_id(admin: Caller) -> str:
    """A new course of one article."""
    course_id = f"course-{uuid.uuid4().hex[:12]}"
    lessons = [{"lesson_id": "one", "title": "One", "kind": "article"}]
    course = {"slug": course_id, "title": "One article", "published": True, "lessons": lessons}
    admin.call("PUT", f"/admin/courses/{course_id}", json=course)
    return course_id


def ask_for_upload(admin: Caller, course_id: str, size_bytes: int) -> Any:  # noqa: ANN401
    body = {"file_name": "certificate.pdf", "size_bytes": size_bytes}
    return admin.ask("POST", f"/admin/courses/{course_id}/certificate/template", json=body)


def post(form: Any, content: bytes) -> httpx.Response:  # noqa: ANN401
    """Post a file directly to S3, as a browser does."""
    return httpx.post(form["url"], data=form["fields"], files={"file": content}, trust_env=False, timeout=TIMEOUT)


def upload(admin: Caller, course_id: str, content: bytes) -> str:
    form = ask_for_upload(admin, course_id, len(content))
    assert post(form, content).is_success
    upload_id: str = form["upload_id"]
    return upload_id


def use(admin: Caller, course_id: str, upload_id: str) -> int:
    """Enable certificates with a template; return its version."""
    body = {"certificate_enabled": True, "template_upload_id": upload_id}
    answer = admin.ask("PUT", f"/admin/courses/{course_id}/certificate", json=body)
    version: int = answer["template"]["version"]
    return version


def finished(laptop: Laptop, course_id: str, number: int) -> Caller:
    """A learner who has completed the course's article."""
    user_id = f"{course_id}-{number}"
    enrollment = {"status": "active", "learner_name": f"Nguyễn Thị Ánh {number}"}
    laptop.caller("shop", scope="service").call("PUT", f"/service/enrollments/{user_id}/{course_id}", json=enrollment)
    learner = laptop.caller(user_id)
    event = {
        "event_id": uuid.uuid4().hex,
        "lesson_id": "one",
        "type": "completed",
        "occurred_at": "2026-11-20T09:00:00Z",
    }
    learner.call("POST", f"/my-courses/{course_id}/progress", json={"events": [event]})
    return learner


def kept_versions(laptop: Laptop, course_id: str) -> set[int]:
    answer = deployed.client("dynamodb", laptop.endpoint).query(
        TableName="laurel-certificate-templates",
        KeyConditionExpression="course_id = :course_id",
        ExpressionAttributeValues={":course_id": {"S": course_id}},
        ConsistentRead=True,
    )
    return {int(item["version"]["N"]) for item in answer["Items"]}


def test_fifty_concurrent_first_downloads_issue_one_certificate(scenario: Scenario) -> None:
    scenario.enroll()
    scenario.finish_lessons()
    wait_until(lambda: scenario.enrollment()["completed_at"])
    path = f"/my-courses/{SLUG}/certificate"
    with ThreadPoolExecutor(PARALLEL) as pool:
        downloads = list(pool.map(lambda _: scenario.learner.call("GET", path).content, range(PARALLEL)))
    assert len(downloads) == PARALLEL
    assert len(set(downloads)) == 1
    (record,) = scenario.stored("course-certificates")
    assert record["pdf_sha256"]["S"] == sha256(downloads[0]).hexdigest()
    data = scenario.learner.ask("GET", path, headers=JSON)
    assert data["verification_code"] in pdfs.text(downloads[0])
    assert scenario.verify(data["verification_code"])["pdf_sha256"] == record["pdf_sha256"]["S"]


def test_template_changes_during_downloads_leave_every_certificate_consistent(
    laptop: Laptop, admin: Caller, course_id: str
) -> None:
    # The text of each template: the default template, which is last, has neither.
    words = {
        upload(admin, course_id, pdfs.template(words=text_of_template)): text_of_template
        for text_of_template in ("Blue paper", "Green paper")
    }
    choices = {**words, "default": ""}
    learners = [finished(laptop, course_id, number) for number in range(LEARNERS)]
    path = f"/my-courses/{course_id}/certificate"
    text_by_version = {
        use(admin, course_id, upload_id): text_of_template for upload_id, text_of_template in choices.items()
    }
    downloaded = threading.Event()

    def swap() -> None:
        for upload_id in itertools.cycle(choices):
            if downloaded.is_set():
                return
            text_by_version[use(admin, course_id, upload_id)] = choices[upload_id]

    # Three learners at a time: the template changes several times during the twelve downloads.
    with ThreadPoolExecutor(4) as pool:
        swapping = pool.submit(swap)
        try:
            firsts = list(pool.map(lambda learner: learner.call("GET", path).content, learners))
        finally:
            downloaded.set()
        swapping.result()

    used = set()
    for number, (learner, first) in enumerate(zip(learners, firsts, strict=True)):
        data = learner.ask("GET", path, headers=JSON)
        assert data["pdf_sha256"] == sha256(first).hexdigest()
        assert learner.call("GET", path).content == first
        item = deployed.client("dynamodb", laptop.endpoint).get_item(
            TableName="laurel-course-certificates",
            Key={"user_id": {"S": f"{course_id}-{number}"}, "course_id": {"S": course_id}},
        )["Item"]
        used.add(version := int(item["template_version"]["N"]))
        (page,) = PdfReader(BytesIO(first), strict=True).pages
        text = page.extract_text()
        assert [text_of_template for text_of_template in words.values() if text_of_template in text] == [
            text_of_template for text_of_template in (text_by_version[version],) if text_of_template
        ]
        for printed in (f"Nguyễn Thị Ánh {number}", "One article", data["verification_code"]):
            assert printed in text
    assert len(text_by_version) > len(choices)
    # Every version that a certificate uses exists, and of the others only the current one.
    assert kept_versions(laptop, course_id) == used | {max(text_by_version)}


def test_a_file_over_ten_mebibytes_is_refused_by_s3(admin: Caller, course_id: str) -> None:
    form = ask_for_upload(admin, course_id, 1000)
    answer = post(form, b"%PDF-1.7\n" + bytes(MAX_BYTES))
    assert answer.status_code == 400
    assert "EntityTooLarge" in answer.text
    body = {"certificate_enabled": True, "template_upload_id": form["upload_id"]}
    refused = admin.ask("PUT", f"/admin/courses/{course_id}/certificate", json=body, expect=422)
    assert refused["code"] == "template_invalid"


def test_a_client_over_the_verification_limit_gets_retry_after(laptop: Laptop) -> None:
    # As in template.yaml.
    limit = 120
    path = "/certificates/verify/not-a-code"
    table, database = "laurel-rate-limits", deployed.client("dynamodb", laptop.endpoint)

    def ask() -> httpx.Response:
        return anybody.http.get(path, headers=JSON)

    def last_and_refused() -> tuple[httpx.Response, httpx.Response] | None:
        """The last request that the limit allows, and one more; None if the minute ended in between."""
        assert ask().status_code == 404
        for counter in database.scan(TableName=table, ConsistentRead=True)["Items"]:
            database.put_item(TableName=table, Item={**counter, "requests": {"N": str(limit - 1)}})
        last, refused = ask(), ask()
        return (last, refused) if refused.status_code == 429 else None

    with laptop.caller() as anybody:
        try:
            last, refused = wait_until(last_and_refused)
        finally:
            # Every local client has the same address: reset the counter for the tests after this one.
            for counter in database.scan(TableName=table, ConsistentRead=True)["Items"]:
                database.delete_item(TableName=table, Key={"limit_key": counter["limit_key"]})
        assert last.status_code == 404
        assert refused.json()["code"] == "too_many_requests"
        assert refused.headers["content-type"] == "application/problem+json"
        assert 1 <= int(refused.headers["retry-after"]) <= 60
        anybody.call("GET", path, headers=JSON, expect=404)
