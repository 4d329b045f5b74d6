"""The part of the proof that explores the interleavings of every scenario and mutant."""

from functools import partial

from tests.proof.interleavings.generated_mutants import Candidate, candidates
from tests.proof.interleavings.model_checker import explore
from tests.proof.interleavings.moto_replay import disagreements, distinct_calls
from tests.proof.interleavings.mutants import MUTANTS
from tests.proof.interleavings.scenarios import SCENARIOS
from tests.proof.interleavings.survivors import reason_for_survival
from tests.proof.parts import Part, Row
from tests.support.aws import deployed

# The mutants are divided into shares, so that the processes finish at about the same time.
_SHARES = 6


def _explored(number: int) -> Row:
    scenario = SCENARIOS[number]
    graph = explore(scenario)
    calls = distinct_calls(graph)
    violations = [] if graph.violation is None else [str(graph.violation)]
    with deployed():
        violations += disagreements(calls)
    figures = {
        "states": len(graph.nodes),
        "transitions": sum(1 for _ in graph.transitions),
        "distinct calls, each on moto too": len(calls),
    }
    return Row(name=scenario.name, figures=figures, violations=tuple(violations))


def _mutants(share: int) -> Row:
    """Run the scenarios against a share of the generated mutants: each is killed or a known survivor."""
    mine = candidates()[share::_SHARES]
    killers = [candidate.killed_by() for candidate in mine]
    survivors = [candidate for candidate, killer in zip(mine, killers, strict=True) if killer is None]
    wrong = [_stale(candidate) for candidate, killer in zip(mine, killers, strict=True) if killer is not None]
    wrong += [f"survives: {one.mutant.name}" for one in survivors if reason_for_survival(one.mutant.name) is None]
    figures = {"mutants": len(mine), "killed": len(mine) - len(survivors), "known to survive": len(survivors)}
    return Row(name="generated from requests", figures=figures, violations=tuple(filter(None, wrong)))


def _stale(killed: Candidate) -> str:
    reason = reason_for_survival(killed.mutant.name)
    return "" if reason is None else f"is killed, though {reason}: {killed.mutant.name}"


def _hand_written_mutants() -> Row:
    scenarios = {scenario.name: scenario for scenario in SCENARIOS}
    survivors = [mutant.name for name, mutant in MUTANTS if explore(scenarios[name], mutant).violation is None]
    figures = {"mutants": len(MUTANTS), "killed": len(MUTANTS) - len(survivors), "known to survive": 0}
    return Row(name="written by hand", figures=figures, violations=tuple(f"survives: {name}" for name in survivors))


PARTS = (
    Part(
        title="Interleavings: every schedule of the calls to AWS of each scenario; invariants after every transition",
        tasks=[partial(_explored, number) for number in range(len(SCENARIOS))],
    ),
    Part(
        title="Mutants of the product, each run in the scenarios that send the request that it changes",
        tasks=[_hand_written_mutants, *(partial(_mutants, share) for share in range(_SHARES))],
    ),
)
