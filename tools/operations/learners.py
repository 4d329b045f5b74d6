"""Checking completion again, and announcing completions that were not announced.

The functions get the events that their streams and queues send: see the samples in events/.
"""

import json
from collections.abc import Iterable
from hashlib import sha256
from itertools import batched
from typing import Any
from uuid import uuid4

import boto3
from botocore.exceptions import ClientError

from tools.operations.stack import OperationFailed, Stack, say

# The batch size of the streams.
BATCH = 100
# Not those of imports that the staff wanted without an event.
UNANNOUNCED = "attribute_not_exists(announced_at) AND attribute_not_exists(is_silent)"

type Image = dict[str, Any]


def check(stack: Stack, user_id: str, course_id: str) -> None:
    """Check whether a learner has completed a course, and record it, if they have access to it."""
    enrollment = {"user_id": {"S": user_id}, "course_id": {"S": course_id}}
    stack.invoke(stack.resource("CompletionFunction"), stream_event([enrollment], "MODIFY"))
    key = {"TableName": stack.resource("EnrollmentsTable"), "Key": enrollment, "ConsistentRead": True}
    found = boto3.client("dynamodb").get_item(**key).get("Item")
    if found is None:
        raise OperationFailed("The learner is not enrolled in this course.")
    completed_at = found.get("completed_at")
    say(f"completed at {completed_at['S']}" if completed_at else "not completed")


def recheck(stack: Stack, course_id: str) -> None:
    """Queue a check of all enrollments of a course, as after a change of its rule."""
    try:
        marked = boto3.client("dynamodb").update_item(
            TableName=stack.resource("CoursesTable"),
            Key={"course_id": {"S": course_id}},
            UpdateExpression="SET recheck_due = version",
            # Items that reserve a slug have no version.
            ConditionExpression="attribute_exists(version)",
            ReturnValues="ALL_NEW",
        )
    except ClientError as error:
        if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
            raise
        raise OperationFailed("There is no such course.") from error
    version = int(marked["Attributes"]["version"]["N"])
    # A new run, in place of one of the same version that may have stalled.
    body = json.dumps({"course_id": course_id, "version": version, "after": None, "run": uuid4().hex})
    boto3.client("sqs").send_message(
        QueueUrl=stack.resource("RecheckQueue"),
        MessageBody=body,
        MessageGroupId=sha256(course_id.encode()).hexdigest(),
        MessageDeduplicationId=sha256(body.encode()).hexdigest(),
    )
    say("queued; the course has recheck_due until all its enrollments are checked")


def reannounce(stack: Stack) -> None:
    """Announce the completions that have no `announced_at`, unless they are silent."""
    pages = (
        boto3.client("dynamodb")
        .get_paginator("scan")
        .paginate(TableName=stack.resource("CompletionsTable"), FilterExpression=UNANNOUNCED)
    )
    announced = 0
    for images in batched((image for page in pages for image in page["Items"]), BATCH, strict=False):
        stack.invoke(stack.resource("AnnouncementsFunction"), stream_event(images, "INSERT"))
        announced += len(images)
    say(f"{announced} completions announced")


def stream_event(images: Iterable[Image], name: str) -> dict[str, Any]:
    """Build the event of a table's stream with these new images."""
    records = [
        {
            "eventName": name,
            "eventSource": "aws:dynamodb",
            "dynamodb": {"NewImage": image, "SequenceNumber": str(number)},
        }
        for number, image in enumerate(images, start=1)
    ]
    return {"Records": records}
