"""Logos of issuers in S3: uploads, and the logos themselves by the digest of their content, which never change."""

from datetime import datetime, timedelta
from hashlib import sha256

from botocore.exceptions import ClientError

from shared.domain.issuer import MAX_LOGO_BYTES
from shared.stores import objects

_RETENTION = timedelta(days=1)


def upload_form(upload_id: str, content_type: str) -> objects.UploadForm:
    """Presign a form for one upload of at most `MAX_LOGO_BYTES`."""
    return objects.form(_upload_key(upload_id), {"Content-Type": content_type}, MAX_LOGO_BYTES)


def upload(upload_id: str, now: datetime) -> bytes | None:
    """Read an uploaded file; None if there is none, it is too large, or it has expired."""
    answer = _get(_upload_key(upload_id))
    # A lifecycle rule removes an expired upload, but not at once.
    if answer is None or answer["ContentLength"] > MAX_LOGO_BYTES or now - answer["LastModified"] > _RETENTION:
        return None
    return objects.body(answer)


def put(logo: bytes, content_type: str) -> str:
    """Store a logo, and return its SHA-256 in hexadecimal."""
    digest = sha256(logo).hexdigest()
    bucket = objects.config().templates_bucket
    objects.call("put_object", Bucket=bucket, Key=_key(digest), Body=logo, ContentType=content_type)
    return digest


def get(digest: str) -> bytes | None:
    """Read a logo by its SHA-256 in hexadecimal, or None if there is none."""
    answer = _get(_key(digest))
    return None if answer is None else objects.body(answer)


def _get(key: str) -> objects.Answer | None:
    try:
        answer: objects.Answer = objects.call("get_object", Bucket=objects.config().templates_bucket, Key=key)
    except ClientError as error:
        if objects.is_missing(error):
            return None
        raise
    return answer


def _upload_key(upload_id: str) -> str:
    return f"logo-uploads/{upload_id}"


def _key(digest: str) -> str:
    return f"logos/{digest}"
