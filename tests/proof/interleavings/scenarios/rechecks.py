"""Scenarios of a recheck whose learners are checked in ranges."""

from collections.abc import Iterator, Mapping, Set

from tests.proof.facts import Facts
from tests.proof.interleavings import initial_states as initial
from tests.proof.interleavings.executions import Outcome
from tests.proof.interleavings.initial_states import LESSONS
from tests.proof.interleavings.operations import edit, learner_range
from tests.proof.interleavings.scenario import Scenario
from tests.proof.invariants import INVARIANTS
from tests.support.steps import ANNA, BEN, COURSE_ID


def _cleared_when_all_are_checked(before: Facts, after: Facts, _erased: Set[str]) -> Iterator[str]:
    """The mark of a version is cleared only when every learner was checked by it."""
    due = before.courses[COURSE_ID].get("recheck_due")
    if due is None or "recheck_due" in after.courses[COURSE_ID]:
        return
    for key, enrollment in after.enrollments.items():
        if int(enrollment.get("summary_version", 0)) < int(due):
            yield f"the recheck of version {due} is done, and {key} was not checked"


def _all_rechecked(facts: Facts, _outcomes: Mapping[str, Outcome]) -> Iterator[str]:
    for key, enrollment in facts.enrollments.items():
        if "completed_at" not in enrollment:
            yield f"the completion of {key} was lost"
    if "recheck_due" in facts.courses[COURSE_ID]:
        yield "the recheck of the course is still due"


def _newer_is_due(facts: Facts, _outcomes: Mapping[str, Outcome]) -> Iterator[str]:
    """The message of the newer version's recheck is not delivered."""
    if int(facts.courses[COURSE_ID].get("recheck_due", 0)) != facts.courses[COURSE_ID]["version"]:
        yield "the recheck of the newer version is not due"


_INVARIANTS = (*INVARIANTS, _cleared_when_all_are_checked)

_RANGES = (learner_range(1, ANNA), learner_range(2, BEN, ANNA))

SCENARIOS = (
    Scenario("two ranges of a recheck", initial.two_in_ranges, _RANGES, _all_rechecked, invariants=_INVARIANTS),
    Scenario(
        "two ranges of a recheck, one of them delivered again",
        initial.two_in_ranges,
        (*_RANGES, learner_range(1, ANNA, again=True)),
        _all_rechecked,
        invariants=_INVARIANTS,
    ),
    Scenario(
        "two ranges of a recheck and a newer version",
        initial.two_in_ranges,
        (*_RANGES, edit(lessons=LESSONS)),
        _newer_is_due,
        invariants=_INVARIANTS,
    ),
)
