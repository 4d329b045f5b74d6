"""The payment webhook: it verifies the signature, and ignores or refuses events that it does not process."""

import json
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from shared.aws.connection import client
from shared.edge import clock
from tests.support.aws import items
from tests.support.service import Answer, Service, function
from tests.support.steps import enroll, enrollment, pay_event, put_course, refund_event, refusal, signature
from tests.support.template import SIGNING_SECRET
from tests.support.wire import broken, calls
from tests.support.wire import refusal as refused

BODY = json.dumps(refund_event("order-1", event_id="evt_1"))


@pytest.fixture(autouse=True)
def _enrolled(service: Service) -> None:
    put_course(service)
    enroll(service, order_id="order-1")


def rotate(*secrets: str) -> None:
    """Replace the signing secrets, each of which is valid."""
    client("secretsmanager").put_secret_value(SecretId="test-signing-secrets", SecretString=" ".join(secrets))


@pytest.fixture(autouse=True)
def _secrets_not_read_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test begins with an empty cache of the secrets."""
    monkeypatch.setattr(function("refund_webhook").webhook.secret, "_cached", None)


def advance_clock(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    """Advance the service's clock."""
    moment = clock.now() + timedelta(seconds=seconds)
    monkeypatch.setattr(clock, "now", lambda: moment)


def post(service: Service, body: str, header: str | None) -> Answer:
    headers = {} if header is None else {"Stripe-Signature": header}
    return service.call("POST", "/webhooks/stripe", body=body, headers=headers)


def signed(**how: Any) -> str:  # noqa: ANN401
    return signature(how.pop("body", BODY), **how)


# Each is computed when it is sent: a signature contains its time.
BAD_SIGNATURES: dict[str, Callable[[], str | None]] = {
    "none": lambda: None,
    "empty": lambda: "",
    "no signature": lambda: "nonsense",
    "nothing in it": lambda: "t=,v1=",
    "a time alone": lambda: f"t={int(time.time())}",
    "no time": lambda: signed().partition(",")[2],
    "another secret": lambda: signed(secret="whsec_other"),  # noqa: S106 - a test value
    "another body": lambda: signed(body=BODY + " "),
    "another scheme": lambda: signed().replace("v1=", "v0="),
    "another time": lambda: signed().replace("t=", "t=1"),
    "too old": lambda: signed(at=time.time() - 310),
    "from the future": lambda: signed(at=time.time() + 310),
    "two times": lambda: f"t={int(time.time())},{signed()}",
    "no digits": lambda: signed().replace("t=", "t=²"),
}


@pytest.mark.parametrize("header", BAD_SIGNATURES.values(), ids=BAD_SIGNATURES)
def test_without_a_valid_signature_nothing_is_read_or_written(
    service: Service, header: Callable[[], str | None]
) -> None:
    with calls() as made:
        answer = post(service, BODY, header())
    assert refusal(answer) == (400, "invalid_signature")
    assert made == []
    assert enrollment(service)["status"] == "active"


def test_a_signature_up_to_five_minutes_old_is_valid(service: Service) -> None:
    assert post(service, BODY, signature(BODY, at=time.time() - 290)).json["outcome"] == "refunded"


def test_any_of_several_signatures_may_be_the_valid_one(service: Service) -> None:
    good = signature(BODY)
    at, _, _ = good.partition(",")
    assert post(service, BODY, f"{at},v1={'0' * 64}, {good.partition(',')[2]},v0=x").status == 200


def test_the_body_may_come_in_base64(service: Service) -> None:
    assert pay_event(service, json.loads(BODY), as_base64=True).json["outcome"] == "refunded"
    assert enrollment(service)["status"] == "refunded"


def test_the_signature_covers_the_exact_bytes_of_the_body(service: Service) -> None:
    body = json.dumps({**json.loads(BODY), "note": "Größe  "}, ensure_ascii=False, indent=3)
    assert post(service, body, signature(body)).status == 200
    assert refusal(post(service, json.dumps(json.loads(body)), signature(body))) == (400, "invalid_signature")


