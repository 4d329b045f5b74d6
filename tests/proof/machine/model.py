"""The reference model: what should come of each request, by docs/contract.md alone.

Each method is something that somebody does; it answers the status and the code of the refusal, `OK` where there is
none. Whoever can't be refused is answered nothing.
"""

from dataclasses import dataclass

from tests.proof.machine.model_kept import OK, Answer
from tests.proof.machine.model_learning import Learning
from tests.proof.machine.model_paying import Paying
from tests.proof.machine.model_things import Certificate, Place


@dataclass(kw_only=True)
class Model(Learning, Paying):
    """Everything, and certificates, which all of it meets in."""

    def download(self, place: Place, now: str) -> Answer:  # noqa: PLR0911 - the contract has as many lines
        """What a learner who asks is answered; 201 where a certificate is issued, which nobody is told apart."""
        certificate, enrollment, course = (
            self.certificates.get(place),
            self.enrollments.get(place),
            self.courses[place[1]],
        )
        if certificate is not None and not certificate.active:
            may_earn = enrollment is not None and enrollment.status == "active"
            if not (may_earn and enrollment is not None and self._paid_anew(certificate, enrollment)):
                return 410, "certificate_revoked"
        if not course.published:
            return 404, "course_not_found"
        if not course.certificates:
            return 404, "certificates_disabled"
        refused = self.access(place, now)
        if refused != OK or enrollment is None:
            return refused
        if certificate is not None and certificate.active and certificate.name:
            return OK
        if enrollment.all_done_at is None:
            self.detect(place, now)
        if enrollment.all_done_at is None:
            return 403, "course_not_completed"
        return (201, None) if enrollment.name or self.names[place[0]] else (409, "learner_name_missing")

    def issued(self, place: Place, code: str, public_id: str, sha256: str, now: str) -> Certificate:
        """Note a certificate that was just issued: its code, its id and its document are drawn by chance."""
        before, enrollment = self.certificates.get(place), self.enrollments[place]
        if before is not None:
            before.replaced_at = now if before.active else None
            self.earlier.setdefault(place, []).append(before)
        self.certificates[place] = Certificate(
            code=code,
            public_id=public_id,
            name=enrollment.name or self.names[place[0]] or "",
            title=self.courses[place[1]].title,
            issued_at=now,
            sha256=sha256,
            order=enrollment.order,
        )
        return self.certificates[place]

    def revoke(self, certificate: Certificate, reason: str, now: str) -> Answer:
        if certificate not in self.certificates.values():
            return 404, "certificate_not_found"
        certificate.revoke("by_hand", reason, now)
        return OK

    def reinstate(self, certificate: Certificate) -> Answer:
        if certificate not in self.certificates.values():
            return 404, "certificate_not_found"
        order = self.orders.get(certificate.order or "")
        if not certificate.active and order is not None and order.refunded_at is not None:
            return 409, "order_refunded"
        certificate.take_back("by_hand", "refund", "chargeback")
        return OK

    def erase(self, learner: str) -> None:
        for kept in (self.enrollments, self.studied):
            for place in [place for place in kept if place[0] == learner]:
                del kept[place]
        for place, certificate in self.codes():
            if place[0] == learner:
                certificate.name = ""
