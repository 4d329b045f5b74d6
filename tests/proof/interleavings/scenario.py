"""A scenario: concurrent operations, their initial state, and the requirements on every step and on the final state."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.proof.facts import Facts
from tests.proof.interleavings.executions import Operation, Outcome
from tests.proof.interleavings.final_states import FinalState, nothing_is_pending
from tests.proof.interleavings.history import Rule, has_failed
from tests.proof.invariants import INVARIANTS, Invariant, violations_of
from tests.proof.large_orders import ONE_LINE_AT_A_TIME
from tests.support.service import Service


@dataclass(frozen=True)
class Scenario:
    """Concurrent operations.

    Attributes:
        start: sets up the initial state.
        expect: returns the violations of the final state, from the stored data and every outcome.
        history: rules of real-time order.
        erased: learners who are being erased.
        is_large: whether an order of two lines is large: its lines change one by one, after the order.
        invariants: the invariants that hold after every step.
        settings: further settings that differ from those of a deployment.
    """

    name: str
    start: Callable[[Service], object]
    operations: tuple[Operation, ...]
    expect: FinalState
    history: tuple[Rule, ...] = ()
    erased: frozenset[str] = frozenset()
    is_large: bool = False
    invariants: tuple[Invariant, ...] = INVARIANTS
    settings: tuple[tuple[object, str, Any], ...] = ()

    @property
    def patches(self) -> tuple[tuple[object, str, Any], ...]:
        """Settings that differ from those of a deployment."""
        return (*ONE_LINE_AT_A_TIME, *self.settings) if self.is_large else self.settings

    def watched(self, later: str) -> frozenset[str]:
        """The operations whose answers constrain that of a later one."""
        return frozenset(rule.earlier for rule in self.history if rule.later == later)

    def step_violations(self, before: Facts, after: Facts) -> list[str]:
        try:
            return list(violations_of(before, after, self.erased, self.invariants))
        except KeyError as error:
            return [f"an item lacks {error}"]

    def history_violations(self, later: str, outcome: Outcome, earlier: Mapping[str, Outcome]) -> list[str]:
        rules = [rule for rule in self.history if rule.later == later and rule.earlier in earlier]
        return [str(rule) for rule in rules if rule.violated_by(earlier[rule.earlier], outcome)]

    def final_violations(self, end: Facts, outcomes: Mapping[str, Outcome]) -> list[str]:
        failed = [f"{name} failed: {outcome}" for name, outcome in outcomes.items() if has_failed(outcome)]
        ended = [*violations_of(end, end, self.erased), *nothing_is_pending(end), *self.expect(end, outcomes)]
        return failed or ended
