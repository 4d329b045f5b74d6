"""Drawing the pictures of certificates, from the stream of their records, and serving them.

There is a picture for each status that a certificate has had, and the status of its code says which one is shown: a
record that arrives late draws what the code says now, and nothing has to be taken back.
"""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from shared.aws import time_budget
from shared.aws.connection import timeout_factor
from shared.domain.certificate import Certificate, CertificateStatus
from shared.pdf import drawing
from shared.pdf.png import png
from shared.pdf.render import render
from shared.stores import certificates, documents, pictures

# For screens, and for the previews of links, which show about this many pixels.
LONGER_SIDE = 1200
# A page takes at most 3 s of processor time; on a busy host it may have to wait for one.
DRAWING_SECONDS = 8
_MARKS = {CertificateStatus.ACTIVE: "", CertificateStatus.REVOKED: "REVOKED"}


def draw(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> None:
    """Draw the certificates that a change of a record concerns, as their codes' entries in the register say.

    Args:
        before: the record's attributes before the change; None for a new one.
        after: its attributes after the change.

    Raises:
        Unavailable: there was no time, or something did not answer; drawing again is harmless.
        worker.Exhausted: the page takes too long to draw.
    """
    for certificate in _changed(certificates.from_image(before) if before else None, certificates.from_image(after)):
        _draw(certificate)


def _changed(before: Certificate | None, after: Certificate) -> tuple[Certificate, ...]:
    """The certificates whose picture another one has to take the place of, or that have none yet."""
    if before is None:
        return (after,)
    if before.public_id != after.public_id:
        return before, after
    return (after,) if before.status is not after.status else ()


def _draw(certificate: Certificate) -> None:
    code = certificate.verification_code
    public = certificates.by_code(code)
    # An erasure blanks the name before it removes the pictures: either it finds this one, or its name is not the
    # register's any more.
    if public is None or not public.issued_name:
        pictures.delete(code)
        return
    wall_seconds = float(DRAWING_SECONDS * timeout_factor())
    time_budget.require(wall_seconds)
    bitmap = drawing.draw(
        _pdf(certificate), wall_seconds=wall_seconds, longer_side=LONGER_SIDE, mark=_MARKS[public.status]
    )
    pictures.put(code, public.status, png(bitmap))
    if not certificates.mark_pictured(code, public.status, certificate.issued_name):
        pictures.delete(code)


def _pdf(certificate: Certificate) -> bytes:
    """The PDF that was issued: rendered again, or, if the renderer has changed since, as it is stored."""
    template = documents.prepared_template(certificate.course_id, certificate.template_version)
    pdf = render(template, certificate.face())
    if sha256(pdf).hexdigest() == certificate.pdf_sha256:
        return pdf
    return documents.certificate_pdf(certificate) or pdf
