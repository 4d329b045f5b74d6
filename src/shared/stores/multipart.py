"""Objects that are written part by part: neither the program nor one call needs to hold all of them.

The parts wait in S3 until the upload is completed; those of an upload that never is, are removed by lifecycle rules.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

from shared.stores import objects

# S3's minimum for each part but the last one (S3 user guide, multipart upload limits).
PART_BYTES = 5 * 1024**2
_CHECKSUM = "CRC32"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredPart:
    """What S3 says of a part.

    Attributes:
        etag: its entity tag.
        crc32: the checksum that S3 has verified, if it gives one.
    """

    etag: str
    crc32: str | None


def begin(where: Mapping[str, str], content_type: str) -> str:
    """Begin an object, given as `Bucket` and `Key`; return the id of the upload."""
    answer = objects.call("create_multipart_upload", ContentType=content_type, ChecksumAlgorithm=_CHECKSUM, **where)
    return str(answer["UploadId"])


def put_part(where: Mapping[str, str], upload_id: str, number: int, content: bytes) -> StoredPart:
    """Store a part, or replace the one with this number; the first has number 1."""
    answer = objects.call(
        "upload_part", Body=content, PartNumber=number, UploadId=upload_id, ChecksumAlgorithm=_CHECKSUM, **where
    )
    return StoredPart(etag=answer["ETag"], crc32=answer.get("ChecksumCRC32"))


def complete(where: Mapping[str, str], upload_id: str, parts: Sequence[StoredPart]) -> None:
    """Make an object of its parts, if that has not happened yet.

    Raises:
        ClientError: S3 has other parts than these.
    """
    numbered = [_numbered(number, part) for number, part in enumerate(parts, start=1)]
    try:
        objects.call("complete_multipart_upload", UploadId=upload_id, MultipartUpload={"Parts": numbered}, **where)
    except ClientError as error:
        if error.response["Error"]["Code"] != "NoSuchUpload" or not _exists(where):
            raise


def put(where: Mapping[str, str], content_type: str, chunks: Iterable[bytes]) -> None:
    """Write an object of chunks, at most one part of which is in memory; an interrupted one begins again."""
    held, upload_id = bytearray(), None
    parts: list[StoredPart] = []
    for chunk in chunks:
        if len(held) >= PART_BYTES:
            upload_id = upload_id or begin(where, content_type)
            parts.append(put_part(where, upload_id, len(parts) + 1, bytes(held)))
            held.clear()
        held += chunk
    if upload_id is None:
        objects.call("put_object", Body=bytes(held), ContentType=content_type, **where)
        return
    parts.append(put_part(where, upload_id, len(parts) + 1, bytes(held)))
    complete(where, upload_id, parts)


def _numbered(number: int, part: StoredPart) -> dict[str, Any]:
    numbered: dict[str, Any] = {"PartNumber": number, "ETag": part.etag}
    return numbered if part.crc32 is None else {**numbered, "ChecksumCRC32": part.crc32}


def _exists(where: Mapping[str, str]) -> bool:
    try:
        objects.call("head_object", **where)
    except ClientError as error:
        # A response to HEAD has no body, and so no other code.
        if objects.is_missing(error) or error.response["Error"]["Code"] == "403":
            return False
        raise
    return True
