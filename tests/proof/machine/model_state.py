"""What the reference model keeps, and what anybody can see of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from tests.proof.machine.model_things import Certificate, Course, Enrollment, Money, Order, Place, Standing, Studied

type Answer = tuple[int, str | None]
OK: Answer = (200, None)


@dataclass(kw_only=True)
class Kept:
    """Everything that is kept."""

    courses: dict[str, Course]
    names: Mapping[str, str | None]
    amounts: Mapping[str, int]
    enrollments: dict[Place, Enrollment] = field(default_factory=dict)
    studied: dict[Place, dict[str, Studied]] = field(default_factory=dict)
    certificates: dict[Place, Certificate] = field(default_factory=dict)
    earlier: dict[Place, list[Certificate]] = field(default_factory=dict)
    orders: dict[str, Order] = field(default_factory=dict)
    unnamed: dict[str, Money] = field(default_factory=dict)
    named: set[str] = field(default_factory=set)
    events: set[str] = field(default_factory=set)

    def standing(self, place: Place) -> Standing:
        return self.courses[place[1]].standing(self.studied.get(place, {}))

    def codes(self) -> Iterable[tuple[Place, Certificate]]:
        yield from self.certificates.items()
        yield from ((place, old) for place, several in self.earlier.items() for old in several)

    def certificate_status(self, place: Place) -> str | None:
        """Of the certificate that the learner has; None where another one may be earned."""
        certificate, enrollment = self.certificates.get(place), self.enrollments[place]
        if certificate is None:
            return None
        if certificate.active:
            return "active" if certificate.name else None
        return None if self._paid_anew(certificate, enrollment) else "revoked"

    @staticmethod
    def _paid_anew(certificate: Certificate, enrollment: Enrollment) -> bool:
        return enrollment.order not in {None, certificate.order} and enrollment.status != "refunded"

    def certificate_state(self, place: Place, *, all_done: bool) -> str:
        status = self.certificate_status(place)
        if status == "revoked":
            return "revoked"
        if not self.courses[place[1]].certificates:
            return "disabled"
        if status == "active":
            return "issued"
        return "available" if all_done else "locked"

    def has_reached_all(self, place: Place) -> bool:
        return self.enrollments[place].all_done_at is not None or self.standing(place).all_done

    def access(self, place: Place, now: str) -> Answer:
        if not self.courses[place[1]].published:
            return 404, "course_not_found"
        if place not in self.enrollments:
            return 403, "not_enrolled"
        return OK if self.enrollments[place].is_open(now) else (403, "access_ended")
