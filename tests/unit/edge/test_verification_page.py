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
from shared.domain.issuer import Issuer, IssuerSettings, PageColours
from shared.edge.pages import certificate as certificate_page
from shared.edge.pages import others
from shared.edge.pages.colours import contrast, text_on
from shared.edge.pages.frame import Page
from tests.support.link_preview import tags
from tests.support.template import ROOT

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
REPLACED = replace(REVOKED, revoke_reason="replaced")
CODE = "7K3QMZ8D2VXW9RTB4HNP"
BASE = "https://certificates.example"
ADDRESS = f"{BASE}/certificates/verify/7K3QM-Z8D2V-XW9RT-B4HNP"
SCHOOL = Issuer(name="Hearth & Sons", url="https://hearth.example/?a=1&b=2", logo_sha256="cd" * 32)
COLOURED = IssuerSettings(issuer=SCHOOL, colours=PageColours(primary="#7a1f3d", accent="#f2c14e"))
NOBODY = IssuerSettings()


def known(certificate: PublicCertificate, settings: IssuerSettings = NOBODY) -> str:
    return certificate_page.known(certificate, CODE, BASE, settings).html


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


def all_inside(html: str, tag: str) -> list[str]:
    return re.findall(f"<{tag}>(.*?)</{tag}>", html, re.DOTALL)


def directives(page: Page) -> dict[str, str]:
    """The page's content security policy."""
    policy = page.headers["Content-Security-Policy"]
    return dict(directive.strip().split(" ", 1) for directive in policy.split(";"))


def hashed(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def test_the_page_of_a_valid_certificate_shows_its_data() -> None:
    text = readable(known(ACTIVE))
    assert "This certificate is valid." in text
    assert "revoked" not in text
    for fact in ("Anna Łukasiewicz", "Sourdough bread", "20 November 2026", "ab" * 32):
        assert fact in text


def test_the_page_shows_who_issued_and_who_signed() -> None:
    html = known(
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
    # In the head of the page, and with the other facts.
    assert html.count('<a href="https://hearth.example/?a=1&amp;b=2" rel="noreferrer">Hearth &amp; Sons</a>') == 2


def test_what_a_certificate_does_not_have_is_not_on_its_page() -> None:
    text = readable(known(ACTIVE))
    assert not [label for label in ("Issued by", "Signed by", "Details") if label in text]
    text = readable(known(replace(ACTIVE, issuer=Issuer(name="Hearth"), signatory_title="Head baker")))
    assert "Issued by" in text
    assert "Head baker" in text
    assert "<a " not in known(replace(ACTIVE, issuer=Issuer(name="Hearth")))


def test_the_dates_on_the_page_are_those_of_the_certificates_time_zone() -> None:
    abroad = replace(REVOKED, time_zone="Pacific/Auckland", revoked_at=datetime(2026, 12, 31, 11, tzinfo=UTC))
    text = readable(known(replace(abroad, issued_at=datetime(2026, 11, 20, 12, tzinfo=UTC))))
    assert "21 November 2026" in text
    assert "Revoked on 1 January 2027." in text


def test_the_page_of_a_revoked_certificate_shows_date_and_reason() -> None:
    text = readable(known(REVOKED))
    assert "This certificate has been revoked. Revoked on 1 December 2026." in " ".join(text.split())
    assert "Reason: the payment was refunded." in text
    assert "is valid" not in text


def test_the_page_of_a_replaced_certificate_says_so_and_since_when() -> None:
    text = " ".join(readable(known(REPLACED)).split())
    assert "This certificate has been replaced. Since 1 December 2026, a newer certificate" in text
    assert "no longer valid" in text
    assert "revoked" not in text
    assert "is valid" not in text


@pytest.mark.parametrize(
    ("reason", "shown"),
    [
        ("refunded", "the payment was refunded"),
        ("chargeback", "the payment was charged back"),
        ("The exam was taken by somebody else", "The exam was taken by somebody else"),
    ],
)
def test_a_reason_code_is_shown_in_words_and_an_admins_reason_as_written(reason: str, shown: str) -> None:
    assert f"Reason: {shown}." in readable(known(replace(REVOKED, revoke_reason=reason)))


def test_a_revocation_without_date_or_reason_is_still_shown() -> None:
    text = readable(known(replace(REVOKED, revoked_at=None, revoke_reason=None)))
    assert "Revoked on an unknown date. Reason: not given." in text


def test_an_erased_name_is_not_shown_as_an_empty_line() -> None:
    assert "Name removed" in readable(known(replace(ACTIVE, issued_name="")))


def test_an_unknown_code_is_shown_as_not_found() -> None:
    text = readable(others.unknown(NOBODY).html)
    assert "No certificate was found for this code." in text
    assert "valid" not in text


@given(st.text(), st.text(), st.text(), st.text())
def test_no_input_becomes_markup_of_the_page(name: str, title: str, reason: str, other: str) -> None:
    school = Issuer(name="Hearth", url="https://hearth.example")
    full = replace(REVOKED, issuer=school, signatory_name="Maria", extra_line="12 hours")
    plain = Elements(known(full))
    typed = replace(full, issued_name=name, issued_course_title=title, revoke_reason=reason)
    typed = replace(typed, issuer=Issuer(name=other, url=other), signatory_name=f"M{other}", extra_line=other)
    written = Elements(known(typed))
    assert (written.tags, written.attributes) == (plain.tags, plain.attributes)


@pytest.mark.parametrize("evil", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "<!--", "</style>"])
def test_html_in_a_name_is_escaped(evil: str) -> None:
    html = known(replace(REVOKED, issued_name=evil, issued_course_title=evil, revoke_reason=evil))
    assert evil not in html.partition("</style>")[2]
    assert readable(html).count(evil) == 3


PAGES = {
    "valid": certificate_page.known(ACTIVE, CODE, BASE, NOBODY),
    "with everything": certificate_page.known(
        replace(ACTIVE, issuer=SCHOOL, signatory_name="Maria", extra_line="12 hours", has_picture=True),
        CODE,
        BASE,
        COLOURED,
    ),
    "revoked": certificate_page.known(REVOKED, CODE, BASE, NOBODY),
    "replaced": certificate_page.known(replace(REPLACED, has_picture=True), CODE, BASE, COLOURED),
    "unknown": others.unknown(COLOURED),
    "form": others.blank(COLOURED),
    "too many": others.too_many(42),
    "unavailable": others.unavailable(1),
}
EVERY = pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)


