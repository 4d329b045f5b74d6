"""Exports of all data about a learner in S3, of learners with too much for a response; they expire after a day."""

from collections.abc import Iterable, Iterator

from shared.domain.ids import UserId
from shared.stores import multipart, objects

_FILE_NAME = "learner.json"


def put(user_id: UserId, export_id: str, chunks: Iterable[bytes]) -> str:
    """Store an export, and presign a URL to it, valid for `LINK_SECONDS`."""
    where = {"Bucket": objects.config().certificates_bucket, "Key": f"{_prefix(user_id)}{export_id}.json"}
    multipart.put(where, "application/json", chunks)
    return objects.link(where["Bucket"], where["Key"], _FILE_NAME)


def delete_all(user_id: UserId) -> Iterator[int]:
    """Remove all exports of a learner; yields after each call."""
    return objects.delete_all(objects.config().certificates_bucket, _prefix(user_id))


def _prefix(user_id: UserId) -> str:
    return f"exports/learners/{user_id}/"
