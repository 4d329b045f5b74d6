"""Failed refunds and lost disputes."""

from typing import Any

import pytest

from shared.aws.connection import client
from shared.config import WebhookConfig
from tests.support.aws import items
from tests.support.payments import charge_refunded, deliver, dispute_closed, order, purchase, refund_failed
from tests.support.service import ADMIN, SHOP, Service, function
from tests.support.steps import (
    certified,
    completed,
    enroll,
    enrollment,
    get_certificate,
    my_course,
    put_course,
    refusal,
    send,
    verify,
)
from tests.support.wire import just_before


@pytest.fixture
def issued(service: Service) -> dict[str, Any]:
    """A certificate that the payment pi_1 of order-1 paid for."""
    data = certified(service, order_id="order-1")
    deliver(service, purchase("course-1"))
    return data


def revocations(service: Service) -> Any:  # noqa: ANN401
    """The revocations in the certificate's record, as `(cause, whether it is still active)`."""
    answer = service.call("GET", "/service/learners/anna/export", caller=SHOP)
    [certificate] = answer.json["certificates"]
    return [(entry["cause"], entry["reinstated_at"] is None) for entry in certificate["revocations"]]


@pytest.mark.parametrize(
    ("event_type", "status"),
    [
        ("refund.failed", "failed"),
        ("refund.updated", "failed"),
        ("refund.updated", "canceled"),
        ("charge.refund.updated", "failed"),
    ],
)
def test_a_failed_full_refund_restores_the_enrollment_and_reinstates_the_certificate(
    service: Service, issued: dict[str, Any], event_type: str, status: str
) -> None:
    pdf = get_certificate(service).content
    assert deliver(service, charge_refunded()) == ["refunded"]
    assert get_certificate(service).status == 410
    assert deliver(service, refund_failed(event_type=event_type, status=status)) == ["restored"]
    assert enrollment(service)["status"] == "active"
    shown = verify(service, issued["verification_code"]).json
    assert (shown["status"], shown["revoked_at"], shown["revoke_reason"]) == ("active", None, None)
    assert get_certificate(service).content == pdf
    assert my_course(service)["certificate"]["state"] == "issued"
    stored = order(service)
    assert (stored["amount_refunded"], stored["refunded_at"]) == (0, None)
    assert [entry["outcome"] for entry in stored["refunds"]] == ["refunded", "restored"]


def test_the_record_keeps_the_dates_of_revocation_and_reinstatement(service: Service, issued: dict[str, Any]) -> None:
    deliver(service, charge_refunded())
    revoked_at = verify(service, issued["verification_code"]).json["revoked_at"]
    deliver(service, refund_failed())
    [certificate] = service.call("GET", "/service/learners/anna/export", caller=SHOP).json["certificates"]
    [revocation] = certificate["revocations"]
    assert revocation["revoked_at"] == revoked_at < revocation["reinstated_at"]
    assert (revocation["revoked_by"], revocation["reinstated_by"], revocation["reason"]) == (
        "stripe",
        "stripe",
        "refunded",
    )


@pytest.mark.parametrize("status", ["succeeded", "pending", "requires_action"])
def test_a_refund_update_without_failure_changes_nothing(service: Service, issued: dict[str, Any], status: str) -> None:
    deliver(service, charge_refunded())
    assert deliver(service, refund_failed(event_type="refund.updated", status=status)) == ["unchanged"]
    assert verify(service, issued["verification_code"]).json["status"] == "revoked"


def test_a_failed_partial_refund_is_subtracted_from_the_refunded_amount(
    service: Service, issued: dict[str, Any]
) -> None:
    deliver(service, charge_refunded(1000), refund_failed(1000))
    assert order(service)["amount_refunded"] == 0
    assert verify(service, issued["verification_code"]).json["status"] == "active"


def test_a_second_refund_after_a_failed_one_revokes_again(service: Service, issued: dict[str, Any]) -> None:
    deliver(service, charge_refunded(), refund_failed())
    assert deliver(service, charge_refunded()) == ["refunded"]
    assert verify(service, issued["verification_code"]).json["status"] == "revoked"
    assert revocations(service) == [("refund", False), ("refund", True)]


