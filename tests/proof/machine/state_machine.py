"""The stateful property test: all rules, in random order, compared with the reference model."""

from hypothesis.stateful import rule

from tests.proof.machine.base import CALLERS
from tests.proof.machine.model_entities import EnrollmentKey
from tests.proof.machine.rules_admin import AdminRules
from tests.proof.machine.rules_learning import LearningRules, enrollment_keys
from tests.proof.machine.rules_payments import PaymentRules, orders


class Machine(LearningRules, PaymentRules, AdminRules):
    """Over the twin."""

    @rule(key=enrollment_keys, order_id=orders)
    def check_every_page(self, key: EnrollmentKey, order_id: str) -> None:
        """Compare all that is shown: the learner's pages, the instructor's list, the order, and the export."""
        self.step()
        self.check_the_dashboard(CALLERS[key[0]])
        self.check_the_course(key)
        self.check_the_learners(key[1])
        self.check_the_order(order_id)
        self.check_export(key[0])


class MachineOnMoto(Machine):
    """Over moto, which is slow."""

    on_moto = True
