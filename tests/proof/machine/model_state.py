"""The state of the reference model, and values derived from it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from tests.proof.machine.model_entities import (
    Certificate,
    Course,
    Enrollment,
    EnrollmentKey,
    LessonState,
    Order,
    Standing,
)
from tests.proof.machine.model_ledger import Report

type Answer = tuple[int, str | None]
OK: Answer = (200, None)


@dataclass(kw_only=True)
class ModelState:
    """What the model knows.

    Attributes:
        names: of each learner's token.
        lines_at_once: how many lines of an order change together with it.
        own_names: that learners have supplied.
        earlier: certificates that were replaced.
        orders: by their names, see `name_of`.
        reports: by payment event.
    """

    courses: dict[str, Course]
    names: Mapping[str, str | None]
    lines_at_once: int = 1_000_000
    own_names: dict[str, str] = field(default_factory=dict)
    enrollments: dict[EnrollmentKey, Enrollment] = field(default_factory=dict)
    progress: dict[EnrollmentKey, dict[str, LessonState]] = field(default_factory=dict)
    certificates: dict[EnrollmentKey, Certificate] = field(default_factory=dict)
    earlier: dict[EnrollmentKey, list[Certificate]] = field(default_factory=dict)
    orders: dict[str, Order] = field(default_factory=dict)
    reports: dict[str, Report] = field(default_factory=dict)

    def standing(self, key: EnrollmentKey) -> Standing:
        return self.courses[key[1]].standing(self.progress.get(key, {}))

    def printed_name(self, key: EnrollmentKey) -> tuple[str, str] | None:
        """The name that a certificate issued now has, and its source; None if there is no name."""
        enrollment = self.enrollments.get(key)
        names = {
            "shop": enrollment and enrollment.name,
            "token": self.names[key[0]],
            "checkout": enrollment and enrollment.payer,
            "learner": self.own_names.get(key[0]),
        }
        return next(((name, source) for source, name in names.items() if name), None)

    def codes(self) -> Iterable[tuple[EnrollmentKey, Certificate]]:
        yield from self.certificates.items()
        yield from ((key, old) for key, several in self.earlier.items() for old in several)

    def certificate_status(self, key: EnrollmentKey) -> str | None:
        """The status of the learner's certificate; None if a new one may be issued."""
        certificate, enrollment = self.certificates.get(key), self.enrollments[key]
        if certificate is None:
            return None
        if certificate.active:
            return "active" if certificate.name else None
        return None if self._paid_again(certificate, enrollment) else "revoked"

    @staticmethod
    def _paid_again(certificate: Certificate, enrollment: Enrollment) -> bool:
        return enrollment.order not in {None, certificate.order} and enrollment.status != "refunded"

    def certificate_state(self, key: EnrollmentKey, *, all_done: bool) -> str:
        status = self.certificate_status(key)
        if status == "revoked":
            return "revoked"
        if not self.courses[key[1]].certificates:
            return "disabled"
        if status == "active":
            return "issued"
        return "available" if all_done else "locked"

    def has_reached_all(self, key: EnrollmentKey) -> bool:
        return self.enrollments[key].all_done_at is not None or self.standing(key).all_done

    def access(self, key: EnrollmentKey, now: str) -> Answer:
        if not self.courses[key[1]].published:
            return 404, "course_not_found"
        if key not in self.enrollments:
            return 403, "not_enrolled"
        return OK if self.enrollments[key].is_open(now) else (403, "access_ended")
