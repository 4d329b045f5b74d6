"""The sample events in events/: the payment events are one scenario, and the profile is stored."""

import json
from datetime import UTC, datetime

import pytest

from shared.aws.connection import client
from shared.edge import clock
from tests.support.aws import items
from tests.support.service import Context, Service, function
from tests.support.template import ROOT

# The time of every sample; all are signed with the secret of local deployments.
MOMENT = datetime(2026, 1, 12, 8, 30, tzinfo=UTC)
SECRET = "whsec_local"  # noqa: S105


@pytest.fixture(autouse=True)
def _frozen_clock(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    assert service.requests == []
    client("secretsmanager").put_secret_value(SecretId="test-signing-secrets", SecretString=SECRET)
    monkeypatch.setattr(clock, "now", lambda: MOMENT)
    monkeypatch.setattr(function("refund_webhook").webhook.secret, "_cached", None)


def outcome(sample: str) -> str:
    event = json.loads((ROOT / "events" / f"refund_webhook_{sample}.json").read_text("utf-8"))
    answer = function("refund_webhook").handler(event, Context())
    assert answer["statusCode"] == 200, answer
    did: str = json.loads(answer["body"])["outcome"]
    return did


def enrollments() -> dict[str, str]:
    """The status of each enrollment, by course."""
    return {item["course_id"]["S"]: item["status"]["S"] for item in items("enrollments")}


def test_the_webhook_processes_the_sample_events_of_a_payment_in_order() -> None:
    assert outcome("checkout_session_completed") == "enrolled"
    assert outcome("payment_intent_succeeded") == "recorded"
    # The payment names its charge.
    assert outcome("charge_succeeded") == "unchanged"
    assert enrollments() == {"course-42": "active", "course-43": "active"}
    assert outcome("charge_refunded") == outcome("charge_refunded_base64") == "refunded"
    assert enrollments() == {"course-42": "refunded", "course-43": "refunded"}
    assert outcome("refund_created") == "unchanged"
    assert outcome("refund_failed") == "restored"
    assert enrollments() == {"course-42": "active", "course-43": "active"}
    assert outcome("dispute_closed") == "charged_back"
    assert enrollments() == {"course-42": "refunded", "course-43": "refunded"}


def test_the_webhook_processes_the_sample_events_of_a_subscription_in_order() -> None:
    assert outcome("checkout_session_completed_subscription") == "enrolled"
    assert outcome("invoice_payment_paid") == "recorded"
    # The payment is counted already.
    assert outcome("invoice_paid") == "unchanged"
    assert outcome("invoice_paid_acacia") == "recorded"
    assert outcome("customer_subscription_deleted") == "access_ended"
    [enrollment] = items("enrollments")
    assert (enrollment["status"]["S"], enrollment["access_expires_at"]["S"]) == (
        "active",
        "2026-01-12T08:29:58.000000Z",
    )


def test_the_sample_profile_is_stored() -> None:
    event = json.loads((ROOT / "events" / "certificates_put_profile.json").read_text("utf-8"))
    answer = function("certificates").handler(event, Context())
    assert answer["statusCode"] == 200, answer
    [item] = items("profiles")
    assert (item["user_id"], item["name"]) == ({"S": "learner-7"}, {"S": "Nguyễn Thị Ánh"})
