"""Export and erasure of a learner's data."""

from typing import Any

import pytest

from shared.aws.connection import client
from tests.support.aws import items
from tests.support.service import ADMIN, SHOP, Answer, Service
from tests.support.steps import (
    BEN,
    certified,
    completed,
    deliver_completed_lessons,
    enable_certificates,
    enroll,
    enrollment,
    finish_lessons,
    get_certificate,
    lesson,
    my_course,
    pay_event,
    playback,
    put_course,
    refund_event,
    refusal,
    send,
    verify,
)
from tests.support.template import tables
from tests.support.wire import broken, just_before, s3_refusal
from tests.support.wire import refusal as refused

NAME = "Zdzisława Ąćęłńóśźż"


def export(service: Service, user_id: str = "anna") -> Answer:
    return service.call("GET", f"/service/learners/{user_id}/export", caller=SHOP)


def erase(service: Service, user_id: str = "anna") -> Answer:
    return service.call("DELETE", f"/service/learners/{user_id}", caller=SHOP)


def test_a_learner_with_a_revoked_certificate_who_enrolls_again_sees_it_as_revoked(service: Service) -> None:
    data = certified(service)
    url = f"/admin/certificates/{data['public_id']}/revoke"
    assert service.call("POST", url, caller=ADMIN, body={"reason": "Copied"}).status == 200
    erase(service)
    enroll(service)
    assert my_course(service)["certificate"]["state"] == "revoked"
    assert refusal(get_certificate(service)) == (410, "certificate_revoked")


def test_a_learner_who_enrolls_again_during_a_revocation_sees_the_certificate_as_revoked(service: Service) -> None:
    data = certified(service)
    erase(service)
    url = f"/admin/certificates/{data['public_id']}/revoke"

    def revoke() -> None:
        assert service.call("POST", url, caller=ADMIN, body={"reason": "Copied"}).status == 200

    with just_before("TransactWriteItems", revoke):
        enroll(service)
    assert my_course(service)["certificate"]["state"] == "revoked"


def all_stored_data() -> str:
    """Everything stored in the tables and buckets, as text."""
    rows: list[Any] = [items(table["TableName"].removeprefix("test-")) for table in tables()]
    for bucket in ("test-templates", "test-certificates"):
        for entry in client("s3").list_objects_v2(Bucket=bucket).get("Contents", []):
            head = client("s3").head_object(Bucket=bucket, Key=entry["Key"])
            rows.append((entry["Key"], head["Metadata"]))
    return str(rows)


def test_an_export_holds_enrollments_progress_completions_and_certificates(service: Service) -> None:
    data = certified(service, learner_name=NAME, order_id="order-1")
    answer = export(service)
    assert answer.status == 200
    held = answer.json
    assert held["user_id"] == "anna"
    assert held["enrollments"] == [enrollment(service)]
    assert held["completions"] == [
        {
            "course_id": "course-1",
            "completed_at": enrollment(service)["completed_at"],
            "course_title": "Sourdough bread",
            "lesson_ids": ["dough", "flour", "loaf", "starter"],
            "learner_name": "Zdzisława Ąćęłńóśźż",
            "source": None,
        }
    ]
    assert [entry["lesson_id"] for entry in held["lesson_progress"]] == ["dough", "flour", "loaf", "starter"]
    dough = held["lesson_progress"][0]
    assert (dough["watched"], dough["position_seconds"]) == (list(range(100)), 200.0)
    loaf = held["lesson_progress"][2]
    assert (loaf["watched"], loaf["position_seconds"], loaf["position_at"]) == ([], None, None)
    [certificate] = held["certificates"]
    assert (certificate["public_id"], certificate["issued_name"]) == (data["public_id"], NAME)


def test_the_export_of_a_learner_without_data_is_not_found(service: Service) -> None:
    assert refusal(export(service)) == (404, "learner_not_found")


def test_only_anonymous_certificates_remain_of_an_erased_learner(service: Service) -> None:
    code = certified(service, learner_name=NAME, order_id="order-1")["verification_code"]
    assert NAME in all_stored_data()
    answer = erase(service)
    assert (answer.status, answer.content) == (204, b"")
    assert NAME not in all_stored_data()
    assert items("enrollments") == items("lesson-progress") == items("completions") == []
    assert client("s3").list_objects_v2(Bucket="test-certificates")["KeyCount"] == 0
    shown = verify(service, code).json
    assert (shown["status"], shown["issued_name"], shown["issued_course_title"]) == ("active", "", "Sourdough bread")
    assert "Name removed" in verify(service, code, accept="text/html").content.decode()
    assert refusal(get_certificate(service)) == (403, "not_enrolled")


def test_erasing_again_changes_nothing(service: Service) -> None:
    certified(service)
    erase(service)
    before = [{**item, "updated_at": None} for item in items("course-certificates")]
    assert erase(service).status == 204
    assert [{**item, "updated_at": None} for item in items("course-certificates")] == before
    assert erase(service, "nobody").status == 204


def test_the_export_after_erasure_has_only_the_anonymous_certificate(service: Service) -> None:
    certified(service)
    erase(service)
    held = export(service).json
    assert held["enrollments"] == held["lesson_progress"] == held["completions"] == []
    assert [certificate["issued_name"] for certificate in held["certificates"]] == [""]


def test_erasure_anonymises_certificates_issued_before_a_refund_too(service: Service) -> None:
    certificates = [certified(service, learner_name=NAME, order_id="order-1")]
    for number in (1, 2):
        pay_event(service, refund_event(f"order-{number}"))
        enroll(service, order_id=f"order-{number + 1}")
        certificates.append(get_certificate(service, accept="application/json").json)
    erase(service)
    assert NAME not in all_stored_data()
    states = [verify(service, certificate["verification_code"]).json["status"] for certificate in certificates]
    assert states == ["revoked", "revoked", "active"]
    assert client("s3").list_objects_v2(Bucket="test-certificates")["KeyCount"] == 0


