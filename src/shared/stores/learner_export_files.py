"""The files of exports of a course's learners in S3, under a prefix that expires after a day.

A file of one part is one object. A larger one is a multipart upload, whose parts wait in S3 until it is completed.
"""

from typing import Any

from botocore.exceptions import ClientError

from shared.domain.learner_export import LearnerExport, Part
from shared.stores import objects

# S3's minimum for each part but the last one (S3 user guide, multipart upload limits).
PART_BYTES = 5 * 1024**2
_CSV = "text/csv; charset=utf-8"
_CHECKSUM = "CRC32"


def put(export: LearnerExport, content: bytes) -> None:
    """Store a whole file."""
    objects.call("put_object", Body=content, ContentType=_CSV, **_object(export))


def begin(export: LearnerExport) -> str:
    """Begin a file of several parts; return the id of the upload."""
    answer = objects.call("create_multipart_upload", ContentType=_CSV, ChecksumAlgorithm=_CHECKSUM, **_object(export))
    return str(answer["UploadId"])


def put_part(export: LearnerExport, content: bytes, rows: int) -> Part:
    """Store the part with so many learners that follows those of the export, or replace it."""
    answer = objects.call(
        "upload_part",
        Body=content,
        PartNumber=len(export.parts) + 1,
        UploadId=export.upload_id,
        ChecksumAlgorithm=_CHECKSUM,
        **_object(export),
    )
    return Part(etag=answer["ETag"], crc32=answer.get("ChecksumCRC32"), rows=rows)


def complete(export: LearnerExport) -> None:
    """Make a file of the export's parts, if that has not happened yet.

    S3 refuses parts that are not those that were recorded.
    """
    try:
        objects.call(
            "complete_multipart_upload",
            UploadId=export.upload_id,
            MultipartUpload={"Parts": [_named(number, part) for number, part in enumerate(export.parts, start=1)]},
            **_object(export),
        )
    except ClientError as error:
        if error.response["Error"]["Code"] != "NoSuchUpload" or not _exists(export):
            raise


def link(export: LearnerExport) -> str:
    """Presign a URL to the file, valid for `LINK_SECONDS`."""
    where = _object(export)
    return objects.link(where["Bucket"], where["Key"], export.file_name)


def _exists(export: LearnerExport) -> bool:
    try:
        objects.call("head_object", **_object(export))
    except ClientError as error:
        if objects.is_missing(error) or error.response["Error"]["Code"] == "403":
            return False
        raise
    return True


def _named(number: int, part: Part) -> dict[str, Any]:
    named: dict[str, Any] = {"PartNumber": number, "ETag": part.etag}
    return named if part.crc32 is None else {**named, "ChecksumCRC32": part.crc32}


def _object(export: LearnerExport) -> dict[str, str]:
    key = f"exports/courses/{export.course_id}/{export.export_id}.csv"
    return {"Bucket": objects.config().certificates_bucket, "Key": key}
