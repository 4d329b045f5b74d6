"""The public page that shows whether a certificate is valid."""

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
from shared.domain.issuer import Issuer
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
    return unescape(re.sub(r"<style>.*?</style>|<script>.*?</script>|<[^>]*>", " ", html, flags=re.DOTALL))


def inside(html: str, tag: str) -> str:
    """The content of the page's only element with this tag."""
    assert html.count(f"<{tag}>") == html.count(f"</{tag}>") == 1
    return html.partition(f"<{tag}>")[2].partition(f"</{tag}>")[0]


def directives() -> dict[str, str]:
    """The page's content security policy."""
    policy = page.HEADERS["Content-Security-Policy"]
    return dict(directive.strip().split(" ", 1) for directive in policy.split(";"))


def hashed(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def test_the_page_of_a_valid_certificate_shows_its_data() -> None:
    text = readable(page.known(ACTIVE))
    assert "This certificate is valid." in text
    assert "revoked" not in text
    for fact in ("Anna Łukasiewicz", "Sourdough bread", "20 November 2026", "ab" * 32):
        assert fact in text


def test_the_page_shows_who_issued_and_who_signed() -> None:
    html = page.known(
        replace(
            ACTIVE,
            issuer=Issuer(name="Hearth & Sons", url="https://hearth.example/?a=1&b=2"),
            signatory_name="Maria Sanz",
            signatory_title="Head baker",
            extra_line="12 hours · 1.2 CEU",
        )
    )
    text = " ".join(readable(html).split())
    for fact in ("Issued by Hearth & Sons", "Signed by Maria Sanz, Head baker", "Details 12 hours · 1.2 CEU"):
        assert fact in text
    assert '<a href="https://hearth.example/?a=1&amp;b=2" rel="noreferrer">Hearth &amp; Sons</a>' in html


def test_what_a_certificate_does_not_have_is_not_on_its_page() -> None:
    text = readable(page.known(ACTIVE))
    assert not [label for label in ("Issued by", "Signed by", "Details") if label in text]
    text = readable(page.known(replace(ACTIVE, issuer=Issuer(name="Hearth"), signatory_title="Head baker")))
    assert "Issued by" in text
    assert "Head baker" in text
    assert "<a " not in page.known(replace(ACTIVE, issuer=Issuer(name="Hearth")))


def test_the_dates_on_the_page_are_those_of_the_certificates_time_zone() -> None:
    abroad = replace(REVOKED, time_zone="Pacific/Auckland", revoked_at=datetime(2026, 12, 31, 11, tzinfo=UTC))
    text = readable(page.known(replace(abroad, issued_at=datetime(2026, 11, 20, 12, tzinfo=UTC))))
    assert "21 November 2026" in text
    assert "Revoked on 1 January 2027." in text


def test_the_page_of_a_revoked_certificate_shows_date_and_reason() -> None:
    text = readable(page.known(REVOKED))
    assert "This certificate has been revoked. Revoked on 1 December 2026." in " ".join(text.split())
    assert "Reason: the payment was refunded." in text
    assert "valid" not in text


@pytest.mark.parametrize(
    ("reason", "shown"),
    [
        ("refunded", "the payment was refunded"),
        ("chargeback", "the payment was charged back"),
        ("replaced", "a newer certificate has replaced it"),
        ("The exam was taken by somebody else", "The exam was taken by somebody else"),
    ],
)
def test_a_reason_code_is_shown_in_words_and_an_admins_reason_as_written(reason: str, shown: str) -> None:
    assert f"Reason: {shown}." in readable(page.known(replace(REVOKED, revoke_reason=reason)))


def test_a_revocation_without_date_or_reason_is_still_shown() -> None:
    text = readable(page.known(replace(REVOKED, revoked_at=None, revoke_reason=None)))
    assert "Revoked on an unknown date. Reason: not given." in text


def test_an_erased_name_is_not_shown_as_an_empty_line() -> None:
    assert "Name removed" in readable(page.known(replace(ACTIVE, issued_name="")))


def test_an_unknown_code_is_shown_as_not_found() -> None:
    text = readable(page.unknown())
    assert "No certificate was found for this code." in text
    assert "valid" not in text


@given(st.text(), st.text(), st.text(), st.text())
def test_no_input_becomes_markup_of_the_page(name: str, title: str, reason: str, other: str) -> None:
    school = Issuer(name="Hearth", url="https://hearth.example")
    full = replace(REVOKED, issuer=school, signatory_name="Maria", extra_line="12 hours")
    plain = Elements(page.known(full))
    typed = replace(full, issued_name=name, issued_course_title=title, revoke_reason=reason)
    typed = replace(typed, issuer=Issuer(name=other, url=other), signatory_name=f"M{other}", extra_line=other)
    written = Elements(page.known(typed))
    assert (written.tags, written.attributes) == (plain.tags, plain.attributes)


@pytest.mark.parametrize("evil", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "<!--", "</style>"])
def test_html_in_a_name_is_escaped(evil: str) -> None:
    html = page.known(replace(REVOKED, issued_name=evil, issued_course_title=evil, revoke_reason=evil))
    assert evil not in html.partition("</style>")[2]
    assert readable(html).count(evil) == 3


