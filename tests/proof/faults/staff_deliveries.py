"""Deliveries about enrollments by the staff: by hand, by address and from files."""

import json
from hashlib import sha256

from shared.aws.connection import client
from tests.proof.faults.delivery import Delivery
from tests.proof.faults.event_sources import Queue
from tests.proof.faults.fixtures import admin, enrolled, get
from tests.support.imports import IMPORTS, PENDING, put_pending
from tests.support.service import ADMIN, Caller, Service
from tests.support.steps import ANNA, COURSE_ID, put_course

EMAIL = "payer@example.com"
UPLOAD_ID = "20260112110000-import"
IMPORT = {"course_id": COURSE_ID, "import_id": UPLOAD_ID, "done": 0}
FILE = (
    "user_id,email,name,completed_at\n"
    f"{ANNA.sub},,Anna,2024-06-30\n"
    "ben,,Ben,2024-06-30\n"
    ",carl@example.org,Carl,2024-06-30\n"
    ",not an address,Nobody,2024-06-30\n"
)
LEARNER_OF_COURSE = f"/admin/courses/{COURSE_ID}/learners/{ANNA.sub}"
WANTED = {"upload_id": UPLOAD_ID, "sha256": sha256(FILE.encode()).hexdigest(), "kind": "history", "announce": True}


def uploaded(service: Service) -> None:
    """A file was uploaded; one of its learners is enrolled."""
    enrolled(service)
    key = f"import-uploads/{COURSE_ID}/{UPLOAD_ID}"
    client("s3").put_object(Bucket="test-templates", Key=key, Body=FILE.encode(), ContentType="text/csv")


def started(service: Service) -> None:
    uploaded(service)
    assert service.call("POST", IMPORTS, caller=ADMIN, body=WANTED).status == 202


def waiting(service: Service) -> None:
    put_course(service)
    assert put_pending(service, EMAIL, learner_name="Anna").status == 200


def waiting_with_completion(service: Service) -> None:
    """Two enrollments wait, one of them with a completion: that of an import."""
    started(service)
    _run(service)


def _run(service: Service) -> None:
    import_queue(None).begin(service)()


def import_queue(_: object) -> Queue:
    return Queue(function="enrollment_imports", body=json.dumps(IMPORT))


STAFF_DELIVERIES = (
    Delivery(
        "teaching", "a learner enrolled by the staff", put_course, admin("PUT", LEARNER_OF_COURSE, {"status": "active"})
    ),
    Delivery(
        "teaching", "a cancellation by the staff", enrolled, admin("PUT", LEARNER_OF_COURSE, {"status": "cancelled"})
    ),
    Delivery("teaching", "an enrollment by address", put_course, admin("POST", PENDING, {"email": EMAIL})),
    Delivery("teaching", "an enrollment by address changed", waiting, admin("POST", PENDING, {"email": EMAIL})),
    Delivery("teaching", "enrollments that wait", waiting, get(PENDING, ADMIN)),
    # Repeated after a response that was lost, it finds nothing that waits.
    Delivery(
        "teaching",
        "an enrollment by address cancelled",
        waiting,
        admin("POST", f"{PENDING}/cancel", {"email": EMAIL}),
        once_done="404",
    ),
    Delivery(
        "teaching",
        "an upload form for learners",
        put_course,
        admin("POST", f"{IMPORTS}/uploads", {"file_name": "learners.csv", "size_bytes": 1000}),
    ),
    Delivery(
        "teaching",
        "a preview of an import",
        uploaded,
        admin("POST", f"{IMPORTS}/preview", {"upload_id": UPLOAD_ID, "kind": "history"}),
    ),
    Delivery("teaching", "an import started", uploaded, admin("POST", IMPORTS, WANTED)),
    Delivery("teaching", "an import read", started, get(f"{IMPORTS}/{UPLOAD_ID}", ADMIN)),
    Delivery("teaching", "imports listed", started, get(IMPORTS, ADMIN)),
    Delivery("progress", "a claim of an enrollment", waiting, get("/my-courses", Caller(ANNA.sub, email=EMAIL))),
    Delivery(
        "progress",
        "a claim of an imported completion",
        waiting_with_completion,
        get("/my-courses", Caller("carl", email="carl@example.org")),
    ),
    Delivery("enrollment_imports", "an import", started, import_queue),
)
