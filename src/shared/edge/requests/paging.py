"""Which page of a list is requested, and cursors."""

import base64
import json
import re

from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEventV2

from shared.domain.errors import InvalidCursor, InvalidRequest
from shared.edge.requests.identifiers import IDENTIFIER

# A position in a list is an id, or a time and an id.
_POSITION = re.compile(r"[A-Za-z0-9_.:@-]{1,160}")
# What the names of lists begin with that are searches for learners.
LEARNER_SEARCH = "learner-search"
OWN_LEARNER_SEARCH = "own-learner-search"
# One among the lines of an order is a learner and a course; in a search it is an id, or a word, a learner and a course;
# in a search of an instructor's courses it is a course, and one of these.
_FOUND = f"id:{IDENTIFIER.pattern}|name:([^#\\s]{{1,160}}#{IDENTIFIER.pattern}#{IDENTIFIER.pattern})?"
_POSITIONS = {
    # An e-mail address.
    "pending-enrollments": re.compile(r"\S{1,254}"),
    "order-lines": re.compile(f"{IDENTIFIER.pattern}#{IDENTIFIER.pattern}"),
    LEARNER_SEARCH: re.compile(_FOUND),
    OWN_LEARNER_SEARCH: re.compile(f"{IDENTIFIER.pattern}#({_FOUND})?"),
}
_DEFAULT_LIMIT = 25
_MAX_LIMIT = 100


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
        case [name, str(position)] if name == list_name and _position_format(name).fullmatch(position):
            if cursor(position, list_name) == token:
                return position
    raise InvalidCursor("The cursor is invalid.")


def _position_format(list_name: str) -> re.Pattern[str]:
    return _POSITIONS.get(list_name.partition(":")[0], _POSITION)
