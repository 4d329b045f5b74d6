"""Writes the CSV of a course's learners to S3, part by part."""

from typing import Any

from aws_lambda_powertools.utilities.data_classes import SQSEvent
from aws_lambda_powertools.utilities.typing import LambdaContext

from shared.config import CertificateConfig
from shared.edge import clock
from shared.edge.answers import learner_exports as answers
from shared.edge.background import background_handler
from shared.usecases import learner_exports

config = CertificateConfig.from_env()


@background_handler
def handler(event: dict[str, Any], context: LambdaContext) -> None:  # noqa: ARG001 - Lambda's signature
    """Write the export of the one message of a batch; a message that fails is delivered again."""
    for record in SQSEvent(event).records:
        learner_exports.run_queued(record.body, config, clock.now(), header=answers.HEADER, line=answers.learner)
