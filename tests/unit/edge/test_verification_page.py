"""The public page that says whether a certificate is genuine."""

import re
from base64 import b64encode
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.certificate import CertificateStatus, PublicCertificate
from shared.edge import page

ACTIVE = PublicCertificate(
    status=CertificateStatus.ACTIVE,
    issued_name="Anna Łukasiewicz",
    issued_course_title="Sourdough bread",
    issued_at=datetime(2026, 11, 20, 9, 51, tzinfo=UTC),
    revoked_at=None,
    revoke_reason=None,
    pdf_sha256="ab" * 32,
)
REVOKED = replace(
    ACTIVE,
    status=CertificateStatus.REVOKED,
    revoked_at=datetime(2026, 12, 1, tzinfo=UTC),
    revoke_reason="refunded",
)


class Elements(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes.extend(name for name, _ in attrs)


def readable(html: str) -> str:
    return unescape(re.sub(r"<style>.*?</style>|<[^>]*>", " ", html, flags=re.DOTALL))


def test_a_genuine_certificate_says_so_with_what_was_issued() -> None:
    text = readable(page.known(ACTIVE))
    assert "This certificate is valid." in text
    assert "revoked" not in text
    for fact in ("Anna Łukasiewicz", "Sourdough bread", "20 November 2026", "ab" * 32):
        assert fact in text


def test_a_revoked_certificate_says_when_and_why() -> None:
    text = readable(page.known(REVOKED))
    assert "This certificate was revoked. On 1 December 2026. Reason: refunded." in " ".join(text.split())
    assert "valid" not in text


def test_a_revocation_without_date_or_reason_still_says_that_it_is_one() -> None:
    text = readable(page.known(replace(REVOKED, revoked_at=None, revoke_reason=None)))
    assert "On a date unknown. Reason: not given." in text


def test_a_name_that_was_erased_is_not_shown_as_nothing() -> None:
    assert "A learner whose name was erased" in readable(page.known(replace(ACTIVE, issued_name="")))


def test_an_unknown_code_is_no_certificate() -> None:
    text = readable(page.unknown())
    assert "No certificate has this code." in text
    assert "valid" not in text


@given(st.text(), st.text(), st.text())
def test_nothing_that_somebody_wrote_becomes_part_of_the_page(name: str, title: str, reason: str) -> None:
    plain = Elements(page.known(REVOKED))
    written = Elements(page.known(replace(REVOKED, issued_name=name, issued_course_title=title, revoke_reason=reason)))
    assert (written.tags, written.attributes) == (plain.tags, plain.attributes)


@pytest.mark.parametrize("evil", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "<!--", "</style>"])
def test_html_in_a_name_stays_text(evil: str) -> None:
    html = page.known(replace(REVOKED, issued_name=evil, issued_course_title=evil, revoke_reason=evil))
    assert evil not in html.partition("</style>")[2]
    assert readable(html).count(evil) == 3


@pytest.mark.parametrize("html", [page.known(ACTIVE), page.known(REVOKED), page.unknown()])
def test_the_page_holds_to_its_own_security_policy(html: str) -> None:
    style = html.partition("<style>")[2].partition("</style>")[0]
    allowed = b64encode(sha256(style.encode()).digest()).decode()
    policy = page.HEADERS["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert f"style-src 'sha256-{allowed}'" in policy
    found = Elements(html)
    assert not {"script", "img", "link", "iframe", "form", "object"} & set(found.tags)
    assert not {"style", "src", "href"} & set(found.attributes)
    assert "url(" not in style


def test_the_page_says_its_language_and_announces_its_status() -> None:
    html = page.known(ACTIVE)
    assert html.startswith('<!doctype html><html lang="en">')
    assert 'role="status"' in html
