"""Certificates: what they show, their revocations, and their verification codes."""

import unicodedata
from collections.abc import Callable, Set
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Self

from shared.domain.course import ENGLISH
from shared.domain.ids import CourseId, OrderId, SubscriptionId, UserId
from shared.domain.issuer import Issuer
from shared.domain.local_dates import DEFAULT_TIME_ZONE
from shared.domain.printed_names import NameSource

# Crockford's base 32 (https://www.crockford.com/base32.html): no I, L, O or U to misread.
CODE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
# 20 characters of 5 bits: 100 bits, beyond guessing.
CODE_LENGTH = 20
# Of one certificate. Each is stored with its reason, of up to 2 KB, in an item of at most 400 KB.
MAX_REVOCATIONS = 20
# Why the code of a certificate in force is revoked that another one replaces: a reissued one, or, after an erasure, one
# that the learner has earned anew.
REPLACED = "replaced"
_LOOK_ALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})


class CertificateStatus(StrEnum):
    ACTIVE = "active"
    REVOKED = "revoked"


class RevocationCause(StrEnum):
    """Why a certificate is revoked; it is active again when no cause applies any more."""

    REFUND = "refund"
    CHARGEBACK = "chargeback"
    BY_HAND = "by_hand"


@dataclass(frozen=True, slots=True, kw_only=True)
class Revocation:
    """One revocation of a certificate; it is in effect until it is reversed by a reinstatement.

    Attributes:
        reason: for the public.
        revoked_by: user id of the admin, or the payment provider's name.
        reinstated_by: likewise; None while the revocation is in effect.
    """

    cause: RevocationCause
    reason: str
    revoked_at: datetime
    revoked_by: str
    reinstated_at: datetime | None = None
    reinstated_by: str | None = None

    @property
    def in_effect(self) -> bool:
        """Whether it was not reversed."""
        return self.reinstated_at is None


