"""Signatures of payment webhooks, by Stripe's scheme (https://docs.stripe.com/webhooks#verify-manually)."""

import hmac
import re
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from shared.domain.errors import InvalidSignature

# How far the signature's time may be from ours, in either direction: an older request may be a replay.
TOLERANCE_SECONDS = 300
_SECONDS = re.compile(r"[0-9]{1,12}")
_SECRET = re.compile(r"whsec_\S+")


def is_secret(text: str) -> bool:
    """Whether a text has the format of Stripe's signing secrets; any other might be guessed."""
    return _SECRET.fullmatch(text) is not None


def verify(raw: bytes, header: str | None, secrets: Sequence[str], now: datetime) -> None:
    """Refuse a body that was not signed with one of the secrets within the tolerance.

    Args:
        raw: the body as it was sent.
        header: `t=<seconds>,v1=<HMAC in hexadecimal>[,v1=…]`; parts with other names are ignored.
        secrets: any of which may have signed; more than one while a secret is rotated. Texts that are no signing
            secrets sign nothing.
        now: time of receipt.

    Raises:
        InvalidSignature: it was not.
    """
    parts = [part.strip().partition("=") for part in (header or "").split(",")]
    times = [value for name, _, value in parts if name == "t"]
    signatures = [value.encode(errors="replace") for name, _, value in parts if name == "v1"]
    if len(times) != 1 or not _SECONDS.fullmatch(times[0]) or not signatures:
        raise InvalidSignature("The signature header cannot be read.")
    signed = times[0].encode() + b"." + raw
    expected = [
        hmac.new(secret.encode(), signed, sha256).hexdigest().encode() for secret in secrets if is_secret(secret)
    ]
    # Every pair is compared, so that the time taken reveals nothing.
    matches = [hmac.compare_digest(mine, theirs) for mine in expected for theirs in signatures]
    if not any(matches):
        raise InvalidSignature("The signature does not belong to this body.")
    if abs(now.timestamp() - int(times[0])) > TOLERANCE_SECONDS:
        raise InvalidSignature("The signature is too old.")
