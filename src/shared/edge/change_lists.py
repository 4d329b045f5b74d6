"""Lists of changes over HTTP: which page is requested, and the response with its cursor."""

from collections.abc import Callable

from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEventV2

from shared.edge.answers import changes as answers
from shared.edge.answers.orders import position_of, position_text
from shared.edge.http import Response, json_response
from shared.edge.requests import paging
from shared.usecases.changes import ChangePage


def respond(
    event: APIGatewayProxyEventV2, list_name: str, read: Callable[..., ChangePage], *, shows_order: bool = True
) -> Response[str]:
    """Answer with the page of a list that is requested.

    Args:
        event: the request.
        list_name: the list; a cursor of another list is refused.
        read: reads a page, by `after` and `limit`.
        shows_order: whether the caller may see ids of orders.
    """
    position, limit = paging.page(event, list_name)
    found = read(after=position_of(position), limit=limit)
    next_cursor = paging.cursor(None if found.after is None else position_text(found.after), list_name)
    return json_response(answers.page(found, next_cursor, shows_order=shows_order))
