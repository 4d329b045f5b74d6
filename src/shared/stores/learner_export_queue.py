"""The queue of exports of a course's learners that must be written."""

import json
from dataclasses import dataclass
from functools import cache
from hashlib import sha256

from botocore.exceptions import BotoCoreError, ClientError

from shared.aws.connection import client
from shared.config import LearnerExportConfig
from shared.domain.errors import Unavailable
from shared.domain.ids import CourseId
from shared.domain.learner_export import LearnerExport


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Asks for the rest of an export, whose own item says how far it is."""

    course_id: CourseId
    export_id: str


@cache
def _config() -> LearnerExportConfig:
    return LearnerExportConfig.from_env()


def put(export: LearnerExport) -> None:
    """Queue an export. The queue delivers one message per export at a time, and deduplicates for five minutes.

    Raises:
        Unavailable: the queue did not accept it.
    """
    # The number of parts tells the messages of one export apart.
    body = json.dumps(
        {"course_id": export.course_id, "export_id": export.export_id, "parts": len(export.parts)},
    )
    try:
        client("sqs").send_message(
            QueueUrl=_config().queue_url,
            MessageBody=body,
            MessageGroupId=export.export_id,
            MessageDeduplicationId=sha256(body.encode()).hexdigest(),
        )
    except (BotoCoreError, ClientError) as error:
        raise Unavailable("The export cannot be queued now; please send the same request again.") from error


def read(body: str) -> Request:
    """Read a message."""
    message = json.loads(body)
    return Request(course_id=CourseId(message["course_id"]), export_id=message["export_id"])
