"""The reference model: the expected answer and state of each request, from docs/contract.md alone.

Each method is a request or an event; it returns the status and the error code of the answer, `OK` if it is accepted,
and None if it cannot be refused.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from tests.proof.machine.model_entities import Certificate, EnrollmentKey
from tests.proof.machine.model_learning import Learning
from tests.proof.machine.model_payments import Payments
from tests.proof.machine.model_state import OK, Answer


@dataclass(kw_only=True)
class Model(Learning, Payments):
    """The whole model: certificates depend on learning and payments."""

    def download(self, key: EnrollmentKey, now: str) -> Answer:  # noqa: PLR0911 - the contract has as many cases
        """Answer a download; 201 means that a certificate is issued, for which HTTP returns 200 too."""
        self.catch_up(key, now)
        certificate, enrollment, course = (
            self.certificates.get(key),
            self.enrollments.get(key),
            self.courses[key[1]],
        )
        if certificate is not None and not certificate.active:
            may_earn = enrollment is not None and enrollment.status == "active"
            if not (may_earn and enrollment is not None and self._paid_again(certificate, enrollment)):
                return 410, "certificate_revoked"
        if not course.published:
            return 404, "course_not_found"
        if not course.certificates:
            return 404, "certificates_disabled"
        refused = self.access(key, now)
        if refused != OK or enrollment is None:
            return refused
        if certificate is not None and certificate.active and certificate.name:
            return OK
        if enrollment.all_done_at is None:
            self.detect(key, now)
        if enrollment.all_done_at is None:
            return 403, "course_not_completed"
        return (201, None) if self.printed_name(key) else (409, "learner_name_missing")

    def issued(self, key: EnrollmentKey, code: str, public_id: str, sha256: str, now: str) -> Certificate:
        """Record an issued certificate: its code, id and document are random, so the caller passes them."""
        before, enrollment, printed = self.certificates.get(key), self.enrollments[key], self.printed_name(key)
        assert printed is not None
        if before is not None:
            before.replaced_at = now if before.active else None
            self.earlier.setdefault(key, []).append(before)
        self.certificates[key] = Certificate(
            code=code,
            public_id=public_id,
            name=printed[0],
            name_source=printed[1],
            title=self.courses[key[1]].title,
            issued_at=now,
            sha256=sha256,
            order=enrollment.order,
            signatory=self.courses[key[1]].signatory,
        )
        return self.certificates[key]

    def revoke(self, certificate: Certificate, reason: str, now: str) -> Answer:
        if certificate not in self.certificates.values():
            return 409, "certificate_replaced"
        certificate.revoke("by_hand", reason, now)
        return OK

    def reinstate(self, certificate: Certificate) -> Answer:
        if certificate not in self.certificates.values():
            return 409, "certificate_replaced"
        order = self.orders.get(certificate.order or "")
        if not certificate.active and order is not None and order.refunded_at is not None:
            return 409, "order_refunded"
        certificate.withdraw("by_hand", "refund", "chargeback", by_admin=True)
        return OK

    def reissue(self, certificate: Certificate, now: str) -> Answer:
        key = self._holder(certificate)
        if key is None:
            return 409, "certificate_replaced"
        self.catch_up(key, now)
        if not certificate.active:
            refunded = any(one.is_active and one.cause == "refund" for one in certificate.revocations)
            return (409, "order_refunded") if refunded else (410, "certificate_revoked")
        if key not in self.enrollments:
            return 404, "enrollment_not_found"
        return OK if certificate.name else (404, "learner_not_found")

    def reissued(self, old: Certificate, name: str | None, row: Mapping[str, str], now: str) -> Certificate:
        """Record the certificate that replaces another one; its code, id and document are random, as above."""
        key = self._holder(old)
        assert key is not None
        old.replaced_at = now
        self.earlier.setdefault(key, []).append(old)
        self.certificates[key] = replace(
            old,
            code=row["verification_code"],
            public_id=row["public_id"],
            sha256=row["pdf_sha256"],
            name=name or old.name,
            name_source="admin" if name else old.name_source,
            revocations=[replace(one) for one in old.revocations],
            replaced_at=None,
        )
        return self.certificates[key]

    def _holder(self, certificate: Certificate) -> EnrollmentKey | None:
        return next((key for key, one in self.certificates.items() if one is certificate), None)

    def erase(self, learner: str) -> None:
        self.own_names.pop(learner, None)
        for kept in (self.enrollments, self.progress):
            for key in [key for key in kept if key[0] == learner]:
                del kept[key]
        for key, certificate in self.codes():
            if key[0] == learner:
                certificate.name = ""
