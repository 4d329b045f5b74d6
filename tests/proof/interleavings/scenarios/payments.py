"""Scenarios of payment events, and of enrollments by the shop."""

from tests.proof.interleavings import final_states as final
from tests.proof.interleavings import initial_states as initial
from tests.proof.interleavings.history import refused
from tests.proof.interleavings.initial_states import (
    DISPUTE,
    DISPUTE_OF_ORDER,
    FAILURE,
    LATE_PURCHASES,
    PARTLY_REFUNDED,
    PURCHASE,
    REFUND,
    SECOND_PURCHASE,
    SECOND_REFUND,
)
from tests.proof.interleavings.operations import download, enrollment, payment, refund
from tests.proof.interleavings.scenario import Scenario
from tests.support.payments import charge_refunded
from tests.support.steps import ANNA, put_course

_IGNORED = {**charge_refunded(at=2), "id": "evt_ignored", "type": "customer.created"}

SCENARIOS = (
    Scenario(
        "an enrollment and a refund",
        initial.enrolled,
        (enrollment(), refund()),
        final.order_refunded,
        history=(refused("enrollment", after="refund"),),
    ),
    Scenario(
        "two deliveries of a refund, and a partial one",
        initial.bought,
        (payment("first", 30, REFUND), payment("second", 31, REFUND), payment("partial", 32, PARTLY_REFUNDED)),
        final.refunded_once,
    ),
    Scenario(
        "two deliveries of an ignored event",
        put_course,
        (payment("first", 30, _IGNORED), payment("second", 31, _IGNORED)),
        final.any_final_state,
    ),
    Scenario(
        "an enrollment and a lost dispute",
        initial.enrolled,
        (enrollment(), payment("dispute", 30, DISPUTE_OF_ORDER)),
        final.order_charged_back,
        history=(refused("enrollment", after="dispute"),),
    ),
    Scenario(
        "three changes of an enrollment by the shop",
        initial.half_watched,
        (
            enrollment("name", ANNA, learner_name="Anna Łukasiewicz"),
            enrollment("end", ANNA, access_expires_at="2027-01-01T00:00:00Z"),
            enrollment("subscription", ANNA, subscription_id="sub_1"),
        ),
        final.changed_by_the_shop,
    ),
    Scenario(
        "two purchases of one course",
        put_course,
        (payment("purchase", 20, PURCHASE), payment("other purchase", 21, SECOND_PURCHASE)),
        final.both_bought,
    ),
    Scenario(
        "two late purchases of a course that is paid",
        initial.bought,
        (payment("purchase", 20, LATE_PURCHASES[0]), payment("other purchase", 21, LATE_PURCHASES[1])),
        final.all_bought,
    ),
    Scenario(
        "refunds of two orders of one course",
        initial.bought_twice,
        (payment("first", 30, REFUND), payment("second", 31, SECOND_REFUND)),
        final.both_refunded,
    ),
    Scenario(
        "refunds of two orders of one course, without a certificate",
        initial.bought_twice_and_nothing_done,
        (payment("first", 30, REFUND), payment("second", 31, SECOND_REFUND)),
        final.both_refunded,
    ),
    Scenario(
        "a refund and a lost dispute of two orders of one course",
        initial.bought_twice_and_nothing_done,
        (payment("refund", 30, SECOND_REFUND), payment("dispute", 31, DISPUTE)),
        final.order_charged_back,
    ),
    Scenario(
        "a failed refund, and a refund of the order that pays instead",
        initial.refunded_and_paid_by_another,
        (payment("failure", 31, FAILURE), payment("refund", 30, SECOND_REFUND)),
        final.order_restored,
    ),
    Scenario(
        "a refund, its failure and a download",
        initial.bought,
        (payment("refund", 30, REFUND), payment("failure", 31, FAILURE), download()),
        final.order_restored,
    ),
    Scenario(
        "a cancellation by the shop and a first download",
        initial.detected,
        (enrollment("cancel", ANNA, status="cancelled"), download()),
        final.any_final_state,
        history=(refused("download", after="cancel"),),
    ),
    Scenario(
        "a lost dispute and a first download",
        initial.detected,
        (payment("dispute", 30, DISPUTE_OF_ORDER), download()),
        final.order_charged_back,
        history=(refused("download", after="dispute"),),
    ),
)
