"""What all HTTP functions share."""

import json
from typing import Any

import pytest
from aws_lambda_powertools.event_handler import Response

from shared.domain.errors import CourseNotFound, InvalidRequest, TooManyRequests, Unavailable
from shared.edge.http import json_response, new_api, serve
from tests.support.service import Context
from tests.unit.edge.exchange import event, published_form

SECRET = "arn:aws:dynamodb:us-east-1:123:table/courses"  # noqa: S105 - what must not leak

api = new_api()
handler = serve(api)


@api.get("/hello")
def hello() -> Response[str]:
    return json_response({"greeting": "Xin chào"})


@api.get("/empty")
def empty() -> Response[str]:
    return Response(204)


@api.get("/refused")
def refused() -> Response[str]:
    raise InvalidRequest("No.", [(("lessons", 3, "kind"), "must be one of three")])


@api.get("/missing")
def missing() -> Response[str]:
    raise CourseNotFound("No such course.")


@api.get("/busy")
def busy() -> Response[str]:
    raise Unavailable("The database is busy.") from ConnectionError(SECRET)


@api.get("/eager")
def eager() -> Response[str]:
    raise TooManyRequests(7)


@api.get("/broken")
def broken() -> Response[str]:
    raise KeyError(SECRET)


def get(path: str) -> dict[str, Any]:
    return handler(event(path=path), Context())  # type: ignore[arg-type]


def problem_at(path: str) -> tuple[int, dict[str, Any]]:
    answer = get(path)
    assert answer["headers"]["Content-Type"] == "application/problem+json"
    problem: dict[str, Any] = published_form("Problem", json.loads(answer["body"]))
    assert problem["status"] == answer["statusCode"]
    return answer["statusCode"], problem


def test_json_is_answered_in_plain_utf_8_and_kept_by_nobody() -> None:
    answer = get("/hello")
    assert answer["body"] == '{"greeting":"Xin chào"}'
    assert answer["headers"]["Content-Type"] == "application/json"
    assert answer["headers"]["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/hello", "/empty", "/refused", "/missing", "/busy", "/eager", "/broken", "/nowhere"])
def test_every_answer_carries_the_request_id(path: str) -> None:
    assert get(path)["headers"]["X-Request-Id"] == "request-1"


def test_a_refusal_is_a_problem_that_names_the_places() -> None:
    status, problem = problem_at("/refused")
    assert status == 400
    assert problem["errors"] == [{"location": ["lessons", 3, "kind"], "message": "must be one of three"}]


def test_a_refusal_without_places_names_none() -> None:
    status, problem = problem_at("/missing")
    assert (status, problem["code"], problem["title"]) == (404, "course_not_found", "Not Found")
    assert "errors" not in problem


def test_what_may_pass_in_a_moment_says_when_to_try_again() -> None:
    status, problem = problem_at("/busy")
    assert (status, problem["code"]) == (503, "unavailable")
    assert int(get("/busy")["headers"]["Retry-After"]) > 0


@pytest.mark.parametrize("path", ["/broken", "/busy"])
def test_nothing_of_an_exception_reaches_a_caller(path: str) -> None:
    answer = json.dumps(get(path))
    assert SECRET not in answer
    assert "Error" not in answer.replace("Internal Server Error", "")


def test_the_unexpected_is_a_problem_too() -> None:
    status, problem = problem_at("/broken")
    assert (status, problem["code"]) == (500, "internal_error")


def test_a_route_that_there_is_not_is_a_problem_too() -> None:
    status, problem = problem_at("/nowhere")
    assert (status, problem["code"]) == (404, "route_not_found")


def test_who_asks_too_often_is_told_for_how_long_to_wait() -> None:
    status, problem = problem_at("/eager")
    assert (status, problem["code"], problem["title"]) == (429, "too_many_requests", "Too Many Requests")
    assert get("/eager")["headers"]["Retry-After"] == "7"


@pytest.mark.parametrize("path", ["/hello", "/refused", "/missing", "/broken", "/nowhere"])
def test_only_answers_that_ask_for_patience_say_for_how_long(path: str) -> None:
    assert "Retry-After" not in get(path)["headers"]
