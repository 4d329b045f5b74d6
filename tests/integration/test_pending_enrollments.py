"""Enrollments by e-mail address wait for the first learner who has it, verified."""

import pytest

from tests.support.aws import items
from tests.support.imports import PENDING, cancel_pending, imported, put_learner, put_pending
from tests.support.payments import charge_refunded, deliver, purchase
from tests.support.service import ADMIN, Caller, Service
from tests.support.steps import (
    SLUG,
    enable_certificates,
    enroll,
    enrollment,
    get_certificate,
    put_course,
    refusal,
)
from tests.support.wire import calls, just_before

EMAIL = "anna.lukasiewicz@example.org"
ANNA = Caller("anna", email=EMAIL)
OTHER = Caller("other", email=EMAIL)
END, LATER = "2090-01-01T00:00:00.000000Z", "2091-01-01T00:00:00.000000Z"


@pytest.fixture(autouse=True)
def _course(service: Service) -> None:
    put_course(service)


def my_courses(service: Service, caller: Caller = ANNA) -> list[str]:
    return [card["course_id"] for card in service.call("GET", "/my-courses", caller=caller).json["items"]]


def waiting(service: Service) -> list[str]:
    return [one["email"] for one in service.call("GET", PENDING, caller=ADMIN).json["items"]]


def test_an_enrollment_by_address_waits_and_is_listed(service: Service) -> None:
    answer = put_pending(service, f"  {EMAIL.upper()}", learner_name="Anna", access_expires_at=END)
    assert answer.status == 200
    [listed] = service.call("GET", PENDING, caller=ADMIN).json["items"]
    assert listed == answer.json
    assert (listed["email"], listed["learner_name"], listed["access_expires_at"]) == (EMAIL, "Anna", END)
    assert (listed["enrolled_by"], listed["changed_by"]) == ("admin-1", "admin-1")
    assert items("enrollments") == []


def test_the_first_learner_with_the_verified_address_claims_it_with_the_next_request(service: Service) -> None:
    put_pending(service, EMAIL, learner_name="Anna", access_expires_at=END)
    assert my_courses(service, Caller("eve", email=EMAIL, email_verified="false")) == []
    assert my_courses(service) == ["course-1"]
    stored = enrollment(service)
    assert (stored["learner_name"], stored["access_expires_at"]) == ("Anna", END)
    assert (stored["enrolled_by"], stored["status"]) == ("admin-1", "active")
    assert items("pending-enrollments") == items("unclaimed-purchases") == []
    assert my_courses(service, OTHER) == []


@pytest.mark.parametrize("path", [f"/my-courses/{SLUG}", f"/my-courses/{SLUG}/certificate"])
def test_any_page_of_the_course_claims_it(service: Service, path: str) -> None:
    enable_certificates(service)
    put_pending(service, EMAIL)
    service.call("GET", path, caller=ANNA)
    assert enrollment(service)["status"] == "active"


def test_purchases_and_enrollments_by_one_address_are_claimed_together(service: Service) -> None:
    put_course(service, "course-2", slug="rye")
    deliver(service, purchase("course-2", user_id=None, customer_details={"email": EMAIL, "name": None}))
    put_pending(service, EMAIL)
    assert my_courses(service) == ["course-1", "course-2"]
    assert items("unclaimed-purchases") == []


def test_repeating_it_changes_nothing_and_a_change_replaces_it(service: Service) -> None:
    put_pending(service, EMAIL, learner_name="Anna")
    with calls() as made:
        put_pending(service, EMAIL, learner_name="Anna")
    assert "TransactWriteItems" not in made
    put_pending(service, EMAIL, learner_name="Anna Nowak", access_expires_at=END)
    my_courses(service)
    assert enrollment(service)["learner_name"] == "Anna Nowak"


def test_a_cancelled_one_is_claimed_by_nobody(service: Service) -> None:
    put_pending(service, EMAIL)
    assert cancel_pending(service, EMAIL).status == 204
    assert refusal(cancel_pending(service, EMAIL)) == (404, "pending_enrollment_not_found")
    assert my_courses(service) == []
    assert items("pending-enrollments") == items("unclaimed-purchases") == []


