"""Brings the enrollments and certificates of large orders in line with their order, page by page."""

from typing import Any

from aws_lambda_powertools.utilities.data_classes import SQSEvent
from aws_lambda_powertools.utilities.typing import LambdaContext

from shared.edge import clock
from shared.edge.background import background_handler
from shared.usecases import order_work


@background_handler
def handler(event: dict[str, Any], context: LambdaContext) -> None:  # noqa: ARG001 - Lambda's signature
    """Do the work of the one message of a batch; a message that fails is delivered again."""
    for record in SQSEvent(event).records:
        order_work.run_queued(record.body, clock.now())
