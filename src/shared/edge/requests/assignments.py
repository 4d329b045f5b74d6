"""Which assignments are listed, marked and undone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEventV2

from shared.domain.errors import InvalidRequest
from shared.domain.ids import UserId
from shared.edge.bodies import json_body
from shared.edge.requests.paging import page
from shared.edge.requests.times import instant

_CHOICES = {"true": True, "false": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingLearners:
    """Which learners are requested whose assignment is to be done.

    Attributes:
        only_missing: only those who have completed all other lessons.
        after: the user id to continue after; None for the beginning.
        list_name: of the cursors of this list, which no other assignment has.
    """

    only_missing: bool
    after: str | None
    limit: int
    list_name: str


def pending_learners(event: APIGatewayProxyEventV2, lesson_id: str) -> PendingLearners:
    """Read a page of the learners whose assignment is to be done.

    Raises:
        InvalidCursor: this list did not return this cursor.
        InvalidRequest: the limit or the filter is invalid.
    """
    text = event.query_string_parameters.get("only_missing", "false")
    if text not in _CHOICES:
        raise InvalidRequest("The filter is invalid.", [(("only_missing",), "must be true or false")])
    list_name = f"assignment:{text}:{lesson_id}"
    after, limit = page(event, list_name)
    return PendingLearners(only_missing=_CHOICES[text], after=after, limit=limit, list_name=list_name)


def marks(event: APIGatewayProxyEventV2) -> tuple[Sequence[UserId], str | None]:
    """Read for whom an assignment is to be marked, each once, and the note for them."""
    body = json_body(event, "AssignmentMarksInput")
    note = (body.get("note") or "").strip()
    return [UserId(user_id) for user_id in dict.fromkeys(body["user_ids"])], note or None


def undo(event: APIGatewayProxyEventV2) -> datetime:
    """Read which completion of an assignment is to be undone: its time."""
    return instant(json_body(event, "AssignmentUndoInput")["completed_at"], "completed_at")
