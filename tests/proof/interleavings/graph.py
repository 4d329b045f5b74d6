"""The graph of all reachable states, and the transitions between them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tests.proof.interleavings.executions import Execution, Outcome
from tests.proof.interleavings.requests import Reply, Request
from tests.proof.interleavings.storage import Stored


@dataclass(eq=False)
class Node:
    """A state: the stored data, and the progress of each operation.

    Attributes:
        executions: the execution of each operation; None for one that has not started.
        order: the real-time order of each operation: for one that has started, the operations answered before, if rules
            of the scenario need them; for one that waits for its message, those in flight when it was sent.
        transitions: the outgoing transitions.
        reached_by: the transition that first reached this state.
    """

    stored: Stored
    executions: tuple[Execution | None, ...]
    order: tuple[frozenset[int], ...]
    transitions: list["Transition"] = field(default_factory=list)
    reached_by: "Transition | None" = None

    @property
    def outcomes(self) -> dict[str, Outcome]:
        """The outcome of each finished operation."""
        begun = [execution for execution in self.executions if execution is not None]
        return {one.program.operation.name: one.outcome for one in begun if one.outcome is not None}


@dataclass(eq=False)
class Transition:
    """One operation makes its pending call.

    Attributes:
        number: the number of the operation.
        execution: the execution of the operation before the call.
        reply: the reply to the call.
    """

    before: Node
    number: int
    execution: Execution
    reply: Reply
    after: Node

    @property
    def request(self) -> Request:
        assert self.execution.request is not None
        return self.execution.request

    def __str__(self) -> str:
        remark = ", refused" if self.reply.refused else ", old versions" if self.reply.is_old else ""
        return f"{self.execution.program.operation.name}: {self.request}{remark}"


@dataclass(frozen=True, kw_only=True)
class Violation:
    """A violation, with a shortest schedule that leads to it."""

    wrong: Sequence[str]
    schedule: Sequence[Transition]

    def __str__(self) -> str:
        steps = (f"  {number:2}. {transition}" for number, transition in enumerate(self.schedule, start=1))
        return "\n".join([*self.wrong, *steps])


@dataclass(frozen=True, kw_only=True)
class Graph:
    """All reachable states.

    Attributes:
        nodes: nearest first.
        violation: the first one found, which ends the search.
    """

    nodes: Sequence[Node]
    violation: Violation | None

    @property
    def transitions(self) -> Iterator[Transition]:
        return (transition for node in self.nodes for transition in node.transitions)

    @property
    def requests(self) -> dict[str, Request]:
        """Each distinct request, by its text."""
        return {transition.request.text: transition.request for transition in self.transitions}


def schedule_to(last: Transition | None) -> list[Transition]:
    """Return a shortest schedule: each state by the transition that first reached it."""
    schedule: list[Transition] = []
    while last is not None:
        schedule.append(last)
        last = last.before.reached_by
    return schedule[::-1]
