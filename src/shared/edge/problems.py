"""Domain errors over HTTP: RFC 9457 problem details, one status per class."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from shared.domain import errors
from shared.domain.dates import utc_text

# Seconds after which a caller may retry after a transient failure.
RETRY_AFTER_SECONDS = 2
# How many errors a response lists, however many a request has.
MAX_ERRORS = 20

STATUSES: Mapping[type[errors.DomainError], HTTPStatus] = {
    errors.InvalidRequest: HTTPStatus.BAD_REQUEST,
    errors.InvalidCursor: HTTPStatus.BAD_REQUEST,
    errors.InvalidSignature: HTTPStatus.BAD_REQUEST,
    errors.TooManyEvents: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    errors.BodyTooLarge: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    errors.TemplateTooLarge: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    errors.LogoTooLarge: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    errors.ImportTooLarge: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    errors.Unauthorized: HTTPStatus.UNAUTHORIZED,
    errors.Forbidden: HTTPStatus.FORBIDDEN,
    errors.NotEnrolled: HTTPStatus.FORBIDDEN,
    errors.AccessEnded: HTTPStatus.FORBIDDEN,
    errors.CourseNotCompleted: HTTPStatus.FORBIDDEN,
    errors.NotFound: HTTPStatus.NOT_FOUND,
    errors.CertificatesDisabled: HTTPStatus.NOT_FOUND,
    errors.WebhookDisabled: HTTPStatus.NOT_FOUND,
    errors.SlugTaken: HTTPStatus.CONFLICT,
    errors.ConcurrentChange: HTTPStatus.CONFLICT,
    errors.LearnerNameMissing: HTTPStatus.CONFLICT,
    errors.NameNotPrintable: HTTPStatus.CONFLICT,
    errors.OrderRefunded: HTTPStatus.CONFLICT,
    errors.CertificateIssued: HTTPStatus.CONFLICT,
    errors.CertificateReplaced: HTTPStatus.CONFLICT,
    errors.TemplateMissing: HTTPStatus.CONFLICT,
    errors.LogoMissing: HTTPStatus.CONFLICT,
    errors.CertificateRevoked: HTTPStatus.GONE,
    errors.TemplateInvalid: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.LogoInvalid: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.ImportInvalid: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.TooManyRequests: HTTPStatus.TOO_MANY_REQUESTS,
    errors.Unavailable: HTTPStatus.SERVICE_UNAVAILABLE,
}


def status_of(error: type[errors.DomainError]) -> HTTPStatus:
    """Find the status of an error class: its own, or that of its nearest base class.

    Raises:
        LookupError: the class has no status.
    """
    for base in error.__mro__:
        if base in STATUSES:
            return STATUSES[base]
    raise LookupError(f"{error.__name__} has no HTTP status.")


def headers_of(error: errors.DomainError) -> dict[str, str]:
    """Return the headers that tell a caller when to retry."""
    match error:
        case errors.TooManyRequests(retry_after_seconds=seconds):
            return {"Retry-After": str(seconds)}
        case errors.Unavailable():
            return {"Retry-After": str(RETRY_AFTER_SECONDS)}
        case _:
            return {}


def problem(status: HTTPStatus, code: str, detail: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    """Build a problem body."""
    return {
        "type": "about:blank",
        "title": status.phrase,
        "status": int(status),
        "detail": detail,
        "code": code,
        **more,
    }


def problem_of(error: errors.DomainError) -> dict[str, Any]:
    """Build the problem body of a domain error, with the fields that the contract promises for it."""
    return problem(status_of(type(error)), error.code, str(error), **_more(error))


def _more(error: errors.DomainError) -> dict[str, Any]:
    match error:
        case errors.InvalidRequest(errors=found) if found:
            first = found[:MAX_ERRORS]
            return {"errors": [{"location": list(location), "message": message} for location, message in first]}
        case errors.CourseNotCompleted(missing_lessons=lessons):
            return {"missing_lessons": list(lessons)}
        case errors.CertificateRevoked(revoked_at=moment, revoke_reason=reason):
            return {"revoked_at": utc_text(moment), "revoke_reason": reason}
        case _:
            return {}
