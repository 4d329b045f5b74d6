"""Checks a course's enrollments again, page by page, after its rule or lessons changed."""

from typing import Any

from aws_lambda_powertools.utilities.data_classes import SQSEvent
from aws_lambda_powertools.utilities.typing import LambdaContext

from shared.edge import clock
from shared.edge.background import background_handler
from shared.usecases import recheck


@background_handler
def handler(event: dict[str, Any], context: LambdaContext) -> None:  # noqa: ARG001 - Lambda's signature
    """Check the one page of a batch; a page that fails is delivered again."""
    for record in SQSEvent(event).records:
        recheck.run_queued(record.body, clock.now())
