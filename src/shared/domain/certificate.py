"""What a certificate is, what it shows, and the codes that name it."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from shared.domain.ids import CourseId, OrderId, SubscriptionId, UserId

# Crockford's base 32 (https://www.crockford.com/base32.html): no I, L, O or U to misread.
CODE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
# 20 characters of 5 bits: 100 bits, beyond guessing.
CODE_LENGTH = 20
_LOOK_ALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})


class CertificateStatus(StrEnum):
    ACTIVE = "active"
    REVOKED = "revoked"


class CertificateState(StrEnum):
    """What a learner can do about the certificate of a course."""

    DISABLED = "disabled"
    LOCKED = "locked"
    AVAILABLE = "available"
    ISSUED = "issued"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """A certificate as issued. Only `status` and the revocation ever change.

    Attributes:
        public_id: names the certificate to admins and callers; carries no right.
        verification_code: twenty characters of `CODE_ALPHABET`; who has it may verify.
        verification_url: where the code is verified, as printed.
        template_version: the version of the course's template that it is rendered from.
        order_id: the order that paid for it, whose full refund revokes it.
        pdf_sha256: hash of the PDF's bytes, in hexadecimal.
        earlier_codes: codes of certificates of this learner and course before, all revoked.
    """

    user_id: UserId
    course_id: CourseId
    public_id: str
    verification_code: str
    verification_url: str
    issued_name: str
    issued_course_title: str
    issued_at: datetime
    signatory_name: str | None
    signatory_title: str | None
    template_version: int
    order_id: OrderId | None
    subscription_id: SubscriptionId | None
    pdf_sha256: str
    status: CertificateStatus = CertificateStatus.ACTIVE
    revoked_at: datetime | None = None
    revoke_reason: str | None = None
    earlier_codes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateFace:
    """What a certificate's page shows, over its template.

    Attributes:
        verification_code: as printed, in groups of five with hyphens.
        sample: whether SAMPLE stands across the page; a sample is never issued.
    """

    issued_name: str
    issued_course_title: str
    issued_at: datetime
    signatory_name: str | None
    signatory_title: str | None
    verification_url: str
    verification_code: str
    sample: bool = False


def draw_code(randbelow: Callable[[int], int]) -> str:
    """Draw a new code.

    Args:
        randbelow: draws a number from 0 up to, not including, its argument; for a real code from a source that cannot
            be guessed, such as `secrets.randbelow`.
    """
    return "".join(CODE_ALPHABET[randbelow(len(CODE_ALPHABET))] for _ in range(CODE_LENGTH))


def printed_code(code: str) -> str:
    """Write a code the way people read it: `ABCDE-FGHJK-MNPQR-STVWX`."""
    return "-".join(code[start : start + 5] for start in range(0, len(code), 5))


def normalise_code(typed: str) -> str | None:
    """Read a code as people type it: case, spaces, hyphens and look-alike letters do not matter.

    Returns:
        The code as stored, or None when no code could look like this.
    """
    # Pd is every kind of hyphen and dash: keyboards and word processors put others in place of the plain one.
    bare = "".join(character for character in typed if unicodedata.category(character) != "Pd")
    code = "".join(bare.split()).upper().translate(_LOOK_ALIKES)
    if len(code) == CODE_LENGTH and all(character in CODE_ALPHABET for character in code):
        return code
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicCertificate:
    """All that the public may know of a certificate."""

    status: CertificateStatus
    issued_name: str
    issued_course_title: str
    issued_at: datetime
    revoked_at: datetime | None
    revoke_reason: str | None
    pdf_sha256: str
