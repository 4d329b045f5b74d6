"""The admin's pages of payments: orders, unlinked payments, and what each payment event did."""

import uuid
from typing import Any

from playwright.sync_api import Page, Route, expect

from local.calls import signed
from local.demo_course import ADMIN_NAME
from tests.e2e.laptop import Laptop
from tests.e2e.pages.conftest import Visit
from tests.e2e.pages.lessons import PRICE, Classroom, classroom

type StripeEvent = dict[str, Any]


def deliver(room: Classroom, event_type: str, about: dict[str, Any], **envelope: Any) -> str:  # noqa: ANN401
    """Deliver a payment event; return its outcome."""
    event: StripeEvent = {
        "id": f"evt_{uuid.uuid4().hex}",
        "object": "event",
        "type": event_type,
        "data": {"object": about},
        **envelope,
    }
    outcome: str = room.shop.ask("POST", "/webhooks/stripe", **signed(event))["outcome"]
    return outcome


def charge(mark: str) -> dict[str, Any]:
    """A charge as Checkout makes it: without metadata."""
    return {
        "id": f"ch_{mark}",
        "object": "charge",
        "amount": PRICE,
        "amount_captured": PRICE,
        "amount_refunded": 0,
        "captured": True,
        "currency": "eur",
        "metadata": {},
        "paid": True,
        "payment_intent": f"pi_{mark}",
        "status": "succeeded",
    }


def checkout(room: Classroom, mark: str, **session: Any) -> dict[str, Any]:  # noqa: ANN401
    """A completed checkout session of one payment, for the course of the classroom."""
    return {
        "id": f"cs_{mark}",
        "object": "checkout.session",
        "amount_total": PRICE,
        "client_reference_id": None,
        "currency": "eur",
        "customer_details": {"email": f"{mark}@example.com", "name": "Maya Cohen"},
        "invoice": None,
        "metadata": {"course_ids": room.course_id, "order_id": f"order-{mark}"},
        "mode": "payment",
        "payment_intent": f"pi_{mark}",
        "payment_status": "paid",
        "subscription": None,
        **session,
    }


def row(page: Page, text: str) -> Any:  # noqa: ANN401
    """The list item of a payment or an event."""
    return page.get_by_role("listitem").filter(has_text=text)


def test_an_admin_follows_a_payment_from_unlinked_to_its_order(laptop: Laptop, visit: Visit) -> None:
    room, mark = classroom(laptop), uuid.uuid4().hex[:12]
    assert deliver(room, "charge.succeeded", charge(mark)) == "recorded"
    page = visit().sign_in(ADMIN_NAME).page
    page.get_by_role("link", name="Teaching").click()
    page.get_by_role("link", name="Payment events").click()
    page.get_by_role("link", name="Unlinked payments").click()
    expect(page.get_by_role("heading", name="What you can do")).to_be_visible()
    expect(row(page, f"pi_{mark}")).to_contain_text("€49.00 paid, nothing refunded.")
    page.get_by_role("link", name=f"pi_{mark}").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Order pi_{mark}")

    # The purchase links the payment to its order, which the payment's id now leads to.
    assert (
        deliver(room, "checkout.session.completed", checkout(room, mark, client_reference_id="learner-1")) == "enrolled"
    )
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Order order-{mark}")
    payments = page.get_by_role("region", name="Payments")
    expect(payments).to_contain_text(f"Charge ch_{mark}")
    expect(payments).to_contain_text("€49.00 paid, nothing refunded.")
    expect(payments).to_contain_text(f"cs_{mark}")
    expect(page.get_by_role("link", name=f"learner-1 in {room.course_id}")).to_be_visible()
    page.goto(f"{laptop.url}/manage/unlinked-payments")
    page.get_by_role("heading", name="Unlinked payments", exact=True).wait_for()
    page.wait_for_load_state("networkidle")
    expect(page.get_by_role("link", name=f"pi_{mark}")).to_have_count(0)

    # A full refund of the payment, which names no order.
    refunded = {**charge(mark), "amount_refunded": PRICE, "refunded": True}
    assert deliver(room, "charge.refunded", refunded) == "refunded"
    page.goto(f"{laptop.url}/manage/orders/order-{mark}")
    expect(page.get_by_role("region", name="Payments")).to_contain_text("€49.00 paid, all of it refunded.")


def test_an_admin_sees_who_can_claim_a_purchase_without_a_learner(laptop: Laptop, visit: Visit) -> None:
    room, mark = classroom(laptop), uuid.uuid4().hex[:12]
    assert deliver(room, "checkout.session.completed", checkout(room, mark)) == "unclaimed"
    visitor = visit().sign_in(ADMIN_NAME).open(f"/manage/orders/order-{mark}")
    unclaimed = visitor.page.get_by_role("region", name="Not claimed yet")
    expect(unclaimed).to_contain_text(f"{mark}@example.com")
    expect(unclaimed.get_by_role("link", name=room.course_id)).to_be_visible()
    assert visitor.violations() == []


def test_an_admin_sees_why_an_event_was_ignored(laptop: Laptop, visit: Visit) -> None:
    room, mark = classroom(laptop), uuid.uuid4().hex[:12]
    event_id = f"evt_{mark}"
    assert deliver(room, "charge.succeeded", charge(mark), id=event_id, account="acct_1Connected") == "ignored"
    page = visit().sign_in(ADMIN_NAME).open("/manage/payment-events").page
    event = row(page, event_id)
    expect(event).to_contain_text("Charge succeeded")
    expect(event).to_contain_text("a Stripe account that this deployment does not accept")
    expect(page.get_by_role("heading", name="This deployment receives no payment events")).to_have_count(0)


def test_an_admin_sees_that_a_deployment_has_no_signing_secret(visit: Visit) -> None:
    visitor = visit().sign_in(ADMIN_NAME)
    page = visitor.page

    # The service of these tests has a secret.
    def without_secret(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, json={**answer.json(), "webhook_configured": False})

    page.route("**/admin/webhook-events*", without_secret)
    visitor.open("/manage/payment-events")
    notice = page.get_by_role("region", name="This deployment receives no payment events")
    expect(notice).to_contain_text("StripeSigningSecrets")
    assert visitor.violations() == []


def test_the_enrollments_of_a_large_order_are_shown_page_by_page(laptop: Laptop, visit: Visit) -> None:
    room = classroom(laptop)
    order_id = f"order-{room.course_id}"
    for number in range(27):
        room.enroll(f"learner-{number:02}", f"Learner {number}", order_id=order_id)
    page = visit().sign_in(ADMIN_NAME).open(f"/manage/orders/{order_id}").page
    enrollments = page.get_by_role("region", name="Enrollments paid by this order")
    expect(enrollments.get_by_role("link")).to_have_count(25)
    enrollments.get_by_role("button", name="Show more").click()
    expect(enrollments.get_by_role("link")).to_have_count(27)
    expect(enrollments.get_by_text("All 27 enrollments shown.")).to_be_focused()
