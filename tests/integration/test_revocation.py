"""Revocation and reinstatement by an admin."""

from typing import Any

import pytest

from tests.support.aws import items
from tests.support.service import ADMIN, SHOP, Answer, Service
from tests.support.steps import (
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
from tests.support.wire import calls, just_before

type Issued = dict[str, Any]


@pytest.fixture
def issued(service: Service) -> Issued:
    return certified(service, order_id="order-1")


def revoke(service: Service, public_id: str, reason: str = "Issued by mistake") -> Answer:
    url = f"/admin/certificates/{public_id}/revoke"
    return service.call("POST", url, caller=ADMIN, body={"reason": reason})


def reinstate(service: Service, public_id: str) -> Answer:
    return service.call("POST", f"/admin/certificates/{public_id}/reinstate", caller=ADMIN)


def test_a_certificate_may_be_revoked_and_reinstated_many_times(service: Service, issued: Issued) -> None:
    # The longest reason allowed, in characters of four bytes: 190 such revocations once exceeded the item size limit.
    longest = "\U0001f33e" * 497
    for number in range(25):
        answer = revoke(service, issued["public_id"], f"{longest}{number:03}")
        assert answer.status == 200
        assert reinstate(service, issued["public_id"]).status == 200
    revocations = service.call("GET", "/admin/courses/course-1/learners/anna", caller=ADMIN).json["revocations"]
    reasons = [entry["reason"][-3:] for entry in revocations]
    assert reasons == [f"{number:03}" for number in range(5, 25)]
    pay_event(service, refund_event("order-1"))
    assert verify(service, issued["verification_code"]).json["revoke_reason"] == "refunded"


def test_a_revocation_is_shown_wherever_the_certificate_is(service: Service, issued: Issued) -> None:
    answer = revoke(service, issued["public_id"])
    assert answer.status == 200
    assert answer.json == {
        **{name: value for name, value in issued.items() if name != "linkedin_url"},
        "status": "revoked",
        "revoked_at": answer.json["revoked_at"],
        "revoke_reason": "Issued by mistake",
        "user_id": "anna",
        "course_id": "course-1",
        "order_id": "order-1",
        "subscription_id": None,
        "name_source": "token",
        "name_mixes_scripts": False,
        "revocations": [
            {
                "cause": "by_hand",
                "reason": "Issued by mistake",
                "revoked_at": answer.json["revoked_at"],
                "revoked_by": "admin-1",
                "reinstated_at": None,
                "reinstated_by": None,
            }
        ],
    }
    shown = verify(service, issued["verification_code"]).json
    assert (shown["status"], shown["revoke_reason"]) == ("revoked", "Issued by mistake")
    assert shown["revoked_at"] == answer.json["revoked_at"]
    assert refusal(get_certificate(service)) == (410, "certificate_revoked")
    assert my_course(service)["certificate"]["state"] == "revoked"


def test_revoking_again_changes_nothing(service: Service, issued: Issued) -> None:
    first = revoke(service, issued["public_id"]).json
    with calls() as made:
        assert revoke(service, issued["public_id"], "Another reason").json == first
    assert set(made) == {"GetItem"}


def test_a_refund_after_a_revocation_by_an_admin_keeps_its_reason(service: Service, issued: Issued) -> None:
    revoke(service, issued["public_id"])
    assert pay_event(service, refund_event("order-1")).json["outcome"] == "refunded"
    assert verify(service, issued["verification_code"]).json["revoke_reason"] == "Issued by mistake"


def test_a_reinstated_certificate_is_the_same_and_active(service: Service, issued: Issued) -> None:
    before = (items("course-certificates"), items("certificate-register"), get_certificate(service).content)
    revoke(service, issued["public_id"])
    answer = reinstate(service, issued["public_id"])
    assert (answer.status, answer.json["status"], answer.json["revoked_at"]) == (200, "active", None)
    [revocation] = answer.json["revocations"]
    assert (revocation["revoked_by"], revocation["reinstated_by"]) == ("admin-1", "admin-1")
    assert revocation["revoked_at"] < revocation["reinstated_at"]
    assert verify(service, issued["verification_code"]).json["status"] == "active"
    assert get_certificate(service).content == before[2]
    assert items("certificate-register") == before[1]
    assert my_course(service)["certificate"]["state"] == "issued"


def test_reinstating_an_active_certificate_changes_nothing(service: Service, issued: Issued) -> None:
    before = items("course-certificates")
    assert reinstate(service, issued["public_id"]).json["status"] == "active"
    assert items("course-certificates") == before


def test_the_certificate_of_a_refunded_order_cannot_be_reinstated(service: Service, issued: Issued) -> None:
    pay_event(service, refund_event("order-1"))
    assert refusal(reinstate(service, issued["public_id"])) == (409, "order_refunded")
    assert verify(service, issued["verification_code"]).json["status"] == "revoked"


def test_a_refund_concurrent_with_a_reinstatement_wins(service: Service, issued: Issued) -> None:
    revoke(service, issued["public_id"])
    with just_before("TransactWriteItems", lambda: pay_event(service, refund_event("order-1"))):
        assert refusal(reinstate(service, issued["public_id"])) == (409, "order_refunded")
    assert verify(service, issued["verification_code"]).json["status"] == "revoked"


@pytest.mark.parametrize("erased", [False, True])
def test_of_two_concurrent_revocations_the_first_counts(service: Service, issued: Issued, *, erased: bool) -> None:
    if erased:
        service.call("DELETE", "/service/learners/anna", caller=SHOP)
    with just_before("TransactWriteItems", lambda: revoke(service, issued["public_id"], "First")):
        assert revoke(service, issued["public_id"], "Second").json["revoke_reason"] == "First"


def test_an_enrollment_cancelled_while_its_certificate_is_revoked_stays_cancelled(
    service: Service, issued: Issued
) -> None:
    with just_before("TransactWriteItems", lambda: enroll(service, status="cancelled")):
        assert revoke(service, issued["public_id"]).json["status"] == "revoked"
    assert enrollment(service)["status"] == "cancelled"


def test_a_certificate_without_an_order_can_be_reinstated(service: Service) -> None:
    issued = certified(service)
    revoke(service, issued["public_id"])
    assert reinstate(service, issued["public_id"]).json["status"] == "active"


def test_a_certificate_of_an_erased_learner_can_be_revoked(service: Service, issued: Issued) -> None:
    service.call("DELETE", "/service/learners/anna", caller=SHOP)
    assert revoke(service, issued["public_id"]).json["issued_name"] == ""
    assert verify(service, issued["verification_code"]).json["status"] == "revoked"


def test_revoking_a_certificate_that_is_replaced_meanwhile_leaves_the_new_one_active(
    service: Service,
) -> None:
    old = certified(service)
    service.call("DELETE", "/service/learners/anna", caller=SHOP)
    new: list[Issued] = []

    def come_back() -> None:
        new.append(certified(service))

    with just_before("TransactWriteItems", come_back):
        assert refusal(revoke(service, old["public_id"])) == (409, "certificate_replaced")
    assert verify(service, old["verification_code"]).json["revoke_reason"] == "replaced"
    assert verify(service, new[0]["verification_code"]).json["status"] == "active"
    assert get_certificate(service).status == 200


def test_a_replaced_certificate_cannot_be_reinstated(service: Service, issued: Issued) -> None:
    pay_event(service, refund_event("order-1"))
    enroll(service, order_id="order-2")
    new = get_certificate(service, accept="application/json").json
    for act in (revoke, reinstate):
        assert refusal(act(service, issued["public_id"])) == (409, "certificate_replaced")
    assert verify(service, issued["verification_code"]).json["status"] == "revoked"
    assert verify(service, new["verification_code"]).json["status"] == "active"


def test_an_unknown_certificate_is_not_found(service: Service, issued: Issued) -> None:
    for public_id in ("no-such-id", issued["verification_code"]):
        assert refusal(revoke(service, public_id)) == (404, "certificate_not_found")
        assert refusal(reinstate(service, public_id)) == (404, "certificate_not_found")


@pytest.mark.parametrize("body", [{}, {"reason": ""}, {"reason": " \n"}, {"reason": "x" * 501}, {"reason": None}])
def test_a_revocation_needs_a_reason(service: Service, issued: Issued, body: dict[str, Any]) -> None:
    url = f"/admin/certificates/{issued['public_id']}/revoke"
    assert refusal(service.call("POST", url, caller=ADMIN, body=body)) == (400, "invalid_request")
    assert verify(service, issued["verification_code"]).json["status"] == "active"
