"""The queue of courses whose enrollments must be checked again, and of the ranges that each is divided into."""

import json
from dataclasses import asdict, dataclass
from functools import cache
from hashlib import sha256
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from shared.aws.connection import client
from shared.config import RecheckConfig
from shared.domain.errors import Unavailable
from shared.domain.ids import CourseId, UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class Recheck:
    """A course whose enrollments must be checked again.

    Attributes:
        version: the version of the course that asks for it.
        after: the user id to begin after; None to begin with the first learner. Only messages of earlier releases,
            which checked one page after the other, have one.
        run: names the recheck that an operator starts anew; None for the one of this version.
    """

    course_id: CourseId
    version: int
    after: str | None = None
    run: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Continuation:
    """A recheck whose division into ranges goes on.

    Attributes:
        run: the recheck.
        turn: how many messages went before.
    """

    course_id: CourseId
    version: int
    run: str
    turn: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnerRange:
    """Learners of a course to check again.

    Attributes:
        run: the recheck that they are part of.
        number: of the range, among those of the recheck.
        after: the user id that the range begins after; None for the first learner.
        until: the last user id.
        again: learners whose check failed because their enrollments were busy; they come first.
    """

    course_id: CourseId
    version: int
    run: str
    number: int
    after: str | None
    until: str
    again: tuple[UserId, ...] = ()


type Message = Recheck | Continuation | LearnerRange


@cache
def _config() -> RecheckConfig:
    return RecheckConfig.from_env()


def put(message: Message) -> None:
    """Queue a message.

    The queue delivers one message of a course at a time, beside one for each of its ranges, and deduplicates a message
    for five minutes.

    Raises:
        Unavailable: the queue did not accept it.
    """
    body = json.dumps(_content(message))
    group = f"{message.course_id}#{message.number}" if isinstance(message, LearnerRange) else message.course_id
    try:
        client("sqs").send_message(
            QueueUrl=_config().queue_url,
            MessageBody=body,
            MessageGroupId=sha256(group.encode()).hexdigest(),
            MessageDeduplicationId=sha256(body.encode()).hexdigest(),
        )
    except (BotoCoreError, ClientError) as error:
        raise Unavailable("The recheck cannot be queued now; please send the same request again.") from error


def read(body: str) -> Message:
    """Read a message."""
    content = json.loads(body)
    course_id, version = CourseId(content["course_id"]), int(content["version"])
    if "range" in content:
        learners = content["range"]
        again = tuple(map(UserId, learners.pop("again")))
        return LearnerRange(course_id=course_id, version=version, **learners, again=again)
    if "turn" in content:
        return Continuation(course_id=course_id, version=version, run=content["run"], turn=int(content["turn"]))
    return Recheck(course_id=course_id, version=version, after=content["after"], run=content.get("run"))


def _content(message: Message) -> dict[str, Any]:
    """What a message says.

    The earlier release finds no `after` in what it cannot understand, so that it fails, and the queue delivers the
    message again. Otherwise it would check the course from there on, and clear its mark before all ranges are done.
    """
    content = asdict(message)
    if not isinstance(message, LearnerRange):
        return {name: part for name, part in content.items() if name != "run" or part is not None}
    common = {name: content.pop(name) for name in ("course_id", "version")}
    return {**common, "range": content}
