"""Queueing work again that rows say is pending, but no message asks for."""

import json
from hashlib import sha256

import boto3

from tools.operations import learners
from tools.operations.stack import Stack, say


def requeue(stack: Stack) -> None:
    """Queue the rechecks of all courses with `recheck_due`, and the lines of all orders with pending work."""
    scan = boto3.client("dynamodb").get_paginator("scan")
    courses = scan.paginate(TableName=stack.resource("CoursesTable"), FilterExpression="attribute_exists(recheck_due)")
    for course_id in [row["course_id"]["S"] for page in courses for row in page["Items"]]:
        say(f"course {course_id}:")
        learners.recheck(stack, course_id)
    orders = scan.paginate(
        TableName=stack.resource("OrdersTable"), FilterExpression="attribute_exists(pending_version)"
    )
    queued = 0
    for page in orders:
        for row in page["Items"]:
            order_id = row["order_id"]["S"]
            work = {"order_id": order_id, "version": int(row["pending_version"]["N"])}
            # The function continues where the order says; a message that is there already does the same work.
            body = json.dumps({**work, "after": row.get("pending_after", {}).get("S")})
            boto3.client("sqs").send_message(
                QueueUrl=stack.resource("OrderLinesQueue"),
                MessageBody=body,
                MessageGroupId=sha256(order_id.encode()).hexdigest(),
                MessageDeduplicationId=sha256(body.encode()).hexdigest(),
            )
            queued += 1
    say(f"the lines of {queued} orders queued")
