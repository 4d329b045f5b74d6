"""Draws the pictures of certificates that were issued, revoked or replaced, from the stream of their records."""

from typing import Any

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.data_classes.dynamo_db_stream_event import DynamoDBRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from shared.edge.background import background_handler
from shared.usecases import pictures

processor = BatchProcessor(EventType.DynamoDBStreams)


def draw(record: DynamoDBRecord) -> None:
    images = record.raw_event["dynamodb"]
    pictures.draw(images.get("OldImage"), images["NewImage"])


@background_handler
def handler(event: dict[str, Any], context: LambdaContext) -> PartialItemFailureResponse:
    """Draw the certificate of each record of a batch; a record that fails is delivered again, with those after it."""
    return process_partial_response(event, draw, processor, context)
