"""The deliveries of a course's staff about assignments, and of admins about one learner in all courses."""

from tests.proof.faults import fixtures
from tests.proof.faults.delivery import Delivery
from tests.proof.faults.event_sources import Request
from tests.proof.faults.fixtures import ADMIN_COURSE, admin, enrolled, get, with_certificate
from tests.support.aws import items
from tests.support.service import ADMIN, Service
from tests.support.steps import ANNA, BEN, enroll

ASSIGNMENT = f"{ADMIN_COURSE}/assignments/loaf"


def _two_enrolled(service: Service) -> None:
    enrolled(service)
    enroll(service, BEN)


def _assignment_done(service: Service) -> str:
    """A learner who has done everything; return when the assignment was done."""
    fixtures.detected(service)
    [loaf] = [item for item in items("lesson-progress") if item["course_lesson"]["S"].endswith("#loaf")]
    done_at: str = loaf["completed_at"]["S"]
    return done_at


def _undo(completed_at: str) -> Request:
    return admin("POST", f"{ASSIGNMENT}/marks/{ANNA.sub}/undo", {"completed_at": completed_at})


ASSIGNMENT_DELIVERIES = (
    Delivery("teaching", "the assignments of a course", enrolled, get(f"{ADMIN_COURSE}/assignments", ADMIN)),
    Delivery("teaching", "learners with an assignment to do", enrolled, get(f"{ASSIGNMENT}/learners", ADMIN)),
    Delivery(
        "teaching",
        "learners found for an assignment",
        fixtures.indexed_learners,
        get(f"{ASSIGNMENT}/learners?q=ann", ADMIN),
    ),
    Delivery(
        "teaching",
        "two marks",
        _two_enrolled,
        admin("POST", f"{ASSIGNMENT}/marks", {"user_ids": [ANNA.sub, BEN.sub], "note": "Well baked."}),
    ),
    Delivery("teaching", "an undo", _assignment_done, _undo),
    Delivery(
        "teaching",
        "a corrected name",
        with_certificate,
        admin("POST", f"{ADMIN_COURSE}/learners/{ANNA.sub}/name", {"name": "Anna Corrected"}),
    ),
    Delivery("admin", "one learner in all courses", with_certificate, get(f"/admin/learners/{ANNA.sub}", ADMIN)),
    Delivery(
        "enrollments", "an export for an admin", with_certificate, get(f"/admin/learners/{ANNA.sub}/export", ADMIN)
    ),
    Delivery(
        "enrollments",
        "an erasure by an admin",
        fixtures.two_with_certificates,
        admin("DELETE", f"/admin/learners/{ANNA.sub}"),
    ),
)
