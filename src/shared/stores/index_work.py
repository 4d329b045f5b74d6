"""How far a course was indexed, its counts, and the queue of what is left to do."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hashlib import sha256

from botocore.exceptions import BotoCoreError, ClientError

from shared.aws.connection import client
from shared.config import LearnerIndexConfig
from shared.domain.errors import Unavailable
from shared.domain.ids import CourseId
from shared.domain.learner_index import LearnerCounts
from shared.stores.learner_index import IndexRow, counts_key, counts_of

# In place of a course: all courses, in order of slug. No course has this id.
ALL_COURSES = CourseId("*")
_KEY = "work"


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexWork:
    """How far a course was indexed.

    First every enrollment is indexed, in order of user id; then, shard by shard, what is indexed is compared with the
    enrollments, and counted.

    Attributes:
        is_due: whether it is not done.
        after: the user id to continue after; None for the beginning of the course or shard. Of `ALL_COURSES`, the slug
            of the last course that is done.
        shard: the shard to continue in; None for the enrollments.
        filled_at: when it was done for the first time: since then, the counts are complete.
        touched_at: when it was last continued.
    """

    course_id: CourseId
    is_due: bool = True
    after: str | None = None
    shard: int | None = None
    filled_at: datetime | None = None
    touched_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredCounts:
    """The counts of a course, and how far it was indexed; None for a course that never was."""

    counts: LearnerCounts
    changed_at: datetime | None
    work: IndexWork | None


@cache
def _config() -> LearnerIndexConfig:
    return LearnerIndexConfig.from_env()


def counts(course_id: str) -> StoredCounts:
    """Read the counts of a course, eventually consistent."""
    sums, times, work = LearnerCounts(), [], None
    for row in IndexRow.query(counts_key(course_id)):
        if row.sort_key == _KEY:
            work = _work(row)
            continue
        sums += counts_of(row)
        times.append(row.changed_at)
    return StoredCounts(counts=sums, changed_at=_newest(times), work=work)


def _newest(times: Sequence[datetime | None]) -> datetime | None:
    return max((time for time in times if time is not None), default=None)


def get(course_id: str) -> IndexWork | None:
    """Read how far a course was indexed; None if it never was."""
    try:
        return _work(IndexRow.get(counts_key(course_id), _KEY, consistent_read=True))
    except IndexRow.DoesNotExist:
        return None


def save(work: IndexWork, now: datetime) -> None:
    """Store how far a course was indexed."""
    row = IndexRow(counts_key(work.course_id), _KEY, due=work.is_due, after=work.after, shard=work.shard)
    row.filled_at = work.filled_at
    row.touched_at = now
    row.save()


def put(work: IndexWork, within: IndexWork | None = None) -> None:
    """Queue what is left to do of a course. The queue delivers one message per course at a time.

    A message that is put twice within five minutes is delivered once.

    Args:
        work: what is left to do.
        within: of `ALL_COURSES`, what is left to do of the course that comes next.

    Raises:
        Unavailable: the queue did not accept it.
    """
    parts = [work] if within is None else [work, within]
    body = json.dumps(
        {
            "course_id": work.course_id,
            "position": [[part.course_id, part.shard, part.after] for part in parts],
        }
    )
    try:
        client("sqs").send_message(
            QueueUrl=_config().queue_url,
            MessageBody=body,
            MessageGroupId=sha256(work.course_id.encode()).hexdigest(),
            MessageDeduplicationId=sha256(body.encode()).hexdigest(),
        )
    except (BotoCoreError, ClientError) as error:
        raise Unavailable("The learners cannot be indexed now; please send the same request again.") from error


def read(body: str) -> CourseId:
    """Read the course of a message: how far it was indexed is stored."""
    return CourseId(json.loads(body)["course_id"])


def _work(row: IndexRow) -> IndexWork:
    return IndexWork(
        course_id=CourseId(row.partition_key.partition("#")[2]),
        is_due=bool(row.due),
        after=row.after,
        shard=None if row.shard is None else int(row.shard),
        filled_at=row.filled_at,
        touched_at=row.touched_at,
    )
