"""CPU time of the learner's view of a course, beside a plain handler on botocore that makes the same calls, in one run.

    python bench/course_view.py

Milliseconds of a warm process. Both handlers get the same bytes for the same requests, as recorded from the twin in
tests/support, so that neither network nor database is part of it. Every lesson is a video, of which the learner has
watched a hundredth or all. The plain handler keeps the lessons, too, and computes what the page shows, but checks
neither access nor rules.
"""

import json
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from functools import partial
from http import HTTPStatus
from io import StringIO
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / folder) for folder in ("src", "layers/pdf", ".")]

from moto.core.models import botocore_stubber

import tests.conftest  # noqa: F401 - sets the environment variables before the product is imported
from shared.aws.connection import client
from tests.support import aws
from tests.support.service import Context, Service, function
from tests.support.steps import ANNA, COURSE_ID, SLUG, enroll, put_course

LESSONS = (10, 100, 1000)
WATCHED = (1, 100)
ROUNDS = int(os.environ.get("ROUNDS", "15"))
EVENT = {
    "version": "2.0",
    "routeKey": "GET /my-courses/{slug}",
    "rawPath": f"/my-courses/{SLUG}",
    "rawQueryString": "",
    "headers": {},
    "pathParameters": {"slug": SLUG},
    "requestContext": {
        "domainName": "api.example",
        "http": {"method": "GET", "path": f"/my-courses/{SLUG}", "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1"},
        "requestId": "request",
        "routeKey": "GET /my-courses/{slug}",
        "stage": "$default",
        "authorizer": {"jwt": {"claims": ANNA.claims(), "scopes": None}},
    },
    "isBase64Encoded": False,
}


def store(count: int, watched: int) -> list[dict[str, Any]]:
    """Store a course and a learner who has watched so much of it; return the lessons, as a plain handler keeps them."""
    lessons = [
        {"lesson_id": f"lesson-{number}", "title": f"Lesson {number}", "kind": "video", "duration_seconds": 600.5}
        for number in range(count)
    ]
    put_course(Service(), lessons=lessons)
    enroll(Service())
    at = {"S": "2026-03-02T12:00:00.000000Z"}
    aws.load(
        "lesson-progress",
        (
            {
                "user_id": {"S": ANNA.sub},
                "course_lesson": {"S": f"{COURSE_ID}#{lesson['lesson_id']}"},
                "watched": {"NS": [str(part) for part in range(watched)]},
                "position_seconds": {"N": "599.25"},
                **dict.fromkeys(("position_at", "completed_at", "started_at", "updated_at"), at),
            }
            for lesson in lessons
        ),
    )
    return lessons


@contextmanager
def recorded_answers() -> Iterator[None]:
    """Answer each request as it was answered the first time."""
    answer = botocore_stubber.process_request
    known: dict[tuple[str, bytes], Any] = {}

    def process(request: Any) -> Any:  # noqa: ANN401 - as in moto
        key = request.headers["X-Amz-Target"], request.body
        if key not in known:
            known[key] = answer(request)
        return known[key]

    botocore_stubber.process_request = process
    try:
        yield
    finally:
        botocore_stubber.process_request = answer


def plain_handler(lessons: list[dict[str, Any]]) -> Callable[[], dict[str, Any]]:
    """Make a handler that reads items with botocore and writes JSON."""
    dynamodb = client("dynamodb")

    def item(table: str, **key: str) -> dict[str, Any]:
        wanted = {name: {"S": content} for name, content in key.items()}
        found: dict[str, Any] = dynamodb.get_item(TableName=table, Key=wanted, ConsistentRead=True)["Item"]
        return found

    def handle() -> dict[str, Any]:
        user_id = EVENT["requestContext"]["authorizer"]["jwt"]["claims"]["sub"]
        course_id = item("test-courses", course_id=f"slug#{SLUG}")["slug_course_id"]["S"]
        course = item("test-courses", course_id=course_id)
        enrollment = item("test-enrollments", user_id=user_id, course_id=course_id)
        pages = dynamodb.get_paginator("query").paginate(
            TableName="test-lesson-progress",
            KeyConditionExpression="user_id = :user AND begins_with(course_lesson, :course)",
            ExpressionAttributeValues={":user": {"S": user_id}, ":course": {"S": f"{course_id}#"}},
            ConsistentRead=True,
        )
        progress = {row["course_lesson"]["S"].partition("#")[2]: row for page in pages for row in page["Items"]}
        shown = [
            {
                **lesson,
                "percent_watched": len(row["watched"]["NS"]) if row else 0,
                "position_seconds": float(row["position_seconds"]["N"]) if row else None,
                "completed_at": row["completed_at"]["S"] if row else None,
            }
            for lesson in lessons
            for row in [progress.get(lesson["lesson_id"])]
        ]
        missing = [lesson["lesson_id"] for lesson in shown if lesson["completed_at"] is None]
        body = {
            "course_id": course_id,
            "slug": course["slug"]["S"],
            "title": course["title"]["S"],
            "completion_rule": json.loads(course["completion_rule"]["S"]),
            "lessons": shown,
            "completed_lessons": len(shown) - len(missing),
            "published_lessons": len(shown),
            "missing_lessons": missing,
            "completed_at": enrollment.get("completed_at", {}).get("S"),
        }
        return {"statusCode": 200, "body": json.dumps(body, ensure_ascii=False, separators=(",", ":"))}

    return handle


def milliseconds(handle: Callable[[], dict[str, Any]], calls: int) -> float:
    """Return the CPU time of one call, as the mean of some."""
    start = time.process_time()
    for _ in range(calls):
        answer = handle()
    spent = time.process_time() - start
    if answer["statusCode"] != HTTPStatus.OK:
        raise ValueError(answer)
    return spent * 1000 / calls


def measured(count: int, watched: int) -> list[tuple[float, float]]:
    """Measure both handlers in turn, some times; the first is a warm-up."""
    with aws.deployed(twin=True), redirect_stdout(StringIO()):
        lessons = store(count, watched)
        with recorded_answers():
            handlers = partial(function("progress").handler, EVENT, Context()), plain_handler(lessons)
            calls = max(2, 200 // count)
            rounds = [tuple(milliseconds(handler, calls) for handler in handlers) for _ in range(ROUNDS + 1)]
    return [(laurel, plain) for laurel, plain in rounds[1:]]


def main() -> None:
    """Print a line for each number of lessons."""
    print(f"{'lessons':>7} {'watched':>7} {'Laurel':>9} {'plain':>9} {'ratio':>6}")
    for count in LESSONS:
        for watched in WATCHED:
            rounds = measured(count, watched)
            laurel, plain = (statistics.median(column) for column in zip(*rounds, strict=True))
            ratio = statistics.median(ours / theirs for ours, theirs in rounds)
            print(f"{count:>7} {watched:>6}% {laurel:>7.2f}ms {plain:>7.2f}ms {ratio:>6.2f}", flush=True)


if __name__ == "__main__":
    main()
