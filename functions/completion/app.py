"""Detects completed courses from the streams of lesson progress, and of enrollments whose access was restored."""

from typing import Any

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.data_classes.dynamo_db_stream_event import DynamoDBRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from shared.edge import clock
from shared.edge.background import background_handler
from shared.usecases import completion
from shared.usecases.completion import CheckRequest

processor = BatchProcessor(EventType.DynamoDBStreams)


@background_handler
def handler(event: dict[str, Any], context: LambdaContext) -> PartialItemFailureResponse:
    """Check each learner and course of a batch once; a record that cannot be processed fails alone."""
    checked: set[CheckRequest] = set()

    def detect(record: DynamoDBRecord) -> None:
        request = completion.check_request(record.dynamodb.new_image if record.dynamodb else {})
        # Everything in this batch was written before it was delivered: the first check has seen it all.
        if request in checked:
            return
        completion.check(
            request.user_id, request.course_id, clock.now(), of_recorded_progress=request.of_recorded_progress
        )
        checked.add(request)

    return process_partial_response(event, detect, processor, context)
