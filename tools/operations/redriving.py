"""Processing what failed again: batches of stream records in the bucket, and messages in dead-letter queues."""

import json
from collections.abc import Iterator, Set
from dataclasses import dataclass
from typing import Any

import boto3

from tools.operations.stack import OperationFailed, Stack, say

DEAD_LETTER_QUEUES = (
    "RecheckDeadLetterQueue",
    "OrderLinesDeadLetterQueue",
    "LearnerExportsDeadLetterQueue",
    "EnrollmentImportsDeadLetterQueue",
    "LearnerIndexDeadLetterQueue",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedBatch:
    """Stream records that a function could not process, as Lambda stores them.

    https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html

    Attributes:
        key: of the object in the bucket.
        failed_at: when Lambda gave up, as an ISO time.
        function: its ARN.
        event: what it was invoked with.
    """

    key: str
    failed_at: str
    function: str
    event: Any


def redrive(stack: Stack) -> None:
    """Process everything that failed again.

    Raises:
        OperationFailed: a function fails again; its batches stay, from the failed one on.
    """
    failures = _redrive_records(stack)
    _redrive_messages(stack)
    if failures:
        raise OperationFailed("\n".join(failures))


def _redrive_records(stack: Stack) -> list[str]:
    """Invoke functions with their failed batches; returns why some of them still fail."""
    bucket = boto3.resource("s3").Bucket(stack.resource("FailedRecordsBucket"))
    # Lambda gives up on the batches of an item in the order of its changes.
    batches = sorted(_batches(bucket), key=lambda batch: batch.failed_at)
    failing: dict[str, str] = {}
    processed = set()
    for batch in batches:
        if batch.function in failing:
            continue
        try:
            stack.invoke(batch.function, batch.event)
        except OperationFailed as error:
            failing[batch.function] = f"{error}\n  {batch.key} and what follows it stay in the bucket."
            continue
        bucket.Object(batch.key).delete()
        processed.add(batch.key)
    say(f"{len(processed)} of {len(batches)} failed batches of stream records processed")
    _delete_notices(stack.resource("FailedRecordsQueue"), {batch.key for batch in batches} - processed)
    return list(failing.values())


def _batches(bucket: Any) -> Iterator[FailedBatch]:  # noqa: ANN401 - boto3 makes its classes while it runs
    for stored in bucket.objects.all():
        record = json.loads(stored.get()["Body"].read())
        yield FailedBatch(
            key=stored.key,
            failed_at=record["timestamp"],
            function=record["requestContext"]["functionArn"],
            event=json.loads(record["payload"]),
        )


def _delete_notices(queue_url: str, left: Set[str]) -> None:
    """Delete the messages of objects that are processed or have expired."""
    sqs = boto3.client("sqs")
    while messages := sqs.receive_message(QueueUrl=queue_url, MaxNumberOfMessages=10).get("Messages", []):
        for message in messages:
            # A message that stays is visible again after the queue's visibility timeout.
            if json.loads(message["Body"])["detail"]["object"]["key"] not in left:
                sqs.delete_message(QueueUrl=queue_url, ReceiptHandle=message["ReceiptHandle"])


def _redrive_messages(stack: Stack) -> None:
    """Move the messages of dead-letter queues back to the queues that they come from."""
    sqs = boto3.client("sqs")
    for name in DEAD_LETTER_QUEUES:
        found = sqs.get_queue_attributes(QueueUrl=stack.resource(name), AttributeNames=["All"])["Attributes"]
        if int(found["ApproximateNumberOfMessages"]):
            sqs.start_message_move_task(SourceArn=found["QueueArn"])
            say(f"{name}: about {found['ApproximateNumberOfMessages']} messages are moved back")
