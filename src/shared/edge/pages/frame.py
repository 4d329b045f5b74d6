"""What all pages have: a head with the organisation's name, its colours, and a content security policy."""

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from html import escape

from shared.domain.issuer import Issuer, IssuerSettings, PageColours
from shared.edge.pages import colours
from shared.edge.pages.script import SCRIPT
from shared.edge.pages.style import STYLE

# Where the form sends a code that was typed, as a query.
FORM = "/certificates/verify"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page, as HTML, and the headers that go with it."""

    html: str
    headers: Mapping[str, str]


def page(title: str, content: str, settings: IssuerSettings, *, head: str = "", layout: str = "") -> Page:
    """Write a page.

    Args:
        title: of the document.
        content: as HTML.
        settings: the organisation that the head of the page names, and its colours.
        head: more elements of the document's head, as HTML.
        layout: the class of the content; empty for none.
    """
    styles = "".join(f"<style>{style}</style>" for style in _styles(settings.colours))
    main = f'<main class="{layout}">' if layout else "<main>"
    html = (
        '<!doctype html><html lang="en" prefix="og: https://ogp.me/ns#"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title>{head}{styles}"
        f"</head><body><header><div>{_logo(settings.issuer)}<div>{_name(settings.issuer)}"
        f"<h1>Certificate verification</h1></div></div></header>{main}{content}</main>"
        f"<script>{SCRIPT}</script></body></html>"
    )
    return Page(html=html, headers=headers(settings.colours))


def _styles(chosen: PageColours) -> list[str]:
    return [style for style in (STYLE, colours.style(chosen)) if style]


def headers(chosen: PageColours = PageColours()) -> Mapping[str, str]:  # noqa: B008 - frozen
    """Write the headers of a page in an organisation's colours."""
    return {
        "Content-Security-Policy": (
            f"default-src 'none'; style-src {' '.join(map(_hash, _styles(chosen)))}; script-src {_hash(SCRIPT)}; "
            "img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        ),
        "X-Robots-Tag": "noindex",
    }


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def _logo(issuer: Issuer | None) -> str:
    if issuer is None or issuer.logo_sha256 is None:
        return ""
    return f'<img src="/issuer/logos/{escape(issuer.logo_sha256)}" alt="">'


def _name(issuer: Issuer | None) -> str:
    return "" if issuer is None else f'<p dir="auto">{linked(issuer)}</p>'


def linked(issuer: Issuer) -> str:
    """Write an organisation's name, with a link to its web site."""
    name = escape(issuer.name)
    return name if issuer.url is None else f'<a href="{escape(issuer.url)}" rel="noreferrer">{name}</a>'


def status(css_class: str, message: str, details: str) -> str:
    """Write the result, which screen readers announce."""
    return f'<div class="status {css_class}" role="status"><strong>{message}</strong><p>{escape(details)}</p></div>'


def form(title: str) -> str:
    """Write the form for a code."""
    return (
        f'<section class="card"><h2>{title}</h2>'
        '<p><label for="code">Enter the verification code printed on the certificate.</label></p>'
        f'<form action="{FORM}" method="get">'
        '<input id="code" name="code" type="text" required maxlength="40" autocomplete="off" spellcheck="false" '
        'placeholder="ABCDE-FGHJK-MNPQR-STVWX"><button>Verify</button></form></section>'
    )
