"""The deliveries of payment events, and of what follows from them."""

from dataclasses import replace

from tests.proof.faults import fixtures, payment_fixtures
from tests.proof.faults.delivery import Delivery
from tests.proof.faults.fixtures import download, get, nothing, webhook, with_certificate
from tests.proof.faults.payment_fixtures import large
from tests.support.payments import (
    charge_refunded,
    charge_succeeded,
    dispute_closed,
    invoice_paid,
    invoice_payment_paid,
    payment_intent_succeeded,
    purchase,
    refund,
    refund_failed,
    subscription_deleted,
    subscription_session,
)
from tests.support.service import ADMIN
from tests.support.steps import ANNA, SLUG, put_course, refund_event

_PAYER = replace(ANNA, email="payer@example.com")
_WEBHOOK = "refund_webhook"

PAYMENT_DELIVERIES = (
    # purchases
    Delivery(_WEBHOOK, "a purchase of two courses", nothing, webhook(purchase("course-1", "course-2", at=0))),
    Delivery(
        _WEBHOOK,
        "a purchase of three courses, in several transactions",
        nothing,
        webhook(purchase(*payment_fixtures.THREE, at=0)),
    ),
    Delivery(
        _WEBHOOK,
        "a purchase refunded before its order id was known",
        payment_fixtures.refunded_without_order_id,
        webhook(purchase("course-1", at=0)),
    ),
    Delivery(_WEBHOOK, "a purchase without a learner", put_course, webhook(purchase("course-1", user_id=None, at=0))),
    # what links and reports payments
    Delivery(_WEBHOOK, "a subscription", nothing, webhook(subscription_session("course-1", at=0))),
    Delivery(
        _WEBHOOK,
        "a subscription whose invoice was refunded",
        payment_fixtures.invoice_paid_before,
        webhook(subscription_session("course-1", at=0)),
    ),
    Delivery(
        _WEBHOOK,
        "a paid invoice",
        payment_fixtures.subscribed,
        webhook(invoice_paid("in_2", payment="pi_2", at=3, generation="acacia")),
    ),
    Delivery(
        _WEBHOOK,
        "the payment of an invoice, after its refund",
        payment_fixtures.subscribed_and_refunded,
        webhook(invoice_payment_paid(at=1)),
    ),
    Delivery(_WEBHOOK, "a charge of an order", with_certificate, webhook(charge_succeeded(order_id="order-1", at=0))),
    Delivery(_WEBHOOK, "a payment of an unknown order", nothing, webhook(payment_intent_succeeded(at=0))),
    # refunds and disputes
    Delivery(_WEBHOOK, "a full refund", with_certificate, webhook(refund_event("order-1", event_id="evt_1"))),
    Delivery(
        _WEBHOOK,
        "a full refund of two learners",
        fixtures.two_with_certificates,
        webhook(refund_event("order-1", event_id="evt_1")),
    ),
    Delivery(
        _WEBHOOK,
        "a full refund of an unknown order",
        put_course,
        webhook(refund_event("order-9", event_id="evt_1")),
    ),
    Delivery(
        _WEBHOOK,
        "a partial refund",
        with_certificate,
        webhook(refund_event("order-1", amount_refunded=100, event_id="evt_1")),
    ),
    Delivery(_WEBHOOK, "a refund by its id", payment_fixtures.bought_twice, webhook(refund(payment="pi_2", at=3))),
    Delivery(
        _WEBHOOK,
        "a refund of one of two orders",
        payment_fixtures.bought_twice,
        webhook(charge_refunded(payment="pi_2", at=3)),
    ),
    Delivery(_WEBHOOK, "a lost dispute", with_certificate, webhook(dispute_closed(payment="order-1", at=1))),
    Delivery(
        _WEBHOOK,
        "the end of a subscription",
        payment_fixtures.subscribed,
        webhook(subscription_deleted(ended_at=5, at=5)),
    ),
    Delivery(
        _WEBHOOK,
        "an ignored event",
        nothing,
        webhook({"id": "evt_1", "type": "ping", "data": {"object": {}}}),
    ),
    # large orders
    Delivery(_WEBHOOK, "a full refund of a large order", payment_fixtures.three_bought, large(charge_refunded(at=1))),
    Delivery(
        _WEBHOOK,
        "a failed full refund of a large order",
        payment_fixtures.three_bought_and_refunded,
        large(refund_failed(at=2)),
    ),
    Delivery(
        _WEBHOOK,
        "the end of the subscription of a large order",
        payment_fixtures.three_subscribed,
        large(subscription_deleted(ended_at=5, at=5)),
    ),
    Delivery("order_lines", "the lines of a refunded order", payment_fixtures.three_refunded, lambda queue: queue),
    Delivery("order_lines", "the lines of a restored order", payment_fixtures.three_restored, lambda queue: queue),
    Delivery("certificates", "a download while lines are pending", payment_fixtures.three_refunded, download()),
    Delivery(
        "certificates", "a download while restored lines are pending", payment_fixtures.three_restored, download()
    ),
    # learners and admins
    Delivery(
        "progress",
        "the dashboard of a learner who claims a purchase",
        payment_fixtures.bought_by_payer,
        get("/my-courses", _PAYER),
    ),
    Delivery(
        "progress",
        "a course that is claimed, with two others",
        payment_fixtures.three_bought_by_payer,
        get(f"/my-courses/{SLUG}", _PAYER),
        # A learner who has the course already reads it without claiming the others; the dashboard claims them.
        lambda service: service.call("GET", "/my-courses", caller=_PAYER),
    ),
    Delivery(
        "admin",
        "payments without an order",
        payment_fixtures.invoice_paid_before,
        get("/admin/unlinked-payments", ADMIN),
    ),
)
