"""Times in bodies, and days in queries."""

import re
from datetime import UTC, date, datetime

from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEventV2

from shared.domain.errors import InvalidRequest

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def instant(text: str, *location: str | int) -> datetime:
    """Parse a time, RFC 3339 with an offset, and convert it to UTC."""
    try:
        return datetime.fromisoformat(text.upper()).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise InvalidRequest("The body has an invalid time.", [(location, "is not a valid time")]) from error


def day(event: APIGatewayProxyEventV2, name: str) -> date | None:
    """Read a day of a query, such as 2026-01-31; None if it is not there.

    Raises:
        InvalidRequest: it is not a day.
    """
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
