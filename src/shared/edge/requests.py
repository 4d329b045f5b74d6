"""Parsing requests: bodies by the OpenAPI document, ids and cursors by the contract."""

import base64
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import unquote

from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEventV2

from shared.config import CertificateConfig
from shared.domain.correction import Correction
from shared.domain.course import ENGLISH, CompletionRule, Course, Lesson, LessonKind
from shared.domain.dates import utc_text
from shared.domain.enrollment import EnrollmentStatus
from shared.domain.errors import InvalidCursor, InvalidRequest, TooManyEvents
from shared.domain.ids import CourseId, LessonId, OrderId, SubscriptionId, UserId
from shared.domain.issuer import Issuer
from shared.domain.period import Period
from shared.domain.progress import MAX_EVENTS, EventType, ProgressEvent, Range
from shared.edge import bodies, schemas
from shared.edge.bodies import json_body

_ID = re.compile(r"[A-Za-z0-9_.:@-]{1,128}")
# Commas, brackets and braces of a progress batch: a hundred events with thirty played ranges each have 9,700. Any
# learner may send one, and hundreds of thousands of numbers take tens of milliseconds to parse.
MAX_BATCH_VALUES = 10_000
# A position in a list is an id, or a time and an id.
_POSITION = re.compile(r"[A-Za-z0-9_.:@-]{1,160}")
# One among the lines of an order is a learner and a course.
_POSITIONS = {"order-lines": re.compile(f"{_ID.pattern}#{_ID.pattern}")}
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DEFAULT_LIMIT = 25
_MAX_LIMIT = 100


def path_identifier(raw: str, name: str) -> str:
    """Read an id or slug from a path, where it may be percent-encoded.

    Raises:
        InvalidRequest: it does not have the format of an id.
    """
    return identifier(unquote(raw), name)


def path_text(raw: str) -> str:
    """Read free text from a path."""
    return unquote(raw)


def identifier(value: str, name: str) -> str:
    """Read an id.

    Raises:
        InvalidRequest: it does not have the format of an id.
    """
    if not _ID.fullmatch(value):
        message = "An id is 1 to 128 characters of A-Z a-z 0-9 _ . : @ -"
        raise InvalidRequest("An identifier in the request has an invalid format.", [((name,), message)])
    return value


def instant(text: str, *location: str | int) -> datetime:
    """Parse a time, RFC 3339 with an offset, and convert it to UTC."""
    try:
        return datetime.fromisoformat(text.upper()).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise InvalidRequest("The body has an invalid time.", [(location, "is not a valid time")]) from error


def progress_batch(event: APIGatewayProxyEventV2) -> list[ProgressEvent]:
    """Read a progress batch; whether its positions and ranges lie within their lessons is checked by the domain.

    Raises:
        TooManyEvents: more than `MAX_EVENTS`; they are counted before they are validated.
        InvalidRequest: it does not have the structure of a batch.
        BodyTooLarge: over 1 MiB, or more than `MAX_BATCH_VALUES` values.
    """
    batch = bodies.parse_json(bodies.raw_body(event), max_values=MAX_BATCH_VALUES)
    sent = batch.get("events") if isinstance(batch, dict) else None
    if isinstance(sent, list) and len(sent) > MAX_EVENTS:
        raise TooManyEvents(f"A batch has at most {MAX_EVENTS} events; this one has {len(sent)}.")
    schemas.validate("ProgressBatch", batch)
    return [
        ProgressEvent(
            event_id=entry["event_id"],
            lesson_id=entry["lesson_id"],
            type=EventType(entry["type"]),
            occurred_at=instant(entry["occurred_at"], "events", index, "occurred_at"),
            position_seconds=_seconds(entry.get("position_seconds")),
            played=_ranges(entry.get("played", [])),
        )
        for index, entry in enumerate(batch["events"])
    ]


