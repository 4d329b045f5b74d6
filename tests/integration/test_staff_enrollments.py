"""The staff enrolls learners, cancels and restores enrollments, and extends access."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shared.domain.dates import utc_text
from tests.support.aws import items
from tests.support.imports import put_learner
from tests.support.payments import charge_refunded, deliver, purchase, refund_failed
from tests.support.service import ADMIN, Caller, Service
from tests.support.steps import (
    ANNA,
    certified,
    deliver_restored_enrollments,
    enroll,
    enrollment,
    finish_lessons,
    get_certificate,
    my_course,
    put_course,
    refusal,
    verify,
)
from tests.support.wire import calls, just_before

TEACHER = Caller("teacher-3", scope="instructor")
TOMORROW = utc_text(datetime.now(UTC) + timedelta(days=1))
YESTERDAY = utc_text(datetime.now(UTC) - timedelta(days=1))


def test_the_staff_enrolls_a_learner_and_is_on_record(service: Service) -> None:
    put_course(service)
    answer = put_learner(service, "anna", status="active", learner_name="Anna Nowak")
    assert answer.status == 200
    assert (answer.json["learner_name"], answer.json["status"]) == ("Anna Nowak", "active")
    assert (answer.json["enrolled_by"], answer.json["changed_by"]) == ("admin-1", "admin-1")
    assert my_course(service)["percent"] == 0
    assert enrollment(service)["enrolled_by"] == "admin-1"


def test_an_instructor_enrolls_learners_in_the_own_course_alone(service: Service) -> None:
    put_course(service, instructors=["teacher-3"])
    put_course(service, "course-2", slug="rye")
    assert put_learner(service, "anna", TEACHER, status="active").json["enrolled_by"] == "teacher-3"
    answer = service.call("PUT", "/admin/courses/course-2/learners/anna", caller=TEACHER, body={"status": "active"})
    assert refusal(answer) == (403, "forbidden")


def test_repeating_a_change_writes_nothing(service: Service) -> None:
    put_course(service)
    put_learner(service, "anna", status="active", learner_name="Anna")
    before = items("enrollments")
    with calls() as made:
        assert put_learner(service, "anna", status="active", learner_name="Anna").status == 200
    assert "TransactWriteItems" not in made
    assert items("enrollments") == before


def test_a_cancellation_ends_access_and_keeps_progress_and_certificate(service: Service) -> None:
    certificate = certified(service)
    answer = put_learner(service, "anna", status="cancelled")
    assert (answer.json["status"], answer.json["percent"]) == ("cancelled", 100)
    assert refusal(service.call("GET", "/my-courses/sourdough-bread", caller=ANNA)) == (403, "access_ended")
    assert refusal(get_certificate(service)) == (403, "access_ended")
    assert verify(service, certificate["verification_code"]).json["status"] == "active"
    assert put_learner(service, "anna", status="active").json["status"] == "active"
    assert get_certificate(service, accept="application/json").json["public_id"] == certificate["public_id"]


def test_access_that_is_extended_or_restored_has_completion_checked_again(service: Service) -> None:
    put_course(service)
    enroll(service)
    finish_lessons(service)
    put_learner(service, "anna", access_expires_at=YESTERDAY)
    assert enrollment(service)["completed_at"] is None
    answer = put_learner(service, "anna", access_expires_at=TOMORROW)
    assert answer.json["access_expires_at"] == TOMORROW
    deliver_restored_enrollments(service)
    assert enrollment(service)["completed_at"] is not None


def test_no_change_by_the_staff_undoes_a_refund(service: Service) -> None:
    put_course(service)
    deliver(service, purchase("course-1"), charge_refunded())
    changes: tuple[dict[str, Any], ...] = (
        {"status": "active"},
        {"learner_name": "Anna"},
        {"access_expires_at": TOMORROW},
    )
    for body in changes:
        assert refusal(put_learner(service, "anna", **body)) == (409, "order_refunded")
    deliver(service, refund_failed())
    assert put_learner(service, "anna", learner_name="Anna").status == 200


def test_a_refund_after_the_staff_has_read_the_enrollment_wins(service: Service) -> None:
    put_course(service)
    deliver(service, purchase("course-1"))
    with just_before("TransactWriteItems", lambda: deliver(service, charge_refunded())):
        answer = put_learner(service, "anna", access_expires_at=TOMORROW)
    assert refusal(answer) == (409, "order_refunded")
    assert enrollment(service)["status"] == "refunded"


def test_a_refund_of_an_order_ends_an_enrollment_that_the_staff_has_cancelled_and_restores_it_as_it_was(
    service: Service,
) -> None:
    put_course(service)
    deliver(service, purchase("course-1"))
    put_learner(service, "anna", status="cancelled")
    deliver(service, charge_refunded())
    assert enrollment(service)["status"] == "refunded"
    deliver(service, refund_failed())
    assert enrollment(service)["status"] == "cancelled"


def test_the_shop_keeps_what_the_staff_recorded(service: Service) -> None:
    put_course(service)
    put_learner(service, "anna", status="active")
    enroll(service, learner_name="Anna Łukasiewicz", order_id="order-1")
    shown = service.call("GET", "/admin/courses/course-1/learners/anna", caller=ADMIN).json
    assert (shown["enrolled_by"], shown["learner_name"]) == ("admin-1", "Anna Łukasiewicz")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"status": "refunded"},
        {"learner_name": "\u200b"},
        {"access_expires_at": "tomorrow"},
        {"order_id": "order-1"},
        {"learner_name": "x" * 301},
    ],
)
def test_a_change_that_makes_no_sense_is_refused(service: Service, body: dict[str, Any]) -> None:
    put_course(service)
    assert refusal(put_learner(service, "anna", **body)) == (400, "invalid_request")
    assert items("enrollments") == []


def test_nobody_is_enrolled_in_an_unknown_course(service: Service) -> None:
    assert refusal(put_learner(service, "anna", status="active")) == (404, "course_not_found")
