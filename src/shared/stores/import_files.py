"""Files of learners in S3: uploads, the files of imports, and their results.

Uploads expire after a day. When an import is started, its file is copied, since an upload can be replaced with the same
form; it expires with the result, as long after the import as the import's item.
"""

from urllib.parse import quote, unquote

from botocore.exceptions import ClientError

from shared.domain.enrollment_import import MAX_FILE_BYTES, EnrollmentImport
from shared.stores import objects
from shared.stores.documents import Upload

_CSV = "text/csv"
_FILE_NAME_FIELD = "x-amz-meta-file-name"


def upload_form(course_id: str, upload_id: str, file_name: str) -> objects.UploadForm:
    """Presign a form for one upload of at most `MAX_FILE_BYTES`, valid for `UPLOAD_SECONDS`."""
    # S3 keeps metadata in headers, which are ASCII.
    fields = {"Content-Type": _CSV, _FILE_NAME_FIELD: quote(file_name)}
    return objects.form(_upload_key(course_id, upload_id), fields, MAX_FILE_BYTES)


def upload(course_id: str, upload_id: str) -> Upload | None:
    """Read an uploaded file; None if there is none, it has expired, or it is too large."""
    answer = _read(objects.config().templates_bucket, _upload_key(course_id, upload_id))
    if answer is None or answer["ContentLength"] > MAX_FILE_BYTES:
        return None
    return Upload(file_name=unquote(answer["Metadata"].get("file-name", "learners.csv")), content=objects.body(answer))


def put(course_id: str, import_id: str, sha256: str, content: bytes) -> None:
    """Store the file of an import; another content has another key."""
    _put(_file_key(course_id, import_id, sha256), content)


def get(stored: EnrollmentImport) -> bytes | None:
    """Read the file of an import; None once it has expired."""
    key = _file_key(stored.course_id, stored.import_id, stored.sha256)
    answer = _read(objects.config().certificates_bucket, key)
    return None if answer is None else objects.body(answer)


def put_result(stored: EnrollmentImport, content: bytes) -> None:
    """Store the result of an import; the same import always has the same."""
    _put(_result_key(stored), content)


def result_link(stored: EnrollmentImport, file_name: str) -> str:
    """Presign a URL to the result, valid for `LINK_SECONDS`."""
    return objects.link(objects.config().certificates_bucket, _result_key(stored), file_name)


def _read(bucket: str, key: str) -> objects.Answer | None:
    try:
        answer: objects.Answer = objects.call("get_object", Bucket=bucket, Key=key)
    except ClientError as error:
        if objects.is_missing(error):
            return None
        raise
    return answer


def _put(key: str, content: bytes) -> None:
    bucket = objects.config().certificates_bucket
    objects.call("put_object", Bucket=bucket, Key=key, Body=content, ContentType=f"{_CSV}; charset=utf-8")


def _upload_key(course_id: str, upload_id: str) -> str:
    # Lifecycle rules remove what stays here for a day.
    return f"import-uploads/{course_id}/{upload_id}"


def _file_key(course_id: str, import_id: str, sha256: str) -> str:
    return f"imports/{course_id}/{import_id}/{sha256}.csv"


def _result_key(stored: EnrollmentImport) -> str:
    return f"imports/{stored.course_id}/{stored.import_id}/result.csv"