def test_a_certificate_revoked_by_an_admin_meanwhile_stays_revoked_when_the_refund_fails(
    service: Service, issued: dict[str, Any]
) -> None:
    deliver(service, charge_refunded())
    url = f"/admin/certificates/{issued['public_id']}/revoke"
    answer = service.call("POST", url, caller=ADMIN, body={"reason": "The work was copied"})
    assert answer.json["revoke_reason"] == "refunded"
    deliver(service, refund_failed())
    shown = verify(service, issued["verification_code"]).json
    assert (shown["status"], shown["revoke_reason"]) == ("revoked", "The work was copied")
    assert enrollment(service)["status"] == "active"
    assert revocations(service) == [("refund", False), ("by_hand", True)]
    # The order is paid again, so the admin may reinstate the certificate.
    url = f"/admin/certificates/{issued['public_id']}/reinstate"
    assert service.call("POST", url, caller=ADMIN).json["status"] == "active"


def test_a_cancelled_enrollment_is_restored_as_cancelled(service: Service, issued: dict[str, Any]) -> None:
    enroll(service, status="cancelled")
    deliver(service, charge_refunded())
    assert enrollment(service)["status"] == "refunded"
    deliver(service, refund_failed())
    assert enrollment(service)["status"] == "cancelled"
    assert verify(service, issued["verification_code"]).json["status"] == "active"


def test_a_failure_delivered_before_its_refund_wins(service: Service, issued: dict[str, Any]) -> None:
    assert deliver(service, refund_failed(at=20), charge_refunded(at=10)) == ["refund_failed", "unchanged"]
    assert verify(service, issued["verification_code"]).json["status"] == "active"


def test_a_failure_delivered_before_the_order_id_is_known_counts_for_the_order(service: Service) -> None:
    put_course(service)
    enroll(service, order_id="order-1")
    deliver(service, refund_failed(at=20), charge_refunded(order_id="order-1", at=10))
    assert enrollment(service)["status"] == "active"
    assert order(service)["amount_refunded"] == 0


def test_a_refund_delivered_before_the_order_id_is_known_counts_for_the_order(service: Service) -> None:
    put_course(service)
    deliver(service, charge_refunded(), purchase("course-1", order_id="order-1"))
    assert enrollment(service)["status"] == "refunded"
    assert order(service)["refunded_at"] is not None


def test_a_payment_event_concurrent_with_linking_its_order_is_not_lost(service: Service) -> None:
    put_course(service)
    deliver(service, charge_refunded(1000, at=1))
    with just_before("TransactWriteItems", lambda: deliver(service, charge_refunded(at=2))):
        deliver(service, purchase("course-1", order_id="order-1"))
    assert enrollment(service)["status"] == "refunded"
    assert order(service)["amount_refunded"] == 4900


def test_a_lost_dispute_revokes_the_certificate_and_ends_the_enrollment(
    service: Service, issued: dict[str, Any]
) -> None:
    assert deliver(service, dispute_closed()) == ["charged_back"]
    shown = verify(service, issued["verification_code"]).json
    assert (shown["status"], shown["revoke_reason"]) == ("revoked", "chargeback")
    assert refusal(get_certificate(service)) == (410, "certificate_revoked")
    assert enrollment(service)["status"] == "refunded"
    stored = order(service)
    assert (stored["charged_back_at"], stored["refunded_at"]) == (shown["revoked_at"], None)
    assert refusal(enroll(service, order_id="order-1")) == (409, "order_refunded")


def test_a_lost_dispute_delivered_before_the_enrollment_wins(service: Service) -> None:
    put_course(service)
    deliver(service, dispute_closed(payment="order-7"))
    assert refusal(enroll(service, order_id="order-7")) == (409, "order_refunded")


@pytest.mark.parametrize("status", ["won", "warning_closed", "warning_needs_response"])
def test_a_dispute_that_is_not_lost_changes_nothing(service: Service, issued: dict[str, Any], status: str) -> None:
    assert deliver(service, dispute_closed(status)) == ["unchanged"]
    opened = {**dispute_closed("needs_response"), "type": "charge.dispute.created"}
    assert deliver(service, opened) == ["ignored"]
    assert verify(service, issued["verification_code"]).json["status"] == "active"


