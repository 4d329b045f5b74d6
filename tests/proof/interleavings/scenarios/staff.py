"""Scenarios of enrollments by the staff: by hand, by address and from files."""

from tests.proof.interleavings import initial_states as initial
from tests.proof.interleavings import staff
from tests.proof.interleavings.operations import detector, enrollment, erase, refund
from tests.proof.interleavings.scenario import Scenario
from tests.proof.interleavings.staff import HISTORY
from tests.support.steps import ANNA, BEN

LATER = "2090-01-01T00:00:00.000000Z"

SCENARIOS = (
    Scenario(
        "a cancellation by the staff and a refund",
        staff.bought,
        (staff.change(status="cancelled"), refund()),
        staff.refunded,
    ),
    Scenario(
        "access that the staff extends, and a change by the shop",
        initial.enrolled,
        (staff.change(access_expires_at=LATER), enrollment("shop", ANNA, learner_name="Anna by the shop")),
        staff.both_changed(access_expires_at=LATER, learner_name="Anna by the shop"),
    ),
    Scenario(
        "two claims of an enrollment that waits",
        staff.waiting,
        (staff.claim("first", 10, ANNA), staff.claim("second", 11, BEN)),
        staff.claimed_by_one,
    ),
    Scenario(
        "a claim and a cancellation of an enrollment that waits",
        staff.waiting,
        (staff.claim(), staff.cancel()),
        staff.claimed_or_cancelled,
    ),
    Scenario(
        "a claim and a change of an enrollment that waits",
        staff.waiting,
        (staff.claim(), staff.wait(learner_name="Anna again")),
        staff.claimed_or_changed,
    ),
    Scenario(
        "a claim and a refund of the order that pays",
        staff.bought_and_waiting,
        (staff.claim(), refund()),
        staff.refunded,
    ),
    Scenario(
        "a claim of an imported completion and a detection",
        staff.waiting_with_history,
        (staff.claim(), detector()),
        staff.one_completion,
    ),
    Scenario(
        "two deliveries of an import",
        staff.started(HISTORY, "history"),
        (staff.run("first"), staff.run("second", 41)),
        staff.imported_once("n"),
    ),
    Scenario(
        "an import and a change by the shop",
        staff.started(HISTORY, "history", initial.enrolled),
        (staff.run(), enrollment("shop", ANNA, access_expires_at=LATER)),
        staff.both_changed(access_expires_at=LATER, completed_at=staff.COMPLETED_AT),
    ),
    Scenario(
        "an import of a completion and a detection",
        staff.started(HISTORY, "history", initial.finished),
        (staff.run(), detector()),
        staff.one_completion,
    ),
    Scenario(
        "an import and an erasure",
        staff.started(HISTORY, "history", initial.enrolled),
        (staff.run(), erase()),
        staff.imported_or_erased,
        erased=frozenset({ANNA.sub}),
    ),
    Scenario(
        "an import and a refund",
        staff.started(HISTORY, "history", staff.bought),
        (staff.run(), refund()),
        staff.refunded,
    ),
)