def test_the_secrets_are_read_again_when_a_signature_does_not_match(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert post(service, BODY, signature(BODY)).status == 200
    rotate("whsec_new")
    advance_clock(monkeypatch, 11)
    assert post(service, BODY, signature(BODY, secret="whsec_new")).status == 200  # noqa: S106
    assert refusal(post(service, BODY, signature(BODY))) == (400, "invalid_signature")


def test_during_rotation_both_secrets_are_valid(service: Service) -> None:
    rotate("whsec_new", SIGNING_SECRET)
    for secret in ("whsec_new", SIGNING_SECRET):
        assert post(service, BODY, signature(BODY, secret=secret)).status == 200


def test_invalid_signatures_do_not_cause_a_read_of_the_secrets_each_time(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    with calls("secretsmanager") as made:
        for _ in range(20):
            assert refusal(post(service, BODY, "t=1,v1=0")) == (400, "invalid_signature")
        assert made == ["GetSecretValue"]
        advance_clock(monkeypatch, 11)
        for _ in range(20):
            assert refusal(post(service, BODY, "t=1,v1=0")) == (400, "invalid_signature")
        assert made == ["GetSecretValue"] * 2


def test_without_the_secrets_the_webhook_answers_503(service: Service) -> None:
    with broken(refused("InternalServiceError", 500), service="secretsmanager"), calls() as made:
        answer = post(service, BODY, signature(BODY))
    assert refusal(answer) == (503, "unavailable")
    assert made == []


@pytest.mark.parametrize("event_type", ["customer.created", "invoice.created", "payout.paid", "ping"])
def test_an_event_of_another_type_is_acknowledged_and_ignored(service: Service, event_type: str) -> None:
    event = {"id": "evt_9", "type": event_type, "data": {"object": {"amount": "much"}}}
    answer = pay_event(service, event)
    assert (answer.status, answer.json) == (200, {"event_id": "evt_9", "outcome": "ignored"})
    assert pay_event(service, event).json["outcome"] == "ignored"
    assert enrollment(service)["status"] == "active"
    assert [item["outcome"]["S"] for item in items("webhook-events")] == ["ignored"]


def test_an_event_is_kept_for_ninety_days(service: Service) -> None:
    post(service, BODY, signature(BODY))
    [item] = items("webhook-events")
    assert int(item["expires_at"]["N"]) == pytest.approx(time.time() + 90 * 86_400, abs=60)


@pytest.mark.parametrize("body", ["", "{", "[]", "null", '"event"', "{}", '{"id": "evt_1", "type": "ping"}'])
def test_a_signed_body_that_is_not_an_event_is_refused(service: Service, body: str) -> None:
    assert refusal(post(service, body, signature(body))) == (400, "invalid_request")
    assert items("webhook-events") == []


@pytest.mark.parametrize(
    ("changes", "location"),
    [
        ({"amount": None}, ["data", "object", "amount"]),
        ({"amount": "4900"}, ["data", "object", "amount"]),
        ({"amount": 4900.5}, ["data", "object", "amount"]),
        ({"amount": True}, ["data", "object", "amount"]),
        ({"amount_refunded": -1}, ["data", "object", "amount_refunded"]),
        ({"amount_refunded": 10**15}, ["data", "object", "amount_refunded"]),
        ({"metadata": {"order_id": "order 1"}}, ["order_id"]),
        ({"metadata": {"order_id": ["order-1"]}}, ["order_id"]),
        ({"metadata": [], "payment_intent": None, "id": None}, ["order_id"]),
        ({"amount_captured": -1}, ["data", "object", "amount_captured"]),
    ],
    ids=json.dumps,
)
def test_a_refund_without_order_or_amounts_is_refused(
    service: Service, changes: dict[str, Any], location: list[str]
) -> None:
    event = json.loads(BODY)
    event["data"]["object"].update(changes)
    answer = pay_event(service, event)
    assert refusal(answer) == (400, "invalid_request")
    assert answer.json["errors"][0]["location"] == location
    assert items("webhook-events") == []


def test_an_invalid_currency_is_not_stored(service: Service) -> None:
    event = json.loads(BODY)
    event["data"]["object"]["currency"] = 978
    assert pay_event(service, event).status == 200
    assert "currency" not in items("orders")[0]
