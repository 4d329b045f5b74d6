"""Queues: messages are delivered to their function as an event source mapping does, one at a time."""

from typing import Any

from shared.aws.connection import client
from tests.support.service import Context, function

RECHECK, ORDER_LINES, LEARNER_EXPORTS, LEARNER_INDEX, ENROLLMENT_IMPORTS = (
    f"https://sqs.us-east-1.amazonaws.com/123456789012/test-{name}.fifo"
    for name in ("recheck", "order-lines", "learner-exports", "learner-index", "enrollment-imports")
)
_FUNCTIONS = {
    RECHECK: "recheck",
    ORDER_LINES: "order_lines",
    LEARNER_EXPORTS: "learner_exports",
    LEARNER_INDEX: "learner_index",
    ENROLLMENT_IMPORTS: "enrollment_imports",
}
AMPLE = Context()


def received(queue: str) -> list[dict[str, Any]]:
    """Receive and delete the messages of a queue."""
    answer = client("sqs").receive_message(QueueUrl=queue, MaxNumberOfMessages=10, AttributeNames=["All"])
    messages: list[dict[str, Any]] = answer.get("Messages", [])
    for message in messages:
        client("sqs").delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
    return messages


def run_function(queue: str, messages: list[dict[str, Any]], context: Context = AMPLE) -> None:
    """Deliver messages to the queue's function."""
    for message in messages:
        event = {"Records": [{"messageId": message["MessageId"], "body": message["Body"], "eventSource": "aws:sqs"}]}
        function(_FUNCTIONS[queue]).handler(event, context)


def run_until_empty(queue: str, context: Context = AMPLE) -> int:
    """Deliver messages until the queue is empty; return their number."""
    delivered = 0
    while messages := received(queue):
        run_function(queue, messages, context)
        delivered += len(messages)
    return delivered
