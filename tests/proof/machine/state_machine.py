"""Everybody does anything, in any order: the whole HTTP surface beside the reference model."""

from hypothesis.stateful import rule

from tests.proof.machine.base import CALLERS
from tests.proof.machine.learning import LearningRules, places
from tests.proof.machine.model_things import Place
from tests.proof.machine.running import RunningRules
from tests.proof.machine.selling import SellingRules, orders


class Machine(LearningRules, SellingRules, RunningRules):
    """On the twin."""

    @rule(place=places, order_id=orders)
    def look_at_everything(self, place: Place, order_id: str) -> None:
        """Look at all there is to see: the learner's pages, the instructor's list, the order, and what is held."""
        self.step()
        self.look_at_the_dashboard(CALLERS[place[0]])
        self.look_at_the_course(place)
        self.look_at_the_learners(place[1])
        self.look_at_the_order(order_id)
        self.look_at_everything_held(place[0])


class MachineOnTheEmulator(Machine):
    """On the emulated AWS, which is slow."""

    emulated = True