def test_of_a_claim_and_a_cancellation_at_once_one_is_first(service: Service) -> None:
    put_pending(service, EMAIL)
    with just_before("TransactWriteItems", lambda: cancel_pending(service, EMAIL)):
        assert my_courses(service) == []
    put_pending(service, EMAIL)
    with just_before("TransactWriteItems", lambda: my_courses(service)):
        assert refusal(cancel_pending(service, EMAIL)) == (404, "pending_enrollment_not_found")
    assert enrollment(service)["status"] == "active"


def test_whoever_is_enrolled_already_keeps_the_name_and_gets_no_shorter_access(service: Service) -> None:
    enroll(service, learner_name="Anna by the shop", access_expires_at=LATER)
    put_pending(service, EMAIL, learner_name="Anna by the staff", access_expires_at=END)
    my_courses(service)
    stored = enrollment(service)
    assert (stored["learner_name"], stored["access_expires_at"]) == ("Anna by the shop", LATER)
    assert items("pending-enrollments") == []


def test_access_that_ended_is_restored_and_one_that_ends_earlier_is_extended(service: Service) -> None:
    enroll(service, status="cancelled")
    put_pending(service, EMAIL, access_expires_at=END)
    my_courses(service)
    assert (enrollment(service)["status"], enrollment(service)["access_expires_at"]) == ("active", END)
    put_pending(service, EMAIL, access_expires_at=LATER)
    my_courses(service)
    assert enrollment(service)["access_expires_at"] == LATER


def test_what_a_refund_ended_stays_ended(service: Service) -> None:
    deliver(service, purchase("course-1"), charge_refunded())
    put_pending(service, EMAIL)
    my_courses(service)
    assert enrollment(service)["status"] == "refunded"
    assert items("pending-enrollments") == items("unclaimed-purchases") == []


def test_a_refund_during_a_claim_wins(service: Service) -> None:
    deliver(service, purchase("course-1"))
    put_learner(service, "anna", status="cancelled")
    put_pending(service, EMAIL)
    with just_before("TransactWriteItems", lambda: deliver(service, charge_refunded())):
        my_courses(service)
    assert enrollment(service)["status"] == "refunded"


def test_a_completion_waits_with_it_and_is_recorded_with_the_claim(service: Service) -> None:
    enable_certificates(service)
    imported(service, f"email,name,completed_at\n{EMAIL},Anna Nowak,2024-06-30\n", "history", announce=True)
    assert items("completions") == []
    my_courses(service)
    stored = enrollment(service)
    assert stored["completed_at"] == stored["all_lessons_completed_at"] == "2024-06-30T00:00:00.000000Z"
    assert stored["completion_source"] == "imported"
    [record] = items("completions")
    assert (record["source"]["S"], "is_silent" in record) == ("imported", False)
    assert get_certificate(service, ANNA).status == 200


def test_the_list_is_paged_by_address(service: Service) -> None:
    for number in range(30):
        put_pending(service, f"learner+{number:02}@example.org")
    first = service.call("GET", f"{PENDING}?limit=20", caller=ADMIN).json
    rest = service.call("GET", f"{PENDING}?limit=20&cursor={first['next_cursor']}", caller=ADMIN).json
    listed = [one["email"] for one in (*first["items"], *rest["items"])]
    assert listed == [f"learner+{number:02}@example.org" for number in range(30)]
    assert rest["next_cursor"] is None


@pytest.mark.parametrize("email", ["anna", "a b@example.org", "@example.org", "x" * 250 + "@ex.org"])
def test_what_is_no_address_is_refused(service: Service, email: str) -> None:
    assert refusal(put_pending(service, email)) == (400, "invalid_request")
    assert waiting(service) == []


def test_a_learner_without_a_verified_address_costs_no_read(service: Service) -> None:
    put_pending(service, EMAIL)
    with calls() as made:
        my_courses(service, Caller("anna"))
    assert made == ["Query"]
