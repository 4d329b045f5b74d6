"""Correcting a certificate: a new one with a new code replaces it."""

from typing import Any

import pytest

from shared.aws.connection import client
from tests.support import pdfs
from tests.support.aws import items
from tests.support.payments import deliver, dispute_closed, purchase, refund_failed
from tests.support.service import ADMIN, SHOP, Answer, Service
from tests.support.steps import (
    COURSE_ID,
    certified,
    enroll,
    enrollment,
    get_certificate,
    my_course,
    pay_event,
    refund_event,
    refusal,
    verify,
)
from tests.support.uploads import upload
from tests.support.wire import just_before

type Issued = dict[str, Any]

CORRECTED = "Anna Łukasiewicz-Nowak"
# What a correction of the name changes.
NEW = {"public_id", "verification_code", "verification_url", "issued_name", "pdf_sha256"}


@pytest.fixture
def issued(service: Service) -> Issued:
    return certified(service, order_id="order-1")


def reissue(service: Service, public_id: str, **body: Any) -> Answer:  # noqa: ANN401
    url = f"/admin/certificates/{public_id}/reissue"
    return service.call("POST", url, caller=ADMIN, body=body or {"name": CORRECTED})


def act(service: Service, public_id: str, verb: str) -> Answer:
    body = {"reason": "Copied"} if verb == "revoke" else None
    return service.call("POST", f"/admin/certificates/{public_id}/{verb}", caller=ADMIN, body=body)


def data(service: Service) -> Any:  # noqa: ANN401
    return get_certificate(service, accept="application/json").json


def test_a_corrected_name_is_on_a_new_certificate_that_is_otherwise_the_same(service: Service, issued: Issued) -> None:
    answer = reissue(service, issued["public_id"])
    assert answer.status == 200
    new = data(service)
    assert {name for name in issued if issued[name] != new[name]} == {*NEW, "linkedin_url"}
    assert {name: answer.json[name] for name in NEW} == {name: new[name] for name in NEW}
    assert (answer.json["issued_name"], answer.json["name_source"]) == (CORRECTED, "admin")
    assert (answer.json["order_id"], answer.json["revocations"]) == ("order-1", [])
    pdf = get_certificate(service)
    assert CORRECTED in pdfs.text(pdf.content)
    assert my_course(service)["certificate"]["state"] == "issued"


def test_the_old_code_is_revoked_as_replaced_and_does_not_lead_to_the_new_one(service: Service, issued: Issued) -> None:
    new = reissue(service, issued["public_id"]).json
    old = verify(service, issued["verification_code"])
    assert (old.json["status"], old.json["revoke_reason"]) == ("revoked", "replaced")
    assert old.json["issued_name"] == issued["issued_name"]
    assert old.json["revoked_at"] > old.json["issued_at"]
    for secret in (new["public_id"], new["verification_code"], CORRECTED):
        assert secret.encode() not in old.content
        assert secret.encode() not in verify(service, issued["verification_code"], accept="text/html").content
    shown = verify(service, new["verification_code"]).json
    assert (shown["status"], shown["issued_name"]) == ("active", CORRECTED)


@pytest.mark.parametrize("verb", ["reissue", "reinstate", "revoke"])
def test_a_replaced_certificate_stays_as_it_is(service: Service, issued: Issued, verb: str) -> None:
    reissue(service, issued["public_id"])
    before = (items("course-certificates"), items("certificate-register"))
    answer = reissue(service, issued["public_id"]) if verb == "reissue" else act(service, issued["public_id"], verb)
    assert refusal(answer) == (409, "certificate_replaced")
    assert (items("course-certificates"), items("certificate-register")) == before


def test_a_certificate_may_be_reissued_many_times(service: Service, issued: Issued) -> None:
    ids = [issued["public_id"]]
    codes = [issued["verification_code"]]
    for name in ("Anna B", "Anna C", "Anna D"):
        new = reissue(service, ids[-1], name=name).json
        ids.append(new["public_id"])
        codes.append(new["verification_code"])
    shown = [verify(service, code).json["status"] for code in codes]
    assert shown == ["revoked", "revoked", "revoked", "active"]
    assert data(service)["issued_name"] == "Anna D"


def test_the_template_is_that_of_the_old_certificate_or_the_current_one(service: Service, issued: Issued) -> None:
    body = {"certificate_enabled": True, "template_upload_id": upload(service, pdfs.template(words="The new one"))}
    url = f"/admin/courses/{COURSE_ID}/certificate"
    assert service.call("PUT", url, caller=ADMIN, body=body).status == 200
    corrected = reissue(service, issued["public_id"]).json
    assert "The new one" not in pdfs.text(get_certificate(service).content)
    assert reissue(service, corrected["public_id"], template="current").status == 200
    drawn = pdfs.text(get_certificate(service).content)
    assert "The new one" in drawn
    assert CORRECTED in drawn
    (row,) = items("course-certificates")
    assert (row["template_version"], row["name_source"]) == ({"N": "2"}, {"S": "admin"})
    counts = {row["version"]["N"]: row["certificates"]["N"] for row in items("certificate-templates")}
    assert counts == {"1": "2", "2": "1"}


def test_a_template_that_is_replaced_meanwhile_is_read_again(service: Service, issued: Issued) -> None:
    def replace() -> None:
        for words in ("The second one", "The third one"):
            body = {"certificate_enabled": True, "template_upload_id": upload(service, pdfs.template(words=words))}
            url = f"/admin/courses/{COURSE_ID}/certificate"
            assert service.call("PUT", url, caller=ADMIN, body=body).status == 200

    with just_before("TransactWriteItems", replace):
        assert reissue(service, issued["public_id"], template="current").status == 200
    get_certificate(service)