def test_erasure_leaves_the_data_of_other_learners(service: Service) -> None:
    certified(service)
    certified(service, BEN)
    before = (my_course(service, BEN), get_certificate(service, BEN).content)
    erase(service)
    assert (my_course(service, BEN), get_certificate(service, BEN).content) == before


def test_an_interrupted_erasure_is_finished_by_the_next_request(service: Service) -> None:
    certified(service, learner_name=NAME)
    with broken(refused("ThrottlingException"), operation="DeleteItem"):
        assert refusal(erase(service)) == (503, "unavailable")
    with broken(s3_refusal("SlowDown", 503), service="s3"):
        assert refusal(erase(service)) == (503, "unavailable")
    # The remaining data has no enrollment, so no certificate can be issued from it.
    assert (items("enrollments"), len(items("completions"))) == ([], 1)
    assert erase(service).status == 204
    assert NAME not in all_stored_data()


def test_a_certificate_reissued_during_erasure_is_anonymised_too(service: Service) -> None:
    certified(service, learner_name=NAME, order_id="order-1")
    pay_event(service, refund_event("order-1"))
    enroll(service, order_id="order-2")
    with just_before("TransactWriteItems", lambda: get_certificate(service)):
        erase(service)
    assert NAME not in all_stored_data()


def test_a_learner_may_enroll_again_after_erasure(service: Service) -> None:
    certified(service, learner_name=NAME)
    erase(service)
    enroll(service, learner_name="Anna anew")
    assert my_course(service)["percent"] == 0
    finish_lessons(service)
    deliver_completed_lessons(service)
    assert enrollment(service)["completed_at"] is not None


def test_a_learner_who_enrolls_again_after_erasure_earns_a_new_certificate(service: Service) -> None:
    old = certified(service)["verification_code"]
    erase(service)
    enroll(service, learner_name="Anna anew")
    assert refusal(get_certificate(service)) == (403, "course_not_completed")
    assert verify(service, old).json["status"] == "active"
    finish_lessons(service)
    new = get_certificate(service, accept="application/json").json
    assert (new["issued_name"], new["verification_code"] == old) == ("Anna anew", False)
    assert verify(service, new["verification_code"]).json["status"] == "active"
    replaced = verify(service, old).json
    assert (replaced["status"], replaced["revoke_reason"], replaced["issued_name"]) == ("revoked", "replaced", "")
    assert get_certificate(service).headers["Content-Type"] == "application/pdf"


# Before the profile is deleted, and between it and the enrollment.
@pytest.mark.parametrize("deletion", ["DeleteItem", "BatchWriteItem"])
def test_a_first_download_during_erasure_leaves_no_name(service: Service, deletion: str) -> None:
    put_course(service)
    enable_certificates(service)
    enroll(service, learner_name=NAME)
    finish_lessons(service)
    with just_before(deletion, lambda: get_certificate(service)):
        erase(service)
    assert NAME not in all_stored_data()


def stored_pdfs() -> int:
    return int(client("s3").list_objects_v2(Bucket="test-certificates")["KeyCount"])


def test_a_pdf_stored_after_an_erasure_is_removed(service: Service) -> None:
    put_course(service)
    enable_certificates(service)
    enroll(service)
    finish_lessons(service)
    with just_before("PutObject", lambda: erase(service), service="s3"):
        assert get_certificate(service).status == 200
    assert stored_pdfs() == 0


def test_a_pdf_stored_again_after_an_erasure_is_removed(service: Service) -> None:
    certified(service)
    with just_before("GetObject", lambda: erase(service), service="s3"):
        assert get_certificate(service).status == 200
    assert stored_pdfs() == 0


def test_progress_recorded_after_an_erasure_is_removed(service: Service) -> None:
    put_course(service)
    enroll(service)
    with just_before("UpdateItem", lambda: erase(service)):
        answer = send(service, playback("starter", [0, 10]), completed("flour"))
    assert refusal(answer) == (403, "not_enrolled")
    assert items("lesson-progress") == []


def test_progress_of_a_learner_who_has_enrolled_again_is_kept(service: Service) -> None:
    put_course(service)
    enroll(service)

    def erase_and_enroll() -> None:
        erase(service)
        enroll(service)

    with just_before("UpdateItem", erase_and_enroll):
        assert send(service, completed("flour")).status == 200
    assert my_course(service)["completed_lessons"] == 1


def test_progress_recorded_while_earlier_progress_is_removed_is_kept(service: Service) -> None:
    put_course(service)
    enroll(service)

    def come_back() -> None:
        enroll(service)
        send(service, playback("starter", [50, 90]))

    # The erasure deletes the profile; then the recording removes what it has written.
    with just_before("UpdateItem", lambda: erase(service)), just_before("DeleteItem", come_back, skip=1):
        send(service, playback("starter", [0, 10]))
    assert lesson(service, "starter")["percent_watched"] > 0


def test_the_put_of_an_enrollment_that_is_erased_meanwhile_succeeds(service: Service) -> None:
    put_course(service)
    # A PUT reads the course, the enrollment and its certificate, and after the write the stored enrollment.
    with just_before("GetItem", lambda: erase(service), skip=3):
        answer = enroll(service, learner_name=NAME)
    assert (answer.status, answer.json["learner_name"]) == (200, NAME)
    assert items("enrollments") == []


def test_the_export_of_an_invalid_learner_id_is_refused(service: Service) -> None:
    put_course(service)
    assert refusal(export(service, "an%23na")) == (400, "invalid_request")
    assert refusal(erase(service, "an%20na")) == (400, "invalid_request")
