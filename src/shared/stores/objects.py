"""Objects in S3: calls, with transient errors as `Unavailable`, and forms for uploads."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from shared.aws.connection import client, is_transient
from shared.config import DocumentConfig
from shared.domain.errors import Unavailable

type Answer = Mapping[str, Any]

# An upload must begin within this time after its form was signed.
UPLOAD_SECONDS = 3600
# A presigned URL is for this caller, to be followed at once.
LINK_SECONDS = 60


# Codes of a single object's error in a response that succeeded otherwise.
_TRANSIENT = {"InternalError", "ServiceUnavailable", "SlowDown"}
# Objects that one call removes (S3 API reference, DeleteObjects).
MAX_DELETED = 1000


class NotDeleted(Exception):
    """S3 refused to remove objects; the message has its codes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadForm:
    """A form that a browser posts straight to S3, with the file as its last field, named `file`."""

    url: str
    fields: dict[str, str]


@cache
def config() -> DocumentConfig:
    """The names of the buckets."""
    return DocumentConfig.from_env()


@contextmanager
def transient_errors() -> Iterator[None]:
    """Raise `Unavailable` for transient errors, of a call or of a body whose transfer was interrupted."""
    try:
        yield
    except (BotoCoreError, ClientError) as error:
        if is_transient(error):
            raise Unavailable("The document store is busy.") from error
        raise


def call(operation: str, **parameters: Any) -> Any:  # noqa: ANN401 - as botocore answers
    """Call S3.

    Raises:
        Unavailable: a transient error.
        ClientError: any other.
    """
    with transient_errors():
        return getattr(client("s3"), operation)(**parameters)


def body(answer: Any) -> bytes:  # noqa: ANN401 - as botocore answers
    """Read the body of an answer."""
    with transient_errors():
        read: bytes = answer["Body"].read()
    return read


def form(key: str, fields: Mapping[str, str], max_bytes: int) -> UploadForm:
    """Presign a form for one upload to the bucket of templates, valid for `UPLOAD_SECONDS`.

    Args:
        key: where the upload is stored.
        fields: of the form, which S3 requires as they are.
        max_bytes: the size of the largest file that S3 accepts.
    """
    signed = client("s3").generate_presigned_post(
        config().templates_bucket,
        key,
        Fields=dict(fields),
        Conditions=[
            *({name: value} for name, value in fields.items()),
            ["content-length-range", 1, max_bytes],
        ],
        ExpiresIn=UPLOAD_SECONDS,
    )
    return UploadForm(url=signed["url"], fields=signed["fields"])


def delete(bucket: str, keys: Sequence[str]) -> None:
    """Remove up to 1,000 objects, those that exist.

    Raises:
        Unavailable: a transient error; some may be left.
        NotDeleted: any other error of one of them.
    """
    wanted = [{"Key": key} for key in keys]
    answer = call("delete_objects", Bucket=bucket, Delete={"Objects": wanted, "Quiet": True})
    codes = {str(error.get("Code")) for error in answer.get("Errors", [])}
    if codes & _TRANSIENT:
        raise Unavailable("The document store is busy.")
    if codes:
        raise NotDeleted(", ".join(sorted(codes)))


def delete_all(bucket: str, prefix: str) -> Iterator[int]:
    """Remove all objects under a prefix; yields after each call, how many."""
    with transient_errors():
        for page in client("s3").get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix):
            if keys := [entry["Key"] for entry in page.get("Contents", [])]:
                delete(bucket, keys)
                yield len(keys)


def link(bucket: str, key: str, file_name: str) -> str:
    """Presign a URL to an object, to be saved under a file name, valid for `LINK_SECONDS`."""
    disposition = f'attachment; filename="{file_name}"'
    url: str = client("s3").generate_presigned_url(
        "get_object",
        Params={"Bucket": bucket, "Key": key, "ResponseContentDisposition": disposition},
        ExpiresIn=LINK_SECONDS,
    )
    return url


def is_missing(error: ClientError) -> bool:
    """Whether an error says that there is no such object."""
    # Without the right to list the bucket, S3 answers AccessDenied for a key that does not exist.
    return error.response["Error"]["Code"] in {"NoSuchKey", "404", "AccessDenied"}
