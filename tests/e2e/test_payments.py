"""Money comes and goes, over HTTP, against the stack that template.yaml deploys."""

import pytest

from local.calls import Caller, signed
from local.demo_course import COURSE_ID, SLUG
from tests.e2e.laptop import Laptop
from tests.e2e.stories import JSON, Story
from tests.support.payments import StripeEvent, charge_refunded, dispute_closed, purchase, refund_failed

CERTIFICATE = f"/my-courses/{SLUG}/certificate"


def pay(story: Story, event: StripeEvent) -> str:
    outcome: str = story.anybody.ask("POST", "/webhooks/stripe", **signed(event))["outcome"]
    return outcome


@pytest.fixture
def admin(laptop: Laptop) -> Caller:
    return laptop.caller("admin", scope="admin")


@pytest.fixture
def bought(story: Story) -> str:
    """A learner who bought the course by a purchase alone, and holds its certificate; gives the certificate's code."""
    assert pay(story, buy(story, story.order_id)) == "enrolled"
    story.study()
    code: str = story.learner.ask("GET", CERTIFICATE, headers=JSON)["verification_code"]
    return code


def buy(story: Story, order_id: str) -> StripeEvent:
    return purchase(COURSE_ID, user_id=story.user_id, order_id=order_id, payment=f"pi_{order_id}")


def test_a_refund_that_fails_gives_the_same_certificate_back(story: Story, bought: str, admin: Caller) -> None:
    payment = f"pi_{story.order_id}"
    pdf = story.learner.call("GET", CERTIFICATE).content
    assert pay(story, charge_refunded(1000, payment=payment)) == "partially_refunded"
    assert pay(story, charge_refunded(payment=payment)) == "refunded"
    assert story.verify(bought)["status"] == "revoked"
    assert pay(story, refund_failed(payment=payment)) == "restored"
    assert story.verify(bought)["status"] == "active"
    assert story.learner.call("GET", CERTIFICATE).content == pdf
    order = admin.ask("GET", f"/admin/orders/{story.order_id}")
    assert [entry["outcome"] for entry in order["refunds"]] == ["partially_refunded", "refunded", "restored"]


def test_after_a_lost_dispute_a_new_purchase_earns_a_new_certificate(story: Story, bought: str) -> None:
    assert pay(story, dispute_closed(payment=f"pi_{story.order_id}")) == "charged_back"
    assert story.verify(bought)["revoke_reason"] == "chargeback"
    story.learner.call("GET", CERTIFICATE, expect=410)
    assert pay(story, buy(story, f"{story.order_id}-2")) == "enrolled"
    new = story.learner.ask("GET", CERTIFICATE, headers=JSON)
    assert new["verification_code"] != bought
    assert story.verify(bought)["status"] == "revoked"
    assert pay(story, charge_refunded(payment=f"pi_{story.order_id}-2")) == "refunded"
    assert story.verify(new["verification_code"])["status"] == "revoked"


def test_an_admin_revokes_and_reinstates_by_hand(story: Story, bought: str, admin: Caller) -> None:
    public_id = story.learner.ask("GET", CERTIFICATE, headers=JSON)["public_id"]
    path, reason = f"/admin/certificates/{public_id}", {"reason": "The work was copied"}
    assert admin.ask("POST", f"{path}/revoke", json=reason)["status"] == story.verify(bought)["status"] == "revoked"
    reinstated = admin.ask("POST", f"{path}/reinstate")
    assert reinstated["status"] == story.verify(bought)["status"] == "active"
    [revocation] = reinstated["revocations"]
    assert revocation["revoked_at"] < revocation["reinstated_at"]
