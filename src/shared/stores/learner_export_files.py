"""The files of exports of a course's learners in S3, under a prefix that expires after a day."""

from shared.domain.learner_export import LearnerExport, Part
from shared.stores import multipart, objects
from shared.stores.multipart import StoredPart

_CSV = "text/csv; charset=utf-8"


def put(export: LearnerExport, content: bytes) -> None:
    """Store a whole file."""
    objects.call("put_object", Body=content, ContentType=_CSV, **_where(export))


def begin(export: LearnerExport) -> str:
    """Begin a file of several parts; return the id of the upload."""
    return multipart.begin(_where(export), _CSV)


def put_part(export: LearnerExport, upload_id: str, content: bytes, rows: int) -> Part:
    """Store the part with so many learners that follows those of the export, or replace it."""
    stored = multipart.put_part(_where(export), upload_id, len(export.parts) + 1, content)
    return Part(etag=stored.etag, crc32=stored.crc32, rows=rows)


def complete(export: LearnerExport, upload_id: str) -> None:
    """Make a file of the export's parts, if that has not happened yet."""
    multipart.complete(
        _where(export), upload_id, [StoredPart(etag=part.etag, crc32=part.crc32) for part in export.parts]
    )


def link(export: LearnerExport) -> str:
    """Presign a URL to the file, valid for `LINK_SECONDS`."""
    where = _where(export)
    return objects.link(where["Bucket"], where["Key"], export.file_name)


def _where(export: LearnerExport) -> dict[str, str]:
    key = f"exports/courses/{export.course_id}/{export.export_id}.csv"
    return {"Bucket": objects.config().certificates_bucket, "Key": key}
