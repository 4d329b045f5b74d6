"""All that may happen, as a graph: what is kept and where everybody stands, and the turns that lead on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tests.proof.interleavings.actors import Outcome, Place
from tests.proof.interleavings.memory import World
from tests.proof.interleavings.wire import Answered, Request


@dataclass(eq=False)
class Node:
    """What is kept, and where every actor stands.

    Attributes:
        places: of the actors; None for one that waits for a message.
        turns: whose turn leads where.
        came: the turn that first led here.
        schedules: in how many orders everybody may go on to the end.
    """

    world: World
    places: tuple[Place | None, ...]
    turns: list["Turn"] = field(default_factory=list)
    came: "Turn | None" = None
    schedules: int = 0

    @property
    def outcomes(self) -> dict[str, Outcome]:
        """How each actor ended who has."""
        places = [place for place in self.places if place is not None]
        return {place.script.actor.name: place.outcome for place in places if place.outcome is not None}


@dataclass(eq=False)
class Turn:
    """One actor makes the call that it waits with.

    Attributes:
        number: of the actor.
        place: where the actor stands before.
    """

    before: Node
    number: int
    place: Place
    after: Node

    @property
    def request(self) -> Request:
        assert self.place.request is not None
        return self.place.request

    @property
    def answer(self) -> Answered:
        reached = self.after.places[self.number]
        assert reached is not None
        return reached.answers[-1]

    def __str__(self) -> str:
        return f"{self.place.script.actor.name}: {self.request}{', refused' if self.answer.refused else ''}"


@dataclass(frozen=True, kw_only=True)
class Violation:
    """What went wrong, and the shortest order of turns that leads there."""

    wrong: Sequence[str]
    turns: Sequence[Turn]

    def __str__(self) -> str:
        return "\n".join([*self.wrong, *(f"  {number:2}. {turn}" for number, turn in enumerate(self.turns, start=1))])


@dataclass(frozen=True, kw_only=True)
class Graph:
    """All that may happen.

    Attributes:
        nodes: in an order in which every turn leads forward.
        violation: the first that was found; the walk ends there.
    """

    nodes: Sequence[Node]
    violation: Violation | None

    @property
    def schedules(self) -> int:
        return self.nodes[0].schedules

    def schedule(self, number: int) -> Iterator[Turn]:
        """Go through the turns of one of all schedules, numbered from 0."""
        node = self.nodes[0]
        while node.turns:
            for turn in node.turns:
                if number < turn.after.schedules:
                    yield turn
                    node = turn.after
                    break
                number -= turn.after.schedules

    def evenly(self, most: int, together: int = 1) -> Iterator[int]:
        """Number schedules from all over the graph: all of them, or as many as asked for.

        Args:
            most: how many; a multiple of `together`.
            together: how many neighbours are taken at a time; they part late, so that most of their turns are the same.
        """
        if self.schedules <= most:
            yield from range(self.schedules)
            return
        places = most // together
        for place in range(places):
            first = place * self.schedules // places
            yield from range(first, first + together)


def turns_up_to(last: Turn | None) -> list[Turn]:
    """Give the shortest way there: each turn by the one that first led to it."""
    turns: list[Turn] = []
    while last is not None:
        turns.append(last)
        last = last.before.came
    return turns[::-1]
