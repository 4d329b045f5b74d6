"""Payments and refunds over HTTP, against the stack that template.yaml deploys."""

import pytest

from local.calls import Caller, signed
from local.demo_course import COURSE_ID, SLUG
from tests.e2e.laptop import Laptop
from tests.e2e.scenario import JSON, Scenario
from tests.support.payments import StripeEvent, charge_refunded, dispute_closed, purchase, refund_failed

CERTIFICATE = f"/my-courses/{SLUG}/certificate"


def pay(scenario: Scenario, event: StripeEvent) -> str:
    outcome: str = scenario.anybody.ask("POST", "/webhooks/stripe", **signed(event))["outcome"]
    return outcome


@pytest.fixture
def admin(laptop: Laptop) -> Caller:
    return laptop.caller("admin", scope="admin")


@pytest.fixture
def bought(scenario: Scenario) -> str:
    """Have a learner buy the course through the webhook and get its certificate; return the certificate's code."""
    assert pay(scenario, buy(scenario, scenario.order_id)) == "enrolled"
    scenario.finish_lessons()
    code: str = scenario.learner.ask("GET", CERTIFICATE, headers=JSON)["verification_code"]
    return code


def buy(scenario: Scenario, order_id: str) -> StripeEvent:
    return purchase(COURSE_ID, user_id=scenario.user_id, order_id=order_id, payment=f"pi_{order_id}")


def test_a_failed_refund_reinstates_the_same_certificate(scenario: Scenario, bought: str, admin: Caller) -> None:
    payment = f"pi_{scenario.order_id}"
    pdf = scenario.learner.call("GET", CERTIFICATE).content
    assert pay(scenario, charge_refunded(1000, payment=payment)) == "partially_refunded"
    assert pay(scenario, charge_refunded(payment=payment)) == "refunded"
    assert scenario.verify(bought)["status"] == "revoked"
    assert pay(scenario, refund_failed(payment=payment)) == "restored"
    assert scenario.verify(bought)["status"] == "active"
    assert scenario.learner.call("GET", CERTIFICATE).content == pdf
    order = admin.ask("GET", f"/admin/orders/{scenario.order_id}")
    assert [entry["outcome"] for entry in order["refunds"]] == ["partially_refunded", "refunded", "restored"]


def test_after_a_lost_dispute_a_new_purchase_earns_a_new_certificate(scenario: Scenario, bought: str) -> None:
    assert pay(scenario, dispute_closed(payment=f"pi_{scenario.order_id}")) == "charged_back"
    assert scenario.verify(bought)["revoke_reason"] == "chargeback"
    scenario.learner.call("GET", CERTIFICATE, expect=410)
    assert pay(scenario, buy(scenario, f"{scenario.order_id}-2")) == "enrolled"
    new = scenario.learner.ask("GET", CERTIFICATE, headers=JSON)
    assert new["verification_code"] != bought
    assert scenario.verify(bought)["status"] == "revoked"
    assert pay(scenario, charge_refunded(payment=f"pi_{scenario.order_id}-2")) == "refunded"
    assert scenario.verify(new["verification_code"])["status"] == "revoked"


def test_an_admin_revokes_and_reinstates_a_certificate(scenario: Scenario, bought: str, admin: Caller) -> None:
    public_id = scenario.learner.ask("GET", CERTIFICATE, headers=JSON)["public_id"]
    path, reason = f"/admin/certificates/{public_id}", {"reason": "The work was copied"}
    assert admin.ask("POST", f"{path}/revoke", json=reason)["status"] == scenario.verify(bought)["status"] == "revoked"
    reinstated = admin.ask("POST", f"{path}/reinstate")
    assert reinstated["status"] == scenario.verify(bought)["status"] == "active"
    [revocation] = reinstated["revocations"]
    assert revocation["revoked_at"] < revocation["reinstated_at"]