def _seconds(value: Any) -> float | None:  # noqa: ANN401 - JSON
    """Read a number; None for anything else, which rejects one event instead of the batch."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return float(value)
    except OverflowError:  # JSON's whole numbers have no upper limit
        return None


def _ranges(value: Any) -> tuple[Range, ...] | None:  # noqa: ANN401 - JSON
    """Read pairs of numbers; None for anything else, which rejects one event instead of the batch."""
    if not isinstance(value, list):
        return None
    ranges: list[Range] = []
    for pair in value:
        start, end = map(_seconds, pair) if isinstance(pair, list) and len(pair) == 2 else (None, None)  # noqa: PLR2004
        if start is None or end is None:
            return None
        ranges.append((start, end))
    return tuple(ranges)


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseRequest:
    """A course as a caller wants it.

    Attributes:
        names_language: whether the caller sent its language; callers from before there was one do not.
        version: that it is based on; None where the caller sent none.
    """

    course: Course
    names_language: bool
    version: int | None


def course(event: APIGatewayProxyEventV2, course_id: str) -> CourseRequest:
    """Read a course."""
    body = json_body(event, "CourseInput")
    rule = body.get("completion_rule") or {}
    defaults = CompletionRule()
    wanted = Course(
        course_id=CourseId(course_id),
        slug=body["slug"],
        title=body["title"],
        published=body.get("published", False),
        completion_rule=CompletionRule(
            # JSON Schema counts 90.0 as a whole number.
            lesson_watch_percent=int(rule.get("lesson_watch_percent", defaults.lesson_watch_percent)),
            course_percent=int(rule.get("course_percent", defaults.course_percent)),
            required_lessons=tuple(LessonId(lesson_id) for lesson_id in rule.get("required_lessons", ())),
        ),
        lessons=tuple(
            Lesson(
                lesson_id=LessonId(lesson["lesson_id"]),
                title=lesson["title"],
                kind=LessonKind(lesson["kind"]),
                duration_seconds=lesson.get("duration_seconds"),
                published=lesson.get("published", True),
            )
            for lesson in body["lessons"]
        ),
        language=body.get("language", ENGLISH),
    )
    version = body.get("version")
    return CourseRequest(
        course=wanted, names_language="language" in body, version=None if version is None else int(version)
    )


def enrollment_changes(event: APIGatewayProxyEventV2) -> dict[str, Any]:
    """Read the fields of an enrollment to change; the others stay as they are."""
    body = json_body(event, "EnrollmentInput")
    read: dict[str, Callable[[str], Any]] = {
        "status": EnrollmentStatus,
        "order_id": OrderId,
        "subscription_id": SubscriptionId,
        "access_expires_at": lambda text: instant(text, "access_expires_at"),
    }
    return {name: read[name](value) if value is not None and name in read else value for name, value in body.items()}


def profile_name(event: APIGatewayProxyEventV2) -> str | None:
    """Read the name in a learner's profile; None removes it."""
    name: str | None = json_body(event, "ProfileInput")["name"]
    return name


def course_slug(event: APIGatewayProxyEventV2) -> str | None:
    """Read which course a query names; None for none.

    Raises:
        InvalidRequest: it does not have the format of a slug.
    """
    slug = (event.query_string_parameters or {}).get("course_slug")
    return None if slug is None else identifier(slug, "course_slug")


type TemplateChange = tuple[str | None, dict[str, str | None]]


def certificate_settings(event: APIGatewayProxyEventV2) -> tuple[dict[str, Any], TemplateChange]:
    """Read the settings to change, by their names in the domain; the upload to use; and the colours to change."""
    body = json_body(event, "CertificateSettingsInput")
    template = _template_change(body)
    return _settings_changes(body), template


def upload_preview(event: APIGatewayProxyEventV2) -> tuple[str, dict[str, str | None], dict[str, Any]]:
    """Read what to preview: the upload, the colours on it, and the signatory, by the fields' names in the domain."""
    body = json_body(event, "UploadPreviewInput")
    upload_id, colours = _template_change(body)
    return upload_id or "", colours, _settings_changes(body)


def _template_change(body: dict[str, Any]) -> TemplateChange:
    """Take out what concerns the template: the upload's id, and the colours by their names in the domain."""
    names = {"template_ink": "ink", "template_accent": "accent"}
    colours = {field: body.pop(name) for name, field in names.items() if name in body}
    return body.pop("template_upload_id", None), colours


def unsaved_settings(event: APIGatewayProxyEventV2) -> dict[str, Any]:
    """Read settings to preview from a query, by their names in the domain; missing parameters are left out.

    Raises:
        InvalidRequest: a value could not be saved.
    """
    names = ("certificate_signatory_name", "certificate_signatory_title", "certificate_extra_line")
    sent = {name: value for name, value in (event.query_string_parameters or {}).items() if name in names}
    schemas.validate("CertificateSettingsInput", {"certificate_enabled": True, **sent})
    return _settings_changes(sent)


def issuer(event: APIGatewayProxyEventV2) -> Issuer | None:
    """Read the organisation that issues certificates; None removes it."""
    body = json_body(event, "IssuerInput")
    if body["name"] is None:
        return None
    return Issuer(
        name=body["name"],
        url=body.get("url") or None,
        linkedin_organization_id=body.get("linkedin_organization_id") or None,
    )


def correction(event: APIGatewayProxyEventV2) -> Correction:
    """Read what a reissued certificate corrects."""
    body = json_body(event, "ReissueInput")
    return Correction(name=body.get("name"), current_template="template" in body)


def _settings_changes(sent: dict[str, Any]) -> dict[str, Any]:
    return {name.removeprefix("certificate_"): _none_if_blank(value) for name, value in sent.items()}


def _none_if_blank(value: Any) -> Any:  # noqa: ANN401 - JSON
    return None if isinstance(value, str) and not value.strip() else value


def public_base_url(config: CertificateConfig, event: APIGatewayProxyEventV2) -> str:
    """Return the address at which the public reaches this API: the configured one, else the API's own.

    The API's own address comes from API Gateway, not from a header of the caller.
    """
    return config.public_base_url or f"https://{event.request_context.domain_name}"


def source_ip(event: APIGatewayProxyEventV2) -> str:
    """Return the client's address: `sourceIp` as API Gateway determines it, never a header."""
    return event.request_context.http.source_ip


