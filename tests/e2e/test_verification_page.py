"""The verification page in a browser: Debian's Chromium, where it is installed."""

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
from tests.e2e.laptop import Laptop
from tests.e2e.stories import JSON, Story

CHROMIUM = shutil.which("chromium") or ""
HTML = {"accept": "text/html"}
CERTIFICATE = f"/my-courses/{SLUG}/certificate"
# In the visitor's place: picks a file, as a file chooser would.
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
    """Open a page, let its scripts run, and give the document that it has become."""

    def open_page(url: str) -> str:
        command = [
            CHROMIUM,
            "--headless",
            # In containers, root runs the tests, whom the sandbox refuses.
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
def certificate(story: Story) -> tuple[str, bytes]:
    """The path of a certificate's page, and its PDF."""
    story.enroll()
    story.study()
    pdf = story.learner.call("GET", CERTIFICATE).content
    code = story.learner.ask("GET", CERTIFICATE, headers=JSON)["verification_code"]
    return f"/certificates/verify/{code}", pdf


@contextmanager
def served(html: str, **headers: str) -> Iterator[str]:
    """A page of the test's own; browsers compute hashes on this machine's own address."""
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


def said_of(html: str) -> str:
    """What comparing a file said."""
    return html.partition("<output")[2].partition(">")[2].partition("</output>")[0]


def test_the_script_runs_under_the_pages_own_policy(
    laptop: Laptop, browse: Open, certificate: tuple[str, bytes]
) -> None:
    html = browse(f"{laptop.url}{certificate[0]}")
    assert "This certificate is valid." in html
    (section,) = [line for line in html.split("<section") if 'id="compare"' in line]
    assert "hidden" not in section.partition(">")[0]


def test_without_script_the_page_says_the_same_and_offers_what_works(
    story: Story, browse: Open, certificate: tuple[str, bytes]
) -> None:
    page = story.anybody.call("GET", certificate[0], headers=HTML).text
    with served(page, Content_Security_Policy="script-src 'none'") as url:
        html = browse(url)
    assert "This certificate is valid." in html
    (section,) = [line for line in html.split("<section") if 'id="compare"' in line]
    assert "hidden" in section.partition(">")[0]
    assert "<form" in html


def test_the_form_leads_to_the_code_that_was_typed(
    laptop: Laptop, browse: Open, certificate: tuple[str, bytes]
) -> None:
    code = certificate[0].rpartition("/")[2]
    html = browse(f"{laptop.url}/certificates/verify/typed?code={code.lower()}")
    assert "This certificate is valid." in html


def test_a_file_is_told_from_the_one_that_was_issued(
    story: Story, browse: Open, certificate: tuple[str, bytes]
) -> None:
    path, pdf = certificate
    page = story.anybody.call("GET", path, headers=HTML).text
    said = []
    for content in (pdf, pdf + b"\n"):
        pick = PICK.format(content=base64.b64encode(content).decode())
        with served(page.replace("</body>", f"{pick}</body>")) as url:
            said.append(said_of(browse(url)))
    assert said[0] == "✓ This file is identical to the issued certificate."
    assert said[1].startswith("✕ This file is not the issued certificate")
