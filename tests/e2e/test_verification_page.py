"""The verification page in a browser: Debian's Chromium, if it is installed."""

import base64
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Protocol

import pytest

from local.demo_course import SLUG
from local.settings import TIMEOUT_FACTOR
from local.waiting import wait_until
from tests.e2e.laptop import Laptop
from tests.e2e.scenario import JSON, Scenario

CHROMIUM = shutil.which("chromium") or ""
HTML = {"accept": "text/html"}
CERTIFICATE = f"/my-courses/{SLUG}/certificate"
# Chooses a file, as a visitor would in the file chooser.
PICK = """<script>
const bytes = Uint8Array.from(atob("{content}"), (character) => character.charCodeAt(0));
const chosen = new DataTransfer();
chosen.items.add(new File([bytes], "mine.pdf", {{ type: "application/pdf" }}));
const input = document.querySelector("#compare input");
input.files = chosen.files;
input.dispatchEvent(new Event("change"));
</script>"""

pytestmark = pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed")


class Open(Protocol):
    def __call__(self, url: str) -> str: ...


@pytest.fixture
def browse(tmp_path: Path) -> Open:
    """Open a page, run its scripts, and return the resulting document."""

    def open_page(url: str) -> str:
        command = [
            CHROMIUM,
            "--headless",
            # In containers, the tests run as root, which Chromium's sandbox refuses.
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
            "--disable-background-networking",
            f"--user-data-dir={tmp_path}",
            "--virtual-time-budget=5000",
            "--dump-dom",
            url,
        ]
        return subprocess.run(  # noqa: S603
            command, capture_output=True, text=True, check=True, timeout=60 * TIMEOUT_FACTOR
        ).stdout

    return open_page


@pytest.fixture
def certificate(scenario: Scenario) -> tuple[str, bytes]:
    """The path of a certificate's page, and its PDF."""
    scenario.enroll()
    scenario.finish_lessons()
    pdf = scenario.learner.call("GET", CERTIFICATE).content
    code = scenario.learner.ask("GET", CERTIFICATE, headers=JSON)["verification_code"]
    return f"/certificates/verify/{code}", pdf


@contextmanager
def served(html: str, **headers: str) -> Iterator[str]:
    """Serve an HTML page on a loopback address, a secure context in which browsers compute hashes."""
    headers["Content-Type"] = "text/html; charset=utf-8"

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            for name, value in headers.items():
                self.send_header(name.replace("_", "-"), value)
            self.end_headers()
            self.wfile.write(html.encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Page) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()


def comparison_result(html: str) -> str:
    """The result of comparing a file."""
    return html.partition("<output")[2].partition(">")[2].partition("</output>")[0]


def test_the_script_complies_with_the_pages_content_security_policy(
    laptop: Laptop, browse: Open, certificate: tuple[str, bytes]
) -> None:
    html = browse(f"{laptop.url}{certificate[0]}")
    assert "This certificate is valid." in html
    (section,) = [line for line in html.split("<section") if 'id="compare"' in line]
    assert "hidden" not in section.partition(">")[0]


def test_without_javascript_the_page_shows_the_same_status_and_the_form(
    scenario: Scenario, browse: Open, certificate: tuple[str, bytes]
) -> None:
    page = scenario.anybody.call("GET", certificate[0], headers=HTML).text
    with served(page, Content_Security_Policy="script-src 'none'") as url:
        html = browse(url)
    assert "This certificate is valid." in html
    (section,) = [line for line in html.split("<section") if 'id="compare"' in line]
    assert "hidden" in section.partition(">")[0]
    assert "<form" in html


def test_the_form_leads_to_the_typed_code(laptop: Laptop, browse: Open, certificate: tuple[str, bytes]) -> None:
    code = certificate[0].rpartition("/")[2]
    # The form's own address, and the one that pages from before have.
    for form in ("verify", "verify/typed"):
        html = browse(f"{laptop.url}/certificates/{form}?code={code.lower()}")
        assert "This certificate is valid." in html


def test_a_file_is_compared_with_the_issued_one(
    scenario: Scenario, browse: Open, certificate: tuple[str, bytes]
) -> None:
    path, pdf = certificate
    page = scenario.anybody.call("GET", path, headers=HTML).text
    results = []
    for content in (pdf, pdf + b"\n"):
        pick = PICK.format(content=base64.b64encode(content).decode())
        with served(page.replace("</body>", f"{pick}</body>")) as url:
            results.append(comparison_result(browse(url)))
    assert results[0] == "✓ This file is identical to the issued certificate."
    assert results[1].startswith("✕ This file is not the issued certificate")


def test_a_picture_is_drawn_from_the_stream_and_marked_after_a_refund(
    scenario: Scenario, certificate: tuple[str, bytes]
) -> None:
    path = f"{certificate[0]}/picture.png"

    def drawn() -> bytes | None:
        answer = scenario.anybody.http.get(path)
        return answer.content if answer.status_code == 200 else None

    plain = wait_until(drawn)
    assert scenario.pay_event(amount_refunded=4900) == "refunded"
    # No picture at first, or the marked one already; never the plain one.
    marked = wait_until(drawn)
    assert marked.startswith(b"\x89PNG")
    assert marked != plain
