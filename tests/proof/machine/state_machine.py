"""The stateful property test: all rules, in random order, compared with the reference model."""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.proof.machine.base import CALLERS
from tests.proof.machine.environment import FOUND_BY
from tests.proof.machine.model_entities import EnrollmentKey
from tests.proof.machine.rules_admin import AdminRules
from tests.proof.machine.rules_learning import LearningRules, enrollment_keys
from tests.proof.machine.rules_payments import PaymentRules
from tests.proof.machine.rules_queue import QueueRules


class Machine(LearningRules, QueueRules, PaymentRules, AdminRules):
    """Over the twin."""

    @rule(key=enrollment_keys, order_id=st.sampled_from(FOUND_BY))
    def check_every_page(self, key: EnrollmentKey, order_id: str) -> None:
        """Compare all that is shown: the learner's pages and profile, the instructor's list, the order, the export."""
        self.step()
        self.check_the_dashboard(CALLERS[key[0]])
        self.check_the_course(key)
        self.check_the_profile(key)
        self.check_the_learners(key[1])
        self.check_the_order(order_id)
        self.check_the_unlinked_payments()
        self.check_export(key[0])


class MachineOnMoto(Machine):
    """Over moto, which is slow."""

    on_moto = True


class MachineWithLargeOrders(Machine):
    """Over the twin; an order with two lines is changed page by page."""

    one_line_at_a_time = True
