"""Uploads a template, or a logo, as an admin's browser does."""

from shared.aws.connection import client
from tests.support.service import ADMIN, Answer, Service
from tests.support.steps import COURSE_ID

BUCKET = "test-templates"


def ask_for_upload(service: Service, size_bytes: int = 1000) -> Answer:
    body = {"file_name": "Zertifikat Größe A4.pdf", "size_bytes": size_bytes}
    return service.call("POST", f"/admin/courses/{COURSE_ID}/certificate/template", caller=ADMIN, body=body)


def upload(service: Service, content: bytes) -> str:
    """Store a file under the form's key, as S3 does; return the upload id."""
    answer = ask_for_upload(service).json
    client("s3").put_object(
        Bucket=BUCKET,
        Key=answer["fields"]["key"],
        Body=content,
        ContentType=answer["fields"]["Content-Type"],
        Metadata={"file-name": answer["fields"]["x-amz-meta-file-name"]},
    )
    upload_id: str = answer["upload_id"]
    return upload_id


def use_template(service: Service, content: bytes) -> None:
    """Upload a template and enable certificates with it."""
    body = {"certificate_enabled": True, "template_upload_id": upload(service, content)}
    answer = service.call("PUT", f"/admin/courses/{COURSE_ID}/certificate", caller=ADMIN, body=body)
    assert answer.status == 200, answer.content


def upload_logo(service: Service, content: bytes) -> str:
    """Store a logo under the key of its form, as S3 does; return the upload id."""
    body = {"content_type": "image/png", "size_bytes": 1000}
    answer = service.call("POST", "/admin/issuer/logo-uploads", caller=ADMIN, body=body).json
    client("s3").put_object(Bucket=BUCKET, Key=answer["fields"]["key"], Body=content)
    upload_id: str = answer["upload_id"]
    return upload_id
