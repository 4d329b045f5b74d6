"""When a certificate is refused, and with which error."""

from collections.abc import Callable
from typing import Any

import pytest

from shared.aws.connection import client
from shared.config import CertificateConfig
from tests.support.aws import items
from tests.support.service import ADMIN, SHOP, Caller, Service, function
from tests.support.steps import (
    ANNA,
    BEN,
    SLUG,
    certified,
    completed,
    deliver_completed_lessons,
    enable_certificates,
    enroll,
    finish_lessons,
    get_certificate,
    my_course,
    pay_event,
    put_course,
    refund_event,
    refusal,
    send,
    verify,
)
from tests.support.wire import just_before


def ready(service: Service, learner: Caller = ANNA) -> None:
    put_course(service)
    enable_certificates(service)
    enroll(service, learner, order_id="order-1")
    finish_lessons(service, learner)


def test_missing_lessons_are_named(service: Service) -> None:
    put_course(service)
    enable_certificates(service)
    enroll(service)
    send(service, completed("flour"))
    answer = get_certificate(service)
    assert refusal(answer) == (403, "course_not_completed")
    assert answer.json["missing_lessons"] == ["starter", "dough", "loaf"]
    assert my_course(service)["certificate"] == {"state": "locked"}


def test_a_course_completed_by_its_rule_still_needs_every_lesson(service: Service) -> None:
    put_course(service, completion_rule={"course_percent": 25})
    enable_certificates(service)
    enroll(service)
    send(service, completed("flour"))
    answer = get_certificate(service, accept="application/json")
    assert refusal(answer) == (403, "course_not_completed")
    assert answer.json["missing_lessons"] == ["starter", "dough", "loaf"]


def test_a_learner_who_is_not_enrolled_gets_no_certificate(service: Service) -> None:
    ready(service)
    assert refusal(get_certificate(service, BEN)) == (403, "not_enrolled")


def cancel(service: Service) -> None:
    service.call("PUT", "/service/enrollments/anna/course-1", caller=SHOP, body={"status": "cancelled"})


def refund(service: Service) -> None:
    pay_event(service, refund_event("order-1"))


def refund_again(service: Service) -> None:
    pay_event(service, refund_event("order-2"))


def expire(service: Service) -> None:
    enroll(service, access_expires_at="2026-01-01T00:00:00Z")


@pytest.mark.parametrize("end", [cancel, refund, expire])
def test_a_learner_whose_access_ended_gets_no_certificate(service: Service, end: Callable[[Service], None]) -> None:
    ready(service)
    end(service)
    assert refusal(get_certificate(service)) == (403, "access_ended")
    assert items("course-certificates") == []


@pytest.mark.parametrize("end", [cancel, expire])
def test_an_issued_certificate_is_returned_only_to_a_learner_with_access(
    service: Service, end: Callable[[Service], None]
) -> None:
    code = certified(service)["verification_code"]
    end(service)
    assert refusal(get_certificate(service)) == (403, "access_ended")
    assert verify(service, code).json["status"] == "active"


def test_an_unknown_or_unpublished_course_has_no_certificate(service: Service) -> None:
    assert refusal(get_certificate(service)) == (404, "course_not_found")
    ready(service)
    put_course(service, published=False)
    assert refusal(get_certificate(service)) == (404, "course_not_found")


def test_a_course_may_have_certificates_disabled(service: Service) -> None:
    put_course(service)
    enroll(service)
    finish_lessons(service)
    assert refusal(get_certificate(service)) == (404, "certificates_disabled")
    assert my_course(service)["certificate"] == {"state": "disabled"}


def test_certificates_disabled_later_cannot_be_downloaded_but_still_verify(service: Service) -> None:
    code = certified(service)["verification_code"]
    body = {"certificate_enabled": False}
    service.call("PUT", "/admin/courses/course-1/certificate", caller=ADMIN, body=body)
    assert refusal(get_certificate(service)) == (404, "certificates_disabled")
    assert my_course(service)["certificate"]["state"] == "disabled"
    assert verify(service, code).json["status"] == "active"


