"""Certificates that the shop's services issue for learners, and read."""

from typing import Any

from tests.support.service import ADMIN, SHOP, Answer, Service
from tests.support.steps import (
    ANNA,
    BEN,
    COURSE_ID,
    certified,
    deliver_completed_lessons,
    enable_certificates,
    enroll,
    finish_lessons,
    get_certificate,
    pay_event,
    put_course,
    refund_event,
    refusal,
)
from tests.support.wire import broken
from tests.support.wire import refusal as refused

NAME = "Anna Łukasiewicz"


def issue(service: Service, *learners: str, course_id: str = COURSE_ID) -> Answer:
    body = {"certificates": [{"user_id": learner, "course_id": course_id} for learner in learners]}
    return service.call("POST", "/service/certificates", caller=SHOP, body=body)


def results(answer: Answer) -> list[tuple[str, str, str | None]]:
    assert answer.status == 200, answer.content
    return [(one["user_id"], one["status"], one.get("code")) for one in answer.json["results"]]


def read(service: Service, learner: str = "anna", course_id: str = COURSE_ID) -> Answer:
    return service.call("GET", f"/service/certificates/{learner}/{course_id}", caller=SHOP)


def finished(service: Service, **fields: Any) -> None:  # noqa: ANN401
    put_course(service)
    enable_certificates(service)
    assert enroll(service, **{"learner_name": NAME, "order_id": "order-1", **fields}).status == 200
    finish_lessons(service)


def test_a_service_issues_what_the_learner_then_downloads(service: Service) -> None:
    finished(service)
    answer = issue(service, "anna")
    assert results(answer) == [("anna", "issued", None)]
    issued = answer.json["results"][0]["certificate"]
    assert (issued["issued_name"], issued["name_source"], issued["order_id"]) == (NAME, "shop", "order-1")
    shown = get_certificate(service, accept="application/json").json
    assert (shown["public_id"], shown["pdf_sha256"]) == (issued["public_id"], issued["pdf_sha256"])
    assert read(service).json == issued


def test_repeating_the_request_changes_nothing(service: Service) -> None:
    finished(service)
    first = issue(service, "anna", "anna")
    assert results(first) == [("anna", "issued", None), ("anna", "unchanged", None)]
    again = issue(service, "anna").json["results"][0]
    assert again == {**first.json["results"][0], "status": "unchanged"}


def test_each_is_decided_by_itself_by_the_rules_of_a_download(service: Service) -> None:
    finished(service)
    enroll(service, BEN)
    answer = issue(service, "carla", "ben", "anna")
    assert results(answer) == [
        ("carla", "rejected", "not_enrolled"),
        ("ben", "rejected", "course_not_completed"),
        ("anna", "issued", None),
    ]
    assert answer.json["results"][1]["missing_lessons"] == ["starter", "dough", "flour", "loaf"]
    assert results(issue(service, "anna", course_id="nothing")) == [("anna", "rejected", "course_not_found")]
    put_course(service, published=False)
    assert results(issue(service, "anna")) == [("anna", "rejected", "course_not_found")]


def test_without_a_token_a_name_of_the_token_alone_is_missing(service: Service) -> None:
    finished(service, learner_name=None)
    assert results(issue(service, ANNA.sub)) == [("anna", "rejected", "learner_name_missing")]


def test_nothing_is_issued_for_a_refunded_order(service: Service) -> None:
    finished(service)
    pay_event(service, refund_event("order-1"))
    assert results(issue(service, "anna")) == [("anna", "rejected", "access_ended")]
    assert refusal(read(service)) == (404, "certificate_not_found")


def test_a_revoked_certificate_is_not_issued_again_but_read(service: Service) -> None:
    issued = certified(service, order_id="order-1")
    pay_event(service, refund_event("order-1"))
    assert results(issue(service, "anna")) == [("anna", "rejected", "certificate_revoked")]
    found = read(service).json
    assert (found["public_id"], found["status"], found["revoke_reason"]) == (issued["public_id"], "revoked", "refunded")


def test_what_there_was_no_time_for_is_rejected_as_unavailable(service: Service) -> None:
    finished(service)
    deliver_completed_lessons(service)
    with broken(refused("InternalServerError", 500), operation="TransactWriteItems"):
        assert results(issue(service, "anna")) == [("anna", "rejected", "unavailable")]
    assert results(issue(service, "anna")) == [("anna", "issued", None)]


def test_a_list_has_one_to_twenty_entries(service: Service) -> None:
    for learners in ([], ["anna"] * 21):
        assert refusal(issue(service, *learners)) == (400, "invalid_request")
    assert refusal(issue(service, "a/b")) == (400, "invalid_request")
    assert service.call("POST", "/service/certificates", caller=ADMIN, body={}).status == 403
