"""The page of a certificate that exists: valid, revoked, or replaced by a newer one."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import escape

from shared.domain.certificate import REPLACED, CertificateStatus, PublicCertificate, printed_code
from shared.domain.issuer import IssuerSettings
from shared.domain.local_dates import spelled_date
from shared.edge.pages import sharing
from shared.edge.pages.frame import FORM, Page, form, linked, page, status

# The reason codes of Laurel's own revocations, in words; an admin's reason is shown as written.
_REASONS = {
    "refunded": "the payment was refunded",
    "chargeback": "the payment was charged back",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Result:
    """What a page says of a certificate.

    Attributes:
        css_class: of the box.
        title: of the document.
        message: in one sentence.
        details: in a sentence or two.
        same: to whoever has the issued file.
        other: to whoever has another file.
    """

    css_class: str
    title: str
    message: str
    details: str
    same: str
    other: str


_OTHER_FILE = "✕ This file is not the issued certificate: it was changed, or is a different file."


def known(certificate: PublicCertificate, code: str, base_url: str, settings: IssuerSettings) -> Page:
    """Write the page of a certificate that exists.

    Args:
        certificate: what the public may know of it.
        code: its verification code.
        base_url: at which the public reaches this service.
        settings: the organisation's colours of today; the certificate has the organisation that issued it.
    """
    settings = replace(settings, issuer=certificate.issuer)
    result = _result(certificate)
    path = f"{FORM}/{printed_code(code)}"
    picture = f"Certificate of {_name(certificate)}: {certificate.issued_course_title}"
    is_active = certificate.status is CertificateStatus.ACTIVE
    if not is_active:
        picture += f" ({result.css_class})"
    picture_path = f"{path}/picture.png" if certificate.has_picture else None
    url, picture_url = base_url + path, base_url + picture_path if picture_path else None
    facts = "".join(
        f'<div><dt>{name}</dt><dd dir="auto">{value}</dd></div>' for name, value in _facts(certificate, code)
    )
    parts = (
        status(result.css_class, result.message, result.details),
        f'<div class="card facts"><dl>{facts}</dl></div>',
        _figure(picture_path, picture),
        _comparison(certificate, result),
        sharing.section(url=url, picture_url=picture_url, picture=picture) if is_active else "",
        form("Verify another certificate"),
    )
    head = sharing.preview(
        title=f"{result.title}: {certificate.issued_course_title}",
        description=_description(certificate, result),
        url=url,
        picture_url=picture_url,
        picture=picture,
        site=sharing.site_name(settings),
    )
    return page(result.title, "".join(parts), settings, head=head, layout="known" if picture_path else "")


def _result(certificate: PublicCertificate) -> _Result:
    if certificate.status is CertificateStatus.ACTIVE:
        by = f"by {certificate.issuer.name}" if certificate.issuer else "here"
        return _Result(
            css_class="active",
            title="Valid certificate",
            message="✓ This certificate is valid.",
            details=f"It was issued {by} and is still in effect.",
            same="✓ This file is identical to the issued certificate.",
            other=_OTHER_FILE,
        )
    revoked_at = certificate.revoked_at
    day = spelled_date(revoked_at, certificate.time_zone) if revoked_at else "an unknown date"
    if certificate.revoke_reason == REPLACED:
        return _Result(
            css_class="replaced",
            title="Replaced certificate",
            message="↻ This certificate has been replaced.",
            details=f"Since {day}, a newer certificate of this learner for this course is in its place. This one is no "
            "longer valid; ask its holder for the newer one.",
            same="✕ This file is unaltered, but no longer valid: it is identical to the issued certificate, which a "
            "newer one has replaced.",
            other=f"{_OTHER_FILE} The certificate itself is no longer valid.",
        )
    reason = certificate.revoke_reason or "not given"
    return _Result(
        css_class="revoked",
        title="Revoked certificate",
        message="✕ This certificate has been revoked.",
        details=f"Revoked on {day}. Reason: {_REASONS.get(reason, reason)}. It is no longer valid.",
        same="✕ This file is unaltered, but no longer valid: it is identical to the issued certificate, which has been "
        "revoked.",
        other=f"{_OTHER_FILE} The certificate itself is no longer valid.",
    )


def _name(certificate: PublicCertificate) -> str:
    return certificate.issued_name or "Name removed"


def _description(certificate: PublicCertificate, result: _Result) -> str:
    issued_on = spelled_date(certificate.issued_at, certificate.time_zone)
    by = f" by {certificate.issuer.name}" if certificate.issuer else ""
    told = "" if certificate.status is CertificateStatus.ACTIVE else f" {result.details}"
    return f"Issued to {_name(certificate)} on {issued_on}{by}.{told}"


def _facts(certificate: PublicCertificate, code: str) -> Iterator[tuple[str, str]]:
    """List what is known of a certificate: labels, and values as HTML."""
    yield "Issued to", escape(_name(certificate))
    yield "Course", escape(certificate.issued_course_title)
    if certificate.extra_line is not None:
        yield "Details", escape(certificate.extra_line)
    if certificate.issuer is not None:
        yield "Issued by", linked(certificate.issuer)
    signatory = ", ".join(filter(None, (certificate.signatory_name, certificate.signatory_title)))
    if signatory:
        yield "Signed by", escape(signatory)
    yield "Issued on", spelled_date(certificate.issued_at, certificate.time_zone)
    yield "Verification code", f"<code>{printed_code(code)}</code>"
    yield "SHA-256 of the PDF", f"<code>{escape(certificate.pdf_sha256)}</code>"


def _figure(path: str | None, picture: str) -> str:
    if path is None:
        return ""
    return f'<figure><a href="{path}"><img src="{path}" alt="{escape(picture)}"></a></figure>'


def _comparison(certificate: PublicCertificate, result: _Result) -> str:
    return (
        f'<section class="card" id="compare" data-sha256="{escape(certificate.pdf_sha256)}" '
        f'data-same="{escape(result.same)}" data-other="{escape(result.other)}" hidden><h2>Check a PDF file</h2>'
        '<p><label for="file">Choose the PDF you received. The file stays on your device.</label></p>'
        '<input id="file" type="file" accept="application/pdf"><output aria-live="polite"></output></section>'
    )