def prefers(event: APIGatewayProxyEventV2, media_type: str, *, over: str) -> bool:
    """Whether the caller prefers one media type over the default one (RFC 9110, `Accept`)."""
    accepted = _accepted(event.headers.get("accept", "*/*"))
    return accepted(media_type) > accepted(over)


def _accepted(header: str) -> Callable[[str], float]:
    weights: dict[str, float] = {}
    for part in header.split(","):
        name, *parameters = (word.strip().lower() for word in part.split(";"))
        weight = next((word[2:] for word in parameters if word.startswith("q=")), "1")
        weights[name] = float(weight) if re.fullmatch(r"0(\.[0-9]{0,3})?|1(\.0{0,3})?", weight) else 0.0

    def weigh(media_type: str) -> float:
        # The most specific range decides.
        ranges = (media_type, media_type.partition("/")[0] + "/*", "*/*")
        return next((weights[name] for name in ranges if name in weights), 0.0)

    return weigh


def page(event: APIGatewayProxyEventV2, list_name: str, default: int = _DEFAULT_LIMIT) -> tuple[str | None, int]:
    """Read which page of a list is requested.

    Args:
        event: the request.
        list_name: the list; a cursor of another list is refused.
        default: how many items at most, where the request does not say.

    Returns:
        The position to continue after, None for the beginning; and the maximum number of items.

    Raises:
        InvalidCursor: the list did not return this cursor.
        InvalidRequest: the limit is not a number from 1 to 100.
    """
    query = event.query_string_parameters
    limit = query.get("limit", str(default))
    if not (
        limit.isascii() and limit.isdigit() and len(limit) <= len(str(_MAX_LIMIT)) and 1 <= int(limit) <= _MAX_LIMIT
    ):
        raise InvalidRequest("The limit is invalid.", [(("limit",), f"must be a number from 1 to {_MAX_LIMIT}")])
    token = query.get("cursor")
    return (None if token is None else _position(token, list_name)), int(limit)


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificatePage:
    """Which certificates of a course are requested.

    Attributes:
        period: of issue.
        after: time of issue, as stored, and user id of the certificate to continue after; None for the beginning.
        limit: how many at most.
        list_name: of the cursors of this list, which no other period has.
    """

    period: Period
    after: tuple[str, str] | None
    limit: int
    list_name: str


def certificate_page(event: APIGatewayProxyEventV2, time_zone: str) -> CertificatePage:
    """Read which certificates are requested: of a period of days, where the deployment is.

    Raises:
        InvalidCursor: the list of this period did not return this cursor.
        InvalidRequest: a day or the limit is invalid.
    """
    first, last = _day(event, "issued_from"), _day(event, "issued_to")
    if first is not None and last is not None and first > last:
        raise InvalidRequest("The period ends before it begins.", [(("issued_to",), "is before issued_from")])
    period = Period.of_days(first, last, time_zone)
    list_name = f"certificates:{first or ''}:{last or ''}"
    text, limit = page(event, list_name)
    after = None
    if text is not None:
        issued_at, _, user_id = text.partition("@")
        # DynamoDB refuses to continue from outside of the period.
        if not user_id or not utc_text(period.begins_at) <= issued_at <= utc_text(period.ends_at):
            raise InvalidCursor("The cursor is invalid.")
        after = (issued_at, user_id)
    return CertificatePage(period=period, after=after, limit=limit, list_name=list_name)


def _day(event: APIGatewayProxyEventV2, name: str) -> date | None:
    text = (event.query_string_parameters or {}).get(name)
    if text is None:
        return None
    message = "must be a day, such as 2026-01-31"
    # Python reads other forms of ISO 8601 too, which are not in the contract.
    if not _DAY.fullmatch(text):
        raise InvalidRequest("The period is invalid.", [((name,), message)])
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InvalidRequest("The period is invalid.", [((name,), message)]) from error


def issues(event: APIGatewayProxyEventV2) -> list[tuple[UserId, CourseId]]:
    """Read to whom certificates of which courses are to be issued."""
    entries = json_body(event, "CertificateIssues")["certificates"]
    return [(UserId(entry["user_id"]), CourseId(entry["course_id"])) for entry in entries]


def cursor(position: str | None, list_name: str) -> str | None:
    """Write the position to continue after as a cursor, opaque to callers; None at the end of the list."""
    if position is None:
        return None
    return base64.urlsafe_b64encode(json.dumps([list_name, position]).encode()).decode().rstrip("=")


def _position(token: str, list_name: str) -> str:
    """Read a cursor.

    It contains only a position in the caller's own list, so a forged one gives access to nothing else; it is refused
    nevertheless.
    """
    try:
        read = json.loads(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
    except (ValueError, RecursionError):
        read = None
    match read:
        case [name, str(position)] if name == list_name and _POSITIONS.get(name, _POSITION).fullmatch(position):
            if cursor(position, list_name) == token:
                return position
    raise InvalidCursor("The cursor is invalid.")
