"""The verification page in a browser, in each of its states, as the function writes it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Browser, expect

from shared.domain.certificate import CertificateStatus, PublicCertificate
from shared.domain.issuer import Issuer, IssuerSettings, PageColours
from shared.edge.pages import certificate, others
from shared.edge.pages.frame import Page
from tests.e2e.pages.conftest import LIMIT_MS
from tests.e2e.pages.visitor import DESKTOP, NARROW, Scheme, Visitor
from tests.support.link_preview import card
from tests.support.sizes import at_full_size_only

FILE = b"%PDF-1.7 as issued"
CODE = "7K3QMZ8D2VXW9RTB4HNP"
VALID = PublicCertificate(
    status=CertificateStatus.ACTIVE,
    issued_name="Anna Łukasiewicz",
    issued_course_title="Sourdough bread: from the starter to the loaf",
    issued_at=datetime(2026, 11, 20, 9, 51, tzinfo=UTC),
    revoked_at=None,
    revoke_reason=None,
    pdf_sha256=sha256(FILE).hexdigest(),
    issuer=Issuer(name="Hearth & Sons School of Baking", url="https://hearth.example", logo_sha256="ab" * 32),
    signatory_name="Maria Sanz",
    extra_line="12 hours · 1.2 CEU",
    has_picture=True,
)
REVOKED = replace(
    VALID,
    status=CertificateStatus.REVOKED,
    revoked_at=datetime(2026, 12, 1, tzinfo=UTC),
    revoke_reason="The exam was taken by somebody else",
)
# Colours on which neither Laurel's white nor its dark text would be legible.
SETTINGS = IssuerSettings(issuer=VALID.issuer, colours=PageColours(primary="#ffe680", accent="#0a7a5a"))
STATES = ("valid", "plain", "revoked", "replaced", "unknown", "too many", "unavailable", "form")


def state(name: str, base_url: str) -> Page:
    match name:
        case "unknown":
            return others.unknown(SETTINGS)
        case "too many":
            return others.too_many(42)
        case "unavailable":
            return others.unavailable(2)
        case "form":
            return others.blank(SETTINGS)
    shown = {
        "valid": VALID,
        "plain": replace(VALID, has_picture=False, issuer=None),
        "revoked": REVOKED,
        "replaced": replace(REVOKED, revoke_reason="replaced"),
    }[name]
    return certificate.known(shown, CODE, base_url, SETTINGS if name != "plain" else IssuerSettings())


def picture() -> bytes:
    written = BytesIO()
    Image.new("RGB", (1200, 848), "white").save(written, "PNG")
    return written.getvalue()


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """Where each state is served under its name, with the headers of its page."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            base_url = f"http://127.0.0.1:{server.server_port}"
            name = self.path[1:].replace("%20", " ")
            found = state(name, base_url) if name in STATES else None
            kind, body = ("text/html; charset=utf-8", found.html.encode()) if found else ("image/png", picture())
            if name == "card":
                kind, body = "text/html", card(state("valid", base_url).html).encode()
            self.send_response(200)
            self.send_header("Content-Type", kind)
            for header, value in (found.headers if found else {}).items():
                self.send_header(header, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@contextmanager
def visiting(browser: Browser, url: str, *, scheme: Scheme = "light", narrow: bool = False) -> Iterator[Visitor]:
    device = {"viewport": NARROW} if narrow else DESKTOP
    context = browser.new_context(**device, color_scheme=scheme, permissions=["clipboard-read", "clipboard-write"])
    context.set_default_timeout(LIMIT_MS)
    visitor = Visitor(context=context, page=context.new_page(), url=url)
    yield visitor
    context.close()
    # Violations of the content security policy are errors in the console.
    assert visitor.console_errors == []


def check(visitor: Visitor, name: str) -> None:
    visitor.open(name)
    # What is hidden without a script, and folded: all of it.
    visitor.page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    assert visitor.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), name
    assert visitor.page.evaluate("[...document.images].every((image) => image.naturalWidth > 0)"), name
    assert visitor.violations() == [], name


@pytest.mark.parametrize("name", STATES)
def test_a_state_is_accessible_and_fits_on_a_phone(browser: Browser, url: str, name: str) -> None:
    with visiting(browser, url, narrow=True) as visitor:
        check(visitor, name)


@at_full_size_only
@pytest.mark.parametrize("name", STATES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_state_is_accessible_in_both_schemes_and_at_both_widths(
    browser: Browser, url: str, name: str, scheme: Scheme
) -> None:
    for narrow in (True, False):
        with visiting(browser, url, scheme=scheme, narrow=narrow) as visitor:
            check(visitor, name)


@pytest.mark.parametrize(
    ("name", "same", "other"),
    [
        ("valid", "✓ This file is identical to the issued certificate.", "✕ This file is not the issued certificate"),
        ("revoked", "✕ This file is unaltered, but no longer valid", "The certificate itself is no longer valid."),
        ("replaced", "✕ This file is unaltered, but no longer valid", "The certificate itself is no longer valid."),
    ],
)
def test_a_file_is_compared_and_called_valid_only_if_it_is(
    browser: Browser, url: str, name: str, same: str, other: str
) -> None:
    with visiting(browser, url) as visitor:
        page = visitor.open(name).page
        for content, said in ((FILE, same), (FILE + b"\n", other)):
            page.get_by_label("Choose the PDF").set_input_files(
                {"name": "mine.pdf", "mimeType": "application/pdf", "buffer": content}
            )
            expect(page.locator("#compare output")).to_contain_text(said)


def test_the_link_and_the_html_are_copied(browser: Browser, url: str) -> None:
    with visiting(browser, url) as visitor:
        page = visitor.open("valid").page
        page.get_by_text("Show it on a web site").click()
        for button, start in (("Copy link", f"{url}certificates/verify/7K3QM"), ("Copy HTML", "<a href=")):
            page.get_by_role("button", name=button).click()
            expect(page.locator("#shared")).to_contain_text("copied")
            assert page.evaluate("navigator.clipboard.readText()").startswith(start)


def test_a_link_is_shared_where_the_device_can(browser: Browser, url: str) -> None:
    with visiting(browser, url) as visitor:
        page = visitor.page
        page.add_init_script("navigator.share = (data) => { window.shared = data; return Promise.resolve(); };")
        visitor.open("valid")
        page.get_by_role("button", name="Share", exact=True).click()
        assert page.evaluate("window.shared") == {
            "title": "Valid certificate",
            "url": f"{url}certificates/verify/7K3QM-Z8D2V-XW9RT-B4HNP",
        }


def test_without_scripts_the_page_says_the_same_and_offers_the_link(browser: Browser, url: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{url}valid")
    expect(page.locator("div[role=status]")).to_contain_text("This certificate is valid.")
    expect(page.get_by_label("The address of this page")).to_be_visible()
    expect(page.get_by_role("button")).to_have_text(["Verify"])
    expect(page.get_by_text("Check a PDF file")).to_be_hidden()
    context.close()


def test_a_preview_of_the_link_shows_the_picture(browser: Browser, url: str) -> None:
    with visiting(browser, url) as visitor:
        page = visitor.open("card").page
        expect(page.get_by_role("heading")).to_have_text(f"Valid certificate: {VALID.issued_course_title}")
        assert page.evaluate("document.images[0].naturalWidth") == 1200
