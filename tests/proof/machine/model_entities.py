"""The entities of the reference model, and the rules of each.

They share no code with src/: times are text, and the rules are those of docs/contract.md.
"""

import math
from dataclasses import dataclass, field

from tests.proof.machine.model_ledger import Account

type EnrollmentKey = tuple[str, str]
"""A learner and a course."""


@dataclass(kw_only=True, slots=True)
class Lesson:
    lesson_id: str
    kind: str
    published: bool = True


@dataclass(kw_only=True, slots=True)
class LessonState:
    """A learner's progress in one lesson; a video lasts a hundred seconds, so that seconds are hundredths."""

    watched: set[int] = field(default_factory=set)
    done_at: str | None = None
    position_at: str | None = None

    def is_done(self, watch_percent: int, kind: str) -> bool:
        return self.done_at is not None or (kind == "video" and len(self.watched) >= watch_percent)


@dataclass(kw_only=True, slots=True)
class Standing:
    published: int
    done: int
    missing: list[str]
    completed: bool

    @property
    def percent(self) -> int:
        return self.done * 100 // self.published if self.published else 0

    @property
    def all_done(self) -> bool:
        return self.published > 0 and not self.missing


@dataclass(kw_only=True, slots=True)
class Course:
    """A course.

    Attributes:
        recheck: the number of the change whose recheck is due; None if none is due.
    """

    course_id: str
    slug: str
    title: str
    lessons: list[Lesson]
    watch_percent: int = 90
    course_percent: int = 100
    published: bool = True
    certificates: bool = True
    signatory: str | None = None
    changes: int = 0
    recheck: int | None = None

    def published_lessons(self) -> list[Lesson]:
        return [lesson for lesson in self.lessons if lesson.published]

    def standing(self, progress: dict[str, LessonState]) -> Standing:
        shown = self.published_lessons()
        missing = [
            lesson.lesson_id
            for lesson in shown
            if not progress.get(lesson.lesson_id, LessonState()).is_done(self.watch_percent, lesson.kind)
        ]
        done = len(shown) - len(missing)
        enough = done >= math.ceil(len(shown) * self.course_percent / 100)
        return Standing(published=len(shown), done=done, missing=missing, completed=bool(shown) and enough)


@dataclass(kw_only=True, slots=True)
class Order:
    """An order that the shop has named, or that was bought.

    Attributes:
        name: the shop's id, or the id of the checkout session.
        account: its payments, as of the last event.
        unclaimed: the courses that wait for their learner.
        pending: since when work on its lines is due; None without any.
        pending_ends: whether that work ends access.
    """

    name: str
    known_since: str
    account: Account = field(default_factory=Account)
    bought_at: str | None = None
    refunded_at: str | None = None
    charged_back_at: str | None = None
    ended_at: str | None = None
    lines: set[EnrollmentKey] = field(default_factory=set)
    unclaimed: list[str] = field(default_factory=list)
    pending: str | None = None
    pending_ends: bool = False

    @property
    def is_reversed(self) -> bool:
        return self.refunded_at is not None or self.charged_back_at is not None

    @property
    def age(self) -> tuple[bool, str, str]:
        """Sort orders such that the last one pays."""
        return self.ended_at is None, self.bought_at or self.known_since, self.name

    @property
    def effect(self) -> tuple[object, ...]:
        """What its lines follow from."""
        return self.refunded_at is None, self.charged_back_at is None, self.ended_at, self.bought_at


@dataclass(frozen=True, kw_only=True)
class Access:
    """The access that one of several orders of an enrollment gives when it pays, and who paid for it."""

    status: str = "active"
    ends_at: str | None = None
    payer: str | None = None


@dataclass(kw_only=True, slots=True)
class Enrollment:
    """A learner's enrollment.

    Attributes:
        order: that pays for it.
        others: the access that its other orders would give.
        before: its status before its payment was reversed.
        payer: the name of whoever paid, from the checkout.
        summary: completed lessons, published lessons and percentage, as in an instructor's list.
    """

    status: str = "active"
    name: str | None = None
    order: str | None = None
    others: dict[str, Access] = field(default_factory=dict)
    before: str | None = None
    ends_at: str | None = None
    payer: str | None = None
    completed_at: str | None = None
    all_done_at: str | None = None
    summary: tuple[int, int, int] = (0, 0, 0)

    def is_open(self, now: str) -> bool:
        return self.status == "active" and (self.ends_at is None or self.ends_at > now)


@dataclass(kw_only=True, slots=True)
class Revocation:
    cause: str
    reason: str
    at: str
    is_active: bool = True
    is_withdrawn_by_admin: bool = False


@dataclass(kw_only=True, slots=True)
class Certificate:
    """An issued certificate, active or revoked.

    Attributes:
        replaced_at: when a new certificate replaced this one, which was in force or whose name was erased.
    """

    code: str
    public_id: str
    name: str
    name_source: str
    title: str
    issued_at: str
    sha256: str
    order: str | None
    signatory: str | None = None
    revocations: list[Revocation] = field(default_factory=list)
    replaced_at: str | None = None

    @property
    def revocation(self) -> Revocation | None:
        return next((revocation for revocation in self.revocations if revocation.is_active), None)

    @property
    def active(self) -> bool:
        return self.revocation is None

    def revoke(self, cause: str, reason: str, now: str) -> None:
        if not any(revocation.is_active and revocation.cause == cause for revocation in self.revocations):
            self.revocations.append(Revocation(cause=cause, reason=reason, at=now))

    def withdraw(self, *causes: str, by_admin: bool = False) -> None:
        for revocation in self.revocations:
            if revocation.is_active and revocation.cause in causes:
                revocation.is_active, revocation.is_withdrawn_by_admin = False, by_admin

    def sync_with(self, order: Order, now: str) -> None:
        if order.refunded_at is None:
            self.withdraw("refund")
        else:
            self.revoke("refund", "refunded", now)
        if order.charged_back_at is None:
            self.withdraw("chargeback")
        elif not any(one.cause == "chargeback" and one.is_withdrawn_by_admin for one in self.revocations):
            self.revoke("chargeback", "chargeback", now)

    def public(self) -> dict[str, str | None]:
        """The response to the verification of its code."""
        revocation = self.revocation
        if revocation is None and self.replaced_at is not None:
            revocation = Revocation(cause="", reason="replaced", at=self.replaced_at)
        return {
            "status": "active" if revocation is None else "revoked",
            "issued_name": self.name,
            "issued_course_title": self.title,
            "issued_at": self.issued_at,
            "issued_on": self.issued_at[:10],
            "time_zone": "UTC",
            "signatory_name": self.signatory,
            "signatory_title": None,
            "extra_line": None,
            "issuer": None,
            "revoked_at": revocation.at if revocation else None,
            "revoke_reason": revocation.reason if revocation else None,
            "pdf_sha256": self.sha256,
        }
