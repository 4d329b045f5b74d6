"""The public page that says whether a certificate is genuine: no script, nothing from elsewhere."""

from base64 import b64encode
from hashlib import sha256
from html import escape

from shared.domain.certificate import CertificateStatus, PublicCertificate
from shared.domain.dates import spelled_date

_STYLE = """
:root { color-scheme: light dark; --ink: #1c2b26; --paper: #fbfaf6; --line: #d9d5c7; --good: #1d6b4f; --bad: #a3262a; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #ece9df; --paper: #17201d; --line: #3b4743; --good: #7fd1ae; --bad: #ff9c94; }
}
body { margin: 0; background: var(--paper); color: var(--ink); font: 1.0625rem/1.5 system-ui, sans-serif; }
main { max-width: 34rem; margin: 0 auto; padding: 3rem 1.25rem; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 1.5rem; }
.status { border: 2px solid; border-radius: .75rem; padding: 1rem 1.25rem; font-weight: 700; font-size: 1.25rem; }
.active { color: var(--good); } .revoked { color: var(--bad); border-style: dashed; }
.status p { margin: .25rem 0 0; font-weight: 400; font-size: 1rem; }
dl { margin: 2rem 0; } dt { opacity: .75; font-size: .875rem; } dd { margin: 0 0 1rem; overflow-wrap: anywhere; }

code { font-size: .8125rem; }
"""
_STYLE_HASH = b64encode(sha256(_STYLE.encode()).digest()).decode()

HEADERS = {
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; form-action 'none'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def known(certificate: PublicCertificate) -> str:
    """Write the page of a certificate that exists."""
    if certificate.status is CertificateStatus.ACTIVE:
        status = '<div class="status active" role="status">✓ This certificate is valid.</div>'
    else:
        revoked_at = spelled_date(certificate.revoked_at) if certificate.revoked_at else "a date unknown"
        reason = escape(certificate.revoke_reason or "not given")
        status = (
            '<div class="status revoked" role="status">✕ This certificate was revoked.'
            f"<p>On {revoked_at}. Reason: {reason}.</p></div>"
        )
    facts = [
        ("Issued to", escape(certificate.issued_name) or "A learner whose name was erased"),
        ("Course", escape(certificate.issued_course_title)),
        ("Issued on", spelled_date(certificate.issued_at)),
        ("SHA-256 of the PDF", f"<code>{escape(certificate.pdf_sha256)}</code>"),
    ]
    rows = "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in facts)
    return _page("Certificate verification", f"{status}<dl>{rows}</dl>")


def unknown() -> str:
    """Write the page for a code that no certificate has."""
    status = (
        '<div class="status revoked" role="status">No certificate has this code.'
        "<p>Compare it with the one that is printed: it has 20 letters and digits.</p></div>"
    )
    return _page("Certificate verification", status)


def _page(title: str, content: str) -> str:
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{_STYLE}</style></head>"
        f"<body><main><h1>{title}</h1>{content}</main></body></html>"
    )
