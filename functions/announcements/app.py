"""Announces completions and certificates on the event bus, from the streams of their records."""

from typing import Any

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.data_classes.dynamo_db_stream_event import DynamoDBRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from shared.edge import clock
from shared.edge.log import logger
from shared.stores import time_budget
from shared.usecases import announcements

processor = BatchProcessor(EventType.DynamoDBStreams)


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: LambdaContext) -> PartialItemFailureResponse:
    """Announce each record of a batch; one that cannot be announced comes again, with those behind it."""

    def announce(record: DynamoDBRecord) -> None:
        images = record.raw_event["dynamodb"]
        announcements.announce(images.get("OldImage"), images["NewImage"], clock.now())

    with time_budget.kept(context.get_remaining_time_in_millis):
        return process_partial_response(event, announce, processor, context)
