"""The sample payment events in events/ are one scenario that the webhook can process."""

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


def test_the_webhook_processes_the_sample_payment_events_in_order() -> None:
    assert outcome("checkout_session_completed") == "enrolled"
    assert {item["course_id"]["S"] for item in items("enrollments")} == {"course-42", "course-43"}
    assert outcome("charge_refunded") == outcome("charge_refunded_base64") == "refunded"
    assert {item["status"]["S"] for item in items("enrollments")} == {"refunded"}
    assert outcome("refund_failed") == "restored"
    assert outcome("dispute_closed") == "charged_back"
    assert {item["status"]["S"] for item in items("enrollments")} == {"refunded"}
