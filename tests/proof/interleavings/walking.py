"""One scenario, walked whole in memory, and in part against the emulated AWS."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from tests.proof.facts import Facts
from tests.proof.interleavings.actors import AS_IT_IS, START, Outcome, Place, Variant, undisturbed
from tests.proof.interleavings.explore import Judge, explore
from tests.proof.interleavings.graph import Graph, Turn
from tests.proof.interleavings.scenarios import Scenario
from tests.proof.interleavings.wire import answered
from tests.proof.interleavings.worlds import Emulator, Kept
from tests.proof.invariants import wrong_with
from tests.support.service import Answer, Service

_READS = frozenset({"GetItem", "GetObject", "ListObjectsV2", "Query"})


def begin(scenario: Scenario) -> Kept:
    """Let happen what happened before, in the emulated AWS; gives what is kept then."""
    emulator = Emulator()
    nothing = Kept(dict.fromkeys(emulator.kept().items, ()), {bucket: {} for bucket in emulator.kept().files})
    emulator.put_back(nothing)
    with undisturbed(START, AS_IT_IS):
        scenario.start(Service())
    return emulator.kept()


def walk(scenario: Scenario, start: Kept, variant: Variant = AS_IT_IS) -> Graph:
    """Walk a scenario in memory: every order of turns."""
    judge = Judge(
        step=lambda before, after: wrong_with(before, after, scenario.erased),
        end=lambda end, outcomes: judged_end(scenario, end, outcomes),
    )
    return explore(start, scenario.actors, variant, judge)


@dataclass(frozen=True, kw_only=True)
class _Step:
    """A turn that was taken in the emulated AWS: where everybody stands after it, and what is kept."""

    turn: Turn | None
    places: tuple[Place | None, ...]
    kept: Kept


@dataclass(kw_only=True)
class Replays:
    """Orders of turns that happen in the emulated AWS, each from the same start.

    Handlers go on with the emulator's own answers. After every step, what is kept is held against the invariants, and
    against what the twin keeps; in the end, so is how everybody ended. An order that begins as the one before goes on
    from where the two part, with what was kept there put back.
    """

    scenario: Scenario
    start: Kept
    _emulator: Emulator = field(default_factory=Emulator)
    _steps: list[_Step] = field(default_factory=list)

    def replay(self, turns: Sequence[Turn]) -> list[str]:
        """Make turns happen; gives what went wrong."""
        if not self._steps:
            self._steps = [_Step(turn=None, places=turns[0].before.places, kept=self.start)]
        known = zip(self._steps[1:], turns, strict=False)
        shared = sum(1 for _ in takewhile(lambda pair: pair[0].turn is pair[1], known))
        del self._steps[1 + shared :]
        self._emulator.put_back(self._steps[-1].kept)
        for turn in turns[shared:]:
            wrong = self._take(turn)
            if wrong:
                return [f"against the emulator, {turn}: {what}" for what in wrong]
        end, last = self._steps[-1], turns[-1].after
        told = {place.script.actor.name: place.outcome for place in end.places if place and place.outcome is not None}
        if told != last.outcomes:
            return [f"with the emulator, it ends with {told}; with the twin, with {last.outcomes}"]
        return [] if last.turns else judged_end(self.scenario, end.kept.facts, told)

    def _take(self, turn: Turn) -> list[str]:
        before = self._steps[-1]
        place = before.places[turn.number] or turn.place
        if place.request is None or place.request.text != turn.request.text:
            return [f"{place.request} is asked, with the twin {turn.request}"]
        answer = answered(place.request, self._emulator.call)
        places = (*before.places[: turn.number], place.after(answer), *before.places[turn.number + 1 :])
        kept = before.kept if place.request.operation in _READS else self._emulator.kept()
        self._steps.append(_Step(turn=turn, places=places, kept=kept))
        if kept is before.kept:
            return []
        if kept.text != turn.after.world.kept.text:
            return ["the twin does not keep the same"]
        return list(wrong_with(before.kept.facts, kept.facts, self.scenario.erased))


def judged_end(scenario: Scenario, end: Facts, outcomes: Mapping[str, Outcome]) -> list[str]:
    """Say what is wrong in the end: nobody fails, and what is expected has come of it."""
    failed = [f"{name} failed: {outcome}" for name, outcome in outcomes.items() if has_failed(outcome)]
    return failed or list(scenario.expect(end, outcomes))


def has_failed(outcome: Outcome) -> bool:
    """Whether a door failed, or a function told the source of its event that it did."""
    if isinstance(outcome, Answer):
        return outcome.status >= 500
    return bool(outcome.get("batchItemFailures") or "failed" in outcome)
