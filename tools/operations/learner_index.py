"""Counting and indexing the learners of courses again, from their enrollments."""

import json
import uuid
from hashlib import sha256

import boto3

from tools.operations.stack import OperationFailed, Stack, say


def index_learners(stack: Stack, course_id: str) -> None:
    """Queue all learners of a course to be compared with the index, and its counts to be computed again.

    The counts from before are shown until then.

    Raises:
        OperationFailed: there is no such course.
    """
    client = boto3.client("dynamodb")
    course = client.get_item(TableName=stack.resource("CoursesTable"), Key={"course_id": {"S": course_id}})
    # Items that reserve a slug have no version.
    if "version" not in course.get("Item", {}):
        raise OperationFailed("There is no such course.")
    client.update_item(
        TableName=stack.resource("LearnerIndexTable"),
        Key={"partition_key": {"S": f"counts#{course_id}"}, "sort_key": {"S": "work"}},
        UpdateExpression="SET due = :due REMOVE #after, #shard",
        ExpressionAttributeNames={"#after": "after", "#shard": "shard"},
        ExpressionAttributeValues={":due": {"BOOL": True}},
    )
    boto3.client("sqs").send_message(
        QueueUrl=stack.resource("LearnerIndexQueue"),
        MessageBody=json.dumps({"course_id": course_id}),
        MessageGroupId=sha256(course_id.encode()).hexdigest(),
        MessageDeduplicationId=uuid.uuid4().hex,
    )
    say("queued; the counts are corrected when all learners of the course are indexed")
