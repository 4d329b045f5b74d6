"""Payments and refunds over HTTP, against the stack that template.yaml deploys."""

import pytest

from local.calls import Caller, signed
from local.demo_course import COURSE_ID, SLUG
from local.waiting import wait_until
from tests.e2e.laptop import Laptop
from tests.e2e.scenario import JSON, Scenario
from tests.support.payments import StripeEvent, charge_refunded, dispute_closed, purchase, refund_failed
from tests.support.stripe_objects.envelope import Generation
from tests.support.subscriptions import Subscription

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


@pytest.mark.parametrize("generation", ["acacia", "basil"])
def test_a_refund_of_a_subscription_reaches_its_certificate_over_its_links(
    scenario: Scenario, generation: Generation, admin: Caller
) -> None:
    bought = Subscription(label=scenario.order_id, generation=generation)
    assert pay(scenario, bought.checkout(COURSE_ID, user_id=scenario.user_id)) == "enrolled"
    scenario.finish_lessons()
    code = scenario.learner.ask("GET", CERTIFICATE, headers=JSON)["verification_code"]
    # The refund arrives before what links its payment to the subscription.
    for event in [*bought.refunded(), *bought.month()]:
        pay(scenario, event)
    assert scenario.verify(code)["revoke_reason"] == "refunded"
    scenario.learner.call("GET", CERTIFICATE, expect=410)
    [payment] = admin.ask("GET", f"/admin/orders/{bought.charge()}")["payments"]
    assert (payment["payment_id"], payment["amount_captured"], payment["amount_refunded"]) == (
        bought.payment(),
        4900,
        4900,
    )


def test_the_lines_of_a_large_order_follow_its_refund(scenario: Scenario, admin: Caller) -> None:
    others = [f"c-{number}" for number in range(44)]
    payment, order = f"pi_{scenario.order_id}", f"/admin/orders/{scenario.order_id}"
    event = purchase(COURSE_ID, *others, user_id=scenario.user_id, order_id=scenario.order_id, payment=payment)
    assert pay(scenario, event) == "enrolled"
    scenario.finish_lessons()
    code = scenario.learner.ask("GET", CERTIFICATE, headers=JSON)["verification_code"]
    assert pay(scenario, charge_refunded(payment=payment)) == "refunded"
    # At once, whether or not the queue was faster; the other lines within minutes.
    scenario.learner.call("GET", CERTIFICATE, expect=410)
    wait_until(lambda: not admin.ask("GET", order)["lines_pending"])
    assert scenario.verify(code)["status"] == "revoked"
    assert [item["status"]["S"] for item in scenario.stored("enrollments")] == ["refunded"] * 45
    assert len(admin.ask("GET", order)["lines"]) == 45
    assert pay(scenario, refund_failed(payment=payment)) == "restored"
    scenario.learner.call("GET", CERTIFICATE)
    wait_until(lambda: not admin.ask("GET", order)["lines_pending"])
    assert scenario.verify(code)["status"] == "active"
    assert [item["status"]["S"] for item in scenario.stored("enrollments")] == ["active"] * 45


def test_an_admin_revokes_and_reinstates_a_certificate(scenario: Scenario, bought: str, admin: Caller) -> None:
    public_id = scenario.learner.ask("GET", CERTIFICATE, headers=JSON)["public_id"]
    path, reason = f"/admin/certificates/{public_id}", {"reason": "The work was copied"}
    assert admin.ask("POST", f"{path}/revoke", json=reason)["status"] == scenario.verify(bought)["status"] == "revoked"
    reinstated = admin.ask("POST", f"{path}/reinstate")
    assert reinstated["status"] == scenario.verify(bought)["status"] == "active"
    [revocation] = reinstated["revocations"]
    assert revocation["revoked_at"] < revocation["reinstated_at"]
