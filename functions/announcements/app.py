"""Announces completions and certificates on the event bus, and counts them, from the streams of their records."""

from typing import Any

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.data_classes.dynamo_db_stream_event import DynamoDBRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from shared.edge import clock
from shared.edge.background import background_handler
from shared.edge.metrics import Metric, count
from shared.usecases import announcements

COUNTED = {
    "CourseCompleted": Metric.COURSES_COMPLETED,
    "CertificateIssued": Metric.CERTIFICATES_ISSUED,
    "CertificateRevoked": Metric.CERTIFICATES_REVOKED,
    "CertificateReinstated": Metric.CERTIFICATES_REINSTATED,
}

processor = BatchProcessor(EventType.DynamoDBStreams)


def announce(record: DynamoDBRecord) -> None:
    images = record.raw_event["dynamodb"]
    for event in announcements.announce(images.get("OldImage"), images["NewImage"], clock.now()):
        count(COUNTED[event.type])


@background_handler
def handler(event: dict[str, Any], context: LambdaContext) -> PartialItemFailureResponse:
    """Announce and count each record of a batch; a record that fails is delivered again, with those after it."""
    return process_partial_response(event, announce, processor, context)
