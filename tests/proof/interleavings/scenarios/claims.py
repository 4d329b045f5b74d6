"""Scenarios of purchases without a learner, which the first learner with the payer's verified address claims."""

from tests.proof.interleavings import final_states as final
from tests.proof.interleavings import initial_states as initial
from tests.proof.interleavings.history import shows
from tests.proof.interleavings.initial_states import (
    FURTHER_PURCHASE_OF_PAYER,
    PURCHASE_OF_PAYER,
    PURCHASE_OF_TWO_BY_PAYER,
    REFUND,
)
from tests.proof.interleavings.operations import claim, erase, order_pages, payment
from tests.proof.interleavings.scenario import Scenario
from tests.support.steps import ANNA, BEN, put_course

_REFUND = payment("refund", 30, REFUND)

SCENARIOS = (
    Scenario(
        "two claims of one purchase",
        initial.having(PURCHASE_OF_PAYER),
        (claim("first", 10, ANNA), claim("second", 11, BEN)),
        final.claimed_once,
    ),
    Scenario(
        "a claim and a refund",
        initial.having(PURCHASE_OF_PAYER),
        (claim("claim", 10, ANNA), _REFUND),
        final.order_refunded,
    ),
    Scenario(
        "a purchase without a learner, and a claim",
        put_course,
        (payment("purchase", 20, PURCHASE_OF_PAYER), claim("claim", 10, ANNA)),
        final.any_final_state,
        history=(
            shows("claim", lambda answer: bool(answer.json["items"]), after="purchase", requirement="must claim it"),
        ),
    ),
    Scenario(
        "a claim, and a further purchase of the order",
        initial.having(PURCHASE_OF_PAYER),
        (claim("claim", 10, ANNA), payment("purchase", 20, FURTHER_PURCHASE_OF_PAYER)),
        final.waiting_or_enrolled,
    ),
    Scenario(
        "an erasure and a claim",
        initial.having(PURCHASE_OF_PAYER),
        (erase(), claim("claim", 10, ANNA)),
        final.learner_anonymised,
        erased=frozenset({ANNA.sub}),
    ),
    Scenario(
        "two claims of a large purchase",
        initial.having(PURCHASE_OF_TWO_BY_PAYER),
        (claim("first", 10, ANNA), claim("second", 11, BEN)),
        final.claimed_once,
        is_large=True,
    ),
    Scenario(
        "a claim of a large purchase and its refund",
        initial.having(PURCHASE_OF_TWO_BY_PAYER),
        (claim("claim", 10, ANNA), _REFUND, order_pages()),
        final.order_refunded,
        is_large=True,
    ),
)
