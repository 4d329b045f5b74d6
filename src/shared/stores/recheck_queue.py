"""The queue of courses whose enrollments must be checked again."""

import json
from dataclasses import dataclass
from functools import cache
from hashlib import sha256

from botocore.exceptions import BotoCoreError, ClientError

from shared.aws.connection import client
from shared.config import RecheckConfig
from shared.domain.errors import Unavailable
from shared.domain.ids import CourseId


@dataclass(frozen=True, slots=True, kw_only=True)
class Recheck:
    """A page of a course's enrollments to check again.

    Attributes:
        version: the version of the course that asks for it.
        after: the user id that the page begins after; None for the first page.
    """

    course_id: CourseId
    version: int
    after: str | None = None


@cache
def _config() -> RecheckConfig:
    return RecheckConfig.from_env()


def put(recheck: Recheck) -> None:
    """Queue a page. The queue delivers one page per course at a time, and deduplicates a page for five minutes.

    Raises:
        Unavailable: the queue did not accept it.
    """
    body = json.dumps({"course_id": recheck.course_id, "version": recheck.version, "after": recheck.after})
    try:
        client("sqs").send_message(
            QueueUrl=_config().queue_url,
            MessageBody=body,
            MessageGroupId=sha256(recheck.course_id.encode()).hexdigest(),
            MessageDeduplicationId=sha256(body.encode()).hexdigest(),
        )
    except (BotoCoreError, ClientError) as error:
        raise Unavailable("The recheck cannot be queued now; please send the same request again.") from error


def read(body: str) -> Recheck:
    """Read a queued page."""
    page = json.loads(body)
    return Recheck(course_id=CourseId(page["course_id"]), version=int(page["version"]), after=page["after"])
