"""Walks every order in which actors may take turns, each of which makes one call to AWS.

Two orders that lead to the same place are one from there on: the same items and files, and actors that were given the
same answers. So every order is covered while each step is taken once, and how many orders there are is counted.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from tests.proof.facts import Facts
from tests.proof.interleavings.actors import Actor, Outcome, Place, Script, Variant
from tests.proof.interleavings.graph import Graph, Node, Turn, Violation, turns_up_to
from tests.proof.interleavings.memory import Memory, World
from tests.proof.interleavings.worlds import Kept

type Wrong = Iterable[str]


@dataclass(frozen=True, kw_only=True)
class Judge:
    """Who says what is wrong.

    Attributes:
        step: with a step, from what was kept before and after it.
        end: in the end, from what is kept and how each actor ended.
    """

    step: Callable[[Facts, Facts], Wrong]
    end: Callable[[Facts, Mapping[str, Outcome]], Wrong]


def explore(start: Kept, actors: Sequence[Actor], variant: Variant, judge: Judge) -> Graph:
    """Walk everything that may happen, nearest first, up to the first violation."""
    return _Walk(Memory(start), [Script(actor=actor, variant=variant) for actor in actors], judge).graph()


@dataclass
class _Walk:
    memory: Memory
    scripts: Sequence[Script]
    judge: Judge
    _known: dict[tuple[World, tuple[Place | None, ...]], Node] = field(default_factory=dict)
    _judged: dict[tuple[World, World], tuple[str, ...]] = field(default_factory=dict)

    def graph(self) -> Graph:
        beginnings = (None if script.actor.message_of else script.beginning() for script in self.scripts)
        nodes: list[Node] = []
        violation = None
        waiting = deque([self._node(self.memory.start, tuple(beginnings))])
        while waiting and violation is None:
            node = waiting.popleft()
            nodes.append(node)
            violation = self._go_on(node)
            waiting += [turn.after for turn in node.turns if turn.after.came is turn]
        if violation is None:
            for node in reversed(nodes):
                node.schedules = sum(turn.after.schedules for turn in node.turns) if node.turns else 1
        return Graph(nodes=nodes, violation=violation)

    def _node(self, world: World, places: tuple[Place | None, ...]) -> Node:
        return self._known.setdefault((world, places), Node(world, places))

    def _go_on(self, node: Node) -> Violation | None:
        """Take every turn that may be next; gives what goes wrong with it."""
        for turn in self._turns(node):
            node.turns.append(turn)
            if turn.after.came is None:
                turn.after.came = turn
            worlds = node.world, turn.after.world
            if worlds not in self._judged:
                self._judged[worlds] = tuple(self.judge.step(node.world.facts, turn.after.world.facts))
            if self._judged[worlds]:
                return Violation(wrong=self._judged[worlds], turns=turns_up_to(turn))
        if node.turns:
            return None
        wrong = tuple(self.judge.end(node.world.facts, node.outcomes))
        return Violation(wrong=wrong, turns=turns_up_to(node.came)) if wrong else None

    def _turns(self, node: Node) -> Iterator[Turn]:
        for number, script in enumerate(self.scripts):
            place = node.places[number] or self._begun_by_message(script, node)
            if place is not None and place.request is not None:
                world, answer = self.memory.step(node.world, place.request)
                places = (*node.places[:number], place.after(answer), *node.places[number + 1 :])
                yield Turn(node, number, place, self._node(world, places))

    def _begun_by_message(self, script: Script, node: Node) -> Place | None:
        """Find the beginning of an actor who waits for a message, once that was sent."""
        for sender, place in zip(self.scripts, node.places, strict=True):
            if sender.actor.name == script.actor.message_of and place is not None and place.sent:
                return script.beginning(place.sent[0])
        return None
