"""The setup shared by all HTTP functions."""

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


@api.get("/own")
def own() -> Response[str]:
    return Response(200, "text/plain", "for everybody", headers={"Cache-Control": "max-age=300"})


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


@api.get("/text")
def text() -> Response[str]:
    return Response(200, "text/plain", held["text"])


@api.get("/bytes")
def pdf() -> Response[bytes]:
    return Response(200, "application/pdf", held["bytes"])


# What these routes answer with.
held: dict[str, Any] = {}


def get(path: str) -> dict[str, Any]:
    return handler(event(path=path), Context())  # type: ignore[arg-type]


def problem_at(path: str) -> tuple[int, dict[str, Any]]:
    answer = get(path)
    assert answer["headers"]["Content-Type"] == "application/problem+json"
    problem: dict[str, Any] = published_form("Problem", json.loads(answer["body"]))
    assert problem["status"] == answer["statusCode"]
    return answer["statusCode"], problem


def test_json_responses_are_utf_8_and_not_cached() -> None:
    answer = get("/hello")
    assert answer["body"] == '{"greeting":"Xin chào"}'
    assert answer["headers"]["Content-Type"] == "application/json"


EVERY = pytest.mark.parametrize(
    "path", ["/hello", "/empty", "/own", "/refused", "/missing", "/busy", "/eager", "/broken", "/nowhere"]
)


@EVERY
def test_every_response_has_the_request_id(path: str) -> None:
    assert get(path)["headers"]["X-Request-Id"] == "request-1"


@EVERY
def test_every_response_has_security_headers(path: str) -> None:
    headers = get(path)["headers"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Strict-Transport-Security"] == "max-age=31536000"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]


def test_no_response_is_cached_unless_it_says_so() -> None:
    assert {get(path)["headers"]["Cache-Control"] for path in ("/hello", "/empty", "/refused", "/broken")} == {
        "no-store"
    }
    assert get("/own")["headers"]["Cache-Control"] == "max-age=300"


def test_a_refusal_is_a_problem_response_with_error_locations() -> None:
    status, problem = problem_at("/refused")
    assert status == 400
    assert problem["errors"] == [{"location": ["lessons", 3, "kind"], "message": "must be one of three"}]


def test_a_refusal_without_error_locations_has_no_errors() -> None:
    status, problem = problem_at("/missing")
    assert (status, problem["code"], problem["title"]) == (404, "course_not_found", "Not Found")
    assert "errors" not in problem


def test_a_transient_failure_has_retry_after() -> None:
    status, problem = problem_at("/busy")
    assert (status, problem["code"]) == (503, "unavailable")
    assert int(get("/busy")["headers"]["Retry-After"]) > 0


@pytest.mark.parametrize("path", ["/broken", "/busy"])
def test_no_detail_of_an_exception_reaches_the_caller(path: str) -> None:
    answer = json.dumps(get(path))
    assert SECRET not in answer
    assert "Error" not in answer.replace("Internal Server Error", "")


def test_an_unexpected_exception_is_a_problem_response() -> None:
    status, problem = problem_at("/broken")
    assert (status, problem["code"]) == (500, "internal_error")


def test_an_unknown_route_is_a_problem_response() -> None:
    status, problem = problem_at("/nowhere")
    assert (status, problem["code"]) == (404, "route_not_found")


def test_a_rate_limited_caller_gets_the_seconds_to_wait() -> None:
    status, problem = problem_at("/eager")
    assert (status, problem["code"], problem["title"]) == (429, "too_many_requests", "Too Many Requests")
    assert get("/eager")["headers"]["Retry-After"] == "7"


@pytest.mark.parametrize("path", ["/hello", "/refused", "/missing", "/broken", "/nowhere"])
def test_only_responses_that_ask_for_a_retry_have_retry_after(path: str) -> None:
    assert "Retry-After" not in get(path)["headers"]


# ------------------------------------------------------------------ responses that Lambda refuses

LIMIT = 6_291_556


def as_lambda_sends_it(answer: dict[str, Any]) -> int:
    """The size of a response as the Python runtime serialises it."""
    return len(json.dumps(answer, ensure_ascii=False).encode())


def room() -> int:
    """How many characters a body may have that take a byte each."""
    held["text"] = ""
    return LIMIT - as_lambda_sends_it(get("/text"))


@pytest.mark.parametrize(("character", "size"), [("x", 1), ('"', 2), ("é", 2), ("\n", 2), ("\u2028", 3), ("\0", 6)])
def test_a_response_of_the_largest_size_is_sent_and_a_larger_one_is_a_problem(character: str, size: int) -> None:
    free = room()
    held["text"] = character * (free // size) + "x" * (free % size)
    assert get("/text")["statusCode"] == 200
    assert as_lambda_sends_it(get("/text")) == LIMIT
    held["text"] += "x"
    status, problem = problem_at("/text")
    assert (status, problem["code"]) == (500, "response_too_large")


def test_the_size_of_bytes_is_that_of_their_base64() -> None:
    held["bytes"] = bytes(4 * 1024**2)
    assert get("/bytes")["statusCode"] == 200
    held["bytes"] = bytes(5 * 1024**2)
    assert problem_at("/bytes")[1]["code"] == "response_too_large"


def test_a_response_that_is_too_large_is_logged_and_counted_as_a_failure(
    capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    held["text"] = "a secret" * 1_000_000
    answer = get("/text")
    assert answer["headers"]["X-Request-Id"] == "request-1"
    assert not answer["isBase64Encoded"]
    [logged] = [record for record in caplog.records if record.getMessage() == "response_too_large"]
    about = vars(logged)
    assert (logged.levelname, about["refused_status"]) == ("ERROR", 200)
    assert 8_000_000 < about["size"] < 8_001_000
    counted = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["FailedRequests"] for line in counted if "FailedRequests" in line] == [[1.0]]
    assert "secret" not in f"{answer}{about}{counted}"


def test_small_responses_are_not_written_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    held["text"] = "x" * 500_000
    monkeypatch.setattr("shared.edge.sizes.payload_bytes", lambda _: pytest.fail("it was measured"))
    assert get("/text")["statusCode"] == 200
