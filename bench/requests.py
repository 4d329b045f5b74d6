"""CPU of the two requests that come most often, warm, beside plain handlers on botocore, in one run.

    make bench-requests

A plain handler makes the same calls to DynamoDB with botocore alone, trusts its input, and writes one line of log.
"""

import json
import sys
import time
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from bench import course_view
from bench.replay import Event, Replay, compare, dump, handler_of, logging_nowhere, new_client, recorded
from tests.support.service import Service
from tests.support.steps import ANNA, SLUG, certified, enroll, playback, put_course, send

dynamodb = new_client()
HEADERS = {"Content-Type": "application/json", "Cache-Control": "no-store"}


def now() -> str:
    return datetime.now(UTC).isoformat()


def log(event: Event, status: int) -> None:
    print(json.dumps({"time": now(), "route": event["routeKey"], "status": status}))


def plain_heartbeat(event: Event, _: object) -> dict[str, Any]:
    user_id = event["requestContext"]["authorizer"]["jwt"]["claims"]["sub"]
    [sent] = json.loads(event["body"])["events"]
    enrollment = dynamodb.get_item(
        TableName="test-enrollments", Key={"user_id": {"S": user_id}, "course_id": {"S": "course-1"}}
    )["Item"]
    if enrollment["status"]["S"] != "active":
        return {"statusCode": 403, "headers": HEADERS, "body": "{}"}
    parts = {str(part) for start, end in sent["played"] for part in range(int(start), int(end))}
    at = now()
    progress = dynamodb.update_item(
        TableName="test-lesson-progress",
        Key={"user_id": {"S": user_id}, "course_lesson": {"S": f"course-1#{sent['lesson_id']}"}},
        UpdateExpression="SET started_at = if_not_exists(started_at, :now), updated_at = :now, position_at = :at, "
        "position_seconds = :seconds ADD watched :parts",
        ConditionExpression="attribute_not_exists(position_at) OR position_at < :at",
        ExpressionAttributeValues={
            ":now": {"S": at},
            ":at": {"S": sent["occurred_at"]},
            ":seconds": {"N": str(sent["position_seconds"])},
            ":parts": {"NS": sorted(parts)},
        },
        ReturnValues="ALL_NEW",
    )["Attributes"]
    log(event, 200)
    result = {
        "event_id": sent["event_id"],
        "status": "recorded",
        "lesson": {
            "lesson_id": sent["lesson_id"],
            "percent_watched": len(progress["watched"]["NS"]),
            "position_seconds": float(progress["position_seconds"]["N"]),
            "completed_at": progress.get("completed_at", {}).get("S"),
        },
    }
    return {"statusCode": 200, "headers": HEADERS, "body": dump({"results": [result]})}


def plain_verification(event: Event, _: object) -> dict[str, Any]:
    minute = int(time.time()) // 60 * 60
    address = event["requestContext"]["http"]["sourceIp"]
    dynamodb.update_item(
        TableName="test-rate-limits",
        Key={"limit_key": {"S": sha256(f"{minute}#{address}".encode()).hexdigest()}},
        UpdateExpression="ADD requests :one SET expires_at = :end",
        ConditionExpression="attribute_not_exists(requests) OR requests < :limit",
        ExpressionAttributeValues={":one": {"N": "1"}, ":end": {"N": str(minute + 60)}, ":limit": {"N": "120"}},
    )
    code = event["pathParameters"]["code"].upper().replace("-", "")
    found = dynamodb.get_item(
        TableName="test-certificate-register", Key={"register_key": {"S": f"code#{code}"}}, ConsistentRead=True
    )["Item"]
    log(event, 200)
    shown = {name: value["S"] for name, value in found.items() if "S" in value}
    return {"statusCode": 200, "headers": HEADERS, "body": dump(shown)}


def heartbeat() -> Replay:
    def prepare(service: Service) -> None:
        put_course(service)
        enroll(service)
        send(service, playback("starter", [0, 10]))

    body = {"events": [playback("starter", [10, 20])]}
    return recorded(
        "progress", prepare, {"method": "POST", "url": f"/my-courses/{SLUG}/progress", "caller": ANNA, "body": body}
    )


def verification() -> Replay:
    codes: list[str] = []

    def prepare(service: Service) -> None:
        codes.append(certified(service)["verification_code"])
        service.call("GET", f"/certificates/verify/{codes[0]}")
        request["url"] = f"/certificates/verify/{codes[0]}"

    request = {"method": "GET", "url": ""}
    return recorded("verification", prepare, request)


def main() -> None:
    sys.stdout.write(f"{'CPU of a warm request':<28}{'Laurel':>11}{'plain':>13}{'ratio':>9}\n")
    for folder, record, plain in (
        ("progress", heartbeat, plain_heartbeat),
        ("verification", verification, plain_verification),
    ):
        with logging_nowhere():
            replay, handler = record(), handler_of(folder)
        compare(record.__name__, replay, handler, plain, dynamodb)
    course_view.main()


if __name__ == "__main__":
    main()