def test_a_deployment_may_have_certificates_disabled(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    ready(service)
    off = CertificateConfig.from_env({"CERTIFICATES_ENABLED": "false"})
    for folder in ("certificates", "progress"):
        monkeypatch.setattr(function(folder), "config", off)
    assert refusal(get_certificate(service)) == (404, "certificates_disabled")
    assert my_course(service)["certificate"] == {"state": "disabled"}


@pytest.mark.parametrize(
    "name", [None, "", "   ", "\u200b\u202e", "\u3164", "\u034f", "\ufe0f", "\u17b4", "\u2800", "\u0301"]
)
def test_a_learner_without_a_name_gets_no_certificate_yet(service: Service, name: str | None) -> None:
    nameless = Caller("anna", name=name)
    ready(service, nameless)
    enroll(service, nameless, learner_name=name)
    assert refusal(get_certificate(service, nameless)) == (409, "learner_name_missing")
    enroll(service, nameless, learner_name="Anna")
    assert get_certificate(service, nameless).status == 200


def test_a_name_that_no_font_can_draw_is_refused_instead_of_printed_as_boxes(service: Service) -> None:
    ready(service)
    enroll(service, learner_name="𓀀 Anna")
    answer = get_certificate(service)
    assert refusal(answer) == (409, "name_not_printable")
    assert "U+13000" in answer.json["detail"]
    assert items("course-certificates") == []


def test_a_title_that_no_font_can_draw_is_refused_instead_of_printed_as_boxes(service: Service) -> None:
    ready(service)
    put_course(service, title="𓀀 for beginners")
    assert refusal(get_certificate(service)) == (409, "name_not_printable")
    preview = service.call("GET", "/admin/courses/course-1/certificate/preview", caller=ADMIN)
    assert refusal(preview) == (409, "name_not_printable")


def test_a_revoked_certificate_is_refused_whatever_the_state_of_the_enrollment(service: Service) -> None:
    data = certified(service, order_id="order-1")
    refund(service)
    revoked = verify(service, data["verification_code"]).json
    changes: list[dict[str, Any]] = [{}, {"published": False}, {"lessons": []}]
    for change in changes:
        put_course(service, **change)
        answer = get_certificate(service)
        assert refusal(answer) == (410, "certificate_revoked")
        assert answer.json["revoked_at"] == revoked["revoked_at"]
        assert answer.json["revoke_reason"] == "refunded"
    assert service.call("GET", "/my-courses", caller=ANNA).json["items"][0]["certificate_state"] == "revoked"


def disable_certificates(service: Service) -> None:
    body = {"certificate_enabled": False}
    service.call("PUT", "/admin/courses/course-1/certificate", caller=ADMIN, body=body)


def erase(service: Service) -> None:
    service.call("DELETE", "/service/learners/anna", caller=SHOP)


@pytest.mark.parametrize("end", [cancel, refund, expire, disable_certificates, erase])
def test_a_certificate_revoked_by_an_admin_stays_refused_whatever_happens_to_the_enrollment(
    service: Service, end: Callable[[Service], None]
) -> None:
    data = certified(service, order_id="order-1")
    url = f"/admin/certificates/{data['public_id']}/revoke"
    service.call("POST", url, caller=ADMIN, body={"reason": "The work was copied"})
    end(service)
    answer = get_certificate(service)
    assert refusal(answer) == (410, "certificate_revoked")
    assert answer.json["revoke_reason"] == "The work was copied"


@pytest.mark.parametrize("end", [cancel, refund_again])
def test_a_revoked_certificate_stays_refused_after_the_second_purchase_has_ended(
    service: Service, end: Callable[[Service], None]
) -> None:
    certified(service, order_id="order-1")
    refund(service)
    enroll(service, order_id="order-2")
    end(service)
    assert refusal(get_certificate(service)) == (410, "certificate_revoked")


def test_a_revoked_certificate_is_not_reissued_without_a_new_order(service: Service) -> None:
    certified(service, order_id="order-1")
    refund(service)
    service.call("PUT", "/service/enrollments/anna/course-1", caller=SHOP, body={"status": "active", "order_id": None})
    assert refusal(get_certificate(service)) == (410, "certificate_revoked")


@pytest.mark.parametrize("accept", ["application/pdf", "application/json"])
def test_a_refund_that_arrives_while_issuing_wins(service: Service, accept: str) -> None:
    ready(service)
    deliver_completed_lessons(service)
    with just_before("TransactWriteItems", lambda: refund(service)):
        assert refusal(get_certificate(service, accept=accept)) == (403, "access_ended")
    assert items("course-certificates") == items("certificate-register") == []


def test_issuing_fails_after_a_write_conflict_on_every_attempt(service: Service) -> None:
    ready(service)
    deliver_completed_lessons(service)

    def rename() -> None:
        enroll(service, order_id=f"order-{len(service.requests)}")

    with just_before("TransactWriteItems", rename, times=8):
        assert refusal(get_certificate(service)) == (409, "concurrent_change")
    assert get_certificate(service).status == 200


def test_a_learner_erased_during_the_request_is_not_enrolled(service: Service) -> None:
    ready(service)

    def erase() -> None:
        service.call("DELETE", "/service/learners/anna", caller=SHOP)

    # After slug, course, certificate and enrollment were read, and before the lessons are read.
    with just_before("GetItem", erase, skip=4):
        assert refusal(get_certificate(service)) == (403, "not_enrolled")
    assert items("course-certificates") == []


def test_a_course_whose_template_record_is_missing_has_no_certificates(service: Service) -> None:
    ready(service)
    client("dynamodb").update_item(
        TableName="test-courses",
        Key={"course_id": {"S": "course-1"}},
        UpdateExpression="REMOVE certificate_template_version",
    )
    assert refusal(get_certificate(service)) == (404, "certificates_disabled")


def test_a_request_without_a_token_gets_no_certificate(service: Service) -> None:
    assert refusal(service.call("GET", f"/my-courses/{SLUG}/certificate")) == (401, "unauthorized")
