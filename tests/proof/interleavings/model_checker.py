"""Explores every schedule of a scenario: every order in which its operations may make their calls to AWS.

Two schedules that reach the same state are merged: the same items and documents, and operations with the same replies.
So every schedule is covered, and each transition is taken only once.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property

from tests.proof.fake_aws import BUCKETS
from tests.proof.interleavings.executions import (
    HOUR,
    ORIGINAL,
    Execution,
    Mutant,
    Operation,
    Process,
    Queue,
    deterministic,
    program,
)
from tests.proof.interleavings.graph import Graph, Node, Transition, Violation, schedule_to
from tests.proof.interleavings.requests import Json, Request, intercepted, not_stored
from tests.proof.interleavings.scenario import Scenario
from tests.proof.interleavings.storage import Storage, Stored
from tests.support import twin
from tests.support.template import tables

# Replicas of a table catch up within milliseconds: a handler that reads repeatedly soon reads the last write.
OLD_REPLIES = 2


@cache
def initial_state(scenario: Scenario) -> twin.State:
    """Set up the initial state of a scenario."""
    state = twin.empty(tables(), BUCKETS)

    def send(request: Request) -> Json:
        nonlocal state
        answer = not_stored(request)
        if answer is None:
            state, answer = twin.apply(state, request.service, request.operation, request.parameters)
        return answer

    process = Process(HOUR, "", send)
    with deterministic(process, HOUR.minute), intercepted(send):
        scenario.start(process.service)
    return state


def explore(scenario: Scenario, mutant: Mutant = ORIGINAL) -> Graph:
    """Explore a scenario in memory, nearest states first, up to the first violation."""
    lagging: frozenset[str] = frozenset()
    while True:
        storage = Storage(initial_state(scenario), mutant.rewrite, lagging)
        graph = _Search(scenario, storage, mutant).graph()
        # Previous versions are kept only for tables with eventually consistent reads, which the search finds.
        if graph.violation is not None or storage.eventual == lagging:
            return graph
        lagging = storage.eventual


@dataclass
class _Search:
    scenario: Scenario
    storage: Storage
    mutant: Mutant
    _known: dict[tuple[object, ...], Node] = field(default_factory=dict)
    _checked: dict[tuple[Stored, Stored], list[str]] = field(default_factory=dict)

    @cached_property
    def operations(self) -> tuple[Operation, ...]:
        return self.scenario.operations

    def graph(self) -> Graph:
        nobody = len(self.operations)
        nodes: list[Node] = []
        violation = None
        waiting = deque([self._node(self.storage.start, (None,) * nobody, (frozenset(),) * nobody)])
        while waiting and violation is None:
            node = waiting.popleft()
            nodes.append(node)
            violation = self._expand(node)
            waiting += [
                transition.after for transition in node.transitions if transition.after.reached_by is transition
            ]
        return Graph(nodes=nodes, violation=violation)

    def _node(
        self, stored: Stored, executions: tuple[Execution | None, ...], order: tuple[frozenset[int], ...]
    ) -> Node:
        return self._known.setdefault((stored, executions, order), Node(stored, executions, order))

    def _expand(self, node: Node) -> Violation | None:
        """Take every possible transition; return the first violation."""
        for transition in self._transitions(node):
            node.transitions.append(transition)
            if transition.after.reached_by is None and transition.after is not node:
                transition.after.reached_by = transition
            wrong = self._step_violations(transition) or self._outcome_violations(transition)
            if wrong:
                return Violation(wrong=wrong, schedule=[*schedule_to(node.reached_by), transition])
        if node.transitions:
            return None
        wrong = self.scenario.final_violations(node.stored.facts, node.outcomes)
        return Violation(wrong=wrong, schedule=schedule_to(node.reached_by)) if wrong else None

    def _step_violations(self, transition: Transition) -> list[str]:
        step = transition.before.stored, transition.after.stored
        if step not in self._checked:
            before, after = step
            found = [] if before is after else self.scenario.step_violations(before.facts, after.facts)
            self._checked[step] = found
        return self._checked[step]

    def _outcome_violations(self, transition: Transition) -> list[str]:
        """Compare the answer of an operation with those before it started, by the rules of the scenario."""
        reached = transition.after.executions[transition.number]
        assert reached is not None
        if reached.outcome is None:
            return []
        begun = self._answered_before(transition.before, transition.number)
        outcomes = {
            self.operations[number].name: transition.before.outcomes[self.operations[number].name] for number in begun
        }
        return self.scenario.history_violations(self.operations[transition.number].name, reached.outcome, outcomes)

    def _transitions(self, node: Node) -> Iterator[Transition]:
        for number, operation in enumerate(self.operations):
            stored, execution = node.stored, node.executions[number]
            if execution is None:
                execution = self._start(operation, number, node)
                if _is_delayed(operation) and self.mutant.delay_seconds:
                    stored = self.storage.converged(stored)
            if execution is None or execution.request is None:
                continue
            steps = self.storage.steps(stored, execution.request)
            for stored_after, reply in steps[: 1 if execution.old_replies == OLD_REPLIES else 2]:
                reached = execution.after(reply)
                executions = (*node.executions[:number], reached, *node.executions[number + 1 :])
                after = self._node(stored_after, executions, self._order(node, number, execution, reached))
                yield Transition(node, number, execution, reply, after)

    def _start(self, operation: Operation, number: int, node: Node) -> Execution | None:
        """Start an operation, if it may start now."""
        started = program(operation, self.mutant.send, (*self.scenario.patches, *self.mutant.patches))
        if operation.starts_when is not None and not operation.starts_when(node.stored.facts):
            return None
        if operation.message_of is None:
            return started.start()
        runs = dict(zip((one.name for one in self.operations), node.executions, strict=True))
        if _is_delayed(operation):
            # The queue delivers one message of a course at a time, and none before its delay, which is longer than any
            # call in flight takes.
            busy = (run for one in self.operations if _is_delayed(one) and (run := runs[one.name]) and run.is_busy)
            if node.order[number] or any(busy):
                return None
        # That of order lines has no delay, and may deliver a message again before it is done.
        sender = runs[operation.message_of]
        messages = [] if sender is None else sender.messages_in(operation.queue)
        return started.start(messages[0]) if messages else None

    def _order(self, node: Node, number: int, before: Execution, reached: Execution) -> tuple[frozenset[int], ...]:
        order = list(node.order)
        order[number] = frozenset() if reached.outcome is not None else self._answered_before(node, number)
        for other, operation in enumerate(self.operations):
            if not _is_delayed(operation) or node.executions[other] is not None:
                continue
            if operation.message_of == self.operations[number].name and len(reached.sent) > len(before.sent):
                order[other] = self._in_flight(node, number) if self.mutant.delay_seconds else frozenset()
            if not reached.is_busy:
                order[other] -= {number}
        return tuple(order)

    def _answered_before(self, node: Node, number: int) -> frozenset[int]:
        """The operations in rules that were answered before an operation started, which it does with its first call."""
        if node.executions[number] is not None:
            return node.order[number]
        asked = self.scenario.watched(self.operations[number].name)
        ended = (other for other, run in enumerate(node.executions) if run is not None and run.outcome is not None)
        return frozenset(other for other in ended if self.operations[other].name in asked)

    def _in_flight(self, node: Node, sender: int) -> frozenset[int]:
        runs = enumerate(node.executions)
        return frozenset(other for other, run in runs if other != sender and run is not None and run.is_busy)


def _is_delayed(operation: Operation) -> bool:
    """Whether a message of the queue of rechecks starts an operation."""
    return operation.message_of is not None and operation.queue is Queue.RECHECK