class CertificateState(StrEnum):
    """The state of a learner's certificate of a course, which decides what the learner can do."""

    DISABLED = "disabled"
    LOCKED = "locked"
    AVAILABLE = "available"
    ISSUED = "issued"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateFace:
    """What a certificate's page shows, over its template.

    Attributes:
        verification_code: as printed, in groups of five with hyphens.
        language: of its fixed phrases and its date, as a BCP 47 tag.
        time_zone: where `issued_at` is the printed day; an IANA name.
        extra_line: printed below the course's title; None for none.
        sample: whether SAMPLE is printed across the page; a sample is never issued.
    """

    issued_name: str
    issued_course_title: str
    issued_at: datetime
    signatory_name: str | None
    signatory_title: str | None
    verification_url: str
    verification_code: str
    language: str = ENGLISH
    time_zone: str = DEFAULT_TIME_ZONE
    extra_line: str | None = None
    sample: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """A certificate as issued. Only `status` and its revocations ever change.

    Attributes:
        public_id: identifies the certificate to admins and callers; it grants no access.
        verification_code: twenty characters of `CODE_ALPHABET`; whoever has it may verify the certificate.
        verification_url: where the code is verified, as printed.
        name_source: where the issued name is from; None on certificates from before it was recorded.
        language: as in `CertificateFace`, and so are `time_zone` and `extra_line`: the defaults are those of
            certificates from before they were recorded.
        issuer: the organisation that issued it, as it was then; None for none.
        template_version: the version of the course's template that it is rendered from.
        order_id: the order that paid for it, whose full refund revokes it.
        pdf_sha256: hash of the PDF's bytes, in hexadecimal.
        revoked_at: of the first revocation in effect; None while it is active.
        revocations: oldest first, including reversed ones; at most `MAX_REVOCATIONS`, the newest.
        earlier_codes: codes of earlier certificates of this learner and course, all revoked.
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
    name_source: NameSource | None = None
    language: str = ENGLISH
    time_zone: str = DEFAULT_TIME_ZONE
    issuer: Issuer | None = None
    extra_line: str | None = None
    status: CertificateStatus = CertificateStatus.ACTIVE
    revoked_at: datetime | None = None
    revoke_reason: str | None = None
    revocations: tuple[Revocation, ...] = ()
    earlier_codes: frozenset[str] = frozenset()

    def face(self) -> CertificateFace:
        """Return what its page shows."""
        return CertificateFace(
            issued_name=self.issued_name,
            issued_course_title=self.issued_course_title,
            issued_at=self.issued_at,
            signatory_name=self.signatory_name,
            signatory_title=self.signatory_title,
            verification_url=self.verification_url,
            verification_code=printed_code(self.verification_code),
            language=self.language,
            time_zone=self.time_zone,
            extra_line=self.extra_line,
        )

    @property
    def codes(self) -> frozenset[str]:
        """Its own code and the earlier ones."""
        return self.earlier_codes | {self.verification_code}

    def is_revoked_for(self, cause: RevocationCause) -> bool:
        """Whether a revocation of this cause is in effect."""
        return any(revocation.in_effect and revocation.cause is cause for revocation in self.revocations)

    def revoked(self, revocation: Revocation) -> Self:
        """Add a revocation; while an earlier one is in effect, the public time and reason do not change."""
        return self._with((*self.revocations, revocation))

    def reinstated(self, causes: Set[RevocationCause], by: str, now: datetime) -> Self:
        """Reverse the revocations of these causes; it stays revoked while another one is in effect."""
        if not any(self.is_revoked_for(cause) for cause in causes):
            return self
        return self._with(
            tuple(
                replace(revocation, reinstated_at=now, reinstated_by=by)
                if revocation.in_effect and revocation.cause in causes
                else revocation
                for revocation in self.revocations
            )
        )

    def _with(self, revocations: tuple[Revocation, ...]) -> Self:
        revocations = _newest(revocations)
        first = next((revocation for revocation in revocations if revocation.in_effect), None)
        return replace(
            self,
            status=CertificateStatus.REVOKED if first else CertificateStatus.ACTIVE,
            revoked_at=first.revoked_at if first else None,
            revoke_reason=first.reason if first else None,
            revocations=revocations,
        )


def _newest(revocations: tuple[Revocation, ...]) -> tuple[Revocation, ...]:
    """Drop the oldest of too many, but none in effect, and no lost dispute, which revokes only once."""
    excess = max(len(revocations) - MAX_REVOCATIONS, 0)
    past = [entry for entry in revocations if not entry.in_effect and entry.cause is not RevocationCause.CHARGEBACK]
    left_out = past[:excess]
    return tuple(entry for entry in revocations if entry not in left_out)


def draw_code(randbelow: Callable[[int], int]) -> str:
    """Generate a random code.

    Args:
        randbelow: returns a random number from 0 up to, not including, its argument; for a real code from a source that
            cannot be guessed, such as `secrets.randbelow`.
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
    # Pd is every kind of hyphen and dash: word processors replace the plain one by others.
    bare = "".join(character for character in typed if unicodedata.category(character) != "Pd")
    code = "".join(bare.split()).upper().translate(_LOOK_ALIKES)
    if len(code) == CODE_LENGTH and all(character in CODE_ALPHABET for character in code):
        return code
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicCertificate:
    """All that the public may know of a certificate.

    Signatory, issuer and extra line are None on certificates from before the public was told of them.

    Attributes:
        has_picture: whether a picture of it in its status is stored.
    """

    status: CertificateStatus
    issued_name: str
    issued_course_title: str
    issued_at: datetime
    revoked_at: datetime | None
    revoke_reason: str | None
    pdf_sha256: str
    time_zone: str = DEFAULT_TIME_ZONE
    issuer: Issuer | None = None
    signatory_name: str | None = None
    signatory_title: str | None = None
    extra_line: str | None = None
    has_picture: bool = False
