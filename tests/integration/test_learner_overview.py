"""One learner in all courses: read, renamed, exported and erased by admins."""

from typing import Any

import pytest

from tests.support.aws import items
from tests.support.service import ADMIN, SHOP, Answer, Service
from tests.support.steps import (
    ANNA,
    COURSE_ID,
    certified,
    deliver_completed_lessons,
    enable_certificates,
    enroll,
    enrollment,
    finish_lessons,
    get_certificate,
    pay_event,
    put_course,
    refund_event,
    refusal,
    verify,
)

OVERVIEW = f"/admin/learners/{ANNA.sub}"


def overview(service: Service, query: str = "") -> Any:  # noqa: ANN401
    answer = service.call("GET", f"{OVERVIEW}{query}", caller=ADMIN)
    assert answer.status == 200, answer.content
    return answer.json


def correct(service: Service, name: str, course_id: str = COURSE_ID) -> Answer:
    url = f"/admin/courses/{course_id}/learners/{ANNA.sub}/name"
    return service.call("POST", url, caller=ADMIN, body={"name": name})


# ------------------------------------------------------------------ reading


def test_an_admin_sees_all_courses_of_a_learner(service: Service) -> None:
    issued = certified(service, learner_name="Anna Łukasiewicz", order_id="order-1")
    put_course(service, "course-2", slug="rye", title="Rye bread")
    enroll(service, course_id="course-2", status="cancelled")
    service.call("PUT", "/my-profile", caller=ANNA, body={"name": "Anna Own"})
    found = overview(service)
    assert (found["user_id"], found["profile_name"], found["next_cursor"]) == ("anna", "Anna Own", None)
    first, second = found["items"]
    assert (first["course_title"], first["percent"], first["certificate_state"]) == ("Sourdough bread", 100, "issued")
    assert (first["certificate"]["public_id"], first["order_id"]) == (issued["public_id"], "order-1")
    assert (second["status"], second["certificate"], second["learner_name"]) == ("cancelled", None, None)


@pytest.mark.parametrize("limit", [1, 2, 3])
def test_pages_of_courses_repeat_none_and_lose_none(service: Service, limit: int) -> None:
    ids = [f"course-{number}" for number in range(3)]
    for course_id in ids:
        put_course(service, course_id, slug=course_id)
        enroll(service, course_id=course_id)
    found, cursor = [], ""
    while True:
        page = overview(service, f"?limit={limit}{cursor}")
        found += [item["course_id"] for item in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert found == ids


def test_a_learner_who_does_not_exist_is_not_found(service: Service) -> None:
    assert refusal(service.call("GET", OVERVIEW, caller=ADMIN)) == (404, "learner_not_found")


# ------------------------------------------------------------------ the name


def test_a_name_is_corrected_where_there_is_no_certificate_yet(service: Service) -> None:
    put_course(service)
    enable_certificates(service)
    enroll(service, learner_name="Ana Lukasiewics")
    answer = correct(service, "  Anna  Łukasiewicz ")
    assert (answer.status, answer.json["learner_name"]) == (200, "Anna Łukasiewicz")
    assert (answer.json["certificate"], answer.json["replaced"]) == (None, False)
    finish_lessons(service)
    deliver_completed_lessons(service)
    issued = get_certificate(service, accept="application/json").json
    assert (issued["issued_name"], enrollment(service)["learner_name"]) == ("Anna Łukasiewicz", "Anna Łukasiewicz")


def test_a_correction_replaces_a_certificate_in_force(service: Service) -> None:
    old = certified(service, learner_name="Ana Lukasiewics")
    answer = correct(service, "Anna Łukasiewicz").json
    assert answer["replaced"]
    assert answer["certificate"]["issued_name"] == "Anna Łukasiewicz"
    assert verify(service, old["verification_code"]).json["revoke_reason"] == "replaced"
    assert verify(service, answer["certificate"]["verification_code"]).json["status"] == "active"


def test_a_repeated_correction_changes_nothing(service: Service) -> None:
    certified(service, learner_name="Ana Lukasiewics")
    first = correct(service, "Anna Łukasiewicz").json
    before = items("course-certificates"), items("certificate-register")
    again = correct(service, "Anna Łukasiewicz").json
    assert (again["certificate"], again["replaced"]) == (first["certificate"], False)
    assert (items("course-certificates"), items("certificate-register")) == before


def test_a_revoked_certificate_keeps_its_name(service: Service) -> None:
    issued = certified(service, learner_name="Ana Lukasiewics")
    service.call("POST", f"/admin/certificates/{issued['public_id']}/revoke", caller=ADMIN, body={"reason": "Copied"})
    answer = correct(service, "Anna Łukasiewicz").json
    assert (answer["replaced"], answer["certificate"]["issued_name"]) == (False, "Ana Lukasiewics")
    assert enrollment(service)["learner_name"] == "Anna Łukasiewicz"


def test_a_correction_leaves_the_access_and_the_refund_of_an_enrollment_as_they_are(service: Service) -> None:
    put_course(service)
    enroll(service, order_id="order-1", learner_name="Ana")
    pay_event(service, refund_event("order-1"))
    [before] = items("enrollments")
    assert correct(service, "Anna").status == 200
    [after] = items("enrollments")
    changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    assert changed == {"learner_name", "updated_at"}


def test_a_name_that_cannot_be_printed_is_refused_and_changes_nothing(service: Service) -> None:
    put_course(service)
    enroll(service, learner_name="Anna")
    assert refusal(correct(service, "Anna 𓇋")) == (409, "name_not_printable")
    assert refusal(correct(service, " \u200b ")) == (400, "invalid_request")
    assert refusal(correct(service, "x" * 201)) == (400, "invalid_request")
    assert enrollment(service)["learner_name"] == "Anna"


def test_a_correction_needs_an_enrollment_and_creates_none(service: Service) -> None:
    put_course(service)
    assert refusal(correct(service, "Anna")) == (404, "enrollment_not_found")
    assert items("enrollments") == []


# ------------------------------------------------------------------ the data


def test_an_admin_exports_what_a_service_does(service: Service) -> None:
    certified(service)
    own = service.call("GET", f"{OVERVIEW}/export", caller=ADMIN)
    shops = service.call("GET", f"/service/learners/{ANNA.sub}/export", caller=SHOP)
    assert own.status == 200
    assert {**own.json, "exported_at": None} == {**shops.json, "exported_at": None}


def test_an_admin_erases_a_learner_and_codes_stay_verifiable(service: Service) -> None:
    issued = certified(service)
    assert service.call("DELETE", OVERVIEW, caller=ADMIN).status == 204
    assert service.call("DELETE", OVERVIEW, caller=ADMIN).status == 204
    assert refusal(service.call("GET", OVERVIEW, caller=ADMIN)) == (404, "learner_not_found")
    verified = verify(service, issued["verification_code"]).json
    assert (verified["status"], verified["issued_name"]) == ("active", "")
