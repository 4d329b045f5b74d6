"""Enrollments by the staff: one by one, by e-mail address, and from files."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEventV2

from shared.domain.emails import email_address
from shared.domain.enrollment import EnrollmentStatus
from shared.domain.enrollment_import import ImportKind
from shared.domain.errors import InvalidRequest
from shared.domain.names import printed_name
from shared.edge.bodies import json_body
from shared.edge.requests.times import instant
from shared.usecases.enrollment_imports import ImportRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingRequest:
    """An enrollment by e-mail address, as the staff wants it."""

    email: str
    learner_name: str | None
    access_expires_at: datetime | None


def learner_changes(event: APIGatewayProxyEventV2) -> dict[str, Any]:
    """Read the fields of an enrollment that the staff changes; the others stay as they are."""
    body = json_body(event, "LearnerEnrollmentInput")
    read: dict[str, Callable[[str], Any]] = {
        "status": EnrollmentStatus,
        "learner_name": _name,
        "access_expires_at": lambda text: instant(text, "access_expires_at"),
    }
    return {name: read[name](value) if value is not None else None for name, value in body.items()}


def pending(event: APIGatewayProxyEventV2) -> PendingRequest:
    """Read whom to enroll by e-mail address."""
    body = json_body(event, "PendingEnrollmentInput")
    name, ends = body.get("learner_name"), body.get("access_expires_at")
    return PendingRequest(
        email=_email(body["email"]),
        learner_name=None if name is None else _name(name),
        access_expires_at=None if ends is None else instant(ends, "access_expires_at"),
    )


def cancelled_email(event: APIGatewayProxyEventV2) -> str:
    """Read the address whose enrollment is cancelled."""
    return _email(json_body(event, "PendingEnrollmentCancellation")["email"])


def upload(event: APIGatewayProxyEventV2) -> tuple[str, int]:
    """Read the name and the size of a file."""
    body = json_body(event, "EnrollmentFileInput")
    return body["file_name"], int(body["size_bytes"])


def preview(event: APIGatewayProxyEventV2) -> tuple[str, ImportKind]:
    """Read which upload is previewed, and what for."""
    body = json_body(event, "EnrollmentPreviewInput")
    return body["upload_id"], ImportKind(body["kind"])


def wanted_import(event: APIGatewayProxyEventV2) -> ImportRequest:
    """Read what is to be imported."""
    body = json_body(event, "EnrollmentImportInput")
    return ImportRequest(
        upload_id=body["upload_id"],
        sha256=body["sha256"],
        kind=ImportKind(body["kind"]),
        announces=body.get("announce", False),
    )


def new_upload_id(now: datetime) -> str:
    """Make an id that cannot be guessed; those of later uploads sort after it, as the list of imports does."""
    return f"{now.astimezone(UTC):%Y%m%d%H%M%S}-{uuid4().hex}"


def _name(text: str) -> str:
    if not printed_name(text):
        message = "has no character that can be printed"
        raise InvalidRequest("The name has no character that can be printed.", [(("learner_name",), message)])
    return text.strip()


def _email(text: str) -> str:
    email = email_address(text)
    if email is None:
        raise InvalidRequest("This is not an e-mail address.", [(("email",), "is not an e-mail address")])
    return email
