"""Documents in S3: uploaded and prepared templates, and issued PDFs."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from urllib.parse import quote, unquote

from botocore.exceptions import BotoCoreError, ClientError

from shared.aws.connection import client, is_transient
from shared.config import DocumentConfig
from shared.domain.certificate import Certificate
from shared.domain.errors import Unavailable

# An upload must begin within this time after its form was signed.
UPLOAD_SECONDS = 3600
UPLOAD_RETENTION = timedelta(days=1)
# S3's error codes for a put with `If-None-Match: *`: the object exists; or it is being deleted at the same time.
_ALREADY_EXISTS = {"PreconditionFailed", "ConditionalRequestConflict"}
# A presigned URL is for this caller, to be followed at once.
LINK_SECONDS = 60
_PDF = "application/pdf"
_PNG = "image/png"
_FILE_NAME_FIELD = "x-amz-meta-file-name"


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadForm:
    """A form that a browser posts straight to S3, with the file as its last field, named `file`."""

    url: str
    fields: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """An uploaded file."""

    file_name: str
    content: bytes


class TemplateFilesMissing(Exception):
    """The files of a template version do not exist."""


@cache
def _config() -> DocumentConfig:
    return DocumentConfig.from_env()


@contextmanager
def _transient_s3_errors() -> Iterator[None]:
    """Raise `Unavailable` for transient errors, of a call or of a body whose transfer was interrupted."""
    try:
        yield
    except (BotoCoreError, ClientError) as error:
        if is_transient(error):
            raise Unavailable("The document store is busy.") from error
        raise


def _call(operation: str, **parameters: Any) -> Any:  # noqa: ANN401 - as botocore answers
    with _transient_s3_errors():
        return getattr(client("s3"), operation)(**parameters)


def _content(answer: Any) -> bytes:  # noqa: ANN401 - as botocore answers
    with _transient_s3_errors():
        content: bytes = answer["Body"].read()
    return content


def upload_form(course_id: str, upload_id: str, file_name: str, max_bytes: int) -> UploadForm:
    """Presign a form for one upload of at most `max_bytes`, valid for `UPLOAD_SECONDS`."""
    # S3 keeps metadata in headers, which are ASCII.
    fields = {"Content-Type": _PDF, _FILE_NAME_FIELD: quote(file_name)}
    form = client("s3").generate_presigned_post(
        _config().templates_bucket,
        _upload_key(course_id, upload_id),
        Fields=fields,
        Conditions=[
            *({name: value} for name, value in fields.items()),
            ["content-length-range", 1, max_bytes],
        ],
        ExpiresIn=UPLOAD_SECONDS,
    )
    return UploadForm(url=form["url"], fields=form["fields"])


def upload(course_id: str, upload_id: str, max_bytes: int, now: datetime) -> Upload | None:
    """Read an uploaded file; None if there is none, it is too large, or it has expired."""
    try:
        answer = _call("get_object", Bucket=_config().templates_bucket, Key=_upload_key(course_id, upload_id))
    except ClientError as error:
        if _is_missing(error):
            return None
        raise
    # Lifecycle rules remove an expired upload, but not at once.
    if answer["ContentLength"] > max_bytes or now - answer["LastModified"] > UPLOAD_RETENTION:
        return None
    file_name = unquote(answer["Metadata"].get("file-name", "template.pdf"))
    return Upload(file_name=file_name, content=_content(answer))


def put_template(course_id: str, version: int, uploaded: bytes, prepared: bytes) -> None:
    """Store a template's files: the upload, and the prepared PDF that certificates are rendered from."""
    for name, content in (("upload", uploaded), ("prepared", prepared)):
        _call(
            "put_object",
            Bucket=_config().templates_bucket,
            Key=_template_key(course_id, version, name),
            Body=content,
            ContentType=_PDF,
        )


def delete_template(course_id: str, version: int) -> None:
    """Remove a template's files, if they exist."""
    for name in ("upload", "prepared"):
        _call("delete_object", Bucket=_config().templates_bucket, Key=_template_key(course_id, version, name))


def prepared_template(course_id: str, version: int) -> bytes:
    """Read the prepared PDF that certificates are rendered from.

    Raises:
        TemplateFilesMissing: it does not exist.
    """
    return _template_file(course_id, version, "prepared")


def uploaded_template(course_id: str, version: int) -> bytes:
    """Read the file that a version was prepared from.

    Raises:
        TemplateFilesMissing: it does not exist.
    """
    return _template_file(course_id, version, "upload")


def _template_file(course_id: str, version: int, name: str) -> bytes:
    key = _template_key(course_id, version, name)
    try:
        answer = _call("get_object", Bucket=_config().templates_bucket, Key=key)
    except ClientError as error:
        if _is_missing(error):
            raise TemplateFilesMissing from error
        raise
    return _content(answer)