def test_a_deployment_may_ignore_lost_disputes(
    service: Service, issued: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = function("refund_webhook")
    environment = {"STRIPE_SIGNING_SECRETS_ARN": "test-signing-secrets", "CHARGEBACKS_REVOKE": "false"}
    monkeypatch.setattr(app, "config", WebhookConfig.from_env(environment))
    assert deliver(service, dispute_closed()) == ["ignored"]
    assert verify(service, issued["verification_code"]).json["status"] == "active"


def test_an_admin_may_reinstate_a_certificate_after_a_lost_dispute(service: Service, issued: dict[str, Any]) -> None:
    deliver(service, dispute_closed())
    url = f"/admin/certificates/{issued['public_id']}/reinstate"
    assert service.call("POST", url, caller=ADMIN).json["status"] == "active"
    # Other events of the order do not revoke it for the dispute again.
    deliver(service, charge_refunded(1000))
    assert verify(service, issued["verification_code"]).json["status"] == "active"


def test_a_failed_refund_does_not_undo_a_lost_dispute(service: Service, issued: dict[str, Any]) -> None:
    assert deliver(service, charge_refunded(), dispute_closed(), refund_failed()) == [
        "refunded",
        "charged_back",
        "refund_failed",
    ]
    shown = verify(service, issued["verification_code"]).json
    assert (shown["status"], shown["revoke_reason"]) == ("revoked", "chargeback")
    assert enrollment(service)["status"] == "refunded"


def test_a_lost_dispute_concurrent_with_enrolling_wins(service: Service) -> None:
    put_course(service)
    deliver(service, purchase("course-1", user_id="ben"))
    with just_before("TransactWriteItems", lambda: deliver(service, dispute_closed())):
        assert refusal(enroll(service, order_id="order-1")) == (409, "order_refunded")
    assert {item["user_id"]["S"] for item in items("enrollments")} == {"ben"}


def test_amounts_still_count_after_their_events_have_expired(service: Service, issued: dict[str, Any]) -> None:
    first = charge_refunded(1000)
    deliver(service, first, charge_refunded())
    for item in items("webhook-events"):
        client("dynamodb").delete_item(TableName="test-webhook-events", Key={"event_id": item["event_id"]})
    before = order(service)["amount_refunded"], items("course-certificates"), items("enrollments")
    assert deliver(service, first, charge_refunded(2000)) == ["partially_refunded", "unchanged"]
    assert (order(service)["amount_refunded"], items("course-certificates"), items("enrollments")) == before
    assert deliver(service, refund_failed(1000)) == ["restored"]
    assert verify(service, issued["verification_code"]).json["status"] == "active"


@pytest.mark.usefixtures("issued")
def test_every_event_is_recorded_once_with_its_outcome(service: Service) -> None:
    events = [charge_refunded(1000), charge_refunded(), refund_failed(), dispute_closed("won"), dispute_closed()]
    deliver(service, *events, *events)
    listed = service.call("GET", "/admin/webhook-events?limit=100", caller=ADMIN).json["items"]
    outcomes = {entry["event_id"]: entry["outcome"] for entry in listed}
    assert len(listed) == len(outcomes) == 6
    assert [outcomes[one["id"]] for one in events] == [
        "partially_refunded",
        "refunded",
        "restored",
        "unchanged",
        "charged_back",
    ]


@pytest.mark.parametrize("end", [{"status": "cancelled"}, {"access_expires_at": "2026-01-01T00:00:00Z"}])
def test_when_access_lapses_the_certificate_stays_active_and_verifiable(
    service: Service, issued: dict[str, Any], end: dict[str, Any]
) -> None:
    enroll(service, subscription_id="sub_1", **end)
    assert refusal(get_certificate(service)) == (403, "access_ended")
    assert refusal(send(service, completed("flour"))) == (403, "access_ended")
    assert verify(service, issued["verification_code"]).json["status"] == "active"
    enroll(service, access_expires_at=None)
    assert get_certificate(service).status == 200
