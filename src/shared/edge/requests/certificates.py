"""Which certificates are listed, corrected and issued."""

from dataclasses import dataclass

from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEventV2

from shared.domain.correction import Correction
from shared.domain.dates import utc_text
from shared.domain.errors import InvalidCursor, InvalidRequest
from shared.domain.ids import CourseId, UserId
from shared.domain.period import Period
from shared.edge.bodies import json_body
from shared.edge.requests.paging import page
from shared.edge.requests.times import day


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
    first, last = day(event, "issued_from"), day(event, "issued_to")
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


def correction(event: APIGatewayProxyEventV2) -> Correction:
    """Read what a reissued certificate corrects."""
    body = json_body(event, "ReissueInput")
    return Correction(name=body.get("name"), current_template="template" in body)


def issues(event: APIGatewayProxyEventV2) -> list[tuple[UserId, CourseId]]:
    """Read to whom certificates of which courses are to be issued."""
    entries = json_body(event, "CertificateIssues")["certificates"]
    return [(UserId(entry["user_id"]), CourseId(entry["course_id"])) for entry in entries]
