"""What a deployment decides about its payment webhook: its secrets, the mode, and the accounts."""

from collections.abc import Callable
from typing import Any

import pytest

from shared.aws.connection import client
from shared.config import PaymentSetupConfig, StripeMode, WebhookConfig
from shared.edge.stripe.webhook import Webhook
from tests.support.aws import items
from tests.support.payments import StripeEvent, charge_refunded, deliver, purchase
from tests.support.service import ADMIN, Answer, Service, function
from tests.support.steps import enroll, enrollment, pay_event, put_course, refusal, signature
from tests.support.template import SIGNING_SECRET
from tests.support.wire import calls

type Configure = Callable[..., None]


@pytest.fixture
def configure(monkeypatch: pytest.MonkeyPatch) -> Configure:
    """Deploys the webhook with another configuration; without arguments, with the default of template.yaml."""

    def deployed(
        *, arn: str | None = "test-signing-secrets", mode: StripeMode = StripeMode.LIVE, accounts: tuple[str, ...] = ()
    ) -> None:
        config = WebhookConfig(
            signing_secrets_arn=arn, chargebacks_revoke=True, mode=mode, accounts=frozenset(accounts)
        )
        monkeypatch.setattr(function("refund_webhook"), "webhook", Webhook(config))
        setup = PaymentSetupConfig(webhook_configured=arn is not None)
        monkeypatch.setattr(function("admin"), "payment_setup", setup)

    return deployed


@pytest.fixture(autouse=True)
def _enrolled(service: Service) -> None:
    put_course(service)
    enroll(service, order_id="order-1")


def event_log(service: Service) -> Any:  # noqa: ANN401
    return service.call("GET", "/admin/webhook-events", caller=ADMIN).json


# ------------------------------------------------------------------ secrets


@pytest.mark.parametrize("header", [None, "nonsense", "signed"])
def test_without_a_signing_secret_the_webhook_is_disabled(
    service: Service, configure: Configure, header: str | None
) -> None:
    configure(arn=None)
    sent = signature("{}") if header == "signed" else header
    with calls() as dynamodb, calls("secretsmanager") as secrets:
        answer = service.call(
            "POST", "/webhooks/stripe", body="{}", headers={} if sent is None else {"Stripe-Signature": sent}
        )
    assert refusal(answer) == (404, "webhook_disabled")
    assert dynamodb == secrets == []


def test_the_list_of_payment_events_says_whether_the_webhook_has_a_secret(
    service: Service, configure: Configure
) -> None:
    configure(arn=None)
    assert event_log(service) == {"items": [], "next_cursor": None, "webhook_configured": False}
    configure()
    assert event_log(service)["webhook_configured"] is True


def rotate(text: str) -> None:
    client("secretsmanager").put_secret_value(SecretId="test-signing-secrets", SecretString=text)


def pay_signed_with(service: Service, secret: str) -> Answer:
    body = '{"id": "evt_1", "type": "ping", "data": {"object": {}}}'
    return service.call(
        "POST", "/webhooks/stripe", body=body, headers={"Stripe-Signature": signature(body, secret=secret)}
    )


@pytest.mark.parametrize("guessable", ["x", "whsec_", "secret"])
def test_a_guessable_secret_signs_nothing(service: Service, configure: Configure, guessable: str) -> None:
    rotate(guessable)
    configure()
    assert refusal(pay_signed_with(service, guessable)) == (400, "invalid_signature")
    assert items("webhook-events") == []


def test_a_secret_beside_a_guessable_one_stays_valid(service: Service, configure: Configure) -> None:
    rotate(f"x {SIGNING_SECRET}")
    configure()
    assert refusal(pay_signed_with(service, "x")) == (400, "invalid_signature")
    assert pay_signed_with(service, SIGNING_SECRET).status == 200


# ------------------------------------------------------------------ mode and account


def of_test_mode(event: StripeEvent) -> StripeEvent:
    return {**event, "livemode": False}


def of_account(event: StripeEvent, account: str) -> StripeEvent:
    return {**event, "account": account}


def test_a_live_deployment_ignores_test_events_and_says_why(service: Service, configure: Configure) -> None:
    configure()
    assert deliver(service, of_test_mode(purchase("course-2")), of_test_mode(charge_refunded(order_id="order-1"))) == [
        "ignored",
        "ignored",
    ]
    assert enrollment(service)["status"] == "active"
    assert [item["course_id"]["S"] for item in items("enrollments")] == ["course-1"]
    assert [(item["outcome"], item["reason"]) for item in event_log(service)["items"]] == [("ignored", "test_mode")] * 2


def test_a_deployment_for_tests_ignores_live_events(service: Service, configure: Configure) -> None:
    configure(mode=StripeMode.TEST)
    live = charge_refunded(order_id="order-1")
    assert deliver(service, live) == ["ignored"]
    assert [item["reason"] for item in event_log(service)["items"]] == ["live_mode"]
    assert deliver(service, of_test_mode(charge_refunded(order_id="order-1"))) == ["refunded"]


def test_a_deployment_may_process_events_of_both_modes(service: Service, configure: Configure) -> None:
    configure(mode=StripeMode.ANY)
    deliver(service, of_test_mode(purchase("course-2", order_id="order-2", payment="pi_2")))
    assert enrollment(service, course_id="course-2")["status"] == "active"
    assert deliver(service, charge_refunded(order_id="order-1")) == ["refunded"]


def test_an_event_of_another_account_is_ignored(service: Service, configure: Configure) -> None:
    configure(accounts=("acct_2",))
    assert deliver(service, of_account(charge_refunded(order_id="order-1"), "acct_1")) == ["ignored"]
    assert enrollment(service)["status"] == "active"
    assert [item["reason"] for item in event_log(service)["items"]] == ["other_account"]


def test_an_event_of_a_listed_account_counts(service: Service, configure: Configure) -> None:
    configure(accounts=("acct_1", "acct_2"))
    assert deliver(service, of_account(charge_refunded(order_id="order-1"), "acct_2")) == ["refunded"]
    assert [item["reason"] for item in event_log(service)["items"]] == [None]


@pytest.mark.parametrize("event", [{"livemode": False}, {"account": "acct_1"}])
def test_an_ignored_event_is_acknowledged_whatever_its_object_is(
    service: Service, configure: Configure, event: dict[str, Any]
) -> None:
    configure()
    malformed = {"id": "evt_1", "type": "charge.refunded", "data": {"object": {"amount": "much"}}}
    assert refusal(pay_event(service, malformed)) == (400, "invalid_request")
    assert pay_event(service, {**malformed, **event}).json["outcome"] == "ignored"
