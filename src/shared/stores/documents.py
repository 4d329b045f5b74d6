"""Documents in S3: uploaded and prepared templates, and issued PDFs."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import quote, unquote

from botocore.exceptions import ClientError

from shared.domain.certificate import Certificate
from shared.stores import objects

UPLOAD_RETENTION = timedelta(days=1)
# S3's error codes for a put with `If-None-Match: *`: the object exists; or it is being deleted at the same time.
_ALREADY_EXISTS = {"PreconditionFailed", "ConditionalRequestConflict"}
_PDF = "application/pdf"
_PNG = "image/png"
_FILE_NAME_FIELD = "x-amz-meta-file-name"


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """An uploaded file."""

    file_name: str
    content: bytes


class TemplateFilesMissing(Exception):
    """The files of a template version do not exist."""


def upload_form(course_id: str, upload_id: str, file_name: str, max_bytes: int) -> objects.UploadForm:
    """Presign a form for one upload of at most `max_bytes`, valid for `UPLOAD_SECONDS`."""
    # S3 keeps metadata in headers, which are ASCII.
    fields = {"Content-Type": _PDF, _FILE_NAME_FIELD: quote(file_name)}
    return objects.form(_upload_key(course_id, upload_id), fields, max_bytes)


def put_upload(course_id: str, upload_id: str, file_name: str, content: bytes) -> None:
    """Store a file that was made here, as if it had been uploaded."""
    objects.call(
        "put_object",
        Bucket=objects.config().templates_bucket,
        Key=_upload_key(course_id, upload_id),
        Body=content,
        ContentType=_PDF,
        Metadata={"file-name": quote(file_name)},
    )


def upload(course_id: str, upload_id: str, max_bytes: int, now: datetime) -> Upload | None:
    """Read an uploaded file; None if there is none, it is too large, or it has expired."""
    try:
        answer = objects.call(
            "get_object", Bucket=objects.config().templates_bucket, Key=_upload_key(course_id, upload_id)
        )
    except ClientError as error:
        if objects.is_missing(error):
            return None
        raise
    # Lifecycle rules remove an expired upload, but not at once.
    if answer["ContentLength"] > max_bytes or now - answer["LastModified"] > UPLOAD_RETENTION:
        return None
    file_name = unquote(answer["Metadata"].get("file-name", "template.pdf"))
    return Upload(file_name=file_name, content=objects.body(answer))


def put_template(course_id: str, version: int, uploaded: bytes, prepared: bytes) -> None:
    """Store a template's files: the upload, and the prepared PDF that certificates are rendered from."""
    for name, content in (("upload", uploaded), ("prepared", prepared)):
        objects.call(
            "put_object",
            Bucket=objects.config().templates_bucket,
            Key=_template_key(course_id, version, name),
            Body=content,
            ContentType=_PDF,
        )


def delete_template(course_id: str, version: int) -> None:
    """Remove a template's files, if they exist."""
    for name in ("upload", "prepared"):
        objects.call(
            "delete_object", Bucket=objects.config().templates_bucket, Key=_template_key(course_id, version, name)
        )


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
        answer = objects.call("get_object", Bucket=objects.config().templates_bucket, Key=key)
    except ClientError as error:
        if objects.is_missing(error):
            raise TemplateFilesMissing from error
        raise
    return objects.body(answer)


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
    objects.call(
        "put_object",
        Bucket=objects.config().certificates_bucket,
        Key=_certificate_key(certificate),
        Body=pdf,
        ContentType=_PDF,
        **condition,
    )


def delete_certificate(certificate: Certificate) -> None:
    """Remove a PDF, if it exists."""
    objects.call("delete_object", Bucket=objects.config().certificates_bucket, Key=_certificate_key(certificate))


def certificate_pdf(certificate: Certificate) -> bytes | None:
    """Read an issued PDF, or None if it does not exist."""
    try:
        answer = objects.call(
            "get_object", Bucket=objects.config().certificates_bucket, Key=_certificate_key(certificate)
        )
    except ClientError as error:
        if objects.is_missing(error):
            return None
        raise
    return objects.body(answer)


def certificate_link(certificate: Certificate, file_name: str) -> str:
    """Presign a URL to an issued PDF, valid for `objects.LINK_SECONDS`."""
    return objects.link(objects.config().certificates_bucket, _certificate_key(certificate), file_name)


def archive_link(course_id: str, archive_id: str, content: bytes, file_name: str) -> str:
    """Store a ZIP of PDFs under a prefix that expires, and presign a URL to it, valid for `objects.LINK_SECONDS`."""
    bucket, key = objects.config().certificates_bucket, f"archives/{course_id}/{archive_id}.zip"
    objects.call("put_object", Bucket=bucket, Key=key, Body=content, ContentType="application/zip")
    return objects.link(bucket, key, file_name)


def preview_link(course_id: str, pdf: bytes) -> str:
    """Store a preview under a prefix that expires, and presign a URL to it, valid for `objects.LINK_SECONDS`."""
    bucket, key = objects.config().templates_bucket, f"previews/{course_id}"
    objects.call("put_object", Bucket=bucket, Key=key, Body=pdf, ContentType=_PDF)
    return objects.link(bucket, key, "sample.pdf")


def upload_preview_links(course_id: str, upload_id: str, pdf: bytes, png: bytes) -> tuple[str, str]:
    """Store a sample over an upload, and its picture, under a prefix that expires, and presign a URL to each."""
    bucket = objects.config().templates_bucket
    links = []
    for content, suffix, content_type in ((pdf, "pdf", _PDF), (png, "png", _PNG)):
        key = f"previews/{course_id}/{upload_id}.{suffix}"
        objects.call("put_object", Bucket=bucket, Key=key, Body=content, ContentType=content_type)
        links.append(objects.link(bucket, key, f"sample.{suffix}"))
    return links[0], links[1]


def delete_certificates(user_id: str) -> Iterator[int]:
    """Remove all of a learner's PDFs; yields after each call."""
    return objects.delete_all(objects.config().certificates_bucket, _learner_prefix(user_id))


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
