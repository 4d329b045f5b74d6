"""The main scenario, from the first lesson to the refund, through every function in turn."""

from io import BytesIO

from pypdf import PdfReader

from tests.support.aws import items
from tests.support.service import SHOP, Service
from tests.support.steps import (
    ANNA,
    SLUG,
    certified,
    deliver_completed_lessons,
    enable_certificates,
    enroll,
    finish_lessons,
    get_certificate,
    pay_event,
    put_course,
    refund_event,
    verify,
)


def test_a_learner_finishes_is_certified_verified_and_refunded(service: Service) -> None:
    put_course(service)
    enable_certificates(service)
    assert enroll(service, order_id="order-1").status == 200
    assert get_certificate(service).json["code"] == "course_not_completed"

    finish_lessons(service)
    assert deliver_completed_lessons(service) == {"batchItemFailures": []}
    view = service.call("GET", f"/my-courses/{SLUG}", caller=ANNA).json
    assert view["percent"] == 100
    assert view["badge"] is True
    assert view["certificate"] == {"state": "available"}
    enrollment = service.call("GET", "/service/enrollments/anna/course-1", caller=SHOP).json
    assert enrollment["completed_at"] == view["completed_at"] == enrollment["all_lessons_completed_at"]
    assert [item["completed_at"]["S"] for item in items("completions")] == [view["completed_at"]]

    pdf = get_certificate(service)
    assert pdf.headers["Content-Type"] == "application/pdf"
    data = get_certificate(service, accept="application/json").json
    text = PdfReader(BytesIO(pdf.content)).pages[0].extract_text()
    assert "Anna Łukasiewicz" in text
    assert "Sourdough bread" in text
    assert data["verification_code"] in text
    assert get_certificate(service).content == pdf.content

    verified = verify(service, data["verification_code"].lower().replace("-", " "))
    assert verified.json["status"] == "active"
    assert verified.json["issued_name"] == "Anna Łukasiewicz"

    assert pay_event(service, refund_event("order-1", amount_refunded=1000)).json["outcome"] == "partially_refunded"
    assert verify(service, data["verification_code"]).json["status"] == "active"
    full = refund_event("order-1")
    assert pay_event(service, full).json["outcome"] == "refunded"
    assert pay_event(service, full, as_base64=True).json["outcome"] == "refunded"
    revoked = verify(service, data["verification_code"]).json
    assert (revoked["status"], revoked["revoke_reason"]) == ("revoked", "refunded")
    gone = get_certificate(service)
    assert gone.status == 410
    assert gone.json["revoked_at"] == revoked["revoked_at"]


def test_a_new_order_after_a_refund_earns_a_new_certificate_with_a_new_code(service: Service) -> None:
    old = certified(service, order_id="order-1")
    pay_event(service, refund_event("order-1"))
    assert enroll(service, order_id="order-1").json["code"] == "order_refunded"
    assert enroll(service, order_id="order-2").status == 200
    new = get_certificate(service, accept="application/json").json
    assert new["verification_code"] != old["verification_code"]
    assert verify(service, new["verification_code"]).json["status"] == "active"
    assert verify(service, old["verification_code"]).json["status"] == "revoked"
