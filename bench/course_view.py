"""CPU of the learner's view of a course, warm, beside a plain handler on botocore, in one run.

    make bench-requests

Every lesson is a video, of which the learner has watched a hundredth or all. The plain handler makes the same calls,
keeps the lessons, too, and computes what the page shows, but checks neither access nor rules.
"""

import json
from typing import Any

from bench.replay import Event, Handler, Replay, compare, dump, handler_of, logging_nowhere, new_client, recorded
from tests.support import aws
from tests.support.service import Service
from tests.support.steps import ANNA, COURSE_ID, SLUG, enroll, put_course

LESSONS = (10, 100, 1000)
WATCHED = (1, 100)

dynamodb = new_client()


def course_view(count: int, watched: int) -> tuple[Replay, list[dict[str, Any]]]:
    """Record the view of a course; returns it, and the lessons, as a plain handler keeps them."""
    lessons = [
        {"lesson_id": f"lesson-{number}", "title": f"Lesson {number}", "kind": "video", "duration_seconds": 600.5}
        for number in range(count)
    ]
    at = {"S": "2026-03-02T12:00:00.000000Z"}
    watching = {
        "user_id": {"S": ANNA.sub},
        "watched": {"NS": [str(part) for part in range(watched)]},
        "position_seconds": {"N": "599.25"},
        **dict.fromkeys(("position_at", "completed_at", "started_at", "updated_at"), at),
    }

    def prepare(service: Service) -> None:
        put_course(service, lessons=lessons)
        enroll(service)
        keys = [{"S": f"{COURSE_ID}#{lesson['lesson_id']}"} for lesson in lessons]
        aws.load("lesson-progress", ({**watching, "course_lesson": key} for key in keys))

    request = {"method": "GET", "url": f"/my-courses/{SLUG}", "caller": ANNA}
    return recorded("progress", prepare, request), lessons


def item(table: str, **key: str) -> dict[str, Any]:
    wanted = {name: {"S": content} for name, content in key.items()}
    found: dict[str, Any] = dynamodb.get_item(TableName=table, Key=wanted, ConsistentRead=True)["Item"]
    return found


def plain_view(lessons: list[dict[str, Any]]) -> Handler:
    """Make a handler that reads items with botocore and writes JSON."""

    def handle(event: Event, _: object) -> dict[str, Any]:
        user_id = event["requestContext"]["authorizer"]["jwt"]["claims"]["sub"]
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
        return {"statusCode": 200, "body": dump(body)}

    return handle


def main() -> None:
    for count in LESSONS:
        for watched in WATCHED:
            with logging_nowhere():
                replay, lessons = course_view(count, watched)
                handler = handler_of("progress")
            name = f"{count} lessons, {watched} % watched"
            compare(name, replay, handler, plain_view(lessons), dynamodb, requests=max(2, 300 // count))