def put_certificate(certificate: Certificate, pdf: bytes) -> None:
    """Store the PDF of a new certificate, unless it is stored already."""
    try:
        _put_certificate(certificate, pdf, IfNoneMatch="*")
    except ClientError as error:
        if error.response["Error"]["Code"] not in _ALREADY_EXISTS:
            raise


def replace_certificate(certificate: Certificate, pdf: bytes) -> None:
    """Replace a PDF that is missing or was altered."""
    _put_certificate(certificate, pdf)


def _put_certificate(certificate: Certificate, pdf: bytes, **condition: str) -> None:
    _call(
        "put_object",
        Bucket=_config().certificates_bucket,
        Key=_certificate_key(certificate),
        Body=pdf,
        ContentType=_PDF,
        **condition,
    )


def delete_certificate(certificate: Certificate) -> None:
    """Remove a PDF, if it exists."""
    _call("delete_object", Bucket=_config().certificates_bucket, Key=_certificate_key(certificate))


def certificate_pdf(certificate: Certificate) -> bytes | None:
    """Read an issued PDF, or None if it does not exist."""
    try:
        answer = _call("get_object", Bucket=_config().certificates_bucket, Key=_certificate_key(certificate))
    except ClientError as error:
        if _is_missing(error):
            return None
        raise
    return _content(answer)


def certificate_link(certificate: Certificate, file_name: str) -> str:
    """Presign a URL to an issued PDF, valid for `LINK_SECONDS`."""
    return _link(_config().certificates_bucket, _certificate_key(certificate), file_name)


def archive_link(course_id: str, archive_id: str, content: bytes, file_name: str) -> str:
    """Store a ZIP of PDFs under a prefix that expires, and presign a URL to it, valid for `LINK_SECONDS`."""
    bucket, key = _config().certificates_bucket, f"archives/{course_id}/{archive_id}.zip"
    _call("put_object", Bucket=bucket, Key=key, Body=content, ContentType="application/zip")
    return _link(bucket, key, file_name)


def preview_link(course_id: str, pdf: bytes) -> str:
    """Store a preview under a prefix that expires, and presign a URL to it, valid for `LINK_SECONDS`."""
    bucket, key = _config().templates_bucket, f"previews/{course_id}"
    _call("put_object", Bucket=bucket, Key=key, Body=pdf, ContentType=_PDF)
    return _link(bucket, key, "sample.pdf")


def upload_preview_links(course_id: str, upload_id: str, pdf: bytes, png: bytes) -> tuple[str, str]:
    """Store a sample over an upload, and its picture, under a prefix that expires, and presign a URL to each."""
    bucket = _config().templates_bucket
    links = []
    for content, suffix, content_type in ((pdf, "pdf", _PDF), (png, "png", _PNG)):
        key = f"previews/{course_id}/{upload_id}.{suffix}"
        _call("put_object", Bucket=bucket, Key=key, Body=content, ContentType=content_type)
        links.append(_link(bucket, key, f"sample.{suffix}"))
    return links[0], links[1]


def _link(bucket: str, key: str, file_name: str) -> str:
    disposition = f'attachment; filename="{file_name}"'
    link: str = client("s3").generate_presigned_url(
        "get_object",
        Params={"Bucket": bucket, "Key": key, "ResponseContentDisposition": disposition},
        ExpiresIn=LINK_SECONDS,
    )
    return link


def delete_certificates(user_id: str) -> None:
    """Remove all of a learner's PDFs."""
    bucket, prefix = _config().certificates_bucket, _learner_prefix(user_id)
    with _transient_s3_errors():
        for page in client("s3").get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix):
            for entry in page.get("Contents", []):
                client("s3").delete_object(Bucket=bucket, Key=entry["Key"])


def _upload_key(course_id: str, upload_id: str) -> str:
    # Lifecycle rules remove what stays here for a day.
    return f"uploads/{course_id}/{upload_id}"


def _template_key(course_id: str, version: int, name: str) -> str:
    return f"templates/{course_id}/{version}/{name}.pdf"


def _learner_prefix(user_id: str) -> str:
    # All of a learner's PDFs, those of earlier certificates too, can be found without the records.
    return f"certificates/{user_id}/"


def _certificate_key(certificate: Certificate) -> str:
    return f"{_learner_prefix(certificate.user_id)}{certificate.public_id}.pdf"


def _is_missing(error: ClientError) -> bool:
    # Without the right to list the bucket, S3 answers AccessDenied for a key that does not exist.
    return error.response["Error"]["Code"] in {"NoSuchKey", "404", "AccessDenied"}
