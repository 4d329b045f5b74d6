"""A record of a change: who changed what, and when."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from shared.domain.dates import utc_text
from shared.domain.ids import CourseId, UserId

# What a field had or has; a list has at most `MAX_LISTED` texts, and `MORE` after them where there were more.
type Value = str | int | float | bool | tuple[str, ...] | None

MAX_LISTED = 10
MAX_TEXT_LENGTH = 300
MORE = "…"


class ActorKind(StrEnum):
    """In which role somebody, or something, changed it.

    `STAFF`: an admin or an instructor, whose role is not kept where the change happens later than the request: in an
    import of a file, and where a learner claims what the staff had waiting for an address.
    """

    ADMIN = "admin"
    INSTRUCTOR = "instructor"
    STAFF = "staff"
    SERVICE = "service"
    PAYMENT = "payment"


class ChangeAction(StrEnum):
    """What happened; the names are stable, for programs to test."""

    COURSE_CREATED = "course.created"
    COURSE_CHANGED = "course.changed"
    CERTIFICATE_SETTINGS_CHANGED = "certificate_settings.changed"
    ISSUER_CHANGED = "issuer.changed"
    ISSUER_REMOVED = "issuer.removed"
    ENROLLMENT_CREATED = "enrollment.created"
    ENROLLMENT_CANCELLED = "enrollment.cancelled"
    ENROLLMENT_REINSTATED = "enrollment.reinstated"
    ENROLLMENT_ACCESS_CHANGED = "enrollment.access_changed"
    ENROLLMENT_NAME_CHANGED = "enrollment.name_changed"
    ENROLLMENT_COMPLETED = "enrollment.completed"
    ENROLLMENT_CHANGED = "enrollment.changed"
    ASSIGNMENT_MARKED = "assignment.marked"
    ASSIGNMENT_UNDONE = "assignment.undone"
    CERTIFICATE_REVOKED = "certificate.revoked"
    CERTIFICATE_REINSTATED = "certificate.reinstated"
    CERTIFICATE_REISSUED = "certificate.reissued"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who made a change.

    Attributes:
        user_id: of the staff, or the id of a service's client; None for a payment event.
    """

    kind: ActorKind
    user_id: UserId | None = None

    @property
    def person(self) -> UserId:
        """Who of the staff it is."""
        assert self.user_id is not None  # noqa: S101 - of payment events alone
        return self.user_id


PAYMENTS = Actor(kind=ActorKind.PAYMENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A change that is being made: by whom, and when.

    Attributes:
        import_id: the import of a file that it is part of; None for a change by hand.
    """

    actor: Actor
    at: datetime
    import_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """A field that was changed: what it had, and what it has since; None for nothing."""

    field: str
    before: Value
    after: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRecord:
    """One change, as it is kept.

    Attributes:
        course_id: None for a change of the organisation that issues certificates.
        user_id: the learner whom the change is about; None for a change of a course.
        certificate_id: the public id of the certificate that it is about, which is no code; None for none.
        import_id: the import of a file that it was part of; None for a change by hand.
        fields: what was changed, if there is more to say than the action does.
    """

    at: datetime
    actor: Actor
    action: ChangeAction
    course_id: CourseId | None = None
    user_id: UserId | None = None
    certificate_id: str | None = None
    import_id: str | None = None
    fields: tuple[FieldChange, ...] = ()

    @property
    def change_id(self) -> str:
        """A digest of the content: two changes differ in it, and nothing has to be drawn at random."""
        content = [utc_text(self.at), self.actor.kind, self.actor.user_id, self.action, self.course_id, self.user_id]
        content += [self.certificate_id, self.import_id, fields_text(self.fields)]
        return sha256(json.dumps(content).encode()).hexdigest()[:16]


def differences(before: Mapping[str, Value], after: Mapping[str, Value]) -> tuple[FieldChange, ...]:
    """Compare what was with what will be, field by field, in the order of `after`.

    Args:
        before: fields that are missing had nothing.
        after: as it will be.
    """
    return tuple(
        FieldChange(field=name, before=_short(before.get(name)), after=_short(value))
        for name, value in after.items()
        if before.get(name) != value
    )


def _short(value: Value) -> Value:
    """Cut what is too long to be kept with each change."""
    if isinstance(value, tuple):
        cut = tuple(map(_short_text, value[:MAX_LISTED]))
        return (*cut, MORE) if len(value) > MAX_LISTED else cut
    return _short_text(value) if isinstance(value, str) else value


def _short_text(text: str) -> str:
    return text if len(text) <= MAX_TEXT_LENGTH else text[:MAX_TEXT_LENGTH] + MORE


def fields_text(fields: tuple[FieldChange, ...]) -> str:
    """Write fields as JSON, `[[field, before, after], …]`."""
    return json.dumps([[one.field, one.before, one.after] for one in fields], ensure_ascii=False, separators=(",", ":"))


def fields_of(text: str) -> tuple[FieldChange, ...]:
    """Read what `fields_text` wrote."""
    return tuple(
        FieldChange(field=name, before=_value(before), after=_value(after)) for name, before, after in json.loads(text)
    )


def _value(read: object) -> Value:
    assert read is None or isinstance(read, str | int | float | list)  # noqa: S101 - as written
    return tuple(map(str, read)) if isinstance(read, list) else read
