"""Scenarios of events that link ids to each other: which order a payment belongs to is learned from any of them."""

from tests.proof.interleavings import final_states as final
from tests.proof.interleavings import initial_states as initial
from tests.proof.interleavings.history import refused
from tests.proof.interleavings.initial_states import (
    CAPTURED,
    INVOICE_PAYMENT,
    MONTHS,
    ORDER_ID,
    PURCHASE,
    REFUND,
    SUBSCRIBED,
)
from tests.proof.interleavings.operations import enrollment, payment
from tests.proof.interleavings.scenario import Scenario
from tests.support.steps import ANNA, put_course

_SESSION = payment("session", 20, SUBSCRIBED)
_INVOICE_PAYMENT = payment("invoice payment", 21, INVOICE_PAYMENT)
_REFUND = payment("refund", 30, REFUND)

SCENARIOS = (
    Scenario(
        "a subscription and the payment of its invoice, after the refund",
        initial.having(REFUND),
        (_SESSION, _INVOICE_PAYMENT),
        final.linked_and_refunded,
    ),
    Scenario(
        "a subscription and its refund, after the payment of its invoice",
        initial.having(INVOICE_PAYMENT),
        (_SESSION, _REFUND),
        final.linked_and_refunded,
    ),
    Scenario(
        "the payment of an invoice and its refund, after the subscription",
        initial.having(SUBSCRIBED),
        (_INVOICE_PAYMENT, _REFUND),
        final.linked_and_refunded,
    ),
    Scenario(
        "a subscription, the payment of its invoice, and its refund",
        put_course,
        (_SESSION, _INVOICE_PAYMENT, _REFUND),
        final.linked_and_refunded,
    ),
    Scenario(
        "two invoices of one subscription",
        put_course,
        (payment("first", 20, MONTHS[0]), payment("second", 21, MONTHS[1])),
        final.two_payments_of("sub_1"),
    ),
    Scenario(
        "two invoices of one subscription, and the subscription",
        put_course,
        (payment("first", 20, MONTHS[0]), payment("second", 21, MONTHS[1]), _SESSION),
        final.two_payments_of(ORDER_ID),
    ),
    Scenario(
        "a purchase and its refund, with different order ids",
        put_course,
        (payment("purchase", 20, PURCHASE), _REFUND),
        final.order_refunded,
    ),
    Scenario(
        "a purchase and its refund, after the charge",
        initial.having(CAPTURED),
        (payment("purchase", 20, PURCHASE), _REFUND),
        final.linked_and_refunded,
    ),
    Scenario(
        "a purchase, and an enrollment under the id of its payment",
        put_course,
        (payment("purchase", 20, PURCHASE), enrollment(learner=ANNA, order_id="pi_1")),
        final.one_order_has_all,
    ),
    Scenario(
        "a purchase, and an enrollment under the id of its payment, after the charge",
        initial.having(CAPTURED),
        (payment("purchase", 20, PURCHASE), enrollment(learner=ANNA, order_id="pi_1")),
        final.one_order_has_all,
    ),
    Scenario(
        "a refund, and an enrollment under the id of its charge",
        initial.having(CAPTURED),
        (_REFUND, enrollment(learner=ANNA, order_id="ch_1")),
        final.refunded_under_any_id,
        history=(refused("enrollment", after="refund"),),
    ),
    Scenario(
        "a refund, and an enrollment under the id of its charge, which is not known",
        put_course,
        (_REFUND, enrollment(learner=ANNA, order_id="ch_1")),
        final.refunded_under_any_id,
        history=(refused("enrollment", after="refund"),),
    ),
    Scenario(
        "two purchases of one order",
        put_course,
        (payment("purchase", 20, PURCHASE), payment("other purchase", 21, initial.PURCHASE_OF_BEN)),
        final.one_order_has_all,
    ),
    Scenario(
        "a refund and its failure, of a payment that an earlier version linked",
        initial.linked_by_an_earlier_version,
        (_REFUND, payment("failure", 31, initial.FAILURE)),
        final.order_restored,
    ),
)
