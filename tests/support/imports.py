"""Imports files of learners, as the staff's browser does."""

import csv
import io
from typing import Any

from shared.aws.connection import client
from tests.support import queues
from tests.support.queues import AMPLE, ENROLLMENT_IMPORTS
from tests.support.service import ADMIN, Answer, Caller, Context, Service
from tests.support.steps import COURSE_ID

COURSE = f"/admin/courses/{COURSE_ID}"
IMPORTS = f"{COURSE}/enrollment-imports"
PENDING = f"{COURSE}/pending-enrollments"


def upload(service: Service, content: str | bytes, caller: Caller = ADMIN, name: str = "Frühling 2026.csv") -> str:
    """Store a file under the form's key, as S3 does; return the upload id."""
    raw = content.encode() if isinstance(content, str) else content
    answer = service.call("POST", f"{IMPORTS}/uploads", caller=caller, body={"file_name": name, "size_bytes": len(raw)})
    assert answer.status == 200, answer.content
    fields = answer.json["fields"]
    client("s3").put_object(
        Bucket="test-templates",
        Key=fields["key"],
        Body=raw,
        ContentType=fields["Content-Type"],
        Metadata={"file-name": fields["x-amz-meta-file-name"]},
    )
    upload_id: str = answer.json["upload_id"]
    return upload_id


def preview(service: Service, upload_id: str, kind: str = "enroll", caller: Caller = ADMIN) -> Answer:
    return service.call("POST", f"{IMPORTS}/preview", caller=caller, body={"upload_id": upload_id, "kind": kind})


def start(
    service: Service, content: str | bytes, kind: str = "enroll", caller: Caller = ADMIN, **more: object
) -> dict[str, Any]:
    """Upload, preview and start; return the import."""
    upload_id = upload(service, content, caller)
    previewed = preview(service, upload_id, kind, caller)
    assert previewed.status == 200, previewed.content
    body = {"upload_id": upload_id, "sha256": previewed.json["sha256"], "kind": kind, **more}
    answer = service.call("POST", IMPORTS, caller=caller, body=body)
    assert answer.status == 202, answer.content
    started: dict[str, Any] = answer.json
    return started


def run(context: Context = AMPLE) -> int:
    """Deliver the messages of all imports; return their number."""
    return queues.run_until_empty(ENROLLMENT_IMPORTS, context)


def shown(service: Service, import_id: str, caller: Caller = ADMIN) -> dict[str, Any]:
    answer = service.call("GET", f"{IMPORTS}/{import_id}", caller=caller)
    assert answer.status == 200, answer.content
    found: dict[str, Any] = answer.json
    return found


def imported(service: Service, content: str | bytes, kind: str = "enroll", **more: Any) -> dict[str, Any]:  # noqa: ANN401
    """Import a file, from its upload to its end; return the import."""
    started = start(service, content, kind, **more)
    run()
    return shown(service, started["import_id"])


def result(import_id: str) -> list[dict[str, str]]:
    """The rows of an import's result."""
    key = f"imports/{COURSE_ID}/{import_id}/result.csv"
    content: bytes = client("s3").get_object(Bucket="test-certificates", Key=key)["Body"].read()
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def put_learner(service: Service, user_id: str, caller: Caller = ADMIN, **body: object) -> Answer:
    return service.call("PUT", f"{COURSE}/learners/{user_id}", caller=caller, body=body)


def put_pending(service: Service, email: str, caller: Caller = ADMIN, **body: object) -> Answer:
    return service.call("POST", PENDING, caller=caller, body={"email": email, **body})


def cancel_pending(service: Service, email: str, caller: Caller = ADMIN) -> Answer:
    return service.call("POST", f"{PENDING}/cancel", caller=caller, body={"email": email})


def counts(**numbers: int) -> dict[str, int]:
    return {"new": 0, "updated": 0, "unchanged": 0, "bad": 0, "refunded": 0, "ended": 0, "busy": 0} | numbers
