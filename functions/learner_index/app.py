"""Counts and indexes the learners of courses, from the stream of enrollments and a queue of courses."""

from typing import Any

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.data_classes import SQSEvent
from aws_lambda_powertools.utilities.data_classes.dynamo_db_stream_event import DynamoDBRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from shared.edge import clock
from shared.edge.background import background_handler
from shared.usecases import learner_index

processor = BatchProcessor(EventType.DynamoDBStreams)


def index(record: DynamoDBRecord) -> None:
    images = record.raw_event["dynamodb"]
    line = learner_index.changed_line(images.get("OldImage"), images.get("NewImage"))
    if line is not None:
        learner_index.update([line], clock.now())


@background_handler
def handler(event: dict[str, Any], context: LambdaContext) -> PartialItemFailureResponse:
    """Index the enrollment of each record, or continue with the course of a message; what fails is delivered again."""
    if event["Records"][0]["eventSource"] == "aws:sqs":
        for message in SQSEvent(event).records:
            learner_index.run_queued(message.body, clock.now())
        return {"batchItemFailures": []}
    return process_partial_response(event, index, processor, context)