@EVERY
def test_the_page_complies_with_its_content_security_policy(page: Page) -> None:
    # Styles and one script, each allowed by its hash; one form, and pictures, of this service.
    html = page.html
    assert directives(page) == {
        "default-src": "'none'",
        "style-src": " ".join(map(hashed, all_inside(html, "style"))),
        "script-src": hashed(inside(html, "script")),
        "img-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    found = Elements(html)
    assert [found.tags.count(tag) for tag in ("script", "form")] == [1, 1]
    assert not {"iframe", "object", "embed", "base"} & set(found.tags)
    assert not {"style", "formaction"} & set(found.attributes)
    assert not [name for name in found.attributes if name.startswith("on")]
    sources = re.findall(r'<img src="(.*?)"', html.partition("<textarea")[0])
    assert all(source.startswith(("/certificates/verify/", "/issuer/logos/")) for source in sources)
    assert not [word for word in ("url(", "@import") for style in all_inside(html, "style") if word in style]
    assert not [word for word in ("fetch", "XMLHttp", "import", "eval", "innerHTML") if word in inside(html, "script")]


@EVERY
def test_the_form_submits_the_code_to_this_service_without_javascript(page: Page) -> None:
    assert '<form action="/certificates/verify" method="get">' in page.html
    assert '<input id="code" name="code" type="text" required' in page.html
    assert '<label for="code">' in page.html


@EVERY
def test_a_page_has_one_heading_and_announces_one_status(page: Page) -> None:
    assert page.html.startswith('<!doctype html><html lang="en" ')
    assert page.html.count("<h1>") == 1
    assert page.html.count('role="status"') == (0 if page is PAGES["form"] else 1)


@EVERY
def test_no_page_is_indexed(page: Page) -> None:
    assert page.headers["X-Robots-Tag"] == "noindex"


def test_the_results_differ_in_text_sign_border_and_title() -> None:
    pages = [PAGES[name].html for name in ("valid", "revoked", "replaced", "unknown")]
    assert len({inside(html, "title") for html in pages}) == 4
    assert [inside(html, "strong")[0] for html in pages] == ["✓", "✕", "↻", "?"]
    kinds = [html.partition('<div class="status ')[2].partition('"')[0] for html in pages]
    assert kinds == ["active", "revoked", "replaced", "unknown"]
    style = all_inside(pages[0], "style")[0]
    assert re.search(r"\.status \{ border: 2px solid;", style)
    for kind, border in (("revoked", "dashed"), ("replaced", "double"), ("unknown", "dotted")):
        assert re.search(rf"\.{kind} \{{[^}}]*border-style: {border};", style)


def test_a_refused_request_is_told_why_and_when_to_try_again() -> None:
    too_many, unavailable = (readable(PAGES[name].html) for name in ("too many", "unavailable"))
    assert "Too many codes were verified from your network. Please try again in 42 seconds." in too_many
    assert "The service is not available at the moment. Please try again in 1 second." in unavailable
    for text in (too_many, unavailable):
        assert "This has nothing to do with the certificate itself." in text


# ------------------------------------------------------------------ the comparison with a file


@pytest.mark.parametrize("certificate", [ACTIVE, REVOKED])
def test_the_file_comparison_is_hidden_without_javascript(certificate: PublicCertificate) -> None:
    html = known(certificate)
    assert re.search(f'<section class="card" id="compare" data-sha256="{"ab" * 32}" [^>]* hidden>', html)
    assert "box.hidden = false" in inside(html, "script")


@pytest.mark.parametrize("certificate", [REVOKED, REPLACED])
def test_the_issued_file_of_a_certificate_that_is_not_valid_is_called_unaltered_and_not_valid(
    certificate: PublicCertificate,
) -> None:
    html = known(certificate)
    same, other = (html.partition(f'data-{name}="')[2].partition('"')[0] for name in ("same", "other"))
    assert same.startswith("✕ This file is unaltered, but no longer valid")
    assert "not the issued certificate" in other
    assert "no longer valid" in other


def test_the_pages_without_a_certificate_have_no_file_comparison() -> None:
    assert not [name for name in ("unknown", "form", "too many") if 'id="compare"' in PAGES[name].html]


# ------------------------------------------------------------------ the picture, the logo, the colours


def test_a_picture_is_shown_where_there_is_one_and_says_what_it_shows() -> None:
    path = "/certificates/verify/7K3QM-Z8D2V-XW9RT-B4HNP/picture.png"
    alt = "Certificate of Anna Łukasiewicz: Sourdough bread"
    assert f'<a href="{path}"><img src="{path}" alt="{alt}"></a>' in PAGES["with everything"].html
    assert f'<img src="{path}" alt="{alt} (replaced)">' in PAGES["replaced"].html
    assert "<img" not in PAGES["valid"].html


def test_the_head_has_the_name_and_the_logo_of_the_organisation() -> None:
    html = PAGES["form"].html
    assert f'<header><div><img src="/issuer/logos/{"cd" * 32}" alt="">' in html
    assert "Hearth &amp; Sons</a></p><h1>" in html
    assert "<img" not in others.blank(NOBODY).html


def test_a_certificates_page_has_the_organisation_that_issued_it_and_the_colours_of_today() -> None:
    html = known(replace(ACTIVE, issuer=Issuer(name="The old school")), COLOURED)
    assert "The old school" in html
    assert "Hearth" not in html
    assert "--head:#7a1f3d" in html


COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@given(COLOURS)
def test_text_on_any_colour_has_enough_contrast(colour: str) -> None:
    assert contrast(text_on(colour), colour) >= 4.5


@pytest.mark.parametrize(
    ("one", "other", "ratio"), [("#000000", "#ffffff", 21.0), ("#777777", "#ffffff", 4.48), ("#1f4e5a", "#1f4e5a", 1.0)]
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == contrast(other, one) == pytest.approx(ratio, abs=0.005)


@given(COLOURS | st.none(), COLOURS | st.none())
def test_the_accent_is_the_primary_colour_unless_it_is_chosen(primary: str | None, accent: str | None) -> None:
    html = others.blank(IssuerSettings(colours=PageColours(primary=primary, accent=accent))).html
    own = "".join(all_inside(html, "style")[1:])
    assert re.findall("--head:(.{7});", own) == [primary] * (primary is not None)
    button = accent or primary
    assert re.findall("--button:(.{7});", own) == [button] * (button is not None)


@pytest.mark.parametrize("text", ["red", "#12345", "#123456;}", "</style>", ""])
def test_a_stored_text_that_is_no_colour_is_ignored(text: str) -> None:
    page = others.blank(IssuerSettings(colours=PageColours(primary=text)))
    assert page == others.blank(NOBODY)


def test_the_pages_have_the_colours_of_the_learners_pages() -> None:
    style = all_inside(PAGES["valid"].html, "style")[0]
    tokens = (ROOT / "web/src/styles/tokens.css").read_text("utf-8")
    light, dark = (dict(re.findall(r"--([\w-]+): ([^;]+);", part)) for part in tokens.split("@media"))
    own_light, own_dark = (
        dict(re.findall(r"--([\w-]+): (#\w+);", part))
        for part in style.partition("@media print")[0].split("@media (min-width")[0].split("@media (prefers")
    )
    shared = light.keys() & own_light.keys()
    assert {"paper", "card", "ink", "teal", "good", "bad"} <= shared
    assert {name: own_light[name] for name in shared} == {name: light[name] for name in shared}
    assert own_dark.keys() <= dark.keys()
    assert own_dark == {name: dark[name] for name in own_dark}


# ------------------------------------------------------------------ sharing


def test_the_preview_of_a_link_says_what_the_page_says() -> None:
    found = tags(PAGES["with everything"].html)
    assert found == {
        "canonical": ADDRESS,
        "robots": "noindex",
        "description": "Issued to Anna Łukasiewicz on 20 November 2026 by Hearth & Sons.",
        "og:type": "website",
        "og:title": "Valid certificate: Sourdough bread",
        "og:description": "Issued to Anna Łukasiewicz on 20 November 2026 by Hearth & Sons.",
        "og:url": ADDRESS,
        "og:site_name": "Hearth & Sons",
        "og:image": f"{ADDRESS}/picture.png",
        "og:image:type": "image/png",
        "og:image:alt": "Certificate of Anna Łukasiewicz: Sourdough bread",
        "twitter:card": "summary_large_image",
        "twitter:title": "Valid certificate: Sourdough bread",
        "twitter:description": "Issued to Anna Łukasiewicz on 20 November 2026 by Hearth & Sons.",
        "twitter:image": f"{ADDRESS}/picture.png",
        "twitter:image:alt": "Certificate of Anna Łukasiewicz: Sourdough bread",
        "viewport": "width=device-width, initial-scale=1",
    }


def test_the_preview_of_a_revoked_certificate_says_that_it_is() -> None:
    found = tags(PAGES["revoked"].html)
    assert found["og:title"] == "Revoked certificate: Sourdough bread"
    assert found["og:description"].endswith("Reason: the payment was refunded. It is no longer valid.")
    assert "og:image" not in found
    assert found["twitter:card"] == "summary"


def test_a_valid_certificate_is_shared_by_its_link_and_a_snippet_of_html() -> None:
    html = PAGES["with everything"].html
    assert f'<input id="link" type="url" readonly value="{ADDRESS}">' in html
    snippet = unescape(html.partition('<textarea id="snippet" readonly>')[2].partition("</textarea>")[0])
    assert snippet == (
        f'<a href="{ADDRESS}"><img src="{ADDRESS}/picture.png" '
        'alt="Certificate of Anna Łukasiewicz: Sourdough bread" width="600"></a>'
    )
    # What needs a script is hidden without one.
    assert re.findall(r"<button type=\"button\"[^>]*>", html) == [
        '<button type="button" data-copies="link" data-done="The link is copied." hidden>',
        '<button type="button" id="share" hidden>',
        '<button type="button" data-copies="snippet" data-done="The HTML is copied." hidden>',
    ]


def test_without_a_picture_there_is_no_snippet_and_without_validity_nothing_to_share() -> None:
    assert 'id="link"' in PAGES["valid"].html
    assert 'id="snippet"' not in PAGES["valid"].html
    assert not [name for name in ("revoked", "replaced", "unknown") if 'id="link"' in PAGES[name].html]


@given(st.text(), st.text())
def test_a_name_cannot_end_the_snippet_or_an_attribute_of_it(name: str, title: str) -> None:
    html = known(replace(ACTIVE, issued_name=f"x{name}", issued_course_title=title, has_picture=True))
    snippet = unescape(html.partition('<textarea id="snippet" readonly>')[2].partition("</textarea>")[0])
    assert Elements(snippet).tags == ["a", "img"]
    assert Elements(snippet).attributes == ["href", "src", "alt", "width"]
