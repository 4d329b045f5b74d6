"""Scenarios of erasures."""

from tests.proof.interleavings import final_states as final
from tests.proof.interleavings import initial_states as initial
from tests.proof.interleavings.history import refused
from tests.proof.interleavings.initial_states import SECOND_PURCHASE
from tests.proof.interleavings.operations import (
    detector,
    device,
    download,
    download_without_a_name,
    erase,
    export,
    new_order,
    payment,
    refund,
)
from tests.proof.interleavings.scenario import Scenario
from tests.support.steps import ANNA

SCENARIOS = (
    Scenario(
        "an erasure and a first download",
        initial.detected,
        (erase(), download()),
        final.enrollment_erased,
        history=(refused("download", after="erase"),),
        erased=frozenset({ANNA.sub}),
    ),
    Scenario(
        "an erasure and a first download with the learner's own name",
        initial.detected_with_profile,
        (erase(), download_without_a_name()),
        final.enrollment_erased,
        history=(refused("download without a name", after="erase"),),
        erased=frozenset({ANNA.sub}),
    ),
    Scenario(
        "an erasure and a later download",
        initial.certified,
        (erase(), download()),
        final.enrollment_erased,
        history=(refused("download", after="erase"),),
        erased=frozenset({ANNA.sub}),
    ),
    Scenario(
        "an erasure and an export",
        initial.detected_with_profile,
        (erase(), export()),
        final.learner_erased,
        history=(refused("export", after="erase"),),
        erased=frozenset({ANNA.sub}),
    ),
    Scenario(
        "an erasure and a detector, after access ended",
        initial.finished_and_cancelled,
        (erase(), detector()),
        final.learner_erased,
        erased=frozenset({ANNA.sub}),
    ),
    Scenario(
        "an erasure and a detector, by a looser rule",
        initial.watched_before_a_looser_rule,
        (erase(), detector(lesson_id="starter")),
        final.learner_erased,
        erased=frozenset({ANNA.sub}),
    ),
    Scenario(
        "an erasure and progress",
        initial.enrolled,
        (erase(), device("phone", 10, [0, 40])),
        final.learner_erased,
        history=(refused("phone", after="erase"),),
        erased=frozenset({ANNA.sub}),
    ),
    Scenario(
        "an erasure and a refund",
        initial.certified,
        (erase(), refund()),
        final.erased_and_refunded,
        erased=frozenset({ANNA.sub}),
    ),
    Scenario(
        "an erasure and a purchase",
        initial.bought,
        (erase(), payment("purchase", 20, SECOND_PURCHASE)),
        final.learner_anonymised,
        erased=frozenset({ANNA.sub}),
    ),
    Scenario(
        "an erasure and an enrollment",
        initial.certified,
        (erase(), new_order()),
        final.learner_anonymised,
        erased=frozenset({ANNA.sub}),
    ),
)
