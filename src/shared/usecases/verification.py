"""Whether a code belongs to a genuine certificate."""

from shared.domain.certificate import PublicCertificate, normalise_code
from shared.domain.errors import CertificateNotFound
from shared.stores import certificates


def verify(typed: str) -> PublicCertificate:
    """Tell what the public may know of the certificate with a code, as somebody typed it.

    Raises:
        CertificateNotFound: no certificate has this code.
    """
    code = normalise_code(typed)
    certificate = certificates.by_code(code) if code else None
    if certificate is None:
        raise CertificateNotFound("No certificate has this code.")
    return certificate
