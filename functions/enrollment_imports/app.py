"""Imports files of learners into courses, row by row, and writes the results to S3."""

from typing import Any

from aws_lambda_powertools.utilities.data_classes import SQSEvent
from aws_lambda_powertools.utilities.typing import LambdaContext

from shared.config import CertificateConfig
from shared.edge import clock
from shared.edge.answers import enrollment_imports as answers
from shared.edge.background import background_handler
from shared.edge.requests import enrollment_files
from shared.usecases import enrollment_imports

config = CertificateConfig.from_env()
read = enrollment_files.reader(config.time_zone)


@background_handler
def handler(event: dict[str, Any], context: LambdaContext) -> None:  # noqa: ARG001 - Lambda's signature
    """Do the import of the one message of a batch; a message that fails is delivered again."""
    for record in SQSEvent(event).records:
        enrollment_imports.run_queued(record.body, clock.now(), read=read, write=answers.result)