@pytest.mark.parametrize(
    "body", [{"name": "\u200b \u2060"}, {"name": ""}, {"template": "old"}, {"name": 1}, {"who": 2}]
)
def test_an_invalid_correction_changes_nothing(service: Service, issued: Issued, body: dict[str, Any]) -> None:
    assert refusal(reissue(service, issued["public_id"], **body)) == (400, "invalid_request")
    url = f"/admin/certificates/{issued['public_id']}/reissue"
    assert refusal(service.call("POST", url, caller=ADMIN, body={})) == (400, "invalid_request")
    assert data(service) == issued


def test_a_name_that_cannot_be_printed_is_refused(service: Service, issued: Issued) -> None:
    assert refusal(reissue(service, issued["public_id"], name="Anna \U000e0041\U00012000")) == (
        409,
        "name_not_printable",
    )
    assert data(service) == issued


def test_a_name_is_stored_as_it_is_printed(service: Service, issued: Issued) -> None:
    assert reissue(service, issued["public_id"], name="  Anna \n  Nowak ").json["issued_name"] == "Anna Nowak"


def test_an_unknown_certificate_cannot_be_reissued(service: Service, issued: Issued) -> None:
    assert refusal(reissue(service, "nobody")) == (404, "certificate_not_found")
    assert data(service) == issued


def test_a_certificate_of_a_refunded_order_is_reissued_only_once_the_refund_failed(service: Service) -> None:
    deliver(service, purchase(COURSE_ID, user_id="anna", at=0))
    issued = certified(service)
    pay_event(service, refund_event("order-1"))
    assert refusal(reissue(service, issued["public_id"])) == (409, "order_refunded")
    deliver(service, refund_failed(at=3))
    assert reissue(service, issued["public_id"]).status == 200


def test_a_revoked_certificate_must_be_reinstated_first(service: Service, issued: Issued) -> None:
    act(service, issued["public_id"], "revoke")
    answer = reissue(service, issued["public_id"])
    assert refusal(answer) == (410, "certificate_revoked")
    assert answer.json["revoke_reason"] == "Copied"
    act(service, issued["public_id"], "reinstate")
    new = reissue(service, issued["public_id"]).json
    assert [entry["reason"] for entry in new["revocations"]] == ["Copied"]
    assert data(service)["public_id"] == new["public_id"]


def test_what_an_admin_reinstated_after_a_lost_dispute_stays_in_force_once_reissued(service: Service) -> None:
    deliver(service, purchase(COURSE_ID, user_id="anna", at=0))
    issued = certified(service)
    deliver(service, dispute_closed(at=1))
    assert refusal(reissue(service, issued["public_id"])) == (410, "certificate_revoked")
    act(service, issued["public_id"], "reinstate")
    new = reissue(service, issued["public_id"]).json
    deliver(service, {**dispute_closed(at=1), "id": "evt_again"})
    assert verify(service, new["verification_code"]).json["status"] == "active"


def test_a_refund_of_a_reissued_certificate_revokes_the_new_code(service: Service, issued: Issued) -> None:
    new = reissue(service, issued["public_id"]).json
    pay_event(service, refund_event("order-1"))
    reasons = [verify(service, one["verification_code"]).json["revoke_reason"] for one in (issued, new)]
    assert reasons == ["replaced", "refunded"]


def test_a_refund_concurrent_with_a_reissue_wins(service: Service, issued: Issued) -> None:
    with just_before("TransactWriteItems", lambda: pay_event(service, refund_event("order-1"))):
        assert refusal(reissue(service, issued["public_id"])) == (409, "order_refunded")
    assert verify(service, issued["verification_code"]).json["revoke_reason"] == "refunded"


def test_of_two_concurrent_corrections_one_is_refused(service: Service, issued: Issued) -> None:
    with just_before("TransactWriteItems", lambda: reissue(service, issued["public_id"], name="First")):
        assert refusal(reissue(service, issued["public_id"], name="Second")) == (409, "certificate_replaced")
    assert data(service)["issued_name"] == "First"


def test_a_certificate_is_corrected_though_access_has_ended(service: Service, issued: Issued) -> None:
    enroll(service, status="cancelled")
    assert reissue(service, issued["public_id"]).status == 200
    assert enrollment(service)["status"] == "cancelled"


def test_the_certificate_of_an_erased_learner_is_not_reissued(service: Service, issued: Issued) -> None:
    service.call("DELETE", "/service/learners/anna", caller=SHOP)
    assert refusal(reissue(service, issued["public_id"])) == (404, "enrollment_not_found")
    enroll(service)
    assert refusal(reissue(service, issued["public_id"])) == (404, "learner_not_found")


def test_an_erasure_blanks_the_name_on_old_and_new_codes(service: Service, issued: Issued) -> None:
    new = reissue(service, issued["public_id"]).json
    service.call("DELETE", "/service/learners/anna", caller=SHOP)
    for one in (issued, new):
        assert verify(service, one["verification_code"]).json["issued_name"] == ""
    assert "Contents" not in client("s3").list_objects_v2(Bucket="test-certificates", Prefix="certificates/anna/")


def test_the_new_pdf_is_stored_at_its_first_download(service: Service, issued: Issued) -> None:
    new = reissue(service, issued["public_id"]).json
    key = f"certificates/anna/{new['public_id']}.pdf"
    assert "Contents" not in client("s3").list_objects_v2(Bucket="test-certificates", Prefix=key)
    pdf = get_certificate(service).content
    assert CORRECTED in pdfs.text(pdf)
    assert client("s3").get_object(Bucket="test-certificates", Key=key)["Body"].read() == pdf