PAGES = pytest.mark.parametrize("html", [page.known(ACTIVE), page.known(REVOKED), page.unknown()])


@PAGES
def test_the_page_complies_with_its_content_security_policy(html: str) -> None:
    # One style and one script, each allowed by its hash; one form, to this service; nothing from other origins.
    assert directives() == {
        "default-src": "'none'",
        "style-src": hashed(inside(html, "style")),
        "script-src": hashed(inside(html, "script")),
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    found = Elements(html)
    assert [found.tags.count(tag) for tag in ("style", "script", "form")] == [1, 1, 1]
    assert not {"img", "link", "iframe", "object", "embed", "a", "base"} & set(found.tags)
    assert not {"style", "src", "href", "formaction"} & set(found.attributes)
    assert not [name for name in found.attributes if name.startswith("on")]
    assert "://" not in html
    assert not [word for word in ("url(", "@import") if word in inside(html, "style")]
    assert not [word for word in ("fetch", "XMLHttp", "import", "eval", "innerHTML") if word in inside(html, "script")]


@PAGES
def test_the_form_submits_the_code_to_this_service_without_javascript(html: str) -> None:
    assert '<form action="/certificates/verify/typed" method="get">' in html
    assert '<input id="code" name="code" type="text" required' in html
    assert '<label for="code">' in html


@PAGES
def test_the_status_is_one_line_that_screen_readers_announce(html: str) -> None:
    assert html.count('role="status"') == html.count("<h1>") == 1


def test_the_three_results_differ_in_text_sign_border_and_title() -> None:
    pages = [page.known(ACTIVE), page.known(REVOKED), page.unknown()]
    titles = [inside(html, "title") for html in pages]
    signs = [inside(html, "strong")[0] for html in pages]
    kinds = [html.partition('<div class="status ')[2].partition('"')[0] for html in pages]
    assert len(set(titles)) == 3
    assert signs == ["✓", "✕", "?"]
    assert kinds == ["active", "revoked", "unknown"]
    style = inside(pages[0], "style")
    assert re.search(r"\.status \{ border: 3px solid;", style)
    assert re.search(r"\.revoked \{[^}]*border-style: dashed;", style)
    assert re.search(r"\.unknown \{[^}]*border-style: dotted;", style)


@pytest.mark.parametrize("certificate", [ACTIVE, REVOKED])
def test_the_file_comparison_is_hidden_without_javascript(certificate: PublicCertificate) -> None:
    html = page.known(certificate)
    assert f'<section id="compare" data-sha256="{"ab" * 32}" hidden>' in html
    assert "box.hidden = false" in inside(html, "script")


def test_the_page_of_an_unknown_code_has_no_file_comparison() -> None:
    assert 'id="compare"' not in page.unknown()


def test_the_page_declares_its_language_and_announces_its_status() -> None:
    html = page.known(ACTIVE)
    assert html.startswith('<!doctype html><html lang="en">')
    assert 'role="status"' in html
