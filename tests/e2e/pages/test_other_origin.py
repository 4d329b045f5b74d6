"""A page of another origin calls the API from a real browser: CORS, also along the redirect to a large PDF in S3."""

import json
import threading
import uuid
from collections.abc import Iterator
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.e2e.laptop import Laptop
from tests.e2e.pages.conftest import Visit
from tests.e2e.pages.visitor import Visitor
from tests.e2e.test_certificates import upload, use
from tests.support import pdfs

# The answer to a request as a script of the page sees it; `failure` where the browser does not let it.
FETCH = """async ([url, options]) => {
    try {
        const answer = await fetch(url, options);
        const bytes = await answer.arrayBuffer();
        const digest = await crypto.subtle.digest("SHA-256", bytes);
        const hex = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
        const text = answer.headers.get("content-type").includes("json") ? new TextDecoder().decode(bytes) : "";
        const read = (name) => answer.headers.get(name);
        return { status: answer.status, size: bytes.byteLength, sha256: hex, text, redirected: answer.redirected,
                 requestId: read("x-request-id"), disposition: read("content-disposition") };
    } catch (failure) {
        return { failure: String(failure) };
    }
}"""


class _BlankPage(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        content = b"<!doctype html><title>A school's own page</title>"
        self.send_response(200)
        self.send_header("content-type", "text/html")
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Print nothing."""


@pytest.fixture
def visitor(visit: Visit, laptop: Laptop) -> Iterator[Visitor]:
    """A visitor of a page of the origin that the service allows."""
    with ThreadingHTTPServer(("127.0.0.1", laptop.other_port), _BlankPage) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        visitor = visit()
        visitor.page.goto(f"http://127.0.0.1:{laptop.other_port}/")
        yield visitor
        server.shutdown()


@pytest.fixture
def page(visitor: Visitor) -> Page:
    return visitor.page


@pytest.fixture
def learner() -> str:
    return f"learner-{uuid.uuid4().hex[:12]}"


@pytest.fixture
def course_id(laptop: Laptop, learner: str) -> str:
    """A course of one article, for which the learner is enrolled."""
    course_id = f"course-{uuid.uuid4().hex[:12]}"
    lessons = [{"lesson_id": "one", "title": "One", "kind": "article"}]
    course = {"slug": course_id, "title": "One article", "published": True, "lessons": lessons}
    laptop.caller("admin", scope="admin").call("PUT", f"/admin/courses/{course_id}", json=course)
    enrollment = {"status": "active", "learner_name": "Anna Łukasiewicz"}
    laptop.caller("shop", scope="service").call("PUT", f"/service/enrollments/{learner}/{course_id}", json=enrollment)
    return course_id


def fetch(page: Page, laptop: Laptop, learner: str, path: str, **options: Any) -> Any:  # noqa: ANN401
    """Fetch a path of the API as the learner, by a script of the page."""
    token = laptop.caller(learner).ask("GET", f"/local/token?sub={learner}")["access_token"]
    headers = {"authorization": f"Bearer {token}", **options.pop("headers", {})}
    return page.evaluate(FETCH, [laptop.url + path, {"headers": headers, **options}])


@pytest.mark.parametrize("image_bytes", [0, 5_000_000], ids=["small", "large"])
def test_a_learner_records_progress_and_downloads_a_certificate(
    page: Page, laptop: Laptop, learner: str, course_id: str, image_bytes: int
) -> None:
    admin = laptop.caller("admin", scope="admin")
    use(admin, course_id, upload(admin, course_id, pdfs.template(image_bytes=image_bytes)))
    event = {"event_id": "e", "lesson_id": "one", "type": "completed", "occurred_at": "2026-11-01T10:00:00Z"}
    recorded = fetch(
        page,
        laptop,
        learner,
        f"/my-courses/{course_id}/progress",
        method="POST",
        headers={"content-type": "application/json"},
        body=json.dumps({"events": [event]}),
    )
    assert (recorded["status"], '"recorded"' in recorded["text"]) == (200, True)
    assert recorded["requestId"]

    found = fetch(page, laptop, learner, f"/my-courses/{course_id}/certificate")
    data = laptop.caller(learner).ask(
        "GET", f"/my-courses/{course_id}/certificate", headers={"accept": "application/json"}
    )
    assert (found["status"], found["sha256"]) == (200, data["pdf_sha256"])
    assert found["redirected"] == (found["size"] > 4 * 1024 * 1024) == (image_bytes > 0)
    if not image_bytes:
        assert "attachment" in found["disposition"]


def test_a_script_can_read_a_refusal_and_its_request_id(page: Page, laptop: Laptop, learner: str) -> None:
    refused = fetch(page, laptop, learner, "/my-courses/nowhere")
    assert (refused["status"], '"course_not_found"' in refused["text"]) == (404, True)
    assert refused["requestId"]


def test_a_script_of_an_origin_that_is_not_listed_reads_nothing(visitor: Visitor, laptop: Laptop, learner: str) -> None:
    page = visitor.page
    # The same server under another host name is another origin.
    page.goto(f"http://localhost:{laptop.other_port}/")
    assert "failure" in fetch(page, laptop, learner, "/my-courses")
    assert "failure" in page.evaluate(FETCH, [f"{laptop.url}/health", {}])
    # Chromium says why in the console of the page.
    if visitor.browser_name == "chromium":
        assert len(visitor.console_errors) == 2
        assert all("blocked by CORS policy" in line for line in visitor.console_errors)
    visitor.console_errors.clear()


def test_the_digest_of_the_script_is_that_of_the_bytes(page: Page, laptop: Laptop) -> None:
    found = page.evaluate(FETCH, [f"{laptop.url}/openapi.json", {}])
    content = laptop.caller().call("GET", "/openapi.json").content
    assert found["sha256"] == sha256(content).hexdigest()
