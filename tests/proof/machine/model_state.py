"""The state of the reference model, and values derived from it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from tests.proof.machine.model_entities import (
    Certificate,
    Course,
    Enrollment,
    EnrollmentKey,
    LessonState,
    Money,
    Order,
    Standing,
)

type Answer = tuple[int, str | None]
OK: Answer = (200, None)


@dataclass(kw_only=True)
class ModelState:
    courses: dict[str, Course]
    names: Mapping[str, str | None]
    amounts: Mapping[str, int]
    enrollments: dict[EnrollmentKey, Enrollment] = field(default_factory=dict)
    progress: dict[EnrollmentKey, dict[str, LessonState]] = field(default_factory=dict)
    certificates: dict[EnrollmentKey, Certificate] = field(default_factory=dict)
    earlier: dict[EnrollmentKey, list[Certificate]] = field(default_factory=dict)
    orders: dict[str, Order] = field(default_factory=dict)
    unnamed: dict[str, Money] = field(default_factory=dict)
    named: set[str] = field(default_factory=set)
    events: set[str] = field(default_factory=set)

    def standing(self, key: EnrollmentKey) -> Standing:
        return self.courses[key[1]].standing(self.progress.get(key, {}))

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
