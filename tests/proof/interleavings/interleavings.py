"""The part of the proof that walks interleavings: every order in which those who meet may take turns."""

import gc
from functools import partial
from itertools import product

from tests.proof.interleavings.graph import Graph
from tests.proof.interleavings.scenarios import SCENARIOS, Scenario
from tests.proof.interleavings.walking import Replays, begin, has_failed, walk
from tests.proof.interleavings.worlds import Kept
from tests.proof.parts import Part, Row
from tests.support.aws import deployed

# How many orders of turns of a scenario happen against the emulator, where there are so many.
SCHEDULES = 2_000
# Neighbours share most of their turns, which then happen once.
_TOGETHER = 8
# A scenario is shared out, so that no process has the longest one to itself in the end.
_SHARES = 4


def replayed(scenario: Scenario, start: Kept, graph: Graph, numbers: list[int]) -> list[str]:
    """Let orders of turns happen against the emulator; gives what is wrong with the first that went wrong."""
    replays = Replays(scenario=scenario, start=start)
    for number in numbers:
        wrong = replays.replay(list(graph.schedule(number)))
        if wrong:
            return [f"{wrong[0]}\n  in schedule {number} of {graph.schedules}", *wrong[1:]]
    return []


def naive_is_caught(scenario: Scenario, start: Kept) -> bool:
    """Whether the naive variant does harm, in memory and against the emulator in the same order of turns.

    One that fails by itself proves nothing.
    """
    violation = walk(scenario, start, scenario.naive).violation
    if violation is None or any(map(has_failed, violation.turns[-1].after.outcomes.values())):
        return False
    return bool(Replays(scenario=scenario, start=start).replay(violation.turns))


def _share(number: int, share: int) -> Row:
    scenario = SCENARIOS[number]
    with deployed():
        start = begin(scenario)
        graph = walk(scenario, start)
        is_first = share == 0
        caught = not is_first or naive_is_caught(scenario, start)
        if graph.violation is not None:
            figures = {"schedules in memory": 0, "states": 0, "against the emulator": 0}
            return Row(name=scenario.name, figures=figures, violations=(str(graph.violation),), caught=caught)
        chosen = list(graph.evenly(SCHEDULES, _TOGETHER))
        size = -(-len(chosen) // _SHARES)
        numbers = chosen[share * size : (share + 1) * size]
        gc.freeze()  # the graph stays: who collects garbage need not look through it again and again
        wrong = replayed(scenario, start, graph, numbers)
    figures = {
        "schedules in memory": graph.schedules if is_first else 0,
        "states": len(graph.nodes) if is_first else 0,
        "against the emulator": len(numbers),
    }
    return Row(name=scenario.name, figures=figures, violations=tuple(wrong), caught=caught)


PART = Part(
    title="Interleavings: every order of turns, one call to AWS each; invariants after every step",
    tasks=[partial(_share, number, share) for number, share in product(range(len(SCENARIOS)), range(_SHARES))],
)
