"""Public verification of certificates by code, with a rate limit."""

import math
from datetime import UTC, datetime, timedelta

from shared.config import VerificationConfig
from shared.domain.certificate import PublicCertificate, normalise_code
from shared.domain.errors import CertificateNotFound, TooManyRequests
from shared.stores import certificates, rate_limits
from shared.stores.rate_limits import LimitReached

WINDOW = timedelta(minutes=1)


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


def verify(typed: str) -> PublicCertificate:
    """Find what the public may know of the certificate with a code, as somebody typed it.

    Raises:
        CertificateNotFound: no certificate has this code.
    """
    code = normalise_code(typed)
    certificate = certificates.by_code(code) if code else None
    if certificate is None:
        raise CertificateNotFound("No certificate has this code.")
    return certificate
