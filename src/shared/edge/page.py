"""The public page that says whether a certificate is genuine.

It works without scripts and loads nothing else. Its own script adds one thing: it compares a PDF that the visitor
chooses with the issued one, in the browser; the file is not uploaded.
"""

from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from html import escape

from shared.domain.certificate import CertificateStatus, PublicCertificate
from shared.domain.issuer import Issuer
from shared.domain.local_dates import spelled_date

# In place of a code in the path: the code was typed into the page's form, which can only send a query.
TYPED = "typed"

# The reason codes of Laurel's own revocations, in words; an admin's reason is shown as written.
_REASONS = {
    "refunded": "the payment was refunded",
    "chargeback": "the payment was charged back",
    "replaced": "a newer certificate has replaced it",
}

_STYLE = """
:root { color-scheme: light dark; --ink: #1c2b26; --paper: #fbfaf6; --line: #d9d5c7; --good: #1d6b4f; --bad: #a3262a; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #ece9df; --paper: #17201d; --line: #3b4743; --good: #7fd1ae; --bad: #ff9c94; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1.0625rem/1.5 system-ui, sans-serif; }
main { max-width: 34rem; margin: 0 auto; padding: 3rem 1.25rem; }
h1 { font-size: 1rem; font-weight: 600; letter-spacing: .02em; margin: 0 0 1rem; }
h2 { font-size: 1rem; margin: 0 0 .25rem; }
.status { border: 3px solid; border-radius: .75rem; padding: 1.25rem; }
.status strong { display: block; font-size: 1.5rem; line-height: 1.25; }
.status p { margin: .5rem 0 0; }
.active { color: var(--good); }
.revoked { color: var(--bad); border-style: dashed; }
.unknown { border-style: dotted; }
dl { margin: 2rem 0; }
dt { opacity: .8; font-size: .875rem; }
dd { margin: 0 0 1rem; font-size: 1.125rem; overflow-wrap: anywhere; text-align: left; }
dd a { color: inherit; text-underline-offset: .2em; }
dd code { font-size: .8125rem; }
section { border-top: 1px solid var(--line); padding: 1.5rem 0; }
.status + section { border-top: 0; }
section p { margin: 0 0 .75rem; }
form { display: flex; flex-wrap: wrap; gap: .5rem; }
input, button { font: inherit; min-height: 2.75rem; padding: .375rem .75rem; border: 1px solid; border-radius: .5rem;
  color: inherit; background: transparent; max-width: 100%; }
input[type=file] { padding-block: .5rem; }
/* Where a whole code and the button do not fit on one line, the button wraps. */
input[type=text] { flex: 1 1 20rem; min-width: 0; text-transform: uppercase; }
button { cursor: pointer; font-weight: 600; }
:focus-visible { outline: 3px solid var(--good); outline-offset: 2px; }
output { display: block; margin-top: .75rem; font-weight: 600; }
@media print { section { display: none; } body { background: none; color: #000; } .status { color: #000; } }
"""

# Browsers offer `crypto.subtle` only over HTTPS and on localhost.
_SCRIPT = """
const box = document.getElementById("compare");
if (box && window.crypto && crypto.subtle) {
  box.hidden = false;
  const result = box.querySelector("output");
  box.querySelector("input").addEventListener("change", async (event) => {
    const file = event.target.files[0];
    if (!file) { result.textContent = ""; return; }
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
    const hash = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
    result.textContent = hash === box.dataset.sha256
      ? "✓ This file is identical to the issued certificate."
      : "✕ This file is not the issued certificate: it was changed, or is a different file.";
  });
}
"""


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


HEADERS = {
    "Content-Security-Policy": (
        f"default-src 'none'; style-src {_hash(_STYLE)}; script-src {_hash(_SCRIPT)}; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Robots-Tag": "noindex",
}


def known(certificate: PublicCertificate) -> str:
    """Write the page of a certificate that exists."""
    if certificate.status is CertificateStatus.ACTIVE:
        title = "Valid certificate"
        status = _status("active", "✓ This certificate is valid.", "It was issued here and is still in effect.")
    else:
        title = "Revoked certificate"
        revoked_at = certificate.revoked_at
        revoked_on = spelled_date(revoked_at, certificate.time_zone) if revoked_at else "an unknown date"
        reason = certificate.revoke_reason or "not given"
        reason = _REASONS.get(reason, reason)
        status = _status(
            "revoked", "✕ This certificate has been revoked.", f"Revoked on {revoked_on}. Reason: {reason}."
        )
    rows = "".join(f'<dt>{name}</dt><dd dir="auto">{value}</dd>' for name, value in _facts(certificate))
    compare = (
        f'<section id="compare" data-sha256="{escape(certificate.pdf_sha256)}" hidden><h2>Check a PDF file</h2>'
        '<p><label for="file">Choose the PDF you received. The file stays on your device.</label></p>'
        '<input id="file" type="file" accept="application/pdf"><output aria-live="polite"></output></section>'
    )
    return _page(title, f"{status}<dl>{rows}</dl>{compare}{_form('Verify another certificate')}")


def _facts(certificate: PublicCertificate) -> Iterator[tuple[str, str]]:
    """List what is known of a certificate: labels, and values as HTML."""
    yield "Issued to", escape(certificate.issued_name) or "Name removed"
    yield "Course", escape(certificate.issued_course_title)
    if certificate.extra_line is not None:
        yield "Details", escape(certificate.extra_line)
    if certificate.issuer is not None:
        yield "Issued by", _linked(certificate.issuer)
    signatory = ", ".join(filter(None, (certificate.signatory_name, certificate.signatory_title)))
    if signatory:
        yield "Signed by", escape(signatory)
    yield "Issued on", spelled_date(certificate.issued_at, certificate.time_zone)
    yield "SHA-256 of the PDF", f"<code>{escape(certificate.pdf_sha256)}</code>"


def _linked(issuer: Issuer) -> str:
    name = escape(issuer.name)
    return name if issuer.url is None else f'<a href="{escape(issuer.url)}" rel="noreferrer">{name}</a>'


def unknown() -> str:
    """Write the page for a code that no certificate has."""
    hint = "Please compare it with the code on the certificate: 20 letters and digits, in groups of five."
    return _page(
        "Unknown code", _status("unknown", "? No certificate was found for this code.", hint) + _form("Try again")
    )


def later(seconds: int) -> str:
    """Write the page for a code that was not looked up: over the rate limit, or the service is unavailable.

    Args:
        seconds: to wait before the next request.
    """
    wait = "1 second" if seconds == 1 else f"{seconds} seconds"
    hint = f"Please try again in {wait}. This has nothing to do with the certificate itself."
    return _page("Please wait", _status("unknown", "This code has not been checked yet.", hint) + _form("Try again"))


def _status(css_class: str, message: str, details: str) -> str:
    return f'<div class="status {css_class}" role="status"><strong>{message}</strong><p>{escape(details)}</p></div>'


def _form(title: str) -> str:
    return (
        f"<section><h2>{title}</h2>"
        '<p><label for="code">Enter the verification code printed on the certificate.</label></p>'
        f'<form action="/certificates/verify/{TYPED}" method="get">'
        '<input id="code" name="code" type="text" required maxlength="40" autocomplete="off" spellcheck="false" '
        'placeholder="ABCDE-FGHJK-MNPQR-STVWX"><button>Verify</button></form></section>'
    )


def _page(title: str, content: str) -> str:
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{_STYLE}</style></head>"
        f"<body><main><h1>Certificate verification</h1>{content}</main>"
        f"<script>{_SCRIPT}</script></body></html>"
    )
