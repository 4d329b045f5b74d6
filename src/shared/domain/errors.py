"""All errors of the domain; `edge.problems` maps each to an HTTP status.

Each class has a `code`, the contract's stable error code. The message is for people.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar


class DomainError(Exception):
    """Base class of all errors of the domain, each with a stable code for callers."""

    code: ClassVar[str]


class InvalidRequest(DomainError):
    """The request does not have the structure or the values that the contract requires.

    Attributes:
        errors: for each error its location, as a path into the request, and a message.
    """

    code = "invalid_request"

    def __init__(self, message: str, errors: Sequence[tuple[tuple[str | int, ...], str]] = ()) -> None:
        super().__init__(message)
        self.errors = tuple(errors)


class InvalidCursor(DomainError):
    """The list did not return this cursor."""

    code = "invalid_cursor"


class TooManyEvents(DomainError):
    """A progress batch holds more events than one request may."""

    code = "too_many_events"


class BodyTooLarge(DomainError):
    """The body is larger than the route accepts."""

    code = "body_too_large"


class Unauthorized(DomainError):
    """The caller sent no valid token."""

    code = "unauthorized"


class Forbidden(DomainError):
    """The caller's token lacks the scope."""

    code = "forbidden"


class InvalidSignature(DomainError):
    """A webhook's signature does not belong to its body, or is too old."""

    code = "invalid_signature"


class NotFound(DomainError):
    """What the caller named does not exist; the subclasses say what."""

    code = "not_found"


class CourseNotFound(NotFound):
    code = "course_not_found"


class AssignmentNotFound(NotFound):
    """The course has no published assignment with this lesson id."""

    code = "assignment_not_found"


class EnrollmentNotFound(NotFound):
    code = "enrollment_not_found"


class LessonNotFound(NotFound):
    code = "lesson_not_found"


class OrderNotFound(NotFound):
    code = "order_not_found"


class PictureNotFound(NotFound):
    """A certificate has no picture: it was not drawn yet, or the name on it was erased."""

    code = "picture_not_found"


class CertificateNotFound(NotFound):
    code = "certificate_not_found"


class LearnerNotFound(NotFound):
    code = "learner_not_found"


class LogoNotFound(NotFound):
    code = "logo_not_found"


class LearnerExportNotFound(NotFound):
    """The course has no such export: it has expired, or a newer one has replaced it."""

    code = "export_not_found"


class ImportNotFound(NotFound):
    """The course has no such import of a file: it has expired, or there never was one."""

    code = "import_not_found"


class PendingEnrollmentNotFound(NotFound):
    """No enrollment waits for this e-mail address: it was claimed or cancelled, or there never was one."""

    code = "pending_enrollment_not_found"


class WebhookDisabled(DomainError):
    """The deployment has no signing secret, so it receives no payment events."""

    code = "webhook_disabled"


class SlugTaken(DomainError):
    """Another course has this slug."""

    code = "slug_taken"


class ConcurrentChange(DomainError):
    """Somebody else changed the same item at the same time; the caller may read it again and retry."""

    code = "concurrent_change"


class NotEnrolled(DomainError):
    code = "not_enrolled"


class AccessEnded(DomainError):
    """The enrollment is cancelled, refunded or past its end."""

    code = "access_ended"


class CourseNotCompleted(DomainError):
    """The learner has not finished every published lesson.

    Attributes:
        missing_lessons: lesson ids still missing, in course order.
    """

    code = "course_not_completed"

    def __init__(self, missing_lessons: Sequence[str]) -> None:
        super().__init__(f"{len(missing_lessons)} published lessons are not finished yet.")
        self.missing_lessons = tuple(missing_lessons)


class CertificatesDisabled(DomainError):
    """Certificates are disabled, for this course or for the deployment."""

    code = "certificates_disabled"


class LearnerNameMissing(DomainError):
    """No source has a name that can be printed on a certificate: shop, token, checkout or profile."""

    code = "learner_name_missing"


class NameNotPrintable(DomainError):
    """A text has a character that none of the installed fonts contains.

    Attributes:
        character: the first such character.
    """

    code = "name_not_printable"

    def __init__(self, character: str) -> None:
        super().__init__(
            f"None of the installed fonts contains the character {character!r} (U+{ord(character[0]):04X})."
        )
        self.character = character


class CertificateRevoked(DomainError):
    """The learner's certificate was revoked."""

    code = "certificate_revoked"

    def __init__(self, revoked_at: datetime, revoke_reason: str) -> None:
        super().__init__("This certificate has been revoked.")
        self.revoked_at = revoked_at
        self.revoke_reason = revoke_reason


class CertificateIssued(DomainError):
    """The learner has a certificate, which says that every lesson was completed: nothing of that can be undone."""

    code = "certificate_issued"


class CertificateReplaced(DomainError):
    """A newer certificate of the same learner and course has replaced this one, which stays revoked."""

    code = "certificate_replaced"


class OrderRefunded(DomainError):
    """The order behind the enrollment was refunded in full."""

    code = "order_refunded"


class TemplateMissing(DomainError):
    """Certificates cannot be enabled for a course that has no template."""

    code = "template_missing"


class TemplateTooLarge(DomainError):
    code = "template_too_large"


class TemplateInvalid(DomainError):
    """An uploaded template cannot be used; the message says why and what to do."""

    code = "template_invalid"


class LogoTooLarge(DomainError):
    code = "logo_too_large"


class LogoInvalid(DomainError):
    """An uploaded logo cannot be used; the message says why and what to do."""

    code = "logo_invalid"


class LogoMissing(DomainError):
    """A design is to have the logo of the issuer, who has none."""

    code = "logo_missing"


class ImportTooLarge(DomainError):
    """A file of learners is larger than an import may be."""

    code = "import_too_large"


class ImportInvalid(DomainError):
    """A file of learners cannot be imported; the message says why and what to do."""

    code = "import_invalid"


class TooManyRequests(DomainError):
    """The caller sends more requests than are allowed.

    Attributes:
        retry_after_seconds: to wait before the next request.
    """

    code = "too_many_requests"

    def __init__(self, retry_after_seconds: int) -> None:
        super().__init__("Too many requests. Please try again in a moment.")
        self.retry_after_seconds = retry_after_seconds


class Unavailable(DomainError):
    """A dependency did not respond in time; the same request may succeed in a moment."""

    code = "unavailable"
