"""Public verification of certificates by code, with a rate limit."""

import math
import re
from datetime import UTC, datetime, timedelta

from shared.config import VerificationConfig
from shared.domain.certificate import CertificateStatus, PublicCertificate, normalise_code
from shared.domain.errors import CertificateNotFound, LogoNotFound, PictureNotFound, TooManyRequests, Unavailable
from shared.domain.issuer import IssuerSettings
from shared.stores import certificates, rate_limits, settings
from shared.stores.rate_limits import LimitReached

WINDOW = timedelta(minutes=1)
_SHA256 = re.compile(r"[0-9a-f]{64}")


def require_allowance(address: str, config: VerificationConfig, now: datetime) -> None:
    """Count a request of a client, and refuse it beyond this minute's limit.

    Args:
        address: of the client, from API Gateway.
        config: how many requests a minute a client may make.
        now: the time of the request.

    Raises:
        TooManyRequests: with the seconds until the next minute.
    """
    start = datetime.fromtimestamp(now.timestamp() // WINDOW.total_seconds() * WINDOW.total_seconds(), UTC)
    try:
        rate_limits.count("verification", address, start, ends_at=start + WINDOW, limit=config.requests_a_minute)
    except LimitReached as error:
        raise TooManyRequests(math.ceil((start + WINDOW - now).total_seconds())) from error


def verify(typed: str) -> tuple[str, PublicCertificate]:
    """Find what the public may know of the certificate with a code, as somebody typed it.

    Returns:
        The code as stored, and the certificate.

    Raises:
        CertificateNotFound: no certificate has this code.
    """
    code = normalise_code(typed)
    certificate = certificates.by_code(code) if code else None
    if code is None or certificate is None:
        raise CertificateNotFound("No certificate has this code.")
    return code, certificate


def issuer_settings() -> IssuerSettings:
    """Read the organisation that issues certificates today, and the colours of its pages; without them, if need be."""
    try:
        return settings.issuer_settings(consistent=False)
    except Unavailable:
        return IssuerSettings()


def picture(typed: str) -> tuple[CertificateStatus, bytes]:
    """Read the picture of the certificate with a code, as somebody typed it.

    Returns:
        The certificate's status, and its picture in this status, as PNG.

    Raises:
        CertificateNotFound: no certificate has this code.
        PictureNotFound: it has no picture in its status.
    """
    # Most requests need no store of documents: it is loaded by the first that does.
    from shared.stores import pictures  # noqa: PLC0415

    code, certificate = verify(typed)
    png = pictures.get(code, certificate.status) if certificate.has_picture else None
    if png is None:
        raise PictureNotFound("This certificate has no picture.")
    return certificate.status, png


def logo(digest: str) -> bytes:
    """Read the logo of an issuer, of now or of the past.

    Args:
        digest: its SHA-256, in hexadecimal.

    Raises:
        LogoNotFound: no logo has this digest.
    """
    from shared.stores import logos  # noqa: PLC0415 - a verification does not need S3

    found = logos.get(digest) if _SHA256.fullmatch(digest) else None
    if found is None:
        raise LogoNotFound("There is no such logo.")
    return found
