"""Scenarios of orders with more lines than one transaction holds: a queue brings the lines in line, page by page."""

from tests.proof.interleavings import final_states as final
from tests.proof.interleavings import initial_states as initial
from tests.proof.interleavings.history import refused
from tests.proof.interleavings.initial_states import (
    DISPUTE,
    DISPUTE_OF_ORDER,
    ENDED,
    FAILURE,
    PARTLY_REFUNDED,
    PURCHASE_OF_TWO,
    REFUND,
    SECOND_REFUND,
)
from tests.proof.interleavings.operations import admin_action, download, enrollment, order_pages, payment, refund
from tests.proof.interleavings.scenario import Scenario
from tests.support.service import Caller
from tests.support.steps import ANNA, put_course

_CHLOE = Caller("chloe")
_REFUND = payment("refund", 30, REFUND)

SCENARIOS = (
    Scenario(
        "a refund of a large order and a first download",
        initial.detected_in_order_of_two,
        (refund(), order_pages(), download()),
        final.order_refunded,
        history=(refused("download", after="refund"),),
        is_large=True,
    ),
    Scenario(
        "a lost dispute of a large order and a first download",
        initial.detected_in_order_of_two,
        (payment("dispute", 30, DISPUTE_OF_ORDER), order_pages("dispute"), download()),
        final.order_charged_back,
        history=(refused("download", after="dispute"),),
        is_large=True,
    ),
    Scenario(
        "a refund of a large order and a later download",
        initial.bought_for_two,
        (_REFUND, order_pages(), download()),
        final.order_refunded,
        history=(refused("download", after="refund"),),
        is_large=True,
    ),
    Scenario(
        "a refund of a large order and one more enrollment",
        initial.detected_in_order_of_two,
        (refund(), order_pages(), enrollment(learner=_CHLOE)),
        final.order_refunded,
        history=(refused("enrollment", after="refund"),),
        is_large=True,
    ),
    Scenario(
        "a refund of a large order and a change by the shop",
        initial.bought_for_two,
        (_REFUND, order_pages(), enrollment(learner=ANNA, learner_name="Anna Łukasiewicz")),
        final.order_refunded,
        history=(refused("enrollment", after="refund"),),
        is_large=True,
    ),
    Scenario(
        "a refund of a large order and a reinstatement by an admin",
        initial.revoked_in_order_of_two,
        (_REFUND, order_pages(), admin_action("reinstate")),
        final.order_refunded,
        history=(refused("reinstate", after="refund"),),
        is_large=True,
    ),
    Scenario(
        "a refund of a large order and its failure",
        initial.bought_for_two,
        (_REFUND, order_pages("refund"), payment("failure", 31, FAILURE), order_pages("failure", 51)),
        final.order_restored,
        is_large=True,
    ),
    Scenario(
        "a failed refund of a large order and a download",
        initial.refunded_for_two,
        (payment("failure", 31, FAILURE), order_pages("failure", 51), download()),
        final.order_restored,
        is_large=True,
    ),
    Scenario(
        "the end of the subscription of a large order and a download",
        initial.subscribed_for_two,
        (payment("end", 31, ENDED), order_pages("end", 51), download()),
        final.access_ended,
        is_large=True,
    ),
    Scenario(
        "a failed refund of a large order and a lost dispute",
        initial.restored_for_two_and_not_queued,
        (
            payment("failure", 31, FAILURE),
            order_pages("failure", 51),
            payment("dispute", 32, DISPUTE),
            order_pages("dispute", 52),
        ),
        final.order_charged_back,
        is_large=True,
    ),
    Scenario(
        "a refund of a large order and the end of its subscription",
        initial.subscribed_for_two,
        (_REFUND, order_pages("refund"), payment("end", 31, ENDED), order_pages("end", 51)),
        final.refunded_and_ended,
        is_large=True,
    ),
    Scenario(
        "a full and a partial refund of a large order",
        initial.bought_for_two,
        (payment("partial", 29, PARTLY_REFUNDED), _REFUND, order_pages("refund")),
        final.order_refunded,
        is_large=True,
    ),
    Scenario(
        "a refund of a large order that is not queued before it is delivered again",
        initial.bought_for_two,
        (payment("first", 30, REFUND, dies_at="SendMessage"), payment("second", 31, REFUND), order_pages("second")),
        final.order_refunded,
        is_large=True,
    ),
    Scenario(
        "a refund of a large order whose message is delivered twice",
        initial.bought_for_two,
        (_REFUND, order_pages(), order_pages("refund", 51, name="pages again")),
        final.order_refunded,
        is_large=True,
    ),
    Scenario(
        "a refund of a large order in two messages",
        initial.bought_for_two,
        (_REFUND, order_pages(one_page=True), order_pages("pages of refund", 51), download()),
        final.order_refunded,
        history=(refused("download", after="refund"),),
        is_large=True,
    ),
    Scenario(
        "a purchase of a large order and its refund",
        put_course,
        (payment("purchase", 20, PURCHASE_OF_TWO), _REFUND, order_pages("refund")),
        final.order_refunded,
        is_large=True,
    ),
    Scenario(
        "refunds of a large order and of the one that would pay instead",
        initial.bought_again_by_one_of_two,
        (_REFUND, order_pages(), payment("other refund", 31, SECOND_REFUND)),
        final.both_refunded,
        is_large=True,
    ),
    Scenario(
        "a failed refund of a large order, and a refund of the one that pays instead",
        initial.refunded_for_two_and_paid_by_another,
        (payment("failure", 31, FAILURE), order_pages("failure", 51), payment("other refund", 30, SECOND_REFUND)),
        final.order_restored,
        is_large=True,
    ),
    Scenario(
        "refunds of two large orders of the same courses",
        initial.first_refunded_for_two,
        (_REFUND, order_pages(), payment("other refund", 31, SECOND_REFUND), order_pages("other refund", 51)),
        final.both_refunded,
        is_large=True,
    ),
    Scenario(
        "a refund of a large order of an earlier version and a download",
        initial.bought_from_an_earlier_version,
        (refund(), order_pages(), download()),
        final.order_refunded,
        history=(refused("download", after="refund"),),
        is_large=True,
    ),
)
