"""Which learners are searched for, and the positions of a search."""

from dataclasses import dataclass

from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEventV2

from shared.domain.errors import InvalidRequest
from shared.domain.ids import CourseId, UserId
from shared.domain.names import MAX_NAME_LENGTH
from shared.domain.search_words import Query, query_words
from shared.edge.requests import paging
from shared.edge.requests.identifiers import IDENTIFIER
from shared.stores.learner_words import Position
from shared.usecases.learner_search import SearchPosition
from shared.usecases.own_learner_search import OwnPosition


@dataclass(frozen=True, slots=True, kw_only=True)
class Search[Position]:
    """A page of a search.

    Attributes:
        list_name: of the cursors of this search, which no other search has.
    """

    query: Query
    after: Position | None
    limit: int
    list_name: str


def search(event: APIGatewayProxyEventV2, course_id: str | None) -> Search[SearchPosition] | None:
    """Read a search for learners, of a course or of all courses; None where nothing is searched for.

    Raises:
        InvalidCursor: this search did not return this cursor.
        InvalidRequest: what is searched for is too long, or has neither a letter nor a digit; or the limit is invalid.
    """
    text = _text(event)
    if not text:
        return None
    query = _query(text)
    list_name = f"{paging.LEARNER_SEARCH}:{course_id or ''}:{text}"
    token, limit = paging.page(event, list_name)
    after = None if token is None else _position(token, course_id)
    return Search(query=query, after=after, limit=limit, list_name=list_name)


def _text(event: APIGatewayProxyEventV2) -> str:
    return event.query_string_parameters.get("q", "").strip()


def _query(text: str) -> Query:
    query = Query(words=query_words(text), user_id=text if IDENTIFIER.fullmatch(text) else None)
    if len(text) > MAX_NAME_LENGTH or not (query.words or query.user_id):
        message = f"must be at most {MAX_NAME_LENGTH} characters, with a letter or digit"
        raise InvalidRequest("What is searched for is invalid.", [(("q",), message)])
    return query


def required_search(event: APIGatewayProxyEventV2) -> Search[SearchPosition]:
    """Read a search for learners of all courses.

    Raises:
        InvalidCursor: this search did not return this cursor.
        InvalidRequest: nothing is searched for, or as for `search`.
    """
    wanted = search(event, None)
    if wanted is None:
        raise _nothing()
    return wanted


def required_own_search(event: APIGatewayProxyEventV2) -> Search[OwnPosition]:
    """Read a search for learners of an instructor's courses; errors are those of `required_search`."""
    text = _text(event)
    if not text:
        raise _nothing()
    query = _query(text)
    list_name = f"{paging.OWN_LEARNER_SEARCH}:{text}"
    token, limit = paging.page(event, list_name)
    after = None if token is None else _own_position(token)
    return Search(query=query, after=after, limit=limit, list_name=list_name)


def _nothing() -> InvalidRequest:
    return InvalidRequest("Nothing is searched for.", [(("q",), "is required")])


def cursor(position: SearchPosition | None, wanted: Search[SearchPosition]) -> str | None:
    """Write the position to continue after as a cursor of this search; None at the end."""
    return None if position is None else paging.cursor(_position_text(position), wanted.list_name)


def own_cursor(position: OwnPosition | None, wanted: Search[OwnPosition]) -> str | None:
    """Write the position to continue after as a cursor of this search of an instructor's courses; None at the end."""
    if position is None:
        return None
    inside = "" if position.inside is None else _position_text(position.inside)
    return paging.cursor(f"{position.course_id}#{inside}", wanted.list_name)


def _position_text(position: SearchPosition) -> str:
    if position.after_id is not None:
        return f"id:{position.after_id}"
    entry = position.after_entry
    return "name:" if entry is None else f"name:{entry.word}#{entry.user_id}#{entry.course_id}"


def _position(text: str, course_id: str | None) -> SearchPosition:
    kind, _, position = text.partition(":")
    if kind == "id":
        return SearchPosition(after_id=position)
    if not position:
        return SearchPosition()
    word, user_id, of_course = position.split("#")
    return SearchPosition(
        after_entry=Position(word=word, user_id=UserId(user_id), course_id=CourseId(course_id or of_course))
    )


def _own_position(text: str) -> OwnPosition:
    course_id, _, inside = text.partition("#")
    return OwnPosition(course_id=CourseId(course_id), inside=_position(inside, course_id) if inside else None)
