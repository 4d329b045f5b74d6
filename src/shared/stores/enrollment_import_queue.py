"""The queue of imports of learners that must be done."""

import json
from dataclasses import dataclass
from functools import cache
from hashlib import sha256

from botocore.exceptions import BotoCoreError, ClientError

from shared.aws.connection import client
from shared.config import EnrollmentImportConfig
from shared.domain.enrollment_import import EnrollmentImport
from shared.domain.errors import Unavailable
from shared.domain.ids import CourseId


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Asks for the rest of an import, whose own item says how far it is."""

    course_id: CourseId
    import_id: str


@cache
def _config() -> EnrollmentImportConfig:
    return EnrollmentImportConfig.from_env()


def put(stored: EnrollmentImport) -> None:
    """Queue an import. The queue delivers one message per course at a time, and deduplicates for five minutes.

    Raises:
        Unavailable: the queue did not accept it.
    """
    # How far it is, and since when, tells the messages of one import apart.
    body = json.dumps({"course_id": stored.course_id, "import_id": stored.import_id, "done": len(stored.verdicts)})
    deduplication = f"{body}{stored.advanced_at.isoformat()}"
    try:
        client("sqs").send_message(
            QueueUrl=_config().queue_url,
            MessageBody=body,
            MessageGroupId=sha256(stored.course_id.encode()).hexdigest(),
            MessageDeduplicationId=sha256(deduplication.encode()).hexdigest(),
        )
    except (BotoCoreError, ClientError) as error:
        raise Unavailable("The import cannot be queued now; please send the same request again.") from error


def read(body: str) -> Request:
    """Read a message."""
    message = json.loads(body)
    return Request(course_id=CourseId(message["course_id"]), import_id=message["import_id"])
